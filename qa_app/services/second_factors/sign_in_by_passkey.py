"""Let a person in by a passkey alone, which asked for finger, face or PIN."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.events import SignedIn, SignInRefused
from qa_app.domain.people import Actor
from qa_app.domain.second_factors import Answer, Strength, WayIn
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.factor_check import TooEarlyError, is_taken, locked_state
from qa_app.models.login_sessions import know_device, make_room
from qa_app.models.transaction import transaction


@dataclass(frozen=True, slots=True)
class Arrival:
    """The browser that a session begins in.

    Attributes:
        token_digest: SHA-256 (hex) of the session id that it gets if let in.
        device: What it calls itself.
        address: Network address.
        device_digest: SHA-256 (hex) of what makes it known; None for one that is not to be known.
    """

    token_digest: str
    device: str
    address: str | None
    device_digest: str | None = None


def sign_in_by_passkey(
    session: Session, account_id: int, answer: Answer, arrival: Arrival, *, at: datetime
) -> bool:
    """Begin a session with a passkey that verified its owner: two factors in one.

    Args:
        session: A database session.
        account_id: The account whose passkey signed.
        answer: What it signed; the signature was checked before.
        arrival: The browser.
        at: The present.

    Returns:
        True when the session began; False for a disabled account, an answer that was given
        before, and while the account waits after too many wrong second answers.

    Source: W3C WebAuthn Level 3, 7.2; NIST SP 800-63B-4, 3.1.6.
    """
    found = session.execute(
        select(AccountRow.display_name, AccountRow.is_active).where(AccountRow.id == account_id)
    ).one_or_none()
    if found is None or not found.is_active:
        return False
    actor = Actor(
        account_id,
        found.display_name,
        session_digest=arrival.token_digest,
        address=arrival.address,
    )
    try:
        with transaction(session, SignedIn(actor=actor, at=at, object_id=account_id)) as act:
            state = locked_state(session, account_id)
            if not is_taken(session, state, answer, at=at):
                act.event = SignInRefused(
                    actor=actor, at=at, object_id=account_id, login_digest="", why="factor"
                )
                return False
            make_room(session, account_id, at)
            if arrival.device_digest is not None:
                know_device(session, account_id, arrival.device_digest, at)
            session.execute(insert(LoginSessionRow).values(**_row(account_id, arrival, at)))
    except TooEarlyError:
        return False
    return True


def _row(account_id: int, arrival: Arrival, at: datetime) -> dict[str, object]:
    return {
        "token_digest": arrival.token_digest,
        "account_id": account_id,
        "created_at": at,
        "last_seen_at": at,
        "device": arrival.device[:200],
        "address": arrival.address,
        "way_in": WayIn.PASSKEY.value,
        "strength": Strength.TWO.value,
        "factor_at": at,
    }
