"""Items that their reader flagged for moderation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, SQLColumnExpression, exists, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.escalations import ItemFlagRow
from qa_app.models.places import CentreRow
from qa_app.queries.reach import centres_within
from qa_app.queries.single_moderations import awaits_moderator, is_upheld


@dataclass(frozen=True, slots=True)
class FlaggedItem:
    """An item for which its reader asks for moderation.

    Attributes:
        audit_id: The reading.
        item: Code of the item.
        reason: Code of a `FlagReason`.
    """

    audit_id: int
    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class FlaggedReading:
    """A provisional result of which items are flagged.

    Attributes:
        audit_id: The reading.
        reference: The file's reference; None when the whole centre was read.
        centre_name: The centre's name.
        signed_at: When it was signed.
        flags: Its flagged items.
        is_asked: True while a moderator has to say whether it stands; False where two people
            read the file.
    """

    audit_id: int
    reference: str | None
    centre_name: BilingualText
    signed_at: datetime
    flags: tuple[FlaggedItem, ...]
    is_asked: bool


def flag_count(audit: SQLColumnExpression[int]) -> ScalarSelect[int]:
    """Count flagged items, as a column.

    Args:
        audit: Column that holds the reading.

    Returns:
        How many stand.
    """
    return (
        select(func.count())
        .select_from(ItemFlagRow)
        .where(ItemFlagRow.audit_id == audit, ItemFlagRow.taken_back_at.is_(None))
        .scalar_subquery()
    )


def standing_flag(session: Session, audit_id: int, item: str) -> int | None:
    """Find the flag of an item that was not taken back.

    Args:
        session: A session inside the transaction that holds the draft, within reach.
        audit_id: The draft.
        item: Code of the item.

    Returns:
        The flag; None when the item is not flagged.
    """
    return session.execute(
        select(ItemFlagRow.id).where(
            ItemFlagRow.audit_id == audit_id,
            ItemFlagRow.item == item,
            ItemFlagRow.taken_back_at.is_(None),
        )
    ).scalar_one_or_none()


def flagged_items(
    session: Session, actor: Actor, audit_ids: Collection[int]
) -> tuple[FlaggedItem, ...]:
    """List the flagged items of readings.

    Args:
        session: A database session.
        actor: Their reader, or who settles what readers read differently; others get none.
            The caller has made sure that a reading of a blind pair may be shown already.
        audit_ids: The readings.

    Returns:
        By reading and item; flags that were taken back are left out.
    """
    if actor.account_id is None or not audit_ids:
        return ()
    query = (
        select(ItemFlagRow)
        .join(AuditRow, AuditRow.id == ItemFlagRow.audit_id)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(
            ItemFlagRow.audit_id.in_(sorted(audit_ids)),
            ItemFlagRow.taken_back_at.is_(None),
            or_(
                AuditRow.reader_id == actor.account_id,
                (AuditRow.state != "draft") & centres_within(actor, Permission.MODERATE_DECIDE),
            ),
        )
        .order_by(ItemFlagRow.audit_id, ItemFlagRow.item)
    )
    return tuple(
        FlaggedItem(one.audit_id, one.item, one.reason) for one in session.execute(query).scalars()
    )


def flagged_readings(session: Session, actor: Actor, most: int) -> tuple[FlaggedReading, ...]:
    """List provisional results of which items are flagged and nobody looked at, for who moderates.

    Args:
        session: A database session.
        actor: Who asks; what they read themselves is left out.
        most: At most so many.

    Returns:
        Signed first, first; nothing for those who do not moderate.
    """
    if actor.account_id is None or not may(actor, Permission.MODERATE_DECIDE):
        return ()
    flagged = exists().where(
        ItemFlagRow.audit_id == AuditRow.id, ItemFlagRow.taken_back_at.is_(None)
    )
    query = (
        select(
            AuditRow.id,
            AuditRow.signed_at,
            awaits_moderator(AuditRow.id).label("is_asked"),
            CaseFileRow.reference,
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.state == "signed",
            AuditRow.result_state == "provisional",
            AuditRow.reader_id.is_distinct_from(actor.account_id),
            centres_within(actor, Permission.MODERATE_DECIDE),
            flagged,
            ~is_upheld(AuditRow.id),
        )
        .order_by(AuditRow.signed_at, AuditRow.id)
        .limit(most)
    )
    rows = session.execute(query).all()
    flags = flagged_items(session, actor, [row.id for row in rows])
    return tuple(
        FlaggedReading(
            row.id,
            row.reference,
            BilingualText(row.name_zh, row.name_en),
            row.signed_at,
            tuple(one for one in flags if one.audit_id == row.id),
            bool(row.is_asked),
        )
        for row in rows
    )
