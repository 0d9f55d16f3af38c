"""Give access to a case file for some days, or refuse it with a reason, as another person."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.access_events import AccessAnswered
from qa_app.domain.access_requests import AccessRefusal, check_answer, expires_at
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.transaction import transaction
from qa_app.queries.access_requests import answerable, held_access
from qa_app.queries.hands import refuse_one_person


def answer_access(
    session: Session,
    actor: Actor,
    request_id: int,
    refusal: AccessRefusal | None,
    zone: str,
    *,
    at: datetime,
) -> datetime | None:
    """Answer a request.

    Args:
        session: A database session.
        actor: Who answers for the file (`queries.looked_after.answers_for`); never who asked.
        request_id: The request.
        refusal: Why it is refused; None approves it.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        When access ends by itself; None when it was refused.

    Raises:
        OutOfReachError: There is no such request that they may answer.
        ConflictError: They asked themselves, or it does not wait
            (`domain.access_requests.check_answer`).
        OnePersonError: It is approved, and one person may be behind who asked and who approves
            (`queries.hands`).
    """
    if not may(actor, Permission.ACCESS_APPROVE) or actor.account_id is None:
        raise OutOfReachError("access_request")
    event = AccessAnswered(
        actor=actor,
        at=at,
        object_id=request_id,
        file="",
        step="refuse" if refusal else "approve",
        refusal=None if refusal is None else refusal.value,
    )
    with transaction(session, event) as act:
        held = held_access(session, request_id, answerable(actor, local_day(at, zone)), at)
        check_answer(held.state, is_own=held.asked_by_id == actor.account_id)
        if refusal is None:
            refuse_one_person(session, actor.account_id, at, (held.asked_by_id, held.asked_at))
        until = None if refusal else expires_at(at, held.days)
        session.execute(
            update(AccessRequestRow)
            .where(AccessRequestRow.id == request_id)
            .values(
                is_approved=refusal is None,
                refusal=event.refusal,
                answered_at=at,
                answered_by=actor.account_id,
                expires_at=until,
            )
            .execution_options(synchronize_session=False)
        )
        act.learn(file=held.reference, centre_id=held.centre_id)
    return until
