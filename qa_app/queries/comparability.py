"""How the items of a version stand to the version before, as it was frozen with the version."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.common_items import VersionLink
from qa_app.domain.comparability import Settled
from qa_app.domain.rubric_diff import ItemKind
from qa_app.models.accounts import AccountRow
from qa_app.models.rubric_drafts import ItemComparabilityRow
from qa_app.models.rubrics import RubricVersionRow

_COMPARABLE = frozenset({ItemKind.SAME.value, ItemKind.REWORDED.value})


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


def version_links(session: Session, code: str) -> dict[int, VersionLink]:
    """Read by which items each version of a rubric can be compared with the one before.

    Args:
        session: A database session.
        code: The rubric.

    Returns:
        Version to its base and the comparable items; versions that nobody compared left out.
    """
    rows = session.execute(
        select(
            ItemComparabilityRow.version_id,
            ItemComparabilityRow.base_version_id,
            ItemComparabilityRow.item_code,
            ItemComparabilityRow.kind,
        )
        .join(RubricVersionRow, RubricVersionRow.id == ItemComparabilityRow.version_id)
        .where(RubricVersionRow.rubric_code == code)
    ).all()
    comparable: dict[tuple[int, int], set[str]] = {}
    for row in rows:
        items = comparable.setdefault((row.version_id, row.base_version_id), set())
        if row.kind in _COMPARABLE:
            items.add(row.item_code)
    return {
        version: VersionLink(base, frozenset(items))
        for (version, base), items in comparable.items()
    }
