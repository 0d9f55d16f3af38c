from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from qa_app.rubric_files.holidays import read_holidays
from tests.builders import CHINA_2026


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_china_agrees_with_an_independent_calendar(year: int, shipped: Path) -> None:
    (table,) = (one for one in read_holidays(shipped / "holidays.yaml") if one.region == "CN")
    calendar = table.calendar()
    theirs = holidays.country_holidays("CN", years=[year])
    days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    differing = [
        day
        for day in days
        if day.year == year and calendar.is_working(day) != theirs.is_working_day(day)
    ]
    assert differing == []


def test_2026_is_the_list_of_the_state_council(shipped: Path) -> None:
    (table,) = (one for one in read_holidays(shipped / "holidays.yaml") if one.region == "CN")
    in_2026 = [line for line in table.lines if line.on.year == 2026]
    assert {line.on for line in in_2026 if not line.is_working} == CHINA_2026.days_off
    assert {line.on for line in in_2026 if line.is_working} == CHINA_2026.days_worked


def test_the_table_names_each_day_once_and_only_days_that_differ(shipped: Path) -> None:
    for table in read_holidays(shipped / "holidays.yaml"):
        days = [line.on for line in table.lines]
        assert len(set(days)) == len(days)
        for line in table.lines:
            assert (line.on.weekday() >= 5) == line.is_working
