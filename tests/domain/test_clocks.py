from datetime import datetime

import pytest

from qa_app.domain.clocks import compile_clock, judge_clocks, limit_of
from qa_app.domain.rubric_limits import Clock, Span
from qa_app.domain.working_days import CalendarYearMissingError
from tests.builders import CHINA_2026, a_case, a_rubric, item, section

EVENTS = [{"id": name, "zh": name, "en": name} for name in ("a", "b", "c")]


def limit(start: str, count: int, unit: str, **rules: str) -> datetime:
    clock = Clock("a", "b", Span(count, unit), **rules)
    return limit_of(clock, datetime.fromisoformat(start), clock.within, CHINA_2026)


@pytest.mark.parametrize(
    ("start", "count", "unit", "rules", "expected"),
    [
        # every line is an example of the schema text
        ("2026-03-02T10:00", 24, "h", {}, "2026-03-03T10:00"),
        ("2026-03-02T10:00", 7, "d", {}, "2026-03-09T23:59"),
        ("2026-02-27T09:00", 1, "wd", {}, "2026-02-28T23:59"),
        ("2026-03-02T23:00", 7, "d", {"count_from": "same_moment"}, "2026-03-09T23:00"),
        ("2026-03-04T09:00", 3, "d", {"end_on": "next_working_day"}, "2026-03-09T23:59"),
        ("2026-02-13T09:00", 5, "wd", {}, "2026-02-27T23:59"),
        ("2026-02-09T09:00", 7, "d", {"end_on": "next_working_day"}, "2026-02-24T23:59"),
        # worked by hand: 0 working days is the day itself; a moved day ends at 23:59
        ("2026-03-07T09:00", 0, "wd", {"end_on": "next_working_day"}, "2026-03-09T23:59"),
        ("2026-03-06T09:00", 24, "h", {"end_on": "next_working_day"}, "2026-03-07T09:00"),
        ("2026-02-13T09:00", 5, "wd", {"count_from": "same_moment"}, "2026-02-27T09:00"),
        ("2026-03-07T09:00", 0, "wd", {}, "2026-03-07T23:59"),
        (
            "2026-03-04T09:00",
            3,
            "d",
            {"end_on": "next_working_day", "count_from": "same_moment"},
            "2026-03-09T23:59",
        ),
    ],
)
def test_limit(start: str, count: int, unit: str, rules: dict[str, str], expected: str) -> None:
    assert limit(start, count, unit, **rules) == datetime.fromisoformat(expected)


def test_a_year_without_table_is_an_error_not_a_guess() -> None:
    with pytest.raises(CalendarYearMissingError) as caught:
        limit("2026-12-31T09:00", 1, "wd")
    assert (caught.value.region, caught.value.year) == ("CN", 2027)


def code(
    clock: dict[str, object], *, read_at: str = "2026-03-20T10:00", **entries: object
) -> str | None:
    rubric = a_rubric(
        section("A", item("A1", scale="time3", clock=clock)),
        clocks=EVENTS,
        facts=[{"id": "crisis", "type": "bool", "zh": "crisis", "en": "crisis"}],
    )
    case = a_case(rubric, read_at=read_at, **entries)
    clocks = tuple(compile_clock(one) for one in rubric.items["A1"].clocks)
    return judge_clocks(clocks, case, CHINA_2026).code


WEEK = {"from": "a", "to": "b", "within": "7d", "late_until": "10d"}


@pytest.mark.parametrize(
    ("clocks", "read_at", "expected"),
    [
        ({}, "2026-03-20T10:00", None),
        ({"a": "2026-03-02"}, "2026-03-09T23:59", "not_due"),
        ({"a": "2026-03-02"}, "2026-03-10T00:00", "missing"),
        ({"a": "2026-03-02", "b": "2026-03-09"}, "2026-03-20T10:00", "on_time"),
        ({"a": "2026-03-02", "b": "2026-03-01"}, "2026-03-20T10:00", "on_time"),
        ({"a": "2026-03-02", "b": "2026-03-10"}, "2026-03-20T10:00", "late"),
        ({"a": "2026-03-02", "b": "2026-03-13"}, "2026-03-20T10:00", "missing"),
        # dated after the reading: as if it had not happened
        ({"a": "2026-03-02", "b": "2026-03-09"}, "2026-03-08T10:00", "not_due"),
        ({"a": "2026-03-21"}, "2026-03-20T10:00", None),
    ],
)
def test_result(clocks: dict[str, str], read_at: str, expected: str | None) -> None:
    assert code(WEEK, read_at=read_at, clocks=clocks) == expected


def test_a_date_without_time_is_read_in_the_workers_favour() -> None:
    day = {"from": "a", "to": "b", "within": "24h"}
    # from 23:59 on the 2nd to 23:59 on the 3rd; done at 00:00 of the day named
    assert code(day, clocks={"a": "2026-03-02", "b": "2026-03-03"}) == "on_time"
    assert code(day, clocks={"a": "2026-03-02", "b": "2026-03-03T23:59"}) == "on_time"
    assert code(day, clocks={"a": "2026-03-02", "b": "2026-03-04"}) == "late"
    # from 10:00 to 10:00; the day named began before that
    begun = {"a": "2026-03-02T10:00"}
    assert code(day, clocks=begun | {"b": "2026-03-03"}) == "on_time"
    assert code(day, clocks=begun | {"b": "2026-03-03T23:59"}) == "late"


