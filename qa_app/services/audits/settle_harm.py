"""Say what became of possible unreported harm, once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.escalation import OutcomeSent, check_outcome
from qa_app.domain.mark_events import HarmSettled
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.escalations import EscalationOutcomeRow, EscalationRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.escalations import harm_seen, second_persons


def settle_harm(
    session: Session,
    actor: Actor,
    harm_id: int,
    sent: OutcomeSent,
    zone: str,
    *,
    at: datetime,
) -> None:
    """Give possible harm its outcome.

    Args:
        session: A database session.
        actor: The reader of the file, or a supervisor of the centre.
        harm_id: What was raised.
        sent: What was done.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such harm that the actor may know of.
        ConflictError: It has an outcome already (`harm_settled`).
        InvalidError: The outcome lacks something (`domain.escalation.check_outcome`), or who
            was asked is no supervisor of the centre other than actor and reader
            (`second_missing`).
    """
    if not may(actor, Permission.AUDIT_SCORE):
        raise OutOfReachError("harm")
    event = HarmSettled(
        actor=actor, at=at, object_id=harm_id, outcome=sent.kind, authority="", second=0
    )
    with transaction(session, event) as act:
        # held, so that two outcomes follow each other
        held = select(EscalationRow.id).where(EscalationRow.id == harm_id)
        session.execute(locked(session, held, EscalationRow)).one_or_none()
        harm = harm_seen(session, actor, harm_id)
        if harm is None:
            raise OutOfReachError("harm")
        if harm.settled is not None:
            raise ConflictError("harm_settled")
        today = at.astimezone(ZoneInfo(zone)).date()
        kept = check_outcome(sent, harm.raised_at, at, today)
        seconds = {one.id for one in second_persons(session, actor, harm)}
        if kept.second_id is not None and kept.second_id not in seconds:
            raise InvalidError("second_missing")
        session.execute(
            insert(EscalationOutcomeRow).values(
                escalation_id=harm_id,
                outcome=kept.kind,
                told_to=kept.told_to,
                told_at=kept.told_at,
                told_on=kept.told_on,
                second_id=kept.second_id,
                at=at,
                by=actor.account_id,
            )
        )
        act.learn(centre_id=harm.centre_id, authority=kept.told_to, second=kept.second_id or 0)
