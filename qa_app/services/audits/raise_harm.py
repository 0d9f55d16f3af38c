"""Raise possible harm that nobody reported; it can never be taken back, only given an outcome."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.asked import asked_items
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.mark_events import HarmRaised
from qa_app.domain.people import Actor
from qa_app.models.audits import AuditRow
from qa_app.models.escalations import EscalationRow
from qa_app.models.idempotency import Request, once
from qa_app.models.transaction import Act
from qa_app.queries.asked_rubrics import asked_rubric
from qa_app.queries.drafts import held_draft


def raise_harm(
    session: Session,
    actor: Actor,
    audit_id: int,
    item: str,
    *,
    at: datetime,
    key: str | None = None,
) -> int:
    """Raise possible harm from one's own draft.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The draft.
        item: Code of the item that shows it; empty for none.
        at: The present.
        key: Random key of the form; None when the caller has none.

    Returns:
        What was raised.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        InvalidError: The rubric does not ask that item (`item_unknown`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    request = Request(actor.account_id, key, "harm:raise", f"{audit_id} {item}")
    event = HarmRaised(actor=actor, at=at, audit=audit_id, key=item)

    def make(act: Act) -> int:
        draft = held_draft(session, actor, audit_id)
        if draft is None:
            raise OutOfReachError("audit")
        rubric = asked_rubric(session, draft.rubric_version_id, draft.supplement_asks)
        if rubric is None:
            raise OutOfReachError("audit")
        if item and item not in asked_items(rubric):
            raise InvalidError("item_unknown")
        centre = session.execute(
            select(AuditRow.centre_id).where(AuditRow.id == audit_id)
        ).scalar_one()
        harm_id: int = session.execute(
            insert(EscalationRow)
            .values(
                audit_id=audit_id,
                centre_id=centre,
                item=item,
                raised_at=at,
                raised_by=actor.account_id,
            )
            .returning(EscalationRow.id)
        ).scalar_one()
        act.learn(object_id=harm_id, centre_id=centre)
        return harm_id

    return once(session, request, event, make)
