from datetime import date

import pytest

from qa_app.domain.compared_months import MonthFault, Twelve, months_offered, twelve_of

MARCH = date(2026, 3, 23)
JAN_2026 = 2026 * 12


def test_twelve_months_end_with_the_one_asked_for() -> None:
    twelve, fault = twelve_of("2026-02", MARCH, sees_files=True)
    assert fault is None
    assert twelve == Twelve(JAN_2026 + 1)
    assert (twelve.first, twelve.last, twelve.text) == (JAN_2026 - 10, JAN_2026 + 1, "2026-02")


def test_without_a_wish_the_running_month_or_the_last_year_that_rests() -> None:
    assert twelve_of("", MARCH, sees_files=True)[0] == Twelve(JAN_2026 + 2, is_running=True)
    assert twelve_of("", MARCH, sees_files=False)[0] == Twelve(JAN_2026 - 1)
    # 21 days after its end a year is counted, not before
    assert twelve_of("", date(2026, 1, 21), sees_files=False)[0] == Twelve(JAN_2026 - 13)
    assert twelve_of("", date(2026, 1, 22), sees_files=False)[0] == Twelve(JAN_2026 - 1)


@pytest.mark.parametrize(
    ("wanted", "sees_files", "fault"),
    [
        ("2026-13", True, MonthFault.NO_MONTH),
        ("2026-00", True, MonthFault.NO_MONTH),
        ("2026-3", True, MonthFault.NO_MONTH),
        ("26-03-1", True, MonthFault.NO_MONTH),
        ("２０２６-03", True, MonthFault.NO_MONTH),
        ("x", True, MonthFault.NO_MONTH),
        ("2026-04", True, MonthFault.FUTURE),
        ("1999-12", True, MonthFault.TOO_EARLY),
        ("2026-02", False, MonthFault.NOT_A_YEAR),
        ("2025-06", False, MonthFault.NOT_A_YEAR),
        ("2026-12", False, MonthFault.FUTURE),
        ("2026-03", True, None),
        ("2025-12", False, None),
        ("2000-01", True, None),
    ],
)
def test_a_month_is_shown_or_refused(wanted: str, sees_files: bool, fault: MonthFault) -> None:
    twelve, found = twelve_of(wanted, MARCH, sees_files=sees_files)
    assert found is fault
    assert (twelve is None) == (fault is not None)


def test_who_sees_no_files_is_offered_years_that_do_not_overlap() -> None:
    offered = months_offered(MARCH, sees_files=False)
    assert offered == tuple(year * 12 + 11 for year in range(2025, 2020, -1))
    spans = [set(range(one - 11, one + 1)) for one in offered]
    assert not any(a & b for a in spans for b in spans if a is not b)
    assert months_offered(MARCH, sees_files=True)[:2] == (JAN_2026 + 2, JAN_2026 + 1)
