"""When a sign-in must wait, and when a session is over."""

from datetime import datetime, timedelta

from qa_app.domain.defaults import (
    SESSION_ABSOLUTE_HOURS,
    SESSION_IDLE_MINUTES,
    SIGN_IN_DELAYS_SECONDS,
    SIGN_IN_HARD_STOP,
    SIGN_IN_LOCK_AFTER,
    SIGN_IN_LOCK_MINUTES,
    STEP_UP_MINUTES,
)

TOUCH_EVERY = timedelta(minutes=1)


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


def is_over(created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Decide whether a session has run out.

    Args:
        created_at: When it began.
        last_seen_at: When it was last used.
        now: The present.

    Returns:
        True from the idle limit after its last use, and from the absolute limit after
        its beginning.
    """
    return now - last_seen_at >= timedelta(minutes=SESSION_IDLE_MINUTES) or (
        now - created_at >= timedelta(hours=SESSION_ABSOLUTE_HOURS)
    )


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
