"""Keys that sign papers: the one that does, and all that verify."""

from datetime import date
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidTag
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.key_lists import (
    KeyDays,
    KeyLoss,
    KeyRevocation,
    PublishedKey,
    SignatureFlaw,
)
from qa_app.domain.signatures import SEED_BYTES, public_part, signature_of
from qa_app.models.app_role import owns_keys
from qa_app.models.register_papers import RegisterPaperRow
from qa_app.models.sealing import WrongKeyError, sealer_of
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.models.transaction import lock_rows
from qa_app.queries.overtaken import is_paper_overtaken


def published_keys(session: Session, zone: str) -> tuple[PublishedKey, ...]:
    """List all keys.

    Args:
        session: A database session.
        zone: Local time zone, for the days of keys.

    Returns:
        The newest first; anyone may see them.
    """
    rows = session.execute(select(SigningKeyRow).order_by(SigningKeyRow.id.desc())).scalars()
    return tuple(_published(session, one, ZoneInfo(zone)) for one in rows)


def _published(session: Session, one: SigningKeyRow, zone: ZoneInfo) -> PublishedKey:
    revoked = None
    if one.revoked_from is not None and one.revoked_why is not None:
        issued = select(RegisterPaperRow.digest).where(RegisterPaperRow.key_id == one.id)
        counted = tuple(session.execute(issued).scalars())
        revoked = KeyRevocation(one.revoked_from, KeyLoss(one.revoked_why), counted)
    first, last = _days(one, zone)
    return PublishedKey(one.code, one.public_key, one.made_at, one.retired_at, first, last, revoked)


def _days(one: SigningKeyRow, zone: ZoneInfo) -> tuple[date, date | None]:
    last = None if one.retired_at is None else one.retired_at.astimezone(zone).date()
    return one.made_at.astimezone(zone).date(), last


def flaw_of(key: SigningKeyRow, day: date, digest: str, zone: str) -> SignatureFlaw | None:
    """Tell why the signature of a paper that was issued here does not count.

    Args:
        key: The key that signed.
        day: Local day on which the paper says that it was issued.
        digest: Digest of what was signed.
        zone: Local time zone, for the days of keys.

    Returns:
        None where it counts.
    """
    first, last = _days(key, ZoneInfo(zone))
    days = KeyDays(key.public_key, first, last, key.revoked_from, frozenset({digest}))
    return days.flaw(day, digest)


def revoked_digests(session: Session, today: date) -> tuple[str, ...]:
    """List the papers that do not count any more: revoked, or overtaken by a later decision.

    Args:
        session: A database session.
        today: Local day.

    Returns:
        Digests of what they say; they tell nobody which papers these are.
    """
    row = RegisterPaperRow
    return tuple(
        session.execute(
            select(row.digest)
            .where(or_(row.revoked_at.is_not(None), is_paper_overtaken(today)))
            .order_by(row.digest)
        ).scalars()
    )


def may_change_keys(session: Session) -> bool:
    """Tell whether the role that is connected may change keys.

    Args:
        session: A database session without unsaved changes.

    Returns:
        True for the owner of their table, and on SQLite.
    """
    found = owns_keys(session.connection())
    session.rollback()
    return found


def signing_key(session: Session) -> SigningKeyRow | None:
    """Find the key that signs, and hold it while a transaction runs.

    Args:
        session: A database session.

    Returns:
        The key; None before the first was made.
    """
    query = select(SigningKeyRow).where(SigningKeyRow.retired_at.is_(None))
    return session.execute(query.with_for_update() if lock_rows(session) else query).scalar()


def key_place(code: str) -> str:
    """Name what a sealed private part belongs to.

    Args:
        code: Short name of the key.

    Returns:
        Such as `signing_key/0f…`.
    """
    return f"signing_key/{code}"


def signed_by(session: Session, key: SigningKeyRow, text: str) -> str:
    """Sign a text.

    Args:
        session: A database session.
        key: The key.
        text: What is signed.

    Returns:
        The signature.
    """
    seed = sealer_of(session).open_bytes(key.private_key, key_place(key.code))
    return signature_of(seed, text)


def is_own_key(session: Session, code: str, private_key: bytes, public_key: str) -> bool:
    """Tell whether the installation made a key, as far as its database alone cannot feign it.

    Args:
        session: A database session.
        code: Short name of the key.
        private_key: Its private part, sealed.
        public_key: Its public part, 64 hexadecimal digits.

    Returns:
        True when the private part opens with a key that lies outside the database, and belongs to
        the public one.
    """
    try:
        seed = sealer_of(session).open_bytes(private_key, key_place(code))
    except (InvalidTag, WrongKeyError):
        return False
    return len(seed) == SEED_BYTES and public_part(seed) == public_key


def own_keys(session: Session) -> dict[int, str]:
    """List the keys that this installation made, retired and revoked ones too.

    Args:
        session: A database session, with a sealer.

    Returns:
        Row to public part; a key that was put into the database by hand is none of them.
    """
    row = SigningKeyRow
    columns = (row.id, row.code, row.private_key, row.public_key)
    return {
        number: public_key
        for number, code, private_key, public_key in session.execute(select(*columns))
        if is_own_key(session, code, private_key, public_key)
    }
