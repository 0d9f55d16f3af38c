"""By what right somebody opens what was read of a case file, and how often that is noted."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from qa_app.domain.trust_defaults import OPENING_MINUTES


class Why(StrEnum):
    """By what right; the first that holds is told."""

    READER = "reader"
    OWN_FILE = "own_file"
    OWN_CENTRE = "own_centre"
    SUPERVISOR = "supervisor"
    DECIDES = "decides"
    REQUEST = "request"
    NO_FILE = "no_file"
    SYSTEM = "system"


ACTION_VIEWS = frozenset({"action", "action_list", "rectification"})
"""Pages about what is to be done: who follows it up needs no request (ADR 0047)."""

TAKEN_VIEWS = frozenset({"report_pdf", "result_csv", "result_json", "action_list", "rectification"})
"""What leaves the platform; it is noted besides the opening of a page."""


def first_right(held: Collection[Why]) -> Why | None:
    """Give the right by which somebody opens a file.

    Args:
        held: Every right that they hold.

    Returns:
        The first in the order of `Why`; None when they hold none and have to ask.
    """
    return next((why for why in Why if why in held), None)


def stretch_of(at: datetime) -> datetime:
    """Give the start of the stretch of time in which one opening is noted once.

    Args:
        at: An instant.

    Returns:
        The full quarter of an hour at or before it.

    Source: docs/defaults.md, `OPENING_MINUTES`.
    """
    whole = at.replace(second=0, microsecond=0)
    return whole - timedelta(minutes=whole.minute % OPENING_MINUTES)
