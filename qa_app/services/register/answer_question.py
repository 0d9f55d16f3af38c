"""Write down what an expert answered."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.consultations import answer_place, check_words
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_events import ConsultationMoved
from qa_app.models.expert_rows import ConsultationRow
from qa_app.models.places import CentreRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked, transaction
from qa_app.queries.reach import centres_within


def answer_question(
    session: Session, actor: Actor, consultation_id: int, words: str, *, at: datetime
) -> None:
    """Write down the answer of the expert who was asked.

    Args:
        session: A database session.
        actor: Who gave the question to the expert, or does so for that place.
        consultation_id: The question.
        words: The answer; it names nobody.
        at: The present.

    Raises:
        InvalidError: See `check_words`.
        OutOfReachError: There is no such question where the actor may give them.
        ConflictError: It was not given to an expert yet (`question_not_given`), or it is answered
            already (`question_answered`).
    """
    answer = check_words(words)
    row = ConsultationRow
    event = ConsultationMoved(actor=actor, at=at, object_id=consultation_id, step="reply")
    with transaction(session, event) as act:
        query = (
            select(row)
            .join(CentreRow, CentreRow.id == row.centre_id)
            .where(row.id == consultation_id, centres_within(actor, Permission.CONSULT_GIVE))
        )
        one = session.execute(locked(session, query, row)).scalar_one_or_none()
        if one is None:
            raise OutOfReachError("consultation")
        if one.answered_at is not None:
            raise ConflictError("question_answered")
        if one.given_at is None:
            raise ConflictError("question_not_given")
        act.learn(centre_id=one.centre_id)
        session.execute(
            update(row)
            .where(row.id == consultation_id)
            .values(
                answer=sealer_of(session).seal(answer, answer_place(consultation_id)),
                answered_at=at,
                answered_by=actor.account_id,
            )
            .execution_options(synchronize_session=False)
        )
