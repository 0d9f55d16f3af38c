"""Take back days on which a supervisor would have been away."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.agreement_events import AbsenceTakenBack
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.models.agreements import AbsenceRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.supervisor_time import may_set_time


def take_back_absence(session: Session, actor: Actor, absence_id: int, *, at: datetime) -> None:
    """Take days away back; the entry stays.

    Args:
        session: A database session.
        actor: The supervisor, or whoever makes agreements wherever they lead.
        absence_id: The entry.
        at: The present.

    Raises:
        OutOfReachError: There is no such entry that the actor may change.
        ConflictError: It was taken back before (`taken_back`).
    """
    event = AbsenceTakenBack(actor=actor, at=at)
    with transaction(session, event) as act:
        query = select(AbsenceRow).where(AbsenceRow.id == absence_id)
        row = session.execute(locked(session, query, AbsenceRow)).scalar_one_or_none()
        if row is None or not may_set_time(session, actor, row.account_id):
            raise OutOfReachError("absence")
        if row.taken_back_at is not None:
            raise ConflictError("taken_back")
        row.taken_back_at = at
        act.learn(object_id=row.account_id, on=row.from_on)
