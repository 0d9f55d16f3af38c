"""Close a question whose answer was read."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.register_events import ConsultationMoved
from qa_app.models.cases import CaseFileRow
from qa_app.models.expert_rows import ConsultationRow
from qa_app.models.places import CentreRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.consultations import consultations_within


def close_question(session: Session, actor: Actor, consultation_id: int, *, at: datetime) -> None:
    """Close a question.

    Args:
        session: A database session.
        actor: Somebody of the centre that asked, and who may ask.
        consultation_id: The question.
        at: The present.

    Raises:
        OutOfReachError: There is no such question of the actor's.
        ConflictError: It is not answered yet (`question_open`), or closed (`question_closed`).
    """
    row = ConsultationRow
    if not may(actor, Permission.CONSULT_ASK):
        raise OutOfReachError("consultation")
    event = ConsultationMoved(actor=actor, at=at, object_id=consultation_id, step="close")
    with transaction(session, event) as act:
        query = (
            select(row)
            .join(CentreRow, CentreRow.id == row.centre_id)
            .join(CaseFileRow, CaseFileRow.id == row.case_file_id)
            .where(row.id == consultation_id, consultations_within(actor))
        )
        one = session.execute(locked(session, query, row)).scalar_one_or_none()
        if one is None:
            raise OutOfReachError("consultation")
        if one.closed_at is not None:
            raise ConflictError("question_closed")
        if one.answered_at is None:
            raise ConflictError("question_open")
        act.learn(centre_id=one.centre_id)
        session.execute(
            update(row)
            .where(row.id == consultation_id)
            .values(closed_at=at, closed_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
