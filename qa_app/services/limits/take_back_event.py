"""Take back a record of something that did not happen in an open case."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.limit_events import RunningEventTakenBack
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.cases import CaseFileRow
from qa_app.models.limit_rows import keep_limits
from qa_app.models.running_limits import RunningEventRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.limit_cases import limit_case
from qa_app.queries.limit_standings import LimitGround, open_cases


def take_back_event(
    session: Session, actor: Actor, case_id: int, event_id: int, zone: str, *, at: datetime
) -> None:
    """Take a record back; it stays in the table, and one that is taken back stays so.

    Args:
        session: A database session.
        actor: Who takes it back: the manager of the centre, or who works on the case.
        case_id: The file.
        event_id: The record.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such open case where the actor may record, or the record is
            not one of it.
    """
    day = local_day(at, zone)
    case = limit_case(session, actor, case_id, day, Permission.LIMIT_RECORD)
    row = session.execute(
        select(RunningEventRow.event, RunningEventRow.taken_back_at).where(
            RunningEventRow.id == event_id, RunningEventRow.case_file_id == case_id
        )
    ).one_or_none()
    if case is None or row is None:
        raise OutOfReachError("running_event")
    if row.taken_back_at is not None:
        return
    event = RunningEventTakenBack(
        actor=actor, at=at, object_id=event_id, centre_id=case.opened.centre_id, event=row.event
    )
    with transaction(session, event):
        session.execute(
            locked(session, select(CaseFileRow.id).where(CaseFileRow.id == case_id), CaseFileRow)
        )
        session.execute(
            update(RunningEventRow)
            .where(RunningEventRow.id == event_id, RunningEventRow.taken_back_at.is_(None))
            .values(taken_back_at=at, taken_back_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        rows = LimitGround(session, at, zone).rows(open_cases(session, day, [case_id]))
        keep_limits(session, [case_id], rows, at)
