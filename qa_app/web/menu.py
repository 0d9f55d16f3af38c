"""The words of the top bar, by what a person may do."""

from dataclasses import dataclass
from functools import lru_cache

from flask import request
from flask_babel import gettext as _

from qa_app.domain.people import Actor, Grant
from qa_app.domain.permissions import Permission, may
from qa_app.web.guard import current_actor
from qa_app.web.locale import page_language
from qa_app.web.steady import address

_ENTRIES = (
    ("home.today", Permission.SELF_MANAGE),
    ("supervision.month", Permission.SESSION_READ),
    ("audits.index", Permission.AUDIT_READ),
    ("actions.index", Permission.ACTION_READ),
    ("centres.index", Permission.CENTRE_READ),
    ("register.directory", Permission.DIRECTORY_READ),
    ("comparison.index", Permission.COMPARISON_READ),
    ("period_reports.index", Permission.REPORT_READ),
    ("readers.index", Permission.READER_MANAGE),
    ("endorsement.criteria", Permission.CRITERIA_READ),
    ("register_papers.index", Permission.PAPER_READ),
    ("decisions.index", Permission.STANDING_READ),
    ("indicators.index", Permission.INDICATOR_READ),
    ("journal.index", Permission.JOURNAL_READ),
    ("exports.approvals", Permission.ITEMS_APPROVE),
    ("holidays.index", Permission.HOLIDAY_EDIT),
    ("standards.index", Permission.RUBRIC_READ),
    ("admin.accounts", Permission.ACCOUNT_READ),
    ("admin.places", Permission.PLACE_EDIT),
    ("reminders.outbox", Permission.OUTBOX_READ),
    ("health.system", Permission.SYSTEM_READ),
)
# two words that lead into one blueprint, or one word into two, are told by the address
_SECTIONS = {
    "admin.accounts": ("/admin/accounts",),
    "admin.places": ("/admin/places", "/admin/centres", "/admin/sessions"),
    "audits.index": (
        "/audits",
        "/moderation",
        "/agreement",
        "/harm",
        "/practice",
        "/exports",
        "/access",
    ),
    "centres.index": ("/centres", "/workers", "/service", "/forms", "/places", "/reports"),
    "comparison.index": ("/places",),
    "period_reports.index": ("/reports",),
    "reminders.outbox": ("/outbox",),
    "health.system": ("/system",),
    "readers.index": ("/readers",),
    "register.directory": ("/register",),
    "standards.index": ("/rubrics", "/library"),
    "supervision.month": (
        "/plan",
        "/sessions",
        "/rounds",
        "/supervision",
        "/limits",
        "/learning",
        "/competencies",
    ),
}


# where a bar would hold more words than one line takes, these stand behind the first of them
_GROUPS = (
    (
        "centres.index",
        "register.directory",
        "comparison.index",
        "period_reports.index",
        "indicators.index",
    ),
    ("endorsement.criteria", "register_papers.index", "decisions.index"),
    ("admin.accounts", "admin.places", "holidays.index", "reminders.outbox", "health.system"),
)
# a centre is not to look for what was decided about it behind another word, where there is room
_DECISIONS_APART = tuple(
    tuple(one for one in group if one != "decisions.index") for group in _GROUPS
)
WORDS_MOST = 8
"""Words of the top bar that stand in one line at 1280 px, in both languages."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One word of the top bar.

    Attributes:
        address: Where it leads.
        words: What it says.
        is_current: True on the pages it leads to, and on those of its parts.
        parts: What stands below it while it is current; empty for a word that stands alone.
    """

    address: str
    words: str
    is_current: bool
    parts: tuple["MenuEntry", ...] = ()


def menu() -> list[MenuEntry]:
    """List the top bar's words for the signed-in person.

    Returns:
        In order.
    """
    found = {
        endpoint: MenuEntry(address(endpoint), words, _is_current(endpoint))
        for endpoint, words in _entries(current_actor().grants, page_language())
    }
    told = list(found.values())
    for groups in (_DECISIONS_APART, _GROUPS):
        if len(told) <= WORDS_MOST:
            break
        told = _grouped(found, groups)
    return told


def _grouped(found: dict[str, MenuEntry], groups: tuple[tuple[str, ...], ...]) -> list[MenuEntry]:
    heads = {}
    for group in groups:
        parts = tuple(found[endpoint] for endpoint in group if endpoint in found)
        for endpoint in group:
            heads[endpoint] = parts
    told, shown = [], set()
    for endpoint, entry in found.items():
        parts = heads.get(endpoint, (entry,))
        if len(parts) == 1:
            told.append(entry)
        elif parts not in shown:
            shown.add(parts)
            is_current = any(one.is_current for one in parts)
            told.append(MenuEntry(parts[0].address, parts[0].words, is_current, parts))
    return told


@lru_cache(maxsize=500)
def _entries(grants: tuple[Grant, ...], _language: str) -> tuple[tuple[str, str], ...]:
    # the same on every page of a person: endpoints with their words
    actor = Actor(None, "", grants)
    words = {
        "home.today": _("Today"),
        "supervision.month": _("Plan"),
        "audits.index": _("Reviews"),
        "actions.index": _("Actions"),
        "centres.index": _("Centres"),
        "register.directory": _("Register"),
        "comparison.index": _("Comparison"),
        "period_reports.index": _("Reports"),
        "readers.index": _("Reviewers"),
        "endorsement.criteria": _("Criteria"),
        "register_papers.index": _("Papers"),
        "decisions.index": _("Decisions"),
        "indicators.index": _("Indicators"),
        "journal.index": _("Journal"),
        "exports.approvals": _("Exports"),
        "holidays.index": _("Holiday table"),
        "standards.index": _("Rubrics"),
        "admin.accounts": _("Accounts"),
        "admin.places": _("Places"),
        "reminders.outbox": _("Outbox"),
        "health.system": _("System"),
    }
    return tuple(
        (endpoint, str(words[endpoint]))
        for endpoint, permission in _ENTRIES
        if may(actor, permission) and not _is_below(endpoint, actor)
    )


def _is_below(endpoint: str, actor: Actor) -> bool:
    # whoever opens centres finds their comparison and their reports there
    below = {"comparison.index", "period_reports.index"}
    return endpoint in below and may(actor, Permission.CENTRE_READ)


def _is_current(endpoint: str) -> bool:
    if endpoint in _SECTIONS:
        return request.path.startswith(_SECTIONS[endpoint])
    return endpoint.split(".", maxsplit=1)[0] == (request.endpoint or "").split(".")[0]


def here() -> str:
    """Give the way back to this page.

    Returns:
        Path and query of a page that was read; the first page after a form was sent.
    """
    return request.full_path.rstrip("?") if request.method == "GET" else address("home.today")
