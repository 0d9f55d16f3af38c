from datetime import date

from qa_app.domain.session_coverage import Figures
from qa_app.domain.session_required import MonthsAlike, required_figures

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def alike(month: date = MARCH, **fields: object) -> MonthsAlike:
    values: dict[str, object] = {
        "of": month,
        "month": month,
        "started_on": date(2020, 1, 6),
        "ended_on": None,
        "every_days": None,
        "held": 0,
        "late": 0,
        "count": 1,
    }
    return MonthsAlike(**(values | fields))  # type: ignore[arg-type]


def test_who_was_planned_for_by_nobody_lowers_what_was_held() -> None:
    # two with one session each, and three for whom there was none
    found = required_figures([alike(held=1, count=2), alike(count=3)])
    assert found == {MARCH: Figures(due=5, held=2, missed=3)}


def test_two_in_one_month_make_up_for_none_in_the_next() -> None:
    found = required_figures([alike(held=2), alike(APRIL)])
    assert found == {
        MARCH: Figures(due=1, held=1),
        APRIL: Figures(due=1, missed=1),
    }
    assert required_figures([alike(of=7, held=2), alike(APRIL, of=7)])[7].share == 0.5


def test_the_agreed_rhythm_and_the_first_weeks_ask_for_more() -> None:
    # every 14 days: two whole sessions of a month of 31 days; weekly in the first six weeks: four
    assert required_figures([alike(every_days=14, held=1)])[MARCH] == Figures(2, 1, missed=1)
    assert required_figures([alike(started_on=date(2026, 2, 23))])[MARCH].due == 4
    assert required_figures([alike(started_on=date(2026, 4, 2))])[MARCH] == Figures()


def test_those_in_time_are_counted_first() -> None:
    assert required_figures([alike(held=2, late=1)])[MARCH] == Figures(1, 1, 0, 0)
    assert required_figures([alike(held=1, late=1)])[MARCH] == Figures(1, 1, 1, 0)
