"""Give one's own account another password; every other session of it ends."""

from datetime import datetime
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import AccountChanged
from qa_app.domain.passwords import PasswordProfile, normal_password, password_flaw
from qa_app.domain.people import Actor
from qa_app.domain.sign_in import LinkKind
from qa_app.models.accounts import AccountRow
from qa_app.models.login_sessions import (
    close_links,
    end_sessions,
    forget_devices,
    replace_password,
    stands_still,
    tell_owner,
)
from qa_app.models.password_again import living_session, refuse_password
from qa_app.models.transaction import transaction
from qa_app.queries.feeds import has_feeds
from qa_app.queries.passwords import leak_flaw, rules_of, was_used_before

_WRONG = "wrong_password"


def change_password(  # noqa: PLR0913 - what is typed, and where
    session: Session,
    actor: Actor,
    session_id: int,
    old: str,
    new: str,
    hasher: PasswordHasher,
    *,
    profile: PasswordProfile = PasswordProfile.NIST,
    breached: Path | None = None,
    device_digest: str | None = None,
    at: datetime,
) -> None:
    """Change one's own password; its owner is told, and no other browser is known any more.

    A link that resets it opens nothing any more. Addresses of calendars go on, as programs of the
    owner look at them; where there are any, the owner is told to look through them.

    A wrong present one is counted for the session (`refuse_password`): a session left open tries
    no passwords.

    Args:
        session: A database session.
        actor: Whose password.
        session_id: The session that it is typed in.
        old: The present one.
        new: The new one.
        hasher: Argon2id with the installation's parameters.
        profile: The installation's profile of passwords.
        breached: File of digests of passwords that leaked (`leak_flaw`); None asks none.
        device_digest: SHA-256 (hex) of the random part of the cookie by which this browser is
            known, and stays so; None forgets it too.
        at: The present.

    Raises:
        InvalidError: The present password is wrong, or was changed meanwhile
            (`wrong_password`), or the new one is not good enough (`too_short`, `too_long`,
            `guessable`, `too_plain`), leaked (`breached`), cannot be looked up (`leaks_unread`)
            or was used before (`used_before`); its `codes` are all that is wrong.
        NotAllowedError: The session has ended, by wrong passwords or meanwhile
            (`session_ended`).
    """
    account_id = actor.account_id
    if account_id is None:
        raise NotAllowedError("session_ended")
    row = session.execute(
        select(AccountRow.login_name, AccountRow.password_hash).where(AccountRow.id == account_id)
    ).one()
    faults = _matches(hasher, row.password_hash, old)
    rules = rules_of(session, profile, account_id)
    flaw = password_flaw(new, row.login_name, rules)
    flaw = flaw or leak_flaw(breached, new)
    if flaw is None and was_used_before(session, hasher, new, account_id, profile):
        flaw = "used_before"
    if _WRONG in faults and refuse_password(session, actor, session_id, at=at):
        raise NotAllowedError("session_ended")
    if flaw is not None:
        faults.append(flaw)
    if faults:
        raise InvalidError(*faults)
    password_hash = hasher.hash(normal_password(new))
    event = AccountChanged(actor=actor, at=at, object_id=account_id, change="password")
    with transaction(session, event):
        is_same = stands_still(session, account_id, row.password_hash)
        living_session(session, actor, session_id)
        if not is_same:
            raise InvalidError(_WRONG)
        keeps_old = profile is PasswordProfile.MLPS3
        replace_password(session, account_id, password_hash, at, keeps_old=keeps_old)
        end_sessions(session, account_id, "password", at, but=actor.session_digest)
        forget_devices(session, account_id, but=device_digest)
        close_links(session, account_id, at, LinkKind.RESET)
        _tell(session, account_id, at)


def _tell(session: Session, account_id: int, at: datetime) -> None:
    tell_owner(session, account_id, "password", at)
    if has_feeds(session, account_id):
        tell_owner(session, account_id, "feeds_stand", at)


def _matches(hasher: PasswordHasher, password_hash: str, old: str) -> list[str]:
    try:
        hasher.verify(password_hash, normal_password(old))
    except (VerificationError, InvalidHashError):
        return [_WRONG]
    return []
