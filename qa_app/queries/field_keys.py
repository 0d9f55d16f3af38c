"""Which keys sealed what stands in the database."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.models.privacy_rows import DigestKeyRow
from qa_app.models.sealed_pass import KEY_AT, KEY_BYTES, SEALED, table_named
from qa_app.models.sealing import WrongKeyError, sealer_of


def key_counts(session: Session) -> dict[str, int]:
    """Count the sealed texts under each key.

    Args:
        session: A database session.

    Returns:
        Short name of a key to its texts; every sealed column counts.
    """
    found: Counter[str] = Counter()
    for name, columns in SEALED.items():
        table = table_named(name)
        for column in (table.c[one] for one in columns):
            key = func.substr(column, KEY_AT, KEY_BYTES)
            query = select(key, func.count()).where(column.is_not(None)).group_by(key)
            for value, count in session.execute(query):
                found[bytes(value).hex()] += count
    return dict(found)


def is_digest_key_kept(session: Session) -> bool:
    """Tell whether the key of digests is kept by itself.

    Args:
        session: A database session.

    Returns:
        False before `qa init` or `qa keys rotate-field` put it there.
    """
    return session.execute(select(DigestKeyRow.id)).first() is not None


def held_keys(session: Session) -> tuple[str, ...]:
    """Give the short names of the keys at hand.

    Args:
        session: A database session.

    Returns:
        The one that seals first.
    """
    return sealer_of(session).keys


__all__ = ["SEALED", "WrongKeyError", "held_keys", "is_digest_key_kept", "key_counts"]
