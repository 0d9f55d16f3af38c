"""Take in a list of what happened in open cases, all or nothing; twice adds nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.dated_events import check_moment
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.event_list import EventEntry
from qa_app.domain.limit_events import RunningEventsImported
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.running_limits import limit_events
from qa_app.models.cases import CaseFileRow
from qa_app.models.limit_rows import keep_limits
from qa_app.models.running_limits import RunningEventRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.event_lists import EventCounts, EventStanding, compare_events, counts_of
from qa_app.queries.limit_cases import limit_centres, recordable_files
from qa_app.queries.limit_standings import LimitGround, open_cases

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class EventList:
    """A list as it is taken in.

    Attributes:
        centre_id: Whose it is.
        entries: Its lines, each event of a case once.
    """

    centre_id: int
    entries: Sequence[EventEntry]


def import_events(
    session: Session, actor: Actor, chosen: EventList, zone: str, *, at: datetime
) -> EventCounts:
    """Take in the lines of a list; an event with another moment is corrected.

    Args:
        session: A database session.
        actor: Who imports.
        chosen: Centre and lines.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        How many were added, corrected and stood so already.

    Raises:
        OutOfReachError: There is no such centre where the actor may record.
        InvalidError: There is no line (`no_rows`), a line names a case that the actor may not
            record for (`case_unknown`), or an event that no rubric in force has a limit by
            (`event_unknown`), or lies ahead or too far back (`time_ahead`, `day_too_early`).
            Nothing is taken in.
        ConflictError: Somebody recorded one of them in the same moment (`event_stands`).
    """
    day, centre_id = local_day(at, zone), chosen.centre_id
    if centre_id not in dict(limit_centres(session, actor, Permission.LIMIT_RECORD, day)):
        raise OutOfReachError("centre")
    if not chosen.entries:
        raise InvalidError("no_rows")
    event = RunningEventsImported(
        actor=actor, at=at, centre_id=centre_id, added=0, updated=0, unchanged=0
    )
    try:
        with transaction(session, event) as act:
            files = _files(session, actor, chosen, day)
            ground = LimitGround(session, at, zone)
            _check(ground, chosen, files)
            standings = compare_events(session, chosen.entries, files)
            _write(session, actor, standings, at)
            counts = counts_of(standings)
            act.learn(added=counts.added, updated=counts.updated, unchanged=counts.unchanged)
            moved = sorted({one.case_id for one in standings if one.is_new or one.replaces})
            for start in range(0, len(moved), _CHUNK):
                part = moved[start : start + _CHUNK]
                keep_limits(session, part, ground.rows(open_cases(session, day, part)), at)
    except IntegrityError as fault:
        raise ConflictError("event_stands") from fault
    return counts


def _files(
    session: Session, actor: Actor, chosen: EventList, day: date
) -> Mapping[str, tuple[int, str]]:
    references = sorted({one.reference for one in chosen.entries})
    files = recordable_files(session, actor, chosen.centre_id, references, day)
    if len(files) < len(references):
        raise InvalidError("case_unknown")
    numbers = sorted(number for number, _ in files.values())
    for start in range(0, len(numbers), _CHUNK):
        query = select(CaseFileRow.id).where(CaseFileRow.id.in_(numbers[start : start + _CHUNK]))
        session.execute(locked(session, query.order_by(CaseFileRow.id), CaseFileRow)).all()
    return files


def _check(ground: LimitGround, chosen: EventList, files: Mapping[str, tuple[int, str]]) -> None:
    known: dict[str, set[str]] = {}
    for entry in chosen.entries:
        area = files[entry.reference][1]
        if area not in known:
            rubrics = [rubric for _, rubric in ground.rubrics(area, chosen.centre_id)]
            known[area] = {one.code for rubric in rubrics for one in limit_events(rubric)}
        if entry.happened.event not in known[area]:
            raise InvalidError("event_unknown")
        check_moment(entry.happened.moment, ground.now)


def _write(
    session: Session, actor: Actor, standings: Sequence[EventStanding], at: datetime
) -> None:
    gone = [one.replaces for one in standings if one.replaces is not None]
    for start in range(0, len(gone), _CHUNK):
        session.execute(
            update(RunningEventRow)
            .where(RunningEventRow.id.in_(gone[start : start + _CHUNK]))
            .values(taken_back_at=at, taken_back_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
    fresh = [one for one in standings if one.is_new or one.replaces is not None]
    if fresh:
        session.execute(
            insert(RunningEventRow),
            [
                {
                    "case_file_id": one.case_id,
                    "event": one.happened.event,
                    "happened_on": one.happened.moment.day,
                    "happened_at": one.happened.moment.at,
                    "recorded_at": at,
                    "recorded_by": actor.account_id,
                }
                for one in fresh
            ],
        )
