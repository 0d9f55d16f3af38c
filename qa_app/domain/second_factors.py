"""Who needs a second factor, from when on nothing else opens, and what answers the question."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from qa_app.domain.people import ADMIN_ROLES, Role
from qa_app.domain.trust_defaults import (
    CARD_WARNING_CODES,
    CARD_WARNING_DAYS,
    FACTOR_ASK_MINUTES,
    FACTOR_GRACE_DAYS,
    FIRST_CODE_MINUTES,
)


class Way(StrEnum):
    """What a second factor is."""

    CODE = "code"
    CARD = "card"
    RECOVERY = "recovery"
    PASSKEY = "passkey"


class WayIn(StrEnum):
    """How a session began."""

    PASSWORD = "password"  # noqa: S105 - the name of a way, no password
    PASSKEY = "passkey"
    OUTSIDE = "outside"


class Strength(StrEnum):
    """How sure it is who uses a session."""

    HALF = "half"
    ONE = "one"
    TWO = "two"


NEEDED_BY: Final[dict[str, frozenset[Role]]] = {
    "nist": ADMIN_ROLES
    | {
        Role.JUDICIAL_READER,
        Role.JUDICIAL_DECIDER,
        Role.REGISTRAR,
        Role.AUDITOR,
        Role.SENIOR_SUPERVISOR,
        Role.MODERATOR,
    },
    "mlps3": frozenset(Role),
}
"""Roles that need a second factor, by profile of sign-in (design: security, 2.3)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was given as a second factor.

    Attributes:
        way: Which of them.
        text: A code as typed; empty for a passkey.
        passkey_id: The passkey that signed; None for codes.
        sign_count: Its counter after signing.
        asked_at: When the question was made that it signed; None for codes.
    """

    way: Way
    text: str = ""
    passkey_id: int | None = None
    sign_count: int = 0
    asked_at: datetime | None = None


def needs_factor(roles: Collection[Role], profile: str) -> bool:
    """Decide whether an account needs a second factor.

    Args:
        roles: Its roles.
        profile: `nist` or `mlps3`.

    Returns:
        True when one of the roles needs one.
    """
    return any(role in NEEDED_BY[profile] for role in roles)


def due_at(due_since: datetime) -> datetime:
    """Tell from when on only the page opens on which a second factor is set up.

    Args:
        due_since: When an account first met without one.

    Returns:
        `FACTOR_GRACE_DAYS` later.
    """
    return due_since + timedelta(days=FACTOR_GRACE_DAYS)


def long_due(at: datetime) -> datetime:
    """Give a beginning that leaves no days of grace: after a loss, and after a reset.

    Args:
        at: The present.

    Returns:
        An instant so long ago that it is due at once.
    """
    return at - timedelta(days=FACTOR_GRACE_DAYS)


def is_question_over(began_at: datetime, now: datetime) -> bool:
    """Decide whether a right password has waited too long for the second answer.

    Args:
        began_at: When the password was given.
        now: The present.

    Returns:
        True from `FACTOR_ASK_MINUTES` on.
    """
    return now - began_at >= timedelta(minutes=FACTOR_ASK_MINUTES)


def first_code_since(now: datetime) -> datetime:
    """Tell when the seed of a phone must have been made to still wait for its first code.

    Args:
        now: The present.

    Returns:
        `FIRST_CODE_MINUTES` before it; a seed made then or earlier waits no longer.
    """
    return now - timedelta(minutes=FIRST_CODE_MINUTES)


def does_card_run_out(left: int, expires_at: datetime, now: datetime) -> bool:
    """Decide whether somebody is told to get another card.

    Args:
        left: Codes that were not used yet.
        expires_at: When the card ends.
        now: The present.

    Returns:
        True with few codes or few days left.
    """
    return left <= CARD_WARNING_CODES or expires_at - now <= timedelta(days=CARD_WARNING_DAYS)
