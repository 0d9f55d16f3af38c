"""Filters and places of the list, as its address holds them."""

from collections.abc import Mapping
from datetime import date

from qa_app.queries.audit_lists import (
    FINAL,
    PROVISIONAL,
    STATES,
    AuditFilter,
    AuditLine,
    AuditPlace,
    PointFiles,
)
from qa_app.web.numbers import whole_number
from qa_app.web.point_files import point_query

BEHIND_STATES = (PROVISIONAL, FINAL)
"""States of what stands behind a point of a trend."""


def filter_of(args: Mapping[str, str], point: PointFiles | None = None) -> AuditFilter:
    """Read the filter of an address.

    Args:
        args: The address's query.
        point: The point of a trend that it names; nothing behind one is a draft or void.

    Returns:
        The filter; what is unknown is left out.
    """
    state = args.get("state")
    known = STATES if point is None else BEHIND_STATES
    return AuditFilter(state if state in known else None, args.get("mine") == "1", point)


def query_of(chosen: AuditFilter) -> dict[str, str]:
    """Write a filter into an address.

    Args:
        chosen: The filter.

    Returns:
        The query.
    """
    query = {} if chosen.state is None else {"state": chosen.state}
    query |= {"mine": "1"} if chosen.is_mine else {}
    return query if chosen.point is None else query | point_query(chosen.point)


def place_of(text: str | None) -> AuditPlace | None:
    """Read where a page begins.

    Args:
        text: Such as `2026-03-28.12` or `.12`.

    Returns:
        The last row of the page before; None at the top, and for anything else.
    """
    day, dot, number = (text or "").partition(".")
    if not dot:
        return None
    try:
        return AuditPlace(date.fromisoformat(day) if day else None, whole_number(number))
    except ValueError:
        return None


def place_text(line: AuditLine) -> str:
    """Write where the next page begins.

    Args:
        line: The last row of a page.

    Returns:
        What `place_of` reads.
    """
    return f"{line.due_on or ''}.{line.id}"
