"""Filters and places of the list, as its address holds them."""

from collections.abc import Mapping
from datetime import date

from qa_app.queries.audit_lists import STATES, AuditFilter, AuditLine, AuditPlace
from qa_app.web.numbers import whole_number


def filter_of(args: Mapping[str, str]) -> AuditFilter:
    """Read the filter of an address.

    Args:
        args: The address's query.

    Returns:
        The filter; what is unknown is left out.
    """
    state = args.get("state")
    return AuditFilter(state if state in STATES else None, args.get("mine") == "1")


def query_of(chosen: AuditFilter) -> dict[str, str]:
    """Write a filter into an address.

    Args:
        chosen: The filter.

    Returns:
        The query.
    """
    query = {} if chosen.state is None else {"state": chosen.state}
    return query | ({"mine": "1"} if chosen.is_mine else {})


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
