"""The story of the demonstration network: who was visited when, and what the files were like."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa_app.demo.dice import Dice
from qa_app.demo.network import STEADY, DemoCentre
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.working_days import WorkingCalendar

MONTHS = 24
FILES = 5
_HALF_YEAR = 6
_EARLY_PCT = 16
_OLDEST_FILE_DAYS = 160
_DAYS_AGO = 4
_LAST_DAY_OF_VISITS = 24
_FIRST_DAY_OF_VISITS = 4


@dataclass(frozen=True, slots=True)
class Visit:
    """A session at which files were read.

    Attributes:
        centre: Code of the centre.
        area: Code of the area.
        day: When.
        files: How many were read.
        met_pct: How many of 100 requirements the files showed as met.
        red_line_files: In how many of the files a red line was crossed.
    """

    centre: str
    area: str
    day: date
    files: int
    met_pct: int
    red_line_files: int = 0


@dataclass(frozen=True, slots=True)
class _Course:
    """How a centre went: monthly visits with levels from one to another."""

    first_pct: int
    last_pct: int
    red_lines: tuple[int, ...] = ()


_COURSES = {
    ("530102-A", "social_work"): _Course(70, 96),
    ("530103-A", "social_work"): _Course(96, 74),
    ("530111-B", "legal_aid"): _Course(90, 88, red_lines=(15, 19, 22)),
    STEADY: _Course(97, 99),
}
"""Centres visited every month: one improves, one declines, one crosses red lines, one is steady."""
READ_TWICE = "psychological"
"""The area in which some files of every visit are read by two people, since the team is no longer
relieved of the gate."""
_FEW_FILES = {("530124-C", "psychological"), ("530125-A", "social_work")}
_NEWCOMERS = {"530113-B", "530128-C"}


def visits(
    centres: tuple[DemoCentre, ...], today: date, calendar: WorkingCalendar, seed: str
) -> tuple[Visit, ...]:
    """Tell the story.

    Args:
        centres: The network.
        today: Last day of the story.
        calendar: Working days.
        seed: The same seed tells the same story.

    Returns:
        Every visit of the last 24 months, in order of days.
    """
    story = [
        visit
        for centre in centres
        for area in centre.areas
        for visit in _of_area(centre.code, area, today, Dice(f"{seed}|{centre.code}|{area}"))
    ]
    # limits of a file reach back to its opening, which the holiday table must cover
    first_day_covered = date(min(calendar.years), 1, 1) + timedelta(days=_OLDEST_FILE_DAYS)
    moved = [_on_working_day(visit, calendar) for visit in story if visit.day >= first_day_covered]
    within = [visit for visit in moved if visit.day < today]
    return tuple(sorted(within, key=lambda visit: (visit.day, visit.centre, visit.area)))


def _of_area(centre: str, area: str, today: date, dice: Dice) -> Iterator[Visit]:
    first_month = month_of(today) - MONTHS + 1
    course = _COURSES.get((centre, area))
    if course is not None:
        for step in range(MONTHS):
            pct = course.first_pct + (course.last_pct - course.first_pct) * step // (MONTHS - 1)
            red_lines = 2 if step in course.red_lines else 0
            day = _day(first_month + step, dice)
            if step == MONTHS - 1:  # late enough that its results are provisional today
                day = max(first_day(first_month + step), today - timedelta(days=_DAYS_AGO))
            yield Visit(centre, area, day, FILES, pct, red_lines)
        return
    level, files = dice.between(82, 97), dice.between(FILES, FILES + 1)
    if (centre, area) in _FEW_FILES:
        files = dice.between(2, 3)
    for month in _half_yearly(today, dice):
        if centre in _NEWCOMERS and month < month_of(today) - _HALF_YEAR:
            continue
        drift = dice.between(-4, 4)
        red_lines = int(dice.hits(4))
        yield Visit(centre, area, _day(month, dice), files, min(level + drift, 99), red_lines)


def _half_yearly(today: date, dice: Dice) -> Iterator[int]:
    # a round each half-year; the younger the running one, the more centres had an earlier one
    half = month_of(today) // _HALF_YEAR * _HALF_YEAR
    passed = month_of(today) - half
    if dice.hits(_EARLY_PCT * (_HALF_YEAR - passed)):
        yield half - 3 * _HALF_YEAR + dice.below(_HALF_YEAR)
    for start in (half - 2 * _HALF_YEAR, half - _HALF_YEAR):
        yield start + dice.below(_HALF_YEAR)
    yield half + dice.below(passed + 1)


def _day(month: int, dice: Dice) -> date:
    return first_day(month) + timedelta(
        days=dice.between(_FIRST_DAY_OF_VISITS, _LAST_DAY_OF_VISITS) - 1
    )


def _on_working_day(visit: Visit, calendar: WorkingCalendar) -> Visit:
    return replace(visit, day=calendar.same_or_next(visit.day))
