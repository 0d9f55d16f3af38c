"""Hear a question about a paper from whoever asks, as long as they do not ask too often."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.defaults import PUBLIC_ASKS_PER_MINUTE
from qa_app.models.sign_in import address_key, count_try, tries_in_minute

_APART = "v/"
"""Questions are counted apart from tries to sign in from the same address."""
_LONGEST = 64


def hear_asker(session: Session, address: str | None, *, at: datetime) -> bool:
    """Count a question; every process and every machine counts in the same place.

    What is not heard costs one look and is not counted. Where nothing can be saved questions are
    heard uncounted: papers are checked then as well.

    Args:
        session: A database session.
        address: Network address; None where nobody knows it.
        at: The present.

    Returns:
        False from the question after `PUBLIC_ASKS_PER_MINUTE` on, until the minute is over.
    """
    key = f"{_APART}{address_key(address)}"[:_LONGEST]
    if tries_in_minute(session, key, at) >= PUBLIC_ASKS_PER_MINUTE:
        return False
    return count_try(session, key, at, is_needed=False) <= PUBLIC_ASKS_PER_MINUTE
