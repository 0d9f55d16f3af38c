"""Whether rows of the register hang on another one, which then can neither end nor change."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa_app.models.row_lock import Beyond, looking_beyond


@looking_beyond(Beyond.TRAININGS)
def rows_in_use(
    session: Session, naming: Sequence[InstrumentedAttribute[Any]], rows: Collection[int]
) -> frozenset[int]:
    """Find rows that other rows name which stand, in or out of reach; none of those is told.

    Args:
        session: A database session.
        naming: Columns of other tables of the register.
        rows: The rows asked for.

    Returns:
        Those of them that are named.
    """
    found: set[int] = set()
    for column in naming:
        query = select(column).where(column.in_(sorted(rows)), column.class_.ended_at.is_(None))
        found |= set(session.scalars(query.distinct()))
    return frozenset(found)
