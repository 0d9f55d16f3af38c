"""Notes in the journal that somebody was kept from a page about cases."""

from flask import request

from qa_app import clock
from qa_app.domain.access_events import AuditDenied, PageDenied
from qa_app.domain.events import Event
from qa_app.extensions import DatabaseDownError, database
from qa_app.services.access.note_once import note_once
from qa_app.web.guard import current_actor, current_signed

_ABSENT = 404
_OF_CASES = frozenset(
    {
        "access",
        "actions",
        "answers",
        "audits",
        "cases",
        "findings",
        "journal",
        "moderation",
        "papers",
        "records",
        "sheets",
        "singles",
    }
)
"""Blueprints whose pages tell of cases, or of who did what."""


def note_denial(code: int) -> None:
    """Note that this request was turned away, once in a quarter of an hour.

    Args:
        code: What it is answered with; only what is kept from somebody is noted, and only of a
            page about cases that somebody who is signed in asked for.
    """
    blueprint = request.blueprint or ""
    if code != _ABSENT or blueprint not in _OF_CASES:
        return
    try:
        if current_signed() is None:
            return
        session = database()
        session.rollback()  # what was begun ends with the refusal
        note_once(session, _event(blueprint))
    except DatabaseDownError:
        return


def _event(blueprint: str) -> Event:
    actor, now = current_actor(), clock.now()
    values = request.view_args or {}
    view = (request.endpoint or "").partition(".")[2]
    if "audit_id" in values:
        return AuditDenied(actor=actor, at=now, object_id=values["audit_id"], view=view)
    which = next((str(value) for value in values.values()), "")
    return PageDenied(actor=actor, at=now, object_id=f"{blueprint}/{which}"[:140])
