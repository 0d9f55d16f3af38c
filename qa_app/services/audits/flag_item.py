"""Ask for moderation of an item of one's own draft."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.item_flags import check_flag
from qa_app.domain.mark_events import ItemFlagged
from qa_app.domain.people import Actor
from qa_app.models.escalations import ItemFlagRow
from qa_app.models.transaction import transaction
from qa_app.queries.asked_rubrics import asked_rubric
from qa_app.queries.bars import refuse_barred
from qa_app.queries.drafts import held_draft
from qa_app.queries.item_flags import standing_flag


def flag_item(  # noqa: PLR0913 - one argument for each thing a person says
    session: Session,
    actor: Actor,
    audit_id: int,
    item: str,
    reason: str,
    zone: str,
    *,
    at: datetime,
) -> None:
    """Flag an item.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The draft.
        item: Code of the item.
        reason: Code of a `FlagReason`.
        zone: Local time zone.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        InvalidError: There is no such item or reason (`item_unknown`, `reason_unknown`).
        ConflictError: It is flagged already (`flagged_before`), or something bars the reader from
            this file by now (`barred_own`, `barred`).
    """
    event = ItemFlagged(
        actor=actor, at=at, object_id=audit_id, key=item, reason=reason, step="flag"
    )
    with transaction(session, event):
        draft = held_draft(session, actor, audit_id)
        if draft is None:
            raise OutOfReachError("audit")
        refuse_barred(session, actor.account_id or 0, audit_id, local_day(at, zone))
        rubric = asked_rubric(session, draft.rubric_version_id, draft.supplement_asks)
        if rubric is None:
            raise OutOfReachError("audit")
        kept = check_flag(rubric, item, reason)
        if standing_flag(session, audit_id, item) is not None:
            raise ConflictError("flagged_before")
        session.execute(
            insert(ItemFlagRow).values(
                audit_id=audit_id, item=item, reason=kept.value, at=at, by=actor.account_id
            )
        )
