"""Let a person in whom the provider of single sign-on knows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.events import SignedIn
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import HalfSignedIn
from qa_app.domain.second_factors import Strength, WayIn
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.login_sessions import know_device, make_room, stands_still
from qa_app.models.second_factors import OutsideAccountRow
from qa_app.models.transaction import transaction
from qa_app.queries.second_factors import has_second_factor


@dataclass(frozen=True, slots=True)
class Comer:
    """Who comes from the provider, and the browser that a session begins in.

    Attributes:
        issuer: The provider.
        subject: What it calls the person.
        token_digest: SHA-256 (hex) of the session id that the browser gets if let in.
        device: What the browser calls itself.
        address: Network address.
        device_digest: SHA-256 (hex) of what makes it known; None for one that is not to be known.
    """

    issuer: str
    subject: str
    token_digest: str
    device: str
    address: str | None
    device_digest: str | None = None


def sign_in_outside(session: Session, comer: Comer, *, at: datetime) -> Strength | None:
    """Begin a session of the account that its owner linked; no account is made, no role given.

    An account with a second factor here is asked for it all the same.

    Args:
        session: A database session.
        comer: Who comes, as the provider signed it.
        at: The present.

    Returns:
        How strong the session is; None when no active account is linked with this person.

    Source: OpenID Connect Core 1.0, 5.7: only issuer and subject together name a person.
    """
    found = session.execute(
        select(AccountRow.id, AccountRow.display_name)
        .join(OutsideAccountRow, OutsideAccountRow.account_id == AccountRow.id)
        .where(
            OutsideAccountRow.issuer == comer.issuer,
            OutsideAccountRow.subject == comer.subject,
            AccountRow.is_active,
        )
    ).one_or_none()
    if found is None:
        return None
    actor = Actor(
        found.id, found.display_name, session_digest=comer.token_digest, address=comer.address
    )
    try:
        with transaction(session, SignedIn(actor=actor, at=at, object_id=found.id)) as act:
            _refuse_closed(session, found.id)
            is_half = has_second_factor(session, found.id)
            if is_half:
                act.event = HalfSignedIn(actor=actor, at=at, object_id=found.id)
            return _begin(session, found.id, comer, at, is_half=is_half)
    except _ClosedError:
        return None


class _ClosedError(Exception):
    """The account was closed meanwhile."""


def _refuse_closed(session: Session, account_id: int) -> None:
    # also so that those who come at once make room one after the other
    if not stands_still(session, account_id, None):
        raise _ClosedError


def _begin(
    session: Session, account_id: int, comer: Comer, at: datetime, *, is_half: bool
) -> Strength:
    if not is_half:
        make_room(session, account_id, at)
        if comer.device_digest is not None:
            know_device(session, account_id, comer.device_digest, at)
    strength = Strength.HALF if is_half else Strength.ONE
    session.execute(
        insert(LoginSessionRow).values(
            token_digest=comer.token_digest,
            account_id=account_id,
            created_at=at,
            last_seen_at=at,
            device=comer.device[:200],
            address=comer.address,
            way_in=WayIn.OUTSIDE.value,
            strength=strength.value,
        )
    )
    return strength
