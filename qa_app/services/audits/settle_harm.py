"""Say to whom and when possible unreported harm was reported, once."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.escalation import OutcomeSent, check_outcome
from qa_app.domain.mark_events import HarmSettled
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.escalations import EscalationOutcomeRow
from qa_app.models.transaction import transaction
from qa_app.queries.escalations import open_harm_held


def settle_harm(
    session: Session,
    actor: Actor,
    harm_id: int,
    sent: OutcomeSent,
    zone: str,
    *,
    at: datetime,
) -> None:
    """Give possible harm its outcome: it was reported.

    That it was no harm is for two people to say: `ask_no_harm`, `answer_no_harm`.

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
        InvalidError: The outcome lacks something (`domain.escalation.check_outcome`).
    """
    if not may(actor, Permission.AUDIT_SCORE):
        raise OutOfReachError("harm")
    event = HarmSettled(actor=actor, at=at, object_id=harm_id, outcome=sent.kind, authority="")
    with transaction(session, event) as act:
        harm = open_harm_held(session, actor, harm_id)
        today = local_day(at, zone)
        kept = check_outcome(sent, harm.raised_at, at, today, harm.opened_on)
        session.execute(
            insert(EscalationOutcomeRow).values(
                escalation_id=harm_id,
                outcome=kept.kind,
                told_to=kept.told_to,
                told_at=kept.told_at,
                told_on=kept.told_on,
                second_id=None,
                at=at,
                by=actor.account_id,
            )
        )
        act.learn(centre_id=harm.centre_id, authority=kept.told_to)
