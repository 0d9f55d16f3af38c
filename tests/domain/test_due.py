"""When something is due, and what comes first: worked examples and laws."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.due import (
    TIERS,
    UNKNOWN_BAND,
    Due,
    DueReason,
    Interval,
    Tier,
    Visited,
    VisitPolicy,
    Volume,
    Waiting,
    next_due,
    rank,
)

TODAY = date(2025, 6, 15)
JOINED = date(2025, 1, 10)
# the table of HNQIS, in months
BY_MONTHS = VisitPolicy(
    {
        (band, volume): Interval(months=months)
        for band, both in {"A": (6, 6), "B": (2, 4), "C": (2, 4), UNKNOWN_BAND: (2, 4)}.items()
        for volume, months in zip(Volume, both, strict=True)
    },
    critical_days=30,
)


@pytest.mark.parametrize(
    ("visited", "due"),
    [
        (
            Visited(JOINED, date(2025, 3, 15), "A", Volume.HIGH),
            Due(date(2025, 9, 15), DueReason.BAND_INTERVAL, Interval(months=6)),
        ),
        (
            Visited(JOINED, date(2023, 12, 31), "B", Volume.HIGH),
            Due(date(2024, 2, 29), DueReason.BAND_INTERVAL, Interval(months=2)),
        ),
        (
            Visited(JOINED, date(2025, 3, 15), "A", Volume.LOW, has_open_critical=True),
            Due(date(2025, 4, 14), DueReason.CRITICAL_FOLLOW_UP, Interval(days=30)),
        ),
        (Visited(JOINED, None, "A"), Due(JOINED, DueReason.NEVER_VISITED)),
        (
            Visited(JOINED, date(2025, 3, 15), "E", Volume.LOW),
            Due(date(2025, 7, 15), DueReason.BAND_INTERVAL, Interval(months=4)),
        ),
    ],
    ids=["band A", "leap day", "red line first", "never visited", "band without an entry"],
)
def test_next_day(visited: Visited, due: Due) -> None:
    assert next_due(visited, BY_MONTHS) == due


@pytest.mark.parametrize(
    ("band", "volume", "days"),
    [
        ("A", Volume.HIGH, 112),
        ("A", Volume.LOW, 182),
        ("B", Volume.HIGH, 56),
        ("C", Volume.LOW, 56),
        ("D", Volume.HIGH, 14),
        (UNKNOWN_BAND, Volume.LOW, 91),
    ],
)
def test_policy_in_force_counts_days(band: str, volume: Volume, days: int) -> None:
    last = date(2026, 1, 5)
    assert next_due(Visited(JOINED, last, band, volume)).on == last + timedelta(days=days)


def test_open_red_line_never_puts_a_visit_off() -> None:
    worst = Visited(JOINED, date(2026, 1, 5), "D", Volume.HIGH, has_open_critical=True)
    assert next_due(worst).reason is DueReason.BAND_INTERVAL


def waiting(key: str, due_on: date, **more: object) -> Waiting:
    return Waiting(key, due_on, **more)  # type: ignore[arg-type]


def test_tiers_in_order() -> None:
    ranked = rank(
        [
            waiting("C1", date(2025, 6, 1), percent=70.0, caseload=40),
            waiting("C2", date(2025, 6, 20), percent=95.0, caseload=10, has_open_critical=True),
            waiting("C3", date(2025, 5, 15), is_first=True, caseload=5),
            waiting("C4", date(2025, 12, 1), percent=92.0, caseload=80, has_concern=True),
            waiting("C5", date(2025, 6, 25), percent=81.0, caseload=60),
            waiting("C6", date(2025, 11, 30), percent=97.0, caseload=60),
            waiting("C7", date(2025, 4, 1), percent=88.0, caseload=30, has_concern=True),
        ],
        TODAY,
        30,
    )
    assert [(one.waiting.key, TIERS.index(one.tier) + 1) for one in ranked] == [
        ("C2", 1),
        ("C3", 2),
        ("C7", 3),
        ("C1", 3),
        ("C4", 4),
        ("C5", 5),
        ("C6", 6),
    ]


def test_inside_a_tier_no_score_then_the_lowest_then_more_cases() -> None:
    ranked = rank(
        [
            waiting("few", date(2025, 6, 1), percent=70.0, caseload=4),
            waiting("many", date(2025, 6, 1), percent=70.0, caseload=40),
            waiting("low", date(2025, 6, 1), percent=0.0),
            waiting("none", date(2025, 6, 1)),
            waiting("late", date(2025, 5, 1), percent=99.0),
        ],
        TODAY,
        30,
    )
    assert [one.waiting.key for one in ranked] == ["late", "none", "low", "many", "few"]


def test_today_is_not_overdue_and_the_horizon_is_soon() -> None:
    ranked = rank(
        [
            waiting("today", TODAY),
            waiting("horizon", TODAY + timedelta(days=30)),
            waiting("after", TODAY + timedelta(days=31)),
        ],
        TODAY,
        30,
    )
    assert [one.tier for one in ranked] == [Tier.DUE_SOON, Tier.DUE_SOON, Tier.LATER]


def test_nothing_due() -> None:
    assert rank([], TODAY, 30) == ()


WAITING = st.builds(
    Waiting,
    key=st.text("abc", min_size=1, max_size=3),
    due_on=st.dates(date(2025, 1, 1), date(2025, 12, 31)),
    is_first=st.booleans(),
    percent=st.none() | st.floats(0, 100),
    caseload=st.integers(0, 90),
    has_open_critical=st.booleans(),
    has_concern=st.booleans(),
)


@given(st.lists(WAITING, unique_by=lambda one: one.key))
def test_order_does_not_depend_on_the_order_given(some: list[Waiting]) -> None:
    ranked = rank(some, TODAY, 30)
    assert ranked == rank(list(reversed(some)), TODAY, 30)
    tiers = [TIERS.index(one.tier) for one in ranked]
    assert tiers == sorted(tiers)
    assert sorted(one.waiting.key for one in ranked) == sorted(one.key for one in some)
