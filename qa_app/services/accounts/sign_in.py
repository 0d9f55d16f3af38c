"""Let a person in, or refuse without saying why."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.events import SignedIn, SignInRefused
from qa_app.domain.passwords import normal_password
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import HalfSignedIn
from qa_app.domain.second_factors import Strength
from qa_app.domain.sign_in import address_waits_until, wait_until
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.login_sessions import (
    end_one,
    know_device,
    known_device,
    make_room,
    stands_still,
)
from qa_app.models.sign_in import (
    Tried,
    address_key,
    count_failure,
    count_try,
    failures,
    forget_failures,
    forget_try,
    locked_failures,
)
from qa_app.models.transaction import transaction
from qa_app.queries.second_factors import has_second_factor


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in as it arrived.

    Attributes:
        login_name: As typed.
        password: As typed.
        token_digest: SHA-256 (hex) of the session id that the browser gets if let in.
        device: What the browser calls itself.
        address: Network address.
        device_digest: SHA-256 (hex) of the random part of the cookie by which the browser is
            known from now on; None for a browser that is not to be known.
        replaces: SHA-256 (hex) of the session id that the browser had before; that session ends.
    """

    login_name: str
    password: str
    token_digest: str
    device: str
    address: str | None
    device_digest: str | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class SignInOutcome:
    """Whether the person is in.

    Attributes:
        is_in: True when a session began.
        wait_until: When the next attempt is heard; None when at once.
        ended_session: The oldest session, when it ended because this one was one too many.
        asks_factor: True when the session opens nothing before the second factor is given.
    """

    is_in: bool
    wait_until: datetime | None = None
    ended_session: int | None = None
    asks_factor: bool = False


def sign_in(
    session: Session, attempt: Attempt, hasher: PasswordHasher, *, at: datetime
) -> SignInOutcome:
    """Check a name and password and begin a session.

    Strangers are heard `SIGN_IN_PER_ADDRESS` times a minute from one network address, and wait
    after failures under one name. Failures on a browser in which the account was used before are
    counted there alone, so that nobody keeps its owner out by guessing.

    Args:
        session: A database session.
        attempt: What arrived.
        hasher: Argon2id with the installation's parameters.
        at: The present.

    Returns:
        Whether the person is in. An unknown name, a wrong password, a disabled account and an
        invitation that was not taken up look alike, and wait alike.
    """
    name = attempt.login_name.strip().casefold()
    row = AccountRow
    found = session.execute(
        select(row.id, row.display_name, row.is_active, row.password_hash).where(
            row.login_name == name
        )
    ).one_or_none()
    account_id = None if found is None else found.id
    device_id = known_device(session, account_id, attempt.device_digest, at)
    tried = Tried(account_id, hashlib.sha256(name.encode()).hexdigest(), device_id)
    early = _waits(session, attempt, tried, at)
    if early is not None:
        return SignInOutcome(is_in=False, wait_until=early)
    # as much work for every name, known or not, so that the answer takes as long
    is_right = _matches(hasher, found.password_hash if found else "", attempt.password)
    if found is None or not found.is_active or not is_right:
        return SignInOutcome(is_in=False, wait_until=_refuse(session, attempt, tried, at))
    rehashed = None
    if hasher.check_needs_rehash(found.password_hash):
        rehashed = hasher.hash(normal_password(attempt.password))
    actor = Actor(
        found.id,
        found.display_name,
        session_digest=attempt.token_digest,
        address=attempt.address,
    )
    try:
        with transaction(session, SignedIn(actor=actor, at=at, object_id=account_id)) as act:
            _refuse_changed(session, found.id, found.password_hash, hasher, attempt.password)
            _refuse_early(session, tried, at)
            is_half = has_second_factor(session, found.id)
            if is_half:
                act.event = HalfSignedIn(actor=actor, at=at, object_id=account_id)
            ended = _begin(session, attempt, tried, rehashed, at, is_half=is_half)
    except _TooEarlyError as refused:
        return SignInOutcome(is_in=False, wait_until=refused.until)
    except _ChangedError:
        return SignInOutcome(is_in=False, wait_until=_refuse(session, attempt, tried, at))
    return SignInOutcome(is_in=True, ended_session=ended, asks_factor=is_half)


class _ChangedError(Exception):
    """The account was closed, or got another password, while this one was being hashed."""


class _TooEarlyError(Exception):
    """The name waits; nothing is counted, and nothing goes to the journal."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def _waits(session: Session, attempt: Attempt, tried: Tried, at: datetime) -> datetime | None:
    # asked before the password is hashed, which costs more than all the rest
    if tried.device_id is None:
        session.rollback()
        count = count_try(session, address_key(attempt.address), at)
        until = address_waits_until(count, at)
        if until is not None:
            return until
    until = wait_until(*failures(session, tried))
    return until if until is not None and until > at else None


def _refuse_early(session: Session, tried: Tried, at: datetime) -> None:
    # inside the transaction: attempts sent side by side are heard one after the other
    failed_count, last_failed_at = locked_failures(session, tried)
    until = wait_until(failed_count, last_failed_at)
    if until is not None and until > at:
        raise _TooEarlyError(until)


def _refuse_changed(
    session: Session, account_id: int, known: str, hasher: PasswordHasher, password: str
) -> None:
    # also so that sign-ins in several known browsers make room one after the other
    if stands_still(session, account_id, known):
        return
    row = AccountRow
    present = session.scalar(
        select(row.password_hash).where(row.id == account_id, row.is_active.is_(True))
    )
    # another sign-in may have hashed the same password anew: it is still the right one
    if present is None or not _matches(hasher, present, password):
        raise _ChangedError


def _matches(hasher: PasswordHasher, password_hash: str, password: str) -> bool:
    normal = normal_password(password)
    try:
        return hasher.verify(password_hash, normal)
    except InvalidHashError:
        hasher.hash(normal)
        return False
    except VerificationError:
        return False


def _begin(
    session: Session,
    attempt: Attempt,
    tried: Tried,
    rehashed: str | None,
    at: datetime,
    *,
    is_half: bool,
) -> int | None:
    account_id = tried.account_id or 0
    forget_failures(session, tried)
    if tried.device_id is None:
        forget_try(session, address_key(attempt.address))
    if rehashed is not None:
        session.execute(
            update(AccountRow).where(AccountRow.id == account_id).values(password_hash=rehashed)
        )
    if attempt.replaces is not None:
        end_one(session, attempt.replaces, "replaced", at)
    # neither makes anyone room or a browser known before the second factor is given
    ended = None if is_half else make_room(session, account_id, at)
    if attempt.device_digest is not None and not is_half:
        know_device(session, account_id, attempt.device_digest, at)
    session.execute(
        insert(LoginSessionRow).values(
            token_digest=attempt.token_digest,
            account_id=account_id,
            created_at=at,
            last_seen_at=at,
            device=attempt.device[:200],
            address=attempt.address,
            strength=(Strength.HALF if is_half else Strength.ONE).value,
        )
    )
    return ended


def _refuse(session: Session, attempt: Attempt, tried: Tried, at: datetime) -> datetime | None:
    event = SignInRefused(
        actor=Actor(None, "?", address=attempt.address),
        at=at,
        object_id=tried.account_id,
        login_digest=tried.login_digest[:16],
        why="wrong",
    )
    try:
        with transaction(session, event):
            _refuse_early(session, tried, at)
            failed_count = count_failure(session, tried, at)
    except _TooEarlyError as refused:
        return refused.until
    return wait_until(failed_count, at)
