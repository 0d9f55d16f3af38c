"""Take back that moderation of an item of one's own draft was asked for."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.mark_events import ItemFlagged
from qa_app.domain.people import Actor
from qa_app.models.escalations import ItemFlagRow
from qa_app.models.transaction import transaction
from qa_app.queries.bars import refuse_barred
from qa_app.queries.drafts import held_draft
from qa_app.queries.item_flags import standing_flag


def unflag_item(
    session: Session, actor: Actor, audit_id: int, item: str, zone: str, *, at: datetime
) -> None:
    """Take a flag back; the journal keeps both.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The draft.
        item: Code of the item.
        zone: Local time zone.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        ConflictError: The item is not flagged (`not_flagged`), or something bars the reader from
            this file by now (`barred_own`, `barred`).
    """
    event = ItemFlagged(actor=actor, at=at, object_id=audit_id, key=item, reason="", step="unflag")
    with transaction(session, event):
        if held_draft(session, actor, audit_id) is None:
            raise OutOfReachError("audit")
        refuse_barred(session, actor.account_id or 0, audit_id, local_day(at, zone))
        standing = standing_flag(session, audit_id, item)
        if standing is None:
            raise ConflictError("not_flagged")
        session.execute(
            update(ItemFlagRow)
            .where(ItemFlagRow.id == standing)
            .values(taken_back_at=at)
            .execution_options(synchronize_session=False)
        )
