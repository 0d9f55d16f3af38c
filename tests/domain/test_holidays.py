from datetime import date

import pytest

from qa_app.domain.holidays import HolidayAct, HolidayChange, flaw_of
from qa_app.domain.text import BilingualText

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