@pytest.mark.parametrize(
    ("facts", "expected"), [({"crisis": True}, "late"), ({"crisis": False}, "on_time"), ({}, None)]
)
def test_within_if(facts: dict[str, bool], expected: str | None) -> None:
    clock = {
        "from": "a",
        "to": "b",
        "within": "72h",
        "within_if": [{"when": {"fact": "crisis", "is": True}, "within": "24h"}],
    }
    done = {"a": "2026-03-02T10:00", "b": "2026-03-04T10:00"}
    assert code(clock, clocks=done, facts=facts) == expected


def test_any_of_takes_the_best_known_branch() -> None:
    branches = {
        "any_of": [
            {"from": "a", "to": "b", "within": "3d"},
            {"from": "c", "to": "b", "within": "7d"},
        ]
    }
    assert code(branches, clocks={"a": "2026-03-02", "b": "2026-03-08"}) == "late"
    both = {"a": "2026-03-02", "b": "2026-03-08", "c": "2026-03-02"}
    assert code(branches, clocks=both) == "on_time"
    assert code(branches, clocks={"b": "2026-03-08"}) is None


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("2026-03-09T23:59", "on_time"),
        ("2026-03-10T00:00", "late"),
        ("2026-03-12T23:59", "late"),  # the last minute of the last late day
        ("2026-03-13T00:00", "missing"),
    ],
)
def test_the_minutes_beside_each_limit(done: str, expected: str) -> None:
    assert code(WEEK, clocks={"a": "2026-03-02T08:00", "b": done}) == expected


def test_without_a_late_limit_late_stays_late() -> None:
    week = {"from": "a", "to": "b", "within": "7d"}
    clocks = {"a": "2026-03-02T08:00", "b": "2026-12-31"}
    assert code(week, read_at="2026-12-31T10:00", clocks=clocks) == "late"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        # branches as (days allowed, days to late) against b, done after 5 days, and c, not done
        ({"to": "b", "within": "5d"}, {"to": "c", "within": "60d"}, "on_time"),
        ({"to": "b", "within": "1d"}, {"to": "c", "within": "60d"}, "not_due"),
        ({"to": "b", "within": "1d"}, {"to": "c", "within": "2d"}, "late"),
        ({"to": "b", "within": "1d", "late_until": "2d"}, {"to": "c", "within": "60d"}, "not_due"),
        ({"to": "b", "within": "1d", "late_until": "2d"}, {"to": "c", "within": "2d"}, "missing"),
    ],
)
def test_the_order_of_branches(one: dict[str, str], two: dict[str, str], expected: str) -> None:
    clocks = {"a": "2026-03-02T08:00", "b": "2026-03-07T08:00"}
    for branches in ([one, two], [two, one]):
        any_of = {"any_of": [{"from": "a", **branch} for branch in branches]}
        assert code(any_of, clocks=clocks) == expected


def test_a_branch_stands_over_its_item() -> None:
    clock = {
        "any_of": [{"from": "a", "to": "b", "within": "1d"}],
        "late_until": "3d",
        "count_from": "same_moment",
    }
    done = {"a": "2026-03-02T08:00", "b": "2026-03-05T08:00"}
    assert code(clock, clocks=done) == "late"
    assert code(clock, clocks=done | {"b": "2026-03-05T08:01"}) == "missing"
    clock["any_of"][0]["late_until"] = "2d"
    assert code(clock, clocks=done) == "missing"


def special(*whens: dict[str, object]) -> dict[str, object]:
    return {"from": "a", "to": "b", "within": "3d", "late_until": "5d", "within_if": list(whens)}


CRISIS, CALM = {"fact": "crisis", "is": True}, {"fact": "crisis", "is": False}


def test_a_special_limit_keeps_the_late_limit_unless_it_has_one() -> None:
    done = {"a": "2026-03-02T08:00", "b": "2026-03-07T08:00"}
    kept = special({"when": CRISIS, "within": "1d"})
    own = special({"when": CRISIS, "within": "1d", "late_until": "2d"})
    assert code(kept, clocks=done, facts={"crisis": True}) == "late"
    after = done | {"b": "2026-03-08T08:00"}
    assert code(kept, clocks=after, facts={"crisis": True}) == "missing"
    assert code(own, clocks=done, facts={"crisis": True}) == "missing"
    assert code(own, clocks=done, facts={"crisis": False}) == "late"


def test_the_first_true_limit_counts_and_an_unknown_one_before_it_does_not_guess() -> None:
    done = {"a": "2026-03-02T08:00", "b": "2026-03-05T08:00"}
    always = {"any": [CRISIS, {"not": CRISIS}, {"fact": "known", "is": True}]}
    facts = [{"id": name, "type": "bool", "zh": name, "en": name} for name in ("crisis", "known")]
    rubric = a_rubric(
        section("A", item("A1", scale="time3", clock=special(
            {"when": CRISIS, "within": "1d"}, {"when": always, "within": "2d"},
        ))),
        clocks=EVENTS, facts=facts,
    )  # fmt: skip
    clocks = tuple(compile_clock(one) for one in rubric.items["A1"].clocks)
    seen = [
        judge_clocks(clocks, a_case(rubric, clocks=done, facts=facts), CHINA_2026).limit_at
        for facts in ({"crisis": True}, {"crisis": False}, {"known": True}, {})
    ]
    third, fourth = datetime(2026, 3, 3, 23, 59), datetime(2026, 3, 4, 23, 59)
    assert seen == [third, fourth, None, None]


def test_a_limit_past_the_last_date_never_passes() -> None:
    assert limit("9999-12-30T08:00", 72, "h") == datetime(9999, 12, 31, 23, 59)
    assert limit("9999-12-30T08:00", 9, "d") == datetime(9999, 12, 31, 23, 59)
