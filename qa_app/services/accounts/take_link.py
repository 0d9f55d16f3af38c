"""Set a password by a link that an administrator handed over; it opens once."""

from datetime import datetime
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.events import AccountChanged
from qa_app.domain.passwords import PasswordProfile, normal_password, password_flaw
from qa_app.domain.people import Actor
from qa_app.domain.sign_in import LinkKind
from qa_app.models.login_sessions import (
    end_feeds,
    end_sessions,
    forget_devices,
    replace_password,
    tell_owner,
)
from qa_app.models.second_factors import OutsideAccountRow
from qa_app.models.transaction import locked, transaction
from qa_app.models.ways_in import AccountLinkRow
from qa_app.queries.account_links import open_link
from qa_app.queries.passwords import leak_flaw, rules_of, was_used_before


def take_link(  # noqa: PLR0913 - what the browser sends, and what it is judged by
    session: Session,
    token_digest: str,
    password: str,
    hasher: PasswordHasher,
    profile: PasswordProfile,
    address: str | None,
    *,
    breached: Path | None = None,
    at: datetime,
) -> None:
    """Set the password of the account that a link belongs to; every session of it ends.

    Waiting after failures ends too, and no browser is known any more. A reset parts the account
    from single sign-on and revokes its addresses of calendars, as somebody inside may have linked
    or made their own, and its owner is told. A link under which the password is refused stays open.

    Args:
        session: A database session.
        token_digest: SHA-256 (hex) of the link's random part.
        password: As typed.
        hasher: Argon2id with the installation's parameters.
        profile: The installation's profile of passwords.
        address: Network address.
        breached: File of digests of passwords that leaked (`leak_flaw`); None asks none.
        at: The present.

    Raises:
        OutOfReachError: There is no such link, it was used or replaced, it has ended, or its
            account is disabled; all look alike.
        InvalidError: The password is not good enough (`too_short`, `too_long`, `guessable`,
            `too_plain`), leaked (`breached`), cannot be looked up (`leaks_unread`) or was used
            before (`used_before`).
    """
    link = open_link(session, token_digest, at)
    if link is None:
        raise OutOfReachError("link")
    rules = rules_of(session, profile, link.account_id)
    flaw = password_flaw(password, link.login_name, rules)
    flaw = flaw or leak_flaw(breached, password)
    if flaw is None and was_used_before(session, hasher, password, link.account_id, profile):
        flaw = "used_before"
    if flaw is not None:
        raise InvalidError(flaw)
    # hashing takes long on purpose, so it is done before the write lock is taken
    password_hash = hasher.hash(normal_password(password))
    actor = Actor(link.account_id, link.display_name, address=address)
    change = "reset" if link.kind is LinkKind.RESET else "invited"
    event = AccountChanged(actor=actor, at=at, object_id=link.account_id, change=change)
    with transaction(session, event):
        query = select(AccountLinkRow).where(
            AccountLinkRow.token_digest == token_digest, AccountLinkRow.closed_at.is_(None)
        )
        row = session.execute(locked(session, query, AccountLinkRow)).scalar_one_or_none()
        if row is None or open_link(session, token_digest, at) is None:
            raise OutOfReachError("link")
        row.closed_at, row.was_used = at, True
        replace_password(
            session,
            link.account_id,
            password_hash,
            at,
            keeps_old=profile is PasswordProfile.MLPS3,
        )
        end_sessions(session, link.account_id, "password", at)
        forget_devices(session, link.account_id)
        if link.kind is LinkKind.RESET:
            tell_owner(session, link.account_id, "reset", at)
            end_feeds(session, link.account_id, at)
            _part_from_outside(session, link.account_id, at)


def _part_from_outside(session: Session, account_id: int, at: datetime) -> None:
    row = OutsideAccountRow
    gone = delete(row).where(row.account_id == account_id).returning(row.account_id)
    if session.execute(gone).first() is not None:
        tell_owner(session, account_id, "outside_unlinked", at)
