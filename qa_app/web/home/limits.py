"""Limits of open cases that are overdue or due today; supervisors see them on their own page."""

from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.running_limits import LimitCounts, count_limits
from qa_app.web.settings import installation


def limits_today(actor: Actor) -> LimitCounts:
    """Count the limits that wait for the centre or the worker who looks.

    Args:
        actor: Who looks.

    Returns:
        The counts; none for who may not record what happened in cases.
    """
    if not may(actor, Permission.LIMIT_RECORD):
        return LimitCounts()
    return count_limits(database(), actor, clock.now(), installation().timezone)


def limits_words(counts: LimitCounts) -> tuple[str, str]:
    """Say how many limits are overdue and due today, for the title of the page.

    Args:
        counts: The counts.

    Returns:
        Two clauses; empty where there are none.
    """
    return (
        ngettext("%(num)d limit overdue", "%(num)d limits overdue", counts.overdue)
        if counts.overdue
        else "",
        ngettext("%(num)d limit due today", "%(num)d limits due today", counts.today)
        if counts.today
        else "",
    )
