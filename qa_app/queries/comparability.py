"""How the items of a version stand to the version before, as it was frozen with the version."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.comparability import Settled
from qa_app.domain.rubric_diff import ItemKind
from qa_app.models.accounts import AccountRow
from qa_app.models.rubric_drafts import ItemComparabilityRow


def items_settled(session: Session, version_id: int, base_version_id: int) -> tuple[Settled, ...]:
    """Read what was settled when a version was published.

    Args:
        session: A database session.
        version_id: The version.
        base_version_id: The version before it.

    Returns:
        Every item of either version, by code; empty when the one did not follow the other.
    """
    rows = session.execute(
        select(ItemComparabilityRow, AccountRow.display_name)
        .outerjoin(AccountRow, AccountRow.id == ItemComparabilityRow.confirmed_by)
        .where(
            ItemComparabilityRow.version_id == version_id,
            ItemComparabilityRow.base_version_id == base_version_id,
        )
        .order_by(ItemComparabilityRow.item_code)
    )
    return tuple(
        Settled(
            row[0].item_code,
            ItemKind(row[0].kind),
            confirmed_by=row[0].confirmed_by,
            confirmed_name=row.display_name or "",
            confirmed_at=row[0].confirmed_at,
            reason=row[0].reason,
        )
        for row in rows
    )
