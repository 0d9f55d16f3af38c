"""Ask for the trial of a draft of criteria, which runs outside of the request."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.trial_events import TrialAsked
from qa_app.models.criteria_sandbox import CriteriaTrialAskRow
from qa_app.models.criteria_versions import CriteriaDraftRow
from qa_app.models.transaction import transaction
from qa_app.queries.criteria_drafts import held_draft
from qa_app.queries.criteria_trials import is_asked_for


def ask_criteria_trial(session: Session, actor: Actor, draft_id: int, *, at: datetime) -> None:
    """Ask for it; asking twice is asking once, and a trial that failed can be asked for again.

    Args:
        session: A database session.
        actor: Who asks; what comes out says that they had it run.
        draft_id: The draft.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft, or the actor publishes no criteria.
        ConflictError: It is published or discarded (`settled`).
    """
    if not may(actor, Permission.CRITERIA_PUBLISH) or actor.account_id is None:
        raise OutOfReachError("criteria_draft")
    if session.get(CriteriaDraftRow, draft_id) is None:
        raise OutOfReachError("criteria_draft")
    if is_asked_for(session, draft_id):
        return
    with transaction(session, TrialAsked(actor=actor, at=at, object_id=draft_id)):
        draft = held_draft(session, draft_id)
        if draft.state != "open":
            raise ConflictError("settled")
        values = {
            "asked_at": at,
            "asked_by": actor.account_id,
            "done": 0,
            "parts": 0,
            "alive_at": None,
            "failed_at": None,
        }
        row = CriteriaTrialAskRow
        if session.get(row, draft_id) is None:
            session.execute(insert(row).values(draft_id=draft_id, **values))
        elif not is_asked_for(session, draft_id):
            session.execute(update(row).where(row.draft_id == draft_id).values(values))
