from dataclasses import replace
from datetime import date, timedelta

import pytest

from qa_app.domain.centre_register import (
    Paper,
    PaperState,
    Sanction,
    holds,
    last_day,
    latest,
    standing_of,
    warning_due,
    weighs,
    weighs_until,
)

TODAY = date(2026, 3, 23)


@pytest.mark.parametrize(
    ("paper", "months", "is_good"),
    [
        (Paper("registration", date(2020, 5, 1)), 12, True),
        (Paper("registration", date(2020, 5, 1), date(2026, 3, 23)), 12, True),
        (Paper("registration", date(2020, 5, 1), date(2026, 3, 22)), 12, False),
        (Paper("registration", date(2026, 3, 24)), 12, False),
        # accepted, and of a year whose successor may still be on its way (12 + 6 months)
        (Paper("annual_report", date(2025, 4, 1), outcome="accepted"), 12, True),
        (Paper("annual_report", date(2024, 9, 23), outcome="accepted"), 12, True),
        (Paper("annual_report", date(2024, 9, 22), outcome="accepted"), 12, False),
        (Paper("annual_report", date(2026, 3, 1), outcome="not_accepted"), 12, False),
        (Paper("annual_report", date(2026, 3, 1)), 12, False),
        # reviewed within the months, or issued within them
        (Paper("procedure", date(2020, 1, 1), reviewed_on=date(2024, 3, 23)), 24, True),
        (Paper("procedure", date(2020, 1, 1), reviewed_on=date(2024, 3, 22)), 24, False),
        (Paper("procedure", date(2024, 3, 23)), 24, True),
        (Paper("procedure", date(2024, 3, 22)), 24, False),
        (Paper("nothing_known", date(2024, 3, 22)), 24, False),
    ],
)
def test_when_a_paper_holds(paper: Paper, months: int, is_good: bool) -> None:
    assert holds(paper, TODAY, months) is is_good


@pytest.mark.parametrize(
    ("sanction", "is_against"),
    [
        (Sanction("penalty", date(2025, 3, 24)), True),
        (Sanction("penalty", date(2025, 3, 23)), False),
        (Sanction("penalty", date(2026, 3, 24)), False),
        (Sanction("open_case", date(2020, 1, 1)), True),
        (Sanction("open_case", date(2020, 1, 1), date(2025, 3, 24)), True),
        (Sanction("open_case", date(2020, 1, 1), date(2025, 3, 23)), False),
    ],
)
def test_a_sanction_weighs_for_twelve_months(sanction: Sanction, is_against: bool) -> None:
    assert weighs(sanction, TODAY, 12) is is_against


def test_the_paper_issued_last_counts() -> None:
    old = Paper("procedure", date(2024, 1, 1), area="social_work")
    new = Paper("procedure", date(2025, 1, 1), area="legal_aid")
    every = Paper("procedure", date(2023, 1, 1))
    assert latest((old, new, every), "procedure", "social_work") == old
    assert latest((old, new, every), "procedure", "psychological") == every
    assert latest((old,), "standard", "social_work") is None


def test_how_a_paper_stands_with_its_last_day() -> None:
    def state(paper: Paper | None) -> tuple[PaperState, int | None]:
        found = standing_of(paper, TODAY, 24, 90)
        return found.state, found.days

    assert state(None) == (PaperState.MISSING, None)
    assert state(Paper("registration", date(2020, 5, 1))) == (PaperState.HOLDS, None)
    ends = Paper("registration", date(2020, 5, 1), date(2026, 6, 21))
    assert state(ends) == (PaperState.EXPIRING, 90)
    assert state(Paper("registration", date(2020, 5, 1), date(2026, 6, 22)))[0] is PaperState.HOLDS
    assert state(Paper("registration", date(2020, 5, 1), TODAY)) == (PaperState.EXPIRING, 0)
    assert state(Paper("registration", date(2020, 5, 1), date(2026, 3, 22))) == (
        PaperState.EXPIRED,
        -1,
    )
    refused = Paper("annual_report", date(2026, 3, 1), outcome="not_accepted")
    assert state(refused)[0] is PaperState.REFUSED
    assert last_day(Paper("pia", date(2024, 3, 31)), 36) == date(2027, 3, 31)


def test_warnings_are_due_ninety_thirty_and_seven_days_before() -> None:
    steps = (90, 30, 7)
    found = {
        days: warning_due(date.fromordinal(TODAY.toordinal() + days), TODAY, steps)
        for days in (91, 90, 31, 30, 8, 7, 0, -1)
    }
    assert found == {91: None, 90: 90, 31: 90, 30: 30, 8: 30, 7: 7, 0: 7, -1: None}


@pytest.mark.parametrize(
    "sanction",
    [
        Sanction("penalty", date(2024, 2, 29)),
        Sanction("penalty", date(2025, 8, 31)),
        Sanction("penalty", date(2026, 1, 1)),
        Sanction("open_case", date(2025, 1, 1), date(2025, 12, 31)),
        Sanction("open_case", date(2025, 1, 1)),
    ],
)
def test_a_sanction_weighs_until_a_day_and_no_longer(sanction: Sanction) -> None:
    day = sanction.closed_on or sanction.begun_on
    until = weighs_until(sanction, day, 12)
    over = sanction if sanction.kind == "penalty" else replace(sanction, closed_on=day)
    assert weighs(over, until - timedelta(days=1), 12)
    assert not weighs(over, until, 12)
