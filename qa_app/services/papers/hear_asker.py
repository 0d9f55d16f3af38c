"""Hear whoever asks or answers without an account, as long as they do not do so too often."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.defaults import PUBLIC_ASKS_PER_MINUTE
from qa_app.models.sign_in import address_key, count_try, tries_in_minute

_LONGEST = 64


def hear_asker(session: Session, address: str | None, *, at: datetime, about: str = "v") -> bool:
    """Count a question or an answer; every process and every machine counts in the same place.

    What is not heard costs one look and is not counted. Where nothing can be saved questions are
    heard uncounted: papers are checked then as well.

    Args:
        session: A database session.
        address: Network address; None where nobody knows it.
        at: The present.
        about: What is counted by itself, beside tries to sign in from the same address: `v` for
            questions about papers, `f` for answers on the device of a centre.

    Returns:
        False from the question after `PUBLIC_ASKS_PER_MINUTE` on, until the minute is over.
    """
    key = f"{about}/{address_key(address)}"[:_LONGEST]
    if tries_in_minute(session, key, at) >= PUBLIC_ASKS_PER_MINUTE:
        return False
    return count_try(session, key, at, is_needed=False) <= PUBLIC_ASKS_PER_MINUTE
