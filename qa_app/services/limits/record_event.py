"""Record that something happened in an open case; its limits follow in the same transaction."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.dated_events import Happened, check_moment
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.limit_events import RunningEventRecorded
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.running_limits import limit_events
from qa_app.models.cases import CaseFileRow
from qa_app.models.limit_rows import keep_limits
from qa_app.models.running_limits import RunningEventRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.limit_cases import LimitCase, limit_case
from qa_app.queries.limit_standings import Dated, LimitGround, open_cases


def record_event(  # noqa: PLR0913 - the zone and the present are arguments, as everywhere
    session: Session,
    actor: Actor,
    case_id: int,
    happened: Happened,
    zone: str,
    *,
    at: datetime,
    replaces: int | None = None,
) -> int:
    """Record an event of an open case; the same one once more changes nothing.

    Args:
        session: A database session.
        actor: Who records: the manager of the centre, or who works on the case.
        case_id: The file.
        happened: The event and its moment.
        zone: Local time zone of the installation.
        at: The present.
        replaces: The record that this one corrects, as it was shown; None for none.

    Returns:
        The record.

    Raises:
        OutOfReachError: There is no such open case where the actor may record.
        InvalidError: No rubric in force has a limit by this event (`event_unknown`), or it lies
            ahead or too far back (`time_ahead`, `day_too_early`).
        ConflictError: It was recorded with another moment, or corrected, meanwhile
            (`event_stands`).
    """
    case = _case(session, actor, case_id, zone, at)
    stands = case.opened.events.get(happened.event)
    if stands is not None and stands.moment == happened.moment:
        return stands.id
    event = RunningEventRecorded(
        actor=actor, at=at, centre_id=case.opened.centre_id, event=happened.event
    )
    try:
        with transaction(session, event) as act:
            session.execute(
                locked(
                    session, select(CaseFileRow.id).where(CaseFileRow.id == case_id), CaseFileRow
                )
            )
            stands = _case(session, actor, case_id, zone, at).opened.events.get(happened.event)
            ground = LimitGround(session, at, zone)
            _check(ground, case, happened)
            made = _keep(session, actor, (case_id, happened), stands, replaces, at)
            act.learn(object_id=made)
            rows = ground.rows(open_cases(session, local_day(at, zone), [case_id]))
            keep_limits(session, [case_id], rows, at)
    except IntegrityError as fault:
        raise ConflictError("event_stands") from fault
    return made


def _case(session: Session, actor: Actor, case_id: int, zone: str, at: datetime) -> LimitCase:
    case = limit_case(session, actor, case_id, local_day(at, zone), Permission.LIMIT_RECORD)
    if case is None:
        raise OutOfReachError("case_file")
    return case


def _check(ground: LimitGround, case: LimitCase, happened: Happened) -> None:
    known = {
        one.code
        for _, rubric in ground.rubrics(case.opened.area, case.opened.centre_id)
        for one in limit_events(rubric)
    }
    if happened.event not in known:
        raise InvalidError("event_unknown")
    check_moment(happened.moment, ground.now)


def _keep(
    session: Session,
    actor: Actor,
    what: tuple[int, Happened],
    stands: Dated | None,
    replaces: int | None,
    at: datetime,
) -> int:
    case_id, happened = what
    if (stands and stands.id) != replaces:
        raise ConflictError("event_stands")
    if stands is not None:
        session.execute(
            update(RunningEventRow)
            .where(RunningEventRow.id == stands.id)
            .values(taken_back_at=at, taken_back_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
    return session.execute(
        insert(RunningEventRow)
        .values(
            case_file_id=case_id,
            event=happened.event,
            happened_on=happened.moment.day,
            happened_at=happened.moment.at,
            recorded_at=at,
            recorded_by=actor.account_id,
        )
        .returning(RunningEventRow.id)
    ).scalar_one()
