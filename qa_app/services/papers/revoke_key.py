"""Say that what a key signed from a day on does not count."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.certificate_events import KeyRevoked
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.key_lists import KeyLoss
from qa_app.domain.people import Actor
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.models.transaction import locked, transaction


@dataclass(frozen=True, slots=True)
class LostKey:
    """A key to be revoked.

    Attributes:
        code: Its short name.
        why: Why.
        first_day: Local day from which it does not count.
    """

    code: str
    why: KeyLoss
    first_day: date


def revoke_key(session: Session, actor: Actor, lost: LostKey, zone: str, *, at: datetime) -> None:
    """Revoke a key that signs no more; a second time only from an earlier day.

    Args:
        session: A database session.
        actor: The system: keys are changed by who runs the installation, at its console.
        lost: Which, why, and from when.
        zone: Local time zone.
        at: The present.

    Raises:
        NotAllowedError: A person asks.
        OutOfReachError: There is no such key (`signing_key`).
        ConflictError: It signs now (`key_signs`), or it is revoked from that day or an earlier one
            already (`key_revoked`, with `first_day`).
        InvalidError: The day lies ahead (`day_ahead`).
    """
    if not actor.is_system:
        raise NotAllowedError("key:revoke")
    if lost.first_day > at.astimezone(ZoneInfo(zone)).date():
        raise InvalidError("day_ahead")
    event = KeyRevoked(
        actor=actor,
        at=at,
        fingerprint=lost.code,
        why=lost.why.value,
        first_day=lost.first_day.isoformat(),
    )
    with transaction(session, event) as act:
        named = select(SigningKeyRow).where(SigningKeyRow.code == lost.code)
        key = session.execute(locked(session, named, SigningKeyRow)).scalar_one_or_none()
        if key is None:
            raise OutOfReachError("signing_key")
        _revoke(key, lost, at)
        act.learn(object_id=key.id, why=str(key.revoked_why))


def _revoke(key: SigningKeyRow, lost: LostKey, at: datetime) -> None:
    if key.retired_at is None:
        raise ConflictError("key_signs")
    before = key.revoked_from
    if before is not None and before <= lost.first_day:
        raise ConflictError("key_revoked", first_day=before.isoformat())
    key.revoked_from = lost.first_day
    if before is None:
        key.revoked_at, key.revoked_why = at, lost.why.value
