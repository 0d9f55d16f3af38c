"""Give a rubric draft back to its author, with a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.defaults import DRAFT_REASON_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.rubric_draft import DraftAct, DraftSeen, DraftState
from qa_app.domain.rubric_events import RubricDraftMoved
from qa_app.domain.text import has_words
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.transaction import transaction
from qa_app.queries.rubric_drafts import draft_to_change


def return_rubric_draft(
    session: Session, actor: Actor, seen: DraftSeen, reason: str, *, at: datetime
) -> None:
    """Return a draft; its author may take it back likewise.

    Args:
        session: A database session.
        actor: Who returns it.
        seen: The draft as they saw it.
        reason: What has to change; kept with the draft until it is handed in again.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft, or the actor sees no drafts.
        NotAllowedError: The actor may not write rubrics.
        ConflictError: It is not in review (`draft_state`), or was saved meanwhile
            (`draft_stale`).
        InvalidError: The reason is missing or too long (`reason_missing`, `reason_long`).
    """
    words = reason.strip()
    if not has_words(words):
        raise InvalidError("reason_missing")
    if len(words) > DRAFT_REASON_MOST:
        raise InvalidError("reason_long", most=DRAFT_REASON_MOST)
    if _is_done(session, actor, seen.draft_id, words):
        return
    event = RubricDraftMoved(actor=actor, at=at, object_id=seen.draft_id, rubric="", step="return")
    with transaction(session, event) as act:
        row = draft_to_change(session, actor, seen, DraftAct.RETURN)
        act.learn(rubric=row.rubric_code)
        row.state = DraftState.DRAFT.value
        row.return_reason = words
        row.submitted_at = row.submitted_by = None
        row.settled_at, row.settled_by = at, actor.account_id


def _is_done(session: Session, actor: Actor, draft_id: int, reason: str) -> bool:
    row = session.get(RubricDraftRow, draft_id)
    return (
        row is not None
        and row.state == DraftState.DRAFT.value
        and row.return_reason == reason
        and row.settled_by == actor.account_id
    )
