"""What records of a centre's service have in common: what they are called, and when they count."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from qa_app.domain.errors import InvalidError
from qa_app.domain.identity_guard import identity_in
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar

THREAD_LENGTH: Final = 32
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{2,39}")

_SHORT = re.compile(r"[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}")


class RecordKind(StrEnum):
    """What has a thread."""

    REFERRAL = "referral"
    COMPLAINT = "complaint"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Form:
    """Where something is recorded, by which form.

    Attributes:
        centre_id: The centre.
        key: Random key of the form; None without one.
    """

    centre_id: int
    key: str | None = None


def thread_of(account_id: int | None, key: str | None) -> str:
    """Name a record, whose steps and corrections all bear this name.

    Args:
        account_id: Who records it; None for the system.
        key: Random key of the form, or what makes a line of a list unique; None is a
            key like any other, for whom nothing is sent twice.

    Returns:
        32 hexadecimal digits, the same for the same form.
    """
    return hashlib.sha256(f"{account_id}\n{key}".encode()).hexdigest()[:THREAD_LENGTH]


def short_number(thread: str) -> str:
    """Write what a record is called, for people and lists.

    Args:
        thread: Its 32 hexadecimal digits.

    Returns:
        Its first eight, such as `3F9A-21C7`: among the records of a centre no two are alike but
        by a chance of one in four thousand millions.
    """
    return f"{thread[:4]}-{thread[4:8]}".upper()


def begins_with(number: str) -> str | None:
    """Read a short number.

    Args:
        number: As typed.

    Returns:
        How the thread of the record begins; None for any other number.
    """
    plain = number.strip()
    return plain.replace("-", "").lower() if _SHORT.fullmatch(plain) else None


def due_after(calendar: WorkingCalendar, on: date, working_days: int) -> date | None:
    """Reckon the last day in time.

    Args:
        calendar: Working days.
        on: The day that the limit runs from, not counted itself.
        working_days: How many.

    Returns:
        The day; None where the holiday table ends before.
    """
    try:
        return calendar.nth_after(on, working_days)
    except CalendarYearMissingError:
        return None


def check_reference(reference: str) -> str:
    """Refuse what is no reference.

    Args:
        reference: As typed.

    Returns:
        Without blanks around it.

    Raises:
        InvalidError: It holds other signs than letters, digits and hyphens, fewer than 3 or more
            than 40 (`bad_reference`), or it is an identity number or a telephone number.
    """
    plain = reference.strip()
    if not _REFERENCE.fullmatch(plain):
        raise InvalidError("bad_reference")
    found = identity_in(plain)
    if found is not None:
        raise InvalidError(found)
    return plain


def check_day(on: date, today: date, *earlier: date | None) -> None:
    """Refuse a day that cannot be.

    Args:
        on: The day.
        today: Local day.
        *earlier: Days that came before it; None for those that did not.

    Raises:
        InvalidError: It lies ahead (`day_ahead`) or before what came first (`day_too_early`).
    """
    if on > today:
        raise InvalidError("day_ahead")
    if any(one is not None and on < one for one in earlier):
        raise InvalidError("day_too_early")


def year_before(day: date) -> date:
    """Give the first day of the twelve months that end on a day.

    Args:
        day: The last day.

    Returns:
        The day after the same day of the year before; 28 February for 29 February.
    """
    try:
        first = day.replace(year=day.year - 1)
    except ValueError:
        first = day.replace(year=day.year - 1, day=28)
    return first + timedelta(days=1)
