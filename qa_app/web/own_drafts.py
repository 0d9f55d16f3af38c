"""How every page of a draft finds it: there is no other way to one."""

from flask import abort

from qa_app import clock
from qa_app.extensions import database
from qa_app.queries.drafts import DraftAudit, own_draft
from qa_app.services.audits.open_draft import open_draft
from qa_app.web.guard import current_actor
from qa_app.web.settings import installation, local_today


def shown_draft(audit_id: int, view: str) -> DraftAudit:
    """Find the reader's own draft for a page that shows what stands in it, and note that.

    A page that shows a refused form again asks here as well: the refusal left nothing behind,
    so that this is the one act of the request.

    Args:
        audit_id: The draft.
        view: Which page shows it, for the journal.

    Returns:
        The draft; without one the request ends with 404, barred by now with 409.
    """
    zone = installation().timezone
    return open_draft(database(), current_actor(), audit_id, view, zone, at=clock.now())


def draft_in_hand(audit_id: int) -> DraftAudit:
    """Find the reader's own draft for an act on it, or for a part of a page that was noted.

    Args:
        audit_id: The draft.

    Returns:
        As `shown_draft`.
    """
    return own_draft(database(), current_actor(), audit_id, local_today()) or abort(404)
