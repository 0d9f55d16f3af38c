"""Answer, as the supervisor who was asked, whether what was raised is no harm."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.escalation import NoHarmAnswer, Outcome
from qa_app.domain.mark_events import NoHarmAnswered
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.escalations import EscalationOutcomeRow, NoHarmRequestRow
from qa_app.models.transaction import transaction
from qa_app.queries.bars import refuse_barred
from qa_app.queries.escalations import open_harm_held
from qa_app.queries.hands import refuse_one_person


def answer_no_harm(
    session: Session, actor: Actor, harm_id: int, answer: str, zone: str, *, at: datetime
) -> None:
    """Confirm that something was no harm, or say that it may be.

    Args:
        session: A database session.
        actor: The supervisor who was asked.
        harm_id: What was raised.
        answer: Code of a `NoHarmAnswer`; once it may be harm, only a report ends it.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such harm that the actor may know of.
        ConflictError: It has an outcome already (`harm_settled`), the actor is not, or not any
            more, the one who is asked, or answered before (`not_asked`), or something bars them
            from the file by now (`barred`, `barred_own`).
        InvalidError: The answer is none (`answer_missing`).
        OnePersonError: It is no harm, and one person may be behind who asked or reads the file
            and who answers (`queries.hands`).
    """
    if not may(actor, Permission.AUDIT_VOID):
        raise OutOfReachError("harm")
    event = NoHarmAnswered(actor=actor, at=at, object_id=harm_id, outcome=answer)
    with transaction(session, event) as act:
        harm = open_harm_held(session, actor, harm_id)
        asked = harm.asked
        # a file that was handed over meanwhile to who was asked needs somebody else
        if asked is None or not harm.asks(actor.account_id):
            raise ConflictError("not_asked")
        if answer not in tuple(NoHarmAnswer):
            raise InvalidError("answer_missing")
        today = local_day(at, zone)
        refuse_barred(session, asked.second_id, harm.audit_id, today)
        session.execute(
            update(NoHarmRequestRow)
            .where(NoHarmRequestRow.id == asked.id)
            .values(answer=answer, answered_at=at)
            .execution_options(synchronize_session=False)
        )
        if answer == NoHarmAnswer.NO_HARM:
            before = ((asked.by_id, asked.at), (harm.reader_id, at))
            refuse_one_person(session, actor.account_id, at, *before)
            session.execute(
                insert(EscalationOutcomeRow).values(
                    escalation_id=harm_id,
                    outcome=Outcome.NO_HARM.value,
                    told_to="",
                    second_id=asked.second_id,
                    at=at,
                    by=asked.by_id,
                )
            )
        act.learn(centre_id=harm.centre_id)
