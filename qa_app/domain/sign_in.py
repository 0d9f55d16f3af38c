"""When a sign-in must wait, and when a session is over."""

from datetime import datetime, timedelta
from enum import StrEnum

from qa_app.domain.trust_defaults import (
    DORMANT_DAYS,
    INVITATION_HOURS,
    RESET_MINUTES,
    SESSION_ABSOLUTE_HOURS,
    SESSION_IDLE_ADMIN_MINUTES,
    SESSION_IDLE_MINUTES,
    SIGN_IN_DELAYS_SECONDS,
    SIGN_IN_HARD_STOP,
    SIGN_IN_LOCK_AFTER,
    SIGN_IN_LOCK_MINUTES,
    SIGN_IN_PER_ADDRESS,
    STEP_UP_MINUTES,
)

TOUCH_EVERY = timedelta(minutes=1)


class LinkKind(StrEnum):
    """What a link is for that sets a password."""

    INVITATION = "invitation"
    RESET = "reset"


def link_until(kind: LinkKind, at: datetime) -> datetime:
    """Tell until when a link opens.

    Args:
        kind: What it is for.
        at: When it is made.

    Returns:
        `INVITATION_HOURS` later for an invitation, `RESET_MINUTES` for a reset.
    """
    if kind is LinkKind.INVITATION:
        return at + timedelta(hours=INVITATION_HOURS)
    return at + timedelta(minutes=RESET_MINUTES)


def wait_until(failed_count: int, last_failed_at: datetime | None) -> datetime | None:
    """Decide until when an account takes no further attempt.

    Args:
        failed_count: Failures in a row.
        last_failed_at: The last of them; None when there was none.

    Returns:
        The instant from which a new attempt is heard; None when it is heard at once. After
        `SIGN_IN_HARD_STOP` failures in a row only a new password ends the waiting.
    """
    if last_failed_at is None or not failed_count:
        return None
    if failed_count >= SIGN_IN_HARD_STOP:
        return datetime.max.replace(tzinfo=last_failed_at.tzinfo)
    if failed_count >= SIGN_IN_LOCK_AFTER:
        return last_failed_at + timedelta(minutes=SIGN_IN_LOCK_MINUTES)
    delay = SIGN_IN_DELAYS_SECONDS[min(failed_count, len(SIGN_IN_DELAYS_SECONDS)) - 1]
    return last_failed_at + timedelta(seconds=delay) if delay else None


def minute_of(at: datetime) -> datetime:
    """Give the minute in which tries from an address are counted together.

    Args:
        at: An instant.

    Returns:
        The beginning of its minute.
    """
    return at.replace(second=0, microsecond=0)


def address_waits_until(count: int, at: datetime) -> datetime | None:
    """Decide until when an address is not heard.

    Args:
        count: Tries from it in this minute that did not let anybody in, this one included.
        at: The present.

    Returns:
        The end of the minute from `SIGN_IN_PER_ADDRESS` tries on; None when it is heard.
    """
    return minute_of(at) + timedelta(minutes=1) if count > SIGN_IN_PER_ADDRESS else None


def ends_at(created_at: datetime, last_seen_at: datetime, *, is_admin: bool) -> datetime:
    """Tell when a session runs out.

    Args:
        created_at: When it began.
        last_seen_at: When it was last used.
        is_admin: True for accounts with an administrator's role.

    Returns:
        The idle limit after its last use, which is shorter for administrators, or the absolute
        limit after its beginning, whichever comes first.

    Source: OWASP ASVS 5.0, 7.3.1 and 7.3.2.
    """
    return min(
        last_seen_at + _idle(is_admin=is_admin),
        created_at + timedelta(hours=SESSION_ABSOLUTE_HOURS),
    )


def is_idle(last_seen_at: datetime, now: datetime, *, is_admin: bool) -> bool:
    """Decide whether a session lay unused for too long.

    Args:
        last_seen_at: When it was last used.
        now: The present.
        is_admin: True for accounts with an administrator's role.

    Returns:
        True from the idle limit on.
    """
    return now >= last_seen_at + _idle(is_admin=is_admin)


def _idle(*, is_admin: bool) -> timedelta:
    return timedelta(minutes=SESSION_IDLE_ADMIN_MINUTES if is_admin else SESSION_IDLE_MINUTES)


def is_over(created_at: datetime, last_seen_at: datetime, now: datetime, *, is_admin: bool) -> bool:
    """Decide whether a session has run out.

    Args:
        created_at: When it began.
        last_seen_at: When it was last used.
        now: The present.
        is_admin: True for accounts with an administrator's role.

    Returns:
        True from the instant of `ends_at` on.
    """
    return now >= ends_at(created_at, last_seen_at, is_admin=is_admin)


def is_dormant(used_at: datetime, now: datetime) -> bool:
    """Decide whether an account has lain unused for too long.

    Args:
        used_at: When it was last used, enabled or made, whichever came last.
        now: The present.

    Returns:
        True after more than `DORMANT_DAYS`.
    """
    return now - used_at > timedelta(days=DORMANT_DAYS)


def is_fresh(given_at: datetime, now: datetime) -> bool:
    """Decide whether a sign-in is fresh enough for an act of weight.

    Args:
        given_at: When the password was last given.
        now: The present.

    Returns:
        False from `STEP_UP_MINUTES` on.

    Source: OWASP ASVS 5.0, 7.5.3.
    """
    return now - given_at < timedelta(minutes=STEP_UP_MINUTES)
