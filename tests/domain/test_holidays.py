from datetime import date

import pytest

from qa_app.domain.holidays import HolidayAct, HolidayChange, flaw_of, undone
from qa_app.domain.text import BilingualText
from qa_app.domain.working_days import WorkingCalendar

MONDAY, SATURDAY, SUNDAY = date(2027, 2, 8), date(2027, 2, 13), date(2027, 2, 14)
NAME = BilingualText("春节", "")


@pytest.mark.parametrize(
    ("act", "on", "name", "flaw"),
    [
        (HolidayAct.DAY_OFF, MONDAY, NAME, None),
        (HolidayAct.DAY_OFF, MONDAY, BilingualText("", "Spring Festival"), None),
        (HolidayAct.DAY_OFF, MONDAY, BilingualText(" ", ""), "no_name"),
        (HolidayAct.DAY_OFF, SATURDAY, NAME, "is_weekend"),
        (HolidayAct.DAY_WORKED, SUNDAY, BilingualText(), None),
        (HolidayAct.DAY_WORKED, MONDAY, BilingualText(), "is_weekday"),
        (HolidayAct.DAY_OFF, MONDAY, BilingualText("春" * 60, ""), None),
        (HolidayAct.DAY_OFF, MONDAY, BilingualText("春" * 61, ""), "long_name"),
        (HolidayAct.REMOVE, SATURDAY, BilingualText(), None),
        (HolidayAct.ADD_YEAR, date(2028, 1, 1), BilingualText(), None),
    ],
)
def test_what_may_not_be_entered(
    act: HolidayAct, on: date, name: BilingualText, flaw: str | None
) -> None:
    assert flaw_of(HolidayChange("CN", act, on, name)) == flaw


def test_a_calendar_before_changes_is_found_backwards() -> None:
    tuesday = date(2027, 2, 9)
    before = WorkingCalendar("CN", frozenset({2027}), frozenset({MONDAY}), frozenset({SATURDAY}))
    # by hand: Monday taken out, Tuesday entered as off, Saturday taken out, Sunday entered,
    # Monday entered again and taken out again
    now = WorkingCalendar("CN", frozenset({2027}), frozenset({tuesday}), frozenset({SUNDAY}))
    done = [
        (HolidayAct.REMOVE, MONDAY),
        (HolidayAct.DAY_OFF, tuesday),
        (HolidayAct.REMOVE, SATURDAY),
        (HolidayAct.DAY_WORKED, SUNDAY),
        (HolidayAct.DAY_OFF, MONDAY),
        (HolidayAct.REMOVE, MONDAY),
    ]
    changes = [HolidayChange("CN", act, on) for act, on in reversed(done)]
    assert undone(now, changes) == before
    assert undone(now, changes[:2]) == now
    assert undone(now, ()) == now


def test_a_year_that_was_added_stays() -> None:
    calendar = WorkingCalendar("CN", frozenset({2027, 2028}), frozenset(), frozenset())
    added = HolidayChange("CN", HolidayAct.ADD_YEAR, date(2028, 1, 1))
    assert undone(calendar, [added]) == calendar
