"""When one person was system and security administrator in one, and which months need a check."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Role
from qa_app.domain.permissions import TWO_HATS
from qa_app.domain.trust_defaults import COUNTER_CHECK_DAYS

_NAME_LEAST, _NAME_MOST = 2, 80


@dataclass(frozen=True, slots=True)
class RolesHeld:
    """From when on an account held which roles."""

    at: datetime
    account_id: int
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class HatSpan:
    """A stretch in which one account wore both hats.

    Attributes:
        account_id: The account.
        since: When it began.
        until: When it ended; None while it goes on.
    """

    account_id: int
    since: datetime
    until: datetime | None


def hat_spans(changes: Iterable[RolesHeld]) -> tuple[HatSpan, ...]:
    """Find the stretches in which accounts wore both hats.

    Args:
        changes: Every change of roles, oldest first.

    Returns:
        By beginning.
    """
    begun: dict[int, datetime] = {}
    found: list[HatSpan] = []
    for one in changes:
        if one.roles >= TWO_HATS:
            begun.setdefault(one.account_id, one.at)
        elif one.account_id in begun:
            found.append(HatSpan(one.account_id, begun.pop(one.account_id), one.at))
    found += [HatSpan(account_id, since, None) for account_id, since in begun.items()]
    return tuple(sorted(found, key=lambda span: (span.since, span.account_id)))


def worn_between(
    spans: Iterable[HatSpan], first: datetime, end: datetime
) -> Mapping[int, tuple[tuple[datetime, datetime], ...]]:
    """Cut stretches to a month.

    Args:
        spans: The stretches.
        first: Its first instant.
        end: The first instant after it.

    Returns:
        Account to the parts of its stretches that lie in the month; empty parts are left out.
    """
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for span in spans:
        since, until = max(span.since, first), min(span.until or end, end)
        if since < until:
            found.setdefault(span.account_id, []).append((since, until))
    return {account_id: tuple(parts) for account_id, parts in found.items()}


def months_over(since: date, today: date) -> Iterator[str]:
    """List the months that are over.

    Args:
        since: A day of the first one.
        today: The local day.

    Yields:
        Each as `2026-03`, oldest first.
    """
    month = since.replace(day=1)
    while (following := month_after(month)) <= today:
        yield f"{month:%Y-%m}"
        month = following


def month_after(first: date) -> date:
    """Give the first day of the next month.

    Args:
        first: First day of a month.

    Returns:
        The day.
    """
    return (first + timedelta(days=31)).replace(day=1)


def first_of(month: str) -> date:
    """Read a month.

    Args:
        month: Such as `2026-03`.

    Returns:
        Its first day.

    Raises:
        InvalidError: It is no month (`month`).
    """
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise InvalidError("month") from None


def due_on(month: str) -> date:
    """Tell by when a month is to be checked.

    Args:
        month: Such as `2026-03`.

    Returns:
        The last day in time.

    Source: docs/defaults.md, `COUNTER_CHECK_DAYS`.
    """
    return month_after(first_of(month)) + timedelta(days=COUNTER_CHECK_DAYS - 1)


@dataclass(frozen=True, slots=True)
class Outsider:
    """Who signed the printed list, and on which day; somebody without an account."""

    name: str
    signed_on: date


def check_outsider(outsider: Outsider, month: str, today: date) -> None:
    """Refuse a signature on paper that cannot be.

    Args:
        outsider: Who signed, and when.
        month: What was signed.
        today: The local day.

    Raises:
        InvalidError: The name is too short or too long (`outsider_name`); it was signed before
            the month was over, or ahead of today (`outsider_day`).
    """
    faults = []
    if not _NAME_LEAST <= len(outsider.name.strip()) <= _NAME_MOST:
        faults.append("outsider_name")
    if not month_after(first_of(month)) <= outsider.signed_on <= today:
        faults.append("outsider_day")
    if faults:
        raise InvalidError(*faults)
