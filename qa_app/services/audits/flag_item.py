"""Ask for moderation of an item of one's own draft, or take that back."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.item_flags import check_flag
from qa_app.domain.mark_events import ItemFlagged
from qa_app.domain.people import Actor
from qa_app.models.escalations import ItemFlagRow
from qa_app.models.transaction import transaction
from qa_app.queries.asked_rubrics import asked_rubric
from qa_app.queries.drafts import held_draft


def flag_item(
    session: Session, actor: Actor, audit_id: int, item: str, reason: str, *, at: datetime
) -> None:
    """Flag an item.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The draft.
        item: Code of the item.
        reason: Code of a `FlagReason`.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        InvalidError: There is no such item or reason (`item_unknown`, `reason_unknown`).
        ConflictError: It is flagged already (`flagged_before`).
    """
    event = ItemFlagged(
        actor=actor, at=at, object_id=audit_id, key=item, reason=reason, step="flag"
    )
    with transaction(session, event):
        draft = held_draft(session, actor, audit_id)
        if draft is None:
            raise OutOfReachError("audit")
        rubric = asked_rubric(session, draft.rubric_version_id, draft.supplements_id)
        if rubric is None:
            raise OutOfReachError("audit")
        kept = check_flag(rubric, item, reason)
        if _standing(session, audit_id, item) is not None:
            raise ConflictError("flagged_before")
        session.execute(
            insert(ItemFlagRow).values(
                audit_id=audit_id, item=item, reason=kept.value, at=at, by=actor.account_id
            )
        )


def unflag_item(session: Session, actor: Actor, audit_id: int, item: str, *, at: datetime) -> None:
    """Take a flag back; the journal keeps both.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The draft.
        item: Code of the item.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        ConflictError: The item is not flagged (`not_flagged`).
    """
    event = ItemFlagged(actor=actor, at=at, object_id=audit_id, key=item, reason="", step="unflag")
    with transaction(session, event):
        if held_draft(session, actor, audit_id) is None:
            raise OutOfReachError("audit")
        standing = _standing(session, audit_id, item)
        if standing is None:
            raise ConflictError("not_flagged")
        session.execute(
            update(ItemFlagRow)
            .where(ItemFlagRow.id == standing)
            .values(taken_back_at=at)
            .execution_options(synchronize_session=False)
        )


def _standing(session: Session, audit_id: int, item: str) -> int | None:
    return session.execute(
        select(ItemFlagRow.id).where(
            ItemFlagRow.audit_id == audit_id,
            ItemFlagRow.item == item,
            ItemFlagRow.taken_back_at.is_(None),
        )
    ).scalar_one_or_none()
