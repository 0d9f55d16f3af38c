"""What lies before the people of the demonstration: drafts to read, sessions to hold."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from qa_app.demo.acting import Stage, account_of, plan_and_draw, planned
from qa_app.demo.dice import Dice
from qa_app.demo.file_story import FileStory
from qa_app.demo.series_story import repeat_and_move
from qa_app.demo.visits import Visit
from qa_app.demo.written_file import written_file
from qa_app.domain.audit_entries import EntryChange, EntryKind
from qa_app.domain.rubric import Rubric
from qa_app.domain.supervision import CancelReason, SessionState, SessionType
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.supervision.plan_session import NewSession
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session

_SATURDAY = 5
_HALF = 2


@dataclass(frozen=True, slots=True)
class _Planned:
    """A session to come.

    Attributes:
        days: Days from today.
        centre: Code of the centre.
        type: What kind.
        area: Area; None for all.
        files: Files to be read; 0 for none.
    """

    days: int
    centre: str
    type: SessionType
    area: str | None = None
    files: int = 0


_WAITING = (
    # where the supervisor leads no individual sessions: whoever does judges none of those files
    ("530103-A", "social_work", 4, "supervisor"),
    ("530112-C", "psychological", 3, "reader"),
)
_COMING = (
    _Planned(1, "530103-A", SessionType.CASE_FILE_CHECK, "social_work", 5),
    _Planned(2, "530102-A", SessionType.INDIVIDUAL),
    _Planned(4, "530111-B", SessionType.CASE_FILE_CHECK, "legal_aid", 5),
    _Planned(6, "530114-A", SessionType.GROUP),
    _Planned(8, "530112-C", SessionType.OBSERVATION),
    _Planned(9, "530129-B", SessionType.FIELD_SUPPORT_VISIT, "legal_aid", 4),
    _Planned(13, "530126-A", SessionType.CASE_MEETING),
    _Planned(16, "530181-C", SessionType.CASE_FILE_CHECK, "psychological", 5),
    _Planned(20, "530102-A", SessionType.CASE_FILE_CHECK, "family_education", 5),
    _Planned(27, "530128-A", SessionType.CASE_DISCUSSION),
)
_CANCELLED = _Planned(-1, "530115-B", SessionType.CASE_FILE_CHECK, "legal_aid", 5)
_MOVED_DAYS = 7


def leave_work(
    stage: Stage, today: date, versions: dict[str, tuple[int, Rubric]], dice: Dice
) -> int:
    """Leave drafts waiting for their readers.

    Args:
        stage: What actors need.
        today: Last day of the story.
        versions: Area to the version in force and its rubric.
        dice: Chance that can be repeated.

    Returns:
        How many drafts wait.
    """
    left = 0
    for centre, area, files, who in _WAITING:
        day = working_day_before(today, stage.calendar)
        visit = Visit(centre, area, day, files, met_pct=90)
        reader = stage.supervisor if who == "supervisor" else stage.reader
        version_id, rubric = versions[area]
        drawn = plan_and_draw(stage, visit, version_id, reader, dice)
        left += len(drawn.audits)
        for number, (audit_id, line) in enumerate(drawn.audits.items()):
            story = FileStory(
                line.opened_on, line.closed_on, datetime.combine(day, time(11)), visit.met_pct
            )
            found = written_file(rubric, story, stage.calendar, dice)
            if number == 0:
                at = stage.instant(day, 11)
                save_entries(stage.session, reader, audit_id, found, stage.zone, at=at)
            elif number == 1:
                begun, at = _begun(found), stage.instant(day, 12)
                save_entries(stage.session, reader, audit_id, begun, stage.zone, at=at)
    return left


def _begun(found: tuple[EntryChange, ...]) -> list[EntryChange]:
    answers = [one for one in found if one.kind is EntryKind.ANSWER]
    background = [one for one in found if one.kind not in {EntryKind.ANSWER, EntryKind.HOLISTIC}]
    return background + answers[: len(answers) // _HALF]


def plan_ahead(stage: Stage, today: date, versions: dict[str, tuple[int, Rubric]]) -> int:
    """Plan the coming weeks, and one session that was put off.

    Args:
        stage: What actors need.
        today: Last day of the story.
        versions: Area to the version in force and its rubric.

    Returns:
        How many sessions are planned.
    """
    yesterday = working_day_before(today, stage.calendar)
    at = stage.instant(yesterday, 15)
    for one in _COMING:
        day = near_working_day(today + timedelta(days=one.days), stage.calendar)
        planned(stage, _new(stage, one, day, versions), at)
    put_off = _new(stage, _CANCELLED, yesterday, versions)
    session_id = planned(stage, put_off, stage.instant(yesterday - timedelta(days=6), 9))
    new_day = near_working_day(today + timedelta(days=_MOVED_DAYS), stage.calendar)
    settlement = SessionSettlement(
        SessionState.CANCELLED, CancelReason.CENTRE_ASKED, new_day, is_meant=True
    )
    settle_session(stage.session, stage.supervisor, session_id, settlement, stage.zone, at=at)
    repeat_and_move(stage, today, lambda day: near_working_day(day, stage.calendar))
    return len(_COMING) + 1


def _new(
    stage: Stage, planned: _Planned, day: date, versions: dict[str, tuple[int, Rubric]]
) -> NewSession:
    workers = [
        worker
        for (centre, area), people in sorted(stage.workers.items())
        if centre == planned.centre and planned.area in {None, area}
        for worker, _ in people
    ]
    if planned.type is SessionType.INDIVIDUAL:  # between two people
        del workers[1:]
    return NewSession(
        centre_id=stage.centre_ids[planned.centre],
        type=planned.type,
        planned_on=day,
        supervisor_id=account_of(stage.supervisor),
        area=planned.area,
        starts_at=time(14, 0),
        people=tuple(workers),
        rubric_version_id=versions[planned.area][0] if planned.area and planned.files else None,
        files_wanted=planned.files,
        is_meant=True,
    )


def working_day_before(day: date, calendar: WorkingCalendar) -> date:
    """Give the last working day before a day.

    Args:
        day: The day.
        calendar: Working days; it has the year.

    Returns:
        A working day, earlier than `day`.
    """
    day -= timedelta(days=1)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def near_working_day(day: date, calendar: WorkingCalendar) -> date:
    """Give a day, or the working day after it.

    Args:
        day: The day.
        calendar: Working days.

    Returns:
        A working day; never a Saturday or Sunday where the calendar lacks the year.
    """
    try:
        return calendar.same_or_next(day)
    except CalendarYearMissingError:  # next year's table is published in autumn
        return day + timedelta(days=7 - day.weekday() if day.weekday() >= _SATURDAY else 0)
