"""Needs divided among supervisors and weeks."""

from datetime import date, timedelta

from qa_app.domain.due import Tier
from qa_app.domain.plan_rules import Engagement, PlanRule
from qa_app.domain.plan_shares import month_of, shared, week_of
from tests.domain.months import DAYS, HOUR, MONDAY, a_month, a_need, a_supervisor

TWO_WEEKS = (*DAYS, *(day + timedelta(days=7) for day in DAYS))


def test_weeks_are_those_of_the_calendar() -> None:
    assert week_of(date(2027, 1, 1)) == (2026, 53)
    assert month_of(date(2027, 1, 1)) == (2027, 1)


def test_each_goes_where_they_may() -> None:
    needs = [
        a_need("a", barred={1: PlanRule.OWN_CENTRE}),
        a_need("b", barred={2: PlanRule.CONFLICT}),
    ]
    shares = shared(a_month(needs, [a_supervisor(1), a_supervisor(2)]), month_of)
    found = {who: [need.key for need in some] for (who, _), some in shares.of.items()}
    assert found == {2: ["a"], 1: ["b"]}
    assert shares.is_proven


def test_who_goes_there_anyway_takes_the_visit() -> None:
    month = a_month(
        [a_need(centre=7)],
        [a_supervisor(1), a_supervisor(2)],
        engagements=(Engagement(2, 7, MONDAY, HOUR),),
    )
    assert [who for who, _ in shared(month, month_of).of] == [2]


def test_due_soon_goes_into_the_first_week() -> None:
    needs = [a_need("a", due_on=TWO_WEEKS[4]), a_need("b", due_on=TWO_WEEKS[-1])]
    days_long = [a_supervisor(absent=frozenset(TWO_WEEKS[1:5]), minutes_a_day=2 * HOUR)]
    shares = shared(a_month(needs, days_long, days=TWO_WEEKS), week_of)
    found = {week: [need.key for need in some] for (_, week), some in shares.of.items()}
    assert found == {week_of(TWO_WEEKS[0]): ["a"], week_of(TWO_WEEKS[-1]): ["b"]}


def test_what_is_late_longest_goes_first_though_the_weeks_are_less_even_then() -> None:
    # one day of four hours in each week, an hour of the first taken: with "short" first both have
    # three hours, with "long" first four and two
    who = a_supervisor(absent=frozenset({*TWO_WEEKS[1:5], *TWO_WEEKS[6:]}), minutes_a_day=4 * HOUR)
    needs = [
        a_need("long", 1, minutes=3 * HOUR, due_on=MONDAY - timedelta(days=60)),
        a_need("short", 2, due_on=MONDAY - timedelta(days=30)),
    ]
    own = (Engagement(1, 3, MONDAY, HOUR),)
    shares = shared(a_month(needs, [who], days=TWO_WEEKS, engagements=own), week_of)
    found = {week: [need.key for need in some] for (_, week), some in shares.of.items()}
    assert found == {week_of(TWO_WEEKS[0]): ["long"], week_of(TWO_WEEKS[-1]): ["short"]}


def test_a_month_that_is_too_short_meets_the_first_tier() -> None:
    needs = [
        a_need("red", minutes=4 * HOUR, tier=Tier.OPEN_CRITICAL),
        a_need("b"),
        a_need("c"),
    ]
    shares = shared(a_month(needs, [a_supervisor(minutes_a_month=4 * HOUR)]), month_of)
    assert [need.key for some in shares.of.values() for need in some] == ["red"]
    assert shares.is_proven


def test_nobody_may_go() -> None:
    shares = shared(a_month([a_need(barred={1: PlanRule.NO_REACH})]), month_of)
    assert shares.of == {}
    assert shares.is_proven
