"""Terms, days, circles and the ceiling."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.people import Actor, Grant, Reach, Role, system_actor
from qa_app.domain.session_blocks import Function
from qa_app.domain.supervision_agreements import (
    AgreementKind,
    Bond,
    Load,
    Terms,
    branch_of,
    closes_circle,
    contains,
    days_fault,
    load_of,
    most_at_once,
    overlap,
    reach_over_agreements,
    terms_fault,
    touches,
)

EVEN = {Function.ACCOUNTABILITY: 40, Function.LEARNING: 30, Function.SUPPORT: 30}
JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
PATHS = {7: "1/2/5/", 8: "1/2/6/"}


@pytest.mark.parametrize(
    ("every", "minutes", "functions", "code"),
    [
        (None, 60, EVEN, ""),
        (28, 15, EVEN, ""),
        (1, 240, {Function.LEARNING: 100}, ""),
        (29, 60, EVEN, "every_days"),
        (0, 60, EVEN, "every_days"),
        (7, 14, EVEN, "minutes"),
        (7, 241, EVEN, "minutes"),
        (7, 60, {**EVEN, Function.SUPPORT: 29}, "functions"),
        (7, 60, {Function.LEARNING: 110, Function.SUPPORT: -10}, "functions"),
        (7, 60, {}, "functions"),
    ],
)
def test_terms(every: int | None, minutes: int, functions: dict[Function, int], code: str) -> None:
    assert terms_fault(Terms(every, minutes, functions)) == code


@given(st.integers(1, 28), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_no_calendar_month_is_left_out_by_the_longest_rhythm(every: int, start: date) -> None:
    held = {start + timedelta(days=every * number) for number in range(60)}
    met = {(day.year, day.month) for day in held}
    last = max(held)
    wanted, month = set(), start
    while (month.year, month.month) <= (last.year, last.month):
        wanted.add((month.year, month.month))
        month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert met == wanted


@pytest.mark.parametrize(
    ("kind", "until", "code"),
    [
        (AgreementKind.STANDING, None, ""),
        (AgreementKind.STANDING, JAN - timedelta(days=1), "ends_before"),
        (AgreementKind.DEPUTY, None, "until_missing"),
        (AgreementKind.DEPUTY, JAN, ""),
        (AgreementKind.DEPLOYMENT, None, "until_missing"),
        (AgreementKind.DEPLOYMENT, JAN + timedelta(days=183), ""),
        (AgreementKind.DEPLOYMENT, JAN + timedelta(days=184), "too_long"),
    ],
)
def test_days(kind: AgreementKind, until: date | None, code: str) -> None:
    assert days_fault(kind, JAN, until) == code


def test_last_days_count() -> None:
    assert overlap(Bond(1, 2, JAN, FEB), Bond(3, 2, FEB))
    assert not overlap(Bond(1, 2, JAN, FEB - timedelta(days=1)), Bond(3, 2, FEB))
    # ended before it began: it never held
    assert not overlap(Bond(1, 2, FEB, JAN), Bond(3, 2, JAN))


def test_nobody_supervises_themself_by_way_of_others() -> None:
    assert closes_circle((), Bond(1, 1, JAN))
    assert closes_circle([Bond(1, 2, JAN)], Bond(2, 1, JAN))
    assert closes_circle([Bond(1, 2, JAN), Bond(2, 3, JAN)], Bond(3, 1, FEB))
    assert not closes_circle([Bond(1, 2, JAN), Bond(1, 3, JAN)], Bond(2, 3, JAN))
    # on no day together
    assert not closes_circle([Bond(1, 2, JAN, FEB - timedelta(days=1))], Bond(2, 1, FEB))
    parts = [Bond(1, 2, JAN, FEB - timedelta(days=1)), Bond(2, 3, FEB)]
    assert not closes_circle(parts, Bond(3, 1, JAN))
    assert closes_circle([*parts, Bond(1, 2, FEB)], Bond(3, 1, JAN))


BONDS = st.lists(
    st.builds(
        Bond,
        st.integers(1, 5),
        st.integers(1, 5),
        st.dates(JAN, date(2026, 1, 9)),
        st.none() | st.dates(JAN, date(2026, 1, 9)),
    ),
    max_size=12,
)


@given(BONDS, st.integers(1, 5), st.integers(1, 5))
def test_circles_are_those_of_single_days(bonds: list[Bond], above: int, below: int) -> None:
    new = Bond(above, below, JAN, date(2026, 1, 9))
    expected = above == below
    for number in range(9):
        day = JAN + timedelta(days=number)
        reached = {below}
        for _ in bonds:
            reached |= {
                one.supervised
                for one in bonds
                if one.supervisor in reached
                and one.from_on <= day
                and (one.until_on is None or day <= one.until_on)
            }
        expected = expected or above in reached
    assert closes_circle(bonds, new) is expected


def test_the_fullest_day_is_counted() -> None:
    held = [
        Bond(1, 2, JAN, FEB),
        Bond(1, 3, FEB),
        Bond(1, 3, FEB, MAR),
        Bond(1, 4, MAR),
    ]
    assert most_at_once(held, JAN, FEB - timedelta(days=1)) == 1
    assert most_at_once(held, JAN, None) == 2
    assert most_at_once(held, JAN, FEB) == 2
    assert most_at_once((), JAN, None) == 0


@pytest.mark.parametrize(
    ("count", "load"),
    [
        (0, Load.WITHIN),
        (6, Load.WITHIN),
        (7, Load.ABOVE),
        (8, Load.ABOVE),
        (9, Load.FAR_ABOVE),
    ],
)
def test_the_ceiling(count: int, load: Load) -> None:
    assert load_of(count) is load


def test_a_reach_that_holds_another() -> None:
    city, district = (
        Reach(place_paths=frozenset({"1/2/"})),
        Reach(place_paths=frozenset({"1/2/5/"})),
    )
    one, everything = Reach(centre_ids=frozenset({7})), Reach(is_everything=True)
    assert contains(everything, city, {})
    assert not contains(city, everything, {})
    assert contains(city, district, {})
    assert not contains(district, city, {})
    assert contains(district, one, PATHS)
    assert not contains(district, Reach(centre_ids=frozenset({8})), PATHS)
    assert contains(one, one, PATHS)


def test_reaches_that_have_something_in_common() -> None:
    city, district = (
        Reach(place_paths=frozenset({"1/2/"})),
        Reach(place_paths=frozenset({"1/2/5/"})),
    )
    seven, eight = Reach(centre_ids=frozenset({7})), Reach(centre_ids=frozenset({8}))
    for one, other, expected in (
        (city, district, True),
        (district, seven, True),
        (district, eight, False),
        (seven, eight, False),
        (seven, seven, True),
        (Reach(is_everything=True), eight, True),
        (Reach(is_everything=True), Reach(), False),
        (Reach(), Reach(), False),
    ):
        assert touches(one, other, PATHS) is touches(other, one, PATHS) is expected


def test_the_branch_of_a_reach() -> None:
    assert branch_of(Reach(is_everything=True), {}) == ""
    assert branch_of(Reach(), {}) == ""
    assert branch_of(Reach(place_paths=frozenset({"1/2/5/"})), {}) == "1/2/5/"
    assert branch_of(Reach(place_paths=frozenset({"1/2/5/", "1/2/6/"})), {}) == "1/2/"
    assert branch_of(Reach(place_paths=frozenset({"1/2/", "1/25/"})), {}) == "1/"
    assert branch_of(Reach(centre_ids=frozenset({7, 8})), PATHS) == "1/2/"


def test_who_sees_agreements_of_others() -> None:
    here = Reach(centre_ids=frozenset({7}))
    grants = (Grant(Role.CASEWORKER, here), Grant(Role.AUDITOR, here))
    assert reach_over_agreements(Actor(1, "a", grants)) == Reach()
    manager = Actor(1, "a", (*grants, Grant(Role.CENTRE_MANAGER, here)))
    assert reach_over_agreements(manager) == here
    assert reach_over_agreements(system_actor("operator")).is_everything
