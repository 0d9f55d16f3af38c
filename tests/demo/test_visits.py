from collections import defaultdict
from datetime import date

import pytest

from qa_app.demo.network import centres
from qa_app.demo.visits import MONTHS, Visit, visits
from qa_app.domain.month_grid import month_of
from qa_app.domain.working_days import WorkingCalendar
from qa_app.rubric_files.holidays import read_holidays
from tests.conftest import ROOT

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    tables = read_holidays(ROOT / "rubrics" / "holidays.yaml")
    return next(table for table in tables if table.region == "CN").calendar()


@pytest.fixture(scope="module")
def story(calendar: WorkingCalendar) -> tuple[Visit, ...]:
    return visits(centres(), TODAY, calendar, "plumbline")


def test_the_story_is_long_and_wide_enough(story: tuple[Visit, ...]) -> None:
    assert sum(visit.files for visit in story) >= 1200
    months = {month_of(visit.day) for visit in story}
    assert months == set(range(month_of(TODAY) - MONTHS + 1, month_of(TODAY) + 1))
    assert {visit.centre for visit in story} == {one.code for one in centres()}


@pytest.mark.parametrize("today", [date(2026, 7, 3), date(2026, 9, 30), date(2026, 12, 31)])
def test_it_is_long_enough_whatever_the_day(calendar: WorkingCalendar, today: date) -> None:
    story = visits(centres(), today, calendar, "plumbline")
    assert sum(visit.files for visit in story) >= 1200
    assert all(visit.day < today for visit in story)


def test_no_file_is_older_than_the_holiday_table(calendar: WorkingCalendar) -> None:
    story = visits(centres(), date(2025, 3, 1), calendar, "plumbline")
    assert min(visit.day for visit in story) >= date(2024, 6, 9)  # 160 days after 1 January


def test_visits_fall_on_working_days_in_order(
    story: tuple[Visit, ...], calendar: WorkingCalendar
) -> None:
    assert all(calendar.is_working(visit.day) for visit in story)
    assert [visit.day for visit in story] == sorted(visit.day for visit in story)


def test_the_same_seed_tells_the_same_story(
    story: tuple[Visit, ...], calendar: WorkingCalendar
) -> None:
    assert visits(centres(), TODAY, calendar, "plumbline") == story
    assert visits(centres(), TODAY, calendar, "another") != story


def test_one_centre_improves_one_declines_one_crosses_red_lines(story: tuple[Visit, ...]) -> None:
    levels = defaultdict(list)
    for visit in story:
        levels[visit.centre, visit.area].append(visit)
    better, worse = levels["530102-A", "social_work"], levels["530103-A", "social_work"]
    assert (better[0].met_pct, better[-1].met_pct) == (70, 96)
    assert (worse[0].met_pct, worse[-1].met_pct) == (96, 74)
    assert sum(visit.red_line_files for visit in levels["530111-B", "legal_aid"]) == 6
    assert max(visit.files for visit in levels["530124-C", "psychological"]) < 5
