"""Ask a supervisor to confirm that what was raised is no harm; nothing ends before they answer."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.mark_events import NoHarmAsked
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.escalations import NoHarmRequestRow
from qa_app.models.transaction import transaction
from qa_app.queries.escalations import open_harm_held, second_persons


def ask_no_harm(
    session: Session,
    actor: Actor,
    harm_id: int,
    second_id: int | None,
    zone: str,
    *,
    at: datetime,
) -> None:
    """Ask a second person whether something was no harm.

    The harm stays open, and keeps the review from being signed, until they confirm. Who asks
    somebody else afterwards takes the earlier request back.

    Args:
        session: A database session.
        actor: The reader of the file, or a supervisor of the centre.
        harm_id: What was raised.
        second_id: Who is asked; None for nobody named.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such harm that the actor may know of.
        ConflictError: It has an outcome already (`harm_settled`), this person is asked
            already (`asked_before`), or somebody who was asked said that it may be harm
            (`no_harm_denied`).
        InvalidError: Who is named is no supervisor of the centre other than actor and reader,
            or something bars them from the file (`second_missing`).
    """
    if not may(actor, Permission.AUDIT_SCORE):
        raise OutOfReachError("harm")
    event = NoHarmAsked(actor=actor, at=at, object_id=harm_id, second=second_id or 0)
    with transaction(session, event) as act:
        harm = open_harm_held(session, actor, harm_id)
        if harm.asked is not None and harm.asked.is_denied:
            raise ConflictError("no_harm_denied")
        if harm.asked is not None and harm.asked.second_id == second_id:
            raise ConflictError("asked_before")
        today = local_day(at, zone)
        if second_id not in {one.id for one in second_persons(session, actor, harm, today)}:
            raise InvalidError("second_missing")
        session.execute(
            insert(NoHarmRequestRow).values(
                escalation_id=harm_id,
                second_id=second_id,
                asked_at=at,
                asked_by=actor.account_id,
            )
        )
        act.learn(centre_id=harm.centre_id)
