"""Let a person in, or refuse without saying why."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.events import SignedIn, SignInRefused
from qa_app.domain.passwords import normal_password
from qa_app.domain.people import Actor
from qa_app.domain.sign_in import wait_until
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.sign_in import count_failure, locked_failures
from qa_app.models.transaction import transaction


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in as it arrived.

    Attributes:
        login_name: As typed.
        password: As typed.
        token_digest: SHA-256 (hex) of the session id that the browser gets if let in.
        device: What the browser calls itself.
        address: Network address.
    """

    login_name: str
    password: str
    token_digest: str
    device: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the person is in.

    Attributes:
        is_in: True when a session began.
        wait_until: When the next attempt is heard; None when at once.
    """

    is_in: bool
    wait_until: datetime | None = None


def sign_in(session: Session, attempt: Attempt, hasher: PasswordHasher, *, at: datetime) -> Verdict:
    """Check a name and password and begin a session.

    Args:
        session: A database session.
        attempt: What arrived.
        hasher: Argon2id with the installation's parameters.
        at: The present.

    Returns:
        Whether the person is in. An unknown name, a wrong password and a disabled account
        look alike, and wait alike.
    """
    name = attempt.login_name.strip().casefold()
    found = session.execute(
        select(AccountRow).where(AccountRow.login_name == name)
    ).scalar_one_or_none()
    # before anything else, so that waiting, unknown and known names take equally long
    is_right = _matches(hasher, found.password_hash if found else None, attempt.password)
    account_id = None if found is None else found.id
    tried = _Tried(account_id, hashlib.sha256(name.encode()).hexdigest())
    try:
        if found is None or not found.is_active or not is_right:
            return Verdict(is_in=False, wait_until=_refuse(session, attempt, tried, at))
        rehashed = None
        if hasher.check_needs_rehash(found.password_hash):
            rehashed = hasher.hash(normal_password(attempt.password))
        actor = Actor(
            found.id,
            found.display_name,
            session_digest=attempt.token_digest,
            address=attempt.address,
        )
        with transaction(session, SignedIn(actor=actor, at=at, object_id=account_id)):
            _refuse_early(session, tried, at)
            _begin(session, attempt, found.id, rehashed, at)
    except _TooEarlyError as early:
        return Verdict(is_in=False, wait_until=early.until)
    return Verdict(is_in=True)


@dataclass(frozen=True, slots=True)
class _Tried:
    account_id: int | None
    login_digest: str


class _TooEarlyError(Exception):
    """The name waits; nothing is counted, and nothing goes to the journal."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def _refuse_early(session: Session, tried: _Tried, at: datetime) -> None:
    # inside the transaction: attempts sent side by side are heard one after the other
    failed_count, last_failed_at = locked_failures(session, tried.account_id, tried.login_digest)
    until = wait_until(failed_count, last_failed_at)
    if until is not None and until > at:
        raise _TooEarlyError(until)


def _matches(hasher: PasswordHasher, password_hash: str | None, password: str) -> bool:
    if password_hash is None:
        # as much work as for a known name, so that the answer takes as long
        hasher.hash(normal_password(password))
        return False
    try:
        return hasher.verify(password_hash, normal_password(password))
    except VerificationError:
        return False


def _begin(
    session: Session, attempt: Attempt, account_id: int, rehashed: str | None, at: datetime
) -> None:
    changes: dict[str, object] = {"failed_count": 0, "last_failed_at": None}
    if rehashed is not None:
        changes["password_hash"] = rehashed
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(**changes))
    session.execute(
        insert(LoginSessionRow).values(
            token_digest=attempt.token_digest,
            account_id=account_id,
            created_at=at,
            last_seen_at=at,
            device=attempt.device[:200],
            address=attempt.address,
        )
    )


def _refuse(session: Session, attempt: Attempt, tried: _Tried, at: datetime) -> datetime | None:
    event = SignInRefused(
        actor=Actor(None, "?", address=attempt.address),
        at=at,
        object_id=tried.account_id,
        login_digest=tried.login_digest[:16],
        why="wrong",
    )
    with transaction(session, event):
        _refuse_early(session, tried, at)
        failed_count = count_failure(session, tried.account_id, tried.login_digest, at)
    return wait_until(failed_count, at)
