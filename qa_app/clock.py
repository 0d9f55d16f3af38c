"""The only reader of the wall clock and of chance; everyone else takes both as arguments."""

import secrets
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Read the clock.

    Returns:
        The present instant, UTC.
    """
    return datetime.now(UTC)


def today(zone: str) -> date:
    """Read the calendar.

    Args:
        zone: IANA name of the local time zone.

    Returns:
        The local date.
    """
    return datetime.now(ZoneInfo(zone)).date()


def local_day(at: datetime, zone: str) -> date:
    """Tell which day it is somewhere.

    Args:
        at: An instant.
        zone: IANA name of the local time zone.

    Returns:
        The local date.
    """
    return at.astimezone(ZoneInfo(zone)).date()


def random_bits(count: int) -> int:
    """Draw unpredictable bits.

    Args:
        count: How many.

    Returns:
        A whole number below two to the power of `count`.
    """
    return secrets.randbits(count)


def random_token() -> str:
    """Draw an unpredictable token of 256 bits.

    Returns:
        Text safe in an address or a cookie.
    """
    return secrets.token_urlsafe(32)


def stopwatch() -> float:
    """Read a clock that only measures how long something takes.

    Returns:
        Seconds since some moment of this process's past.
    """
    return time.perf_counter()
