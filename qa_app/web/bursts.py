"""Keeps readers of aggregates from asking so fast that single files show in differences."""

from flask import Flask, abort, request

from qa_app import clock
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.services.access.hear_question import hear_question
from qa_app.web.guard import current_actor, needs_of
from qa_app.web.refusals import note_refused

_OF_AGGREGATES = frozenset(
    {Permission.COMPARISON_READ, Permission.CRITERIA_READ, Permission.INDICATOR_READ}
)
_FREEZING = "decisions.freeze"
_TOO_MANY = 429


def register_bursts(app: Flask) -> None:
    """Count questions for aggregates before they are answered, after the guard.

    Args:
        app: The application.
    """

    @app.before_request
    def count() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if view is None:
            return
        is_question = needs_of(view) in _OF_AGGREGATES and request.method == "GET"
        # frozen evidence tells what a page of criteria tells
        if not is_question and request.endpoint != _FREEZING:
            return
        actor = current_actor()
        # whoever reads the files themselves learns nothing from differences
        if may(actor, Permission.AUDIT_READ):
            return
        if not hear_question(database(), actor, at=clock.now()):
            note_refused("burst")
            abort(_TOO_MANY)
