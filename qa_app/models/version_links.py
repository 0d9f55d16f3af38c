"""Reads by which items the versions of a rubric can be compared, as it was frozen with them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.common_items import VersionLink
from qa_app.domain.rubric_diff import ItemKind
from qa_app.models.rubric_drafts import ItemComparabilityRow
from qa_app.models.rubrics import RubricVersionRow

_COMPARABLE = frozenset({ItemKind.SAME.value, ItemKind.REWORDED.value})


def version_links(session: Session, code: str) -> dict[int, VersionLink]:
    """Read by which items each version of a rubric can be compared with the one before.

    Args:
        session: A database session.
        code: The rubric.

    Returns:
        Version to its base and the comparable items, without those of which a person has still
        to say how they stand; versions that nobody compared left out.
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
