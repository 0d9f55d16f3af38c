"""How a centre's own spreadsheets were matched before."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.list_matching import RememberedMatch
from qa_app.models.list_matches import ListMatchRow


def remembered_match(session: Session, centre_id: int) -> RememberedMatch:
    """Find what a centre last said about its lists.

    Args:
        session: A database session.
        centre_id: A centre within the actor's reach.

    Returns:
        Its heads and values; empty before the first list that was matched.
    """
    row = session.execute(
        select(ListMatchRow.heads, ListMatchRow.said).where(ListMatchRow.centre_id == centre_id)
    ).one_or_none()
    return RememberedMatch() if row is None else RememberedMatch(row.heads, row.said)
