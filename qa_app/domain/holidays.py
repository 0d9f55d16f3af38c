"""Changes to the holiday table, and what may not be entered."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import HOLIDAY_NAME_MOST
from qa_app.domain.text import NO_TEXT, BilingualText

_SATURDAY = 5


class HolidayAct(StrEnum):
    """What can be done to the table."""

    DAY_OFF = "day_off"
    DAY_WORKED = "day_worked"
    REMOVE = "remove"
    ADD_YEAR = "add_year"


@dataclass(frozen=True, slots=True)
class HolidayChange:
    """One change to a region's table.

    Attributes:
        region: Region code.
        act: What is done.
        on: The day; for a year, its first one.
        name: What the day is; empty for removals and years.
    """

    region: str
    act: HolidayAct
    on: date
    name: BilingualText = NO_TEXT


def flaw_of(change: HolidayChange) -> str | None:
    """Find what speaks against a change before the table is looked at.

    Args:
        change: The change.

    Returns:
        `is_weekend` for a day off on a weekend, `is_weekday` for a day made up on a weekday,
        `no_name` for a day off without a name, `long_name`; None when nothing does.
    """
    if change.act is HolidayAct.DAY_OFF and _is_weekend(change.on):
        return "is_weekend"
    if change.act is HolidayAct.DAY_WORKED and not _is_weekend(change.on):
        return "is_weekday"
    if change.act is HolidayAct.DAY_OFF and not (change.name.has("zh") or change.name.has("en")):
        return "no_name"
    is_long = max(len(change.name.zh), len(change.name.en)) > HOLIDAY_NAME_MOST
    return "long_name" if is_long else None


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY
