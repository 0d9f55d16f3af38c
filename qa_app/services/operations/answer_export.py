"""Approve or refuse a request to take results away, as another person; research needs two."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.export_events import RequestAnswered
from qa_app.domain.export_requests import RefusalReason, check_answer_to
from qa_app.domain.item_export import ExportForm
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.exports import ExportRequestRow
from qa_app.models.transaction import transaction
from qa_app.queries.export_requests import held_request
from qa_app.queries.hands import refuse_one_person


def answer_export(
    session: Session,
    actor: Actor,
    request_id: int,
    *,
    at: datetime,
    refusal: RefusalReason | None,
) -> bool:
    """Answer a request; of tables for research the first approval waits for a second one.

    Args:
        session: A database session.
        actor: Who may approve; never who asked.
        request_id: The request.
        at: The present.
        refusal: Why it is refused; None approves it.

    Returns:
        True once it is answered; False while the first approval waits for a second one.

    Raises:
        OutOfReachError: There is no such request that they may answer.
        ConflictError: They asked for it, or it was answered or lapsed
            (`domain.export_requests.check_answer_to`), or they gave the first approval.
        OnePersonError: It is approved, and one person may be behind two of those who asked and
            approve (`queries.hands`).
    """
    is_approved = refusal is None
    event = RequestAnswered(
        actor=actor,
        at=at,
        object_id=request_id,
        step="approve" if is_approved else "refuse",
        refusal=None if refusal is None else refusal.value,
    )
    with transaction(session, event) as act:
        held = held_request(session, actor, request_id, Permission.ITEMS_APPROVE, at)
        check_answer_to(
            held.state,
            is_own=held.asked_by_id == actor.account_id,
            is_again=held.first_by_id == actor.account_id,
        )
        if is_approved:
            before = ((held.asked_by_id, held.asked_at), (held.first_by_id, held.first_at or at))
            refuse_one_person(session, actor.account_id, at, *before)
        is_first = is_approved and held.form is ExportForm.ZIP and held.first_by_id is None
        if is_first:
            act.learn(step="approve_first")
            said: dict[str, object] = {"first_at": at, "first_by": actor.account_id}
        else:
            said = {
                "is_approved": is_approved,
                "refusal": event.refusal,
                "answered_at": at,
                "answered_by": actor.account_id,
            }
        session.execute(
            update(ExportRequestRow)
            .where(ExportRequestRow.id == request_id)
            .values(said)
            .execution_options(synchronize_session=False)
        )
    return not is_first
