"""Begin the record of a session that took place."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.people import Actor
from qa_app.domain.record_events import RecordOpened
from qa_app.domain.supervision_records import RecordState, may_be_written
from qa_app.models.records import RecordPresenceRow, SupervisionRecordRow
from qa_app.models.supervision import SessionPersonRow
from qa_app.models.transaction import transaction
from qa_app.queries.record_places import RecordInHand, led_session


class _BegunError(Exception):
    """The record is there already; nothing of this call is kept."""


def open_record(
    session: Session, actor: Actor, session_id: int, zone: str, *, at: datetime
) -> None:
    """Begin the record of a session; one that was begun stays as it is.

    It starts from the plan: the day, the times, and who was expected.

    Args:
        session: A database session.
        actor: Who leads the session.
        session_id: The session.
        zone: Local time zone.
        at: The present.

    Raises:
        OutOfReachError: There is no such session that the actor leads.
        ConflictError: It was cancelled (`session_cancelled`).
        InvalidError: Its day has not come (`not_yet`).
    """
    event = RecordOpened(actor=actor, at=at, object_id=session_id, type="")
    try:
        with transaction(session, event) as act:
            held = _begin(session, actor, session_id, zone, at)
            act.learn(centre_id=held.session.centre_id, type=held.type.value)
    except _BegunError:
        return


def _begin(
    session: Session, actor: Actor, session_id: int, zone: str, at: datetime
) -> RecordInHand:
    held = led_session(session, actor, session_id)
    if held.record is not None:
        raise _BegunError
    planned = held.session
    may_be_written(held.state, planned.planned_on, local_day(at, zone))
    session.execute(
        insert(SupervisionRecordRow).values(
            session_id=planned.id,
            held_on=planned.planned_on,
            began_at=planned.starts_at_time,
            ended_at=planned.ends_at_time,
            functions=[],
            state=RecordState.DRAFT.value,
            revision=1,
            written_at=at,
            written_by=actor.account_id,
            saved_at=at,
        )
    )
    expected = session.execute(
        select(SessionPersonRow.practitioner_id).where(SessionPersonRow.session_id == planned.id)
    ).scalars()
    rows = [{"session_id": planned.id, "practitioner_id": one} for one in expected]
    if rows:
        session.execute(insert(RecordPresenceRow), rows)
    return held
