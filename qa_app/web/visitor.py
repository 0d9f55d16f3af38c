"""Who a request comes from: found once, by the id in its cookie."""

from dataclasses import replace
from hashlib import sha256
from typing import cast

from flask import Request, session

from qa_app import clock
from qa_app.extensions import DatabaseDownError, database
from qa_app.queries.accounts import SignedIn, signed_in
from qa_app.queries.ceilings import hold_to_reach
from qa_app.services.accounts.note_use import note_use
from qa_app.web.factor_due import begin_grace
from qa_app.web.session import BrowserSession

DOWN = "plumbline.database_down"
"""Set in the environment of a request while the database does not answer."""
UNCOUNTED = "plumbline.uncounted"
"""Set where asking is no use of a session."""
_VISITOR = "plumbline.visitor"


class Visitor:
    """The signed-in person, and from where they ask."""

    def __init__(self, signed: SignedIn, address: str | None) -> None:
        self.signed = signed
        self.actor = replace(signed.actor, address=address)  # who acts, from where


def visitor_of(req: Request) -> Visitor | None:
    """Tell who asks.

    Args:
        req: The request.

    Returns:
        The signed-in person; None for everybody else, and while the database does not answer.
    """
    environ = req.environ
    if _VISITOR not in environ:
        environ[_VISITOR] = _load(req)
    return cast("Visitor | None", environ[_VISITOR])


def _load(req: Request) -> Visitor | None:
    browser = cast("BrowserSession", session)
    if browser.new:
        return None
    now = clock.now()
    try:
        found = signed_in(database(), sha256(browser.token.encode()).hexdigest(), at=now)
        if found is None:
            return None
        if not req.environ.get(UNCOUNTED):
            note_use(database(), found.session_id, found.last_seen_at, at=now)
        begin_grace(found)
        hold_to_reach(database(), found.actor)
    except DatabaseDownError:
        # the page that says so must not ask the database again who is looking at it
        req.environ[DOWN] = True
        return None
    return Visitor(found, req.remote_addr)
