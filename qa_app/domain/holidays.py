"""Changes to the holiday table, and what may not be entered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import HOLIDAY_NAME_MOST
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.working_days import WorkingCalendar

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


def undone(calendar: WorkingCalendar, changes: Iterable[HolidayChange]) -> WorkingCalendar:
    """Give a calendar as it was before some changes.

    A day is only entered where none stands, and by `flaw_of` a weekday only as off and a weekend
    day only as worked, so every change of a day has one state before it. A year that was added
    stays: what could be counted without it needs none of its days.

    Args:
        calendar: The calendar as it came to be, of the region of the changes.
        changes: What was done since, the latest first.

    Returns:
        The calendar before the first of them.
    """
    off, worked = set(calendar.days_off), set(calendar.days_worked)
    for change in changes:
        if change.act is HolidayAct.DAY_OFF:
            off.discard(change.on)
        elif change.act is HolidayAct.DAY_WORKED:
            worked.discard(change.on)
        elif change.act is HolidayAct.REMOVE:
            (worked if _is_weekend(change.on) else off).add(change.on)
    return replace(calendar, days_off=frozenset(off), days_worked=frozenset(worked))


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY
