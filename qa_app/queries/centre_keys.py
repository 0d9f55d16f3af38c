"""Whether a centre keeps a key of its own for its numbers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.list_matches import CentreKeyRow


@dataclass(frozen=True, slots=True)
class CentreKey:
    """A key as it is known here.

    Attributes:
        fingerprint: By which it is known again.
        is_replaced: True when it took the place of an earlier one.
        set_at: When the centre confirmed it.
    """

    fingerprint: str
    is_replaced: bool
    set_at: datetime


def centre_key(session: Session, centre_id: int) -> CentreKey | None:
    """Find what is known of a centre's key.

    Args:
        session: A database session.
        centre_id: A centre within the actor's reach.

    Returns:
        The key's fingerprint; None where the installation's key serves.
    """
    row = session.execute(
        select(CentreKeyRow.fingerprint, CentreKeyRow.is_replaced, CentreKeyRow.set_at).where(
            CentreKeyRow.centre_id == centre_id
        )
    ).one_or_none()
    return None if row is None else CentreKey(row.fingerprint, row.is_replaced, row.set_at)
