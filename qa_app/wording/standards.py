"""The library of standards in words: kinds, states, how much was read, limits of steps."""

import re

from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

KINDS: dict[str, str] = {
    "law": _("Law or regulation"),
    "interpretation": _("Judicial interpretation"),
    "rule": _("Administrative rule"),
    "standard": _("National, industry or local standard"),
    "procedure": _("Working procedure"),
    "guide": _("Guidance"),
}
"""Kind of document to its words."""

STATES: dict[str, str] = {
    "draft": _("draft"),
    "in_force": _("in force"),
    "superseded": _("superseded"),
}
"""State of a document to its words."""

SEEN: dict[str, str] = {
    "read": _("text read"),
    "partly": _("read in part"),
    "title-only": _("text not read yet"),
}
"""How much was read to its words."""

LIMITS: dict[str, str] = {
    "always": _("always"),
    "at_once": _("at once"),
    "before_hearing": _("before the hearing"),
    "before_joint_session": _("before a joint session"),
    "before_service": _("before the service begins"),
    "by_due_date": _("by the due date"),
    "by_plan": _("by the plan"),
    "by_risk": _("by the level of risk"),
    "calendar_month": _("each calendar month"),
    "each_stage": _("at each stage"),
    "first_meeting": _("at the first meeting"),
    "first_session": _("in the first session"),
    "on_receipt": _("on receipt"),
}
"""Limit of a step that is no span to its words."""

_SPAN = re.compile(r"(\d{1,4})(h|d|wd|_sessions)", re.ASCII)
_SPANS = {
    "h": _("within %(count)s hours"),
    "d": _("within %(count)s days"),
    "wd": _("within %(count)s working days"),
    "_sessions": _("within %(count)s sessions"),
}
_IMPORTED = {
    "added": _("%(code)s is added (clauses: %(count)s)"),
    "updated": _("%(code)s is brought up to date (clauses: %(count)s)"),
    "kept": _("%(code)s was changed here and is kept as it is; the file was not taken"),
    "unchanged": _("unchanged documents: %(count)s"),
}


def limit(words: Words, within: str) -> str:
    """Say by when a step is to be done.

    Args:
        words: The language.
        within: The limit as the procedure writes it, such as `24h` or `by_risk`.

    Returns:
        The words; what has none stays as it is written.
    """
    match = _SPAN.fullmatch(within)
    if match is not None:
        return words.say(_SPANS[match[2]], count=match[1])
    message = LIMITS.get(within)
    return within if message is None else words.say(message)


def imported(words: Words, outcome: str, code: str, count: int) -> str:
    """Say what became of a document that was brought.

    Args:
        words: The language.
        outcome: `added`, `updated`, `kept` or `unchanged`.
        code: The document.
        count: Its clauses; for `unchanged` the documents.

    Returns:
        One line.
    """
    return words.say(_IMPORTED[outcome], code=code, count=count)
