"""Where somebody may go from Today who reads no reviews."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.export_requests import requests_to_answer
from qa_app.web.home.pages import Way

_WAYS = (
    (
        Permission.CRITERIA_READ,
        "endorsement.criteria",
        _l("Register criteria"),
        _l("Which centres meet which criteria, with value, threshold and number of files."),
    ),
    (
        Permission.PAPER_READ,
        "register_papers.index",
        _l("Papers"),
        _l("Papers about decisions: what waits for its paper, what was issued and revoked."),
    ),
    (
        Permission.STANDING_READ,
        "decisions.index",
        _l("Decisions"),
        _l("What was decided about centres, until when, and what objects to it."),
    ),
    (
        Permission.DIRECTORY_READ,
        "register.directory",
        _l("Directory of centres"),
        _l("Who helps in which district and area, on a list and by tiles of districts."),
    ),
    (
        Permission.COMPARISON_READ,
        "comparison.index",
        _l("Comparison of centres"),
        _l("Centres of a place beside each other by name, with interval and funnel."),
    ),
    (
        Permission.REPORT_READ,
        "period_reports.index",
        _l("Reports"),
        _l("Quarters of centres and years of cities, kept as they were made."),
    ),
    (
        Permission.ACCOUNT_READ,
        "admin.accounts",
        _l("Accounts"),
        _l("Who may sign in, with which roles and where."),
    ),
    (
        Permission.PLACE_EDIT,
        "admin.places",
        _l("Places and centres"),
        _l("Provinces, cities, districts, centres and their workers."),
    ),
    (
        Permission.SESSION_IMPORT,
        "past_sessions.upload",
        _l("Past sessions"),
        _l("Supervision that was held before, from a list; looked at before it is taken in."),
    ),
    (
        Permission.HOLIDAY_EDIT,
        "holidays.index",
        _l("Holiday table"),
        _l("Days off and days made up for, by which working days are counted."),
    ),
    (
        Permission.JOURNAL_READ,
        "journal.index",
        _l("Journal"),
        _l("What was done, by whom and when; each row is chained to the one before."),
    ),
    (
        Permission.OPENING_READ,
        "access.seen",
        _l("Who saw a case file"),
        _l("Everybody who opened one case file, when and by which right."),
    ),
    (
        Permission.JOURNAL_READ,
        "journal.pack",
        _l("Yearly pack on data of minors"),
        _l("What became of the data of minors in a year, as figures, with the templates."),
    ),
    (
        Permission.JOURNAL_READ,
        "access.hats",
        _l("Two administrators in one person"),
        _l("Whether somebody may be both, who agreed, and the months that are checked."),
    ),
    (
        Permission.ITEMS_APPROVE,
        "exports.approvals",
        _l("Exports"),
        None,
    ),
    (
        Permission.SYSTEM_READ,
        "health.system",
        _l("State of the system"),
        _l("Backup, daily run, clock, disk and journal, each with what mends it."),
    ),
)
"""Who may go where, what it is called and what is there; None where that is counted."""


def ways_from_here(actor: Actor, requests: int) -> tuple[Way, ...]:
    """List the pages of whoever reads no reviews.

    Args:
        actor: Who looks.
        requests: Requests to take results away that wait for their answer.

    Returns:
        Ways to them; none for whoever reads reviews, whose day has its own lists.
    """
    if may(actor, Permission.AUDIT_READ):
        return ()
    return tuple(
        Way(url_for(endpoint), str(words), _to_approve(requests) if about is None else str(about))
        for permission, endpoint, words, about in _WAYS
        if may(actor, permission)
    )


def requests_waiting(actor: Actor) -> int:
    """Count requests to take results away that wait for somebody's answer.

    Args:
        actor: Who looks.

    Returns:
        How many, at most a page of them; 0 for who approves none.
    """
    if not may(actor, Permission.ITEMS_APPROVE):
        return 0
    return len(requests_to_answer(database(), actor, clock.now(), ROWS_PER_PAGE))


def _to_approve(count: int) -> str:
    if not count:
        return str(_("Who asks to take results away item by item, and what for."))
    return str(
        ngettext(
            "%(num)d request to take results away waits for your answer.",
            "%(num)d requests to take results away wait for your answer.",
            count,
        )
    )
