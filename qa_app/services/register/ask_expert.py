"""Ask an expert about a case."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.consultations import TOPICS, check_words, question_place
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.register_events import ConsultationMoved
from qa_app.models.expert_rows import ConsultationRow
from qa_app.models.idempotency import Request, once
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.consultations import cases_to_ask_about


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What is asked.

    Attributes:
        reference: The case.
        topic: What it is about, one of `TOPICS`.
        words: The question; it names nobody.
        key: Key of the form; None when it cannot be sent twice.
    """

    reference: str
    topic: str
    words: str
    key: str | None = None


def ask_expert(
    session: Session, actor: Actor, question: NewQuestion, zone: str, *, at: datetime
) -> int:
    """Ask an expert.

    Args:
        session: A database session.
        actor: Who asks.
        question: What is asked.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The question.

    Raises:
        InvalidError: The topic is unknown (`unknown_topic`), or see `check_words`.
        OutOfReachError: No open case of the actor's has this reference.
    """
    if question.topic not in TOPICS:
        raise InvalidError("unknown_topic")
    words = check_words(question.words)
    sent = Request(
        actor.account_id,
        question.key,
        "consultation:move",
        f"{question.reference}\n{question.topic}\n{words}",
    )
    event = ConsultationMoved(actor=actor, at=at, step="ask")

    def ask(act: Act) -> int:
        found = cases_to_ask_about(session, actor, local_day(at, zone), [question.reference])
        if not found or actor.account_id is None:
            raise OutOfReachError("case")
        case, _reference, centre, area = found[0]
        number = session.execute(
            insert(ConsultationRow)
            .values(
                centre_id=centre,
                area_code=area,
                case_file_id=case,
                topic=question.topic,
                question=sealer_of(session).seal(words, question_place(case)),
                asked_at=at,
                asked_by=actor.account_id,
            )
            .returning(ConsultationRow.id)
        ).scalar_one()
        act.learn(object_id=number, centre_id=centre)
        return int(number)

    return once(session, sent, event, ask)
