"""Give a question to an expert."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_events import ConsultationMoved
from qa_app.models.expert_rows import ConsultationRow
from qa_app.models.places import CentreRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.consultations import experts_for
from qa_app.queries.reach import centres_within


def give_question(
    session: Session, actor: Actor, consultation_id: int, expert_id: int, zone: str, *, at: datetime
) -> None:
    """Give a question to an expert, or to another one while it is not answered.

    Args:
        session: A database session.
        actor: Who gives it.
        consultation_id: The question.
        expert_id: The expert; the same one again changes nothing.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such question where the actor may give them.
        ConflictError: It is answered already (`question_answered`).
        InvalidError: The expert is not in office for this area and place (`unknown_expert`).
    """
    row = ConsultationRow
    event = ConsultationMoved(actor=actor, at=at, object_id=consultation_id, step="give")
    with transaction(session, event) as act:
        query = (
            select(row, CentreRow.place_path)
            .join(CentreRow, CentreRow.id == row.centre_id)
            .where(row.id == consultation_id, centres_within(actor, Permission.CONSULT_GIVE))
        )
        found = session.execute(locked(session, query, row)).one_or_none()
        if found is None:
            raise OutOfReachError("consultation")
        one, path = found
        if one.answered_at is not None:
            raise ConflictError("question_answered")
        experts = experts_for(session, path, one.area_code, at, local_day(at, zone))
        if expert_id not in {expert.id for expert in experts}:
            raise InvalidError("unknown_expert")
        act.learn(centre_id=one.centre_id)
        session.execute(
            update(row)
            .where(row.id == consultation_id)
            .values(expert_id=expert_id, given_at=at, given_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
