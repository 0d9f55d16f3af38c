"""The shipped holiday table: days off and weekend days worked, by region and year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.working_days import WorkingCalendar
from qa_app.rubric_files.yaml_text import read_yaml


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """One day of the table.

    Attributes:
        on: The day.
        is_working: True for a weekend day made a working day, False for a day off.
        name: What the day is; empty for days worked.
    """

    on: date
    is_working: bool
    name: BilingualText


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """The table of one region.

    Attributes:
        region: Region code.
        years: Years that are complete.
        lines: Days that differ from Monday to Friday.
    """

    region: str
    years: tuple[int, ...]
    lines: tuple[HolidayLine, ...]

    def calendar(self) -> WorkingCalendar:
        """Turn the table into a calendar.

        Returns:
            The region's working days.
        """
        return WorkingCalendar(
            self.region,
            self.years,
            frozenset(line.on for line in self.lines if not line.is_working),
            frozenset(line.on for line in self.lines if line.is_working),
        )


def read_holidays(path: Path) -> tuple[HolidayTable, ...]:
    """Read a holiday file.

    Args:
        path: A file of schema `qa.holidays/1`.

    Returns:
        One table for each region.
    """
    regions = read_yaml(path.read_text("utf-8")).plain["regions"]
    return tuple(
        HolidayTable(
            region,
            tuple(int(year) for year in years),
            tuple(line for days in years.values() for line in _lines(days)),
        )
        for region, years in regions.items()
    )


def _lines(days: Mapping[str, Any]) -> Iterable[HolidayLine]:
    for entry in days["off"]:
        name = BilingualText(entry["zh"], entry["en"])
        yield HolidayLine(date.fromisoformat(entry["on"]), is_working=False, name=name)
    for worked in days["worked"]:
        yield HolidayLine(date.fromisoformat(worked), is_working=True, name=NO_TEXT)
