"""Give up a rubric draft; it stays readable and comes to nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.rubric_draft import DraftAct, DraftSeen, DraftState
from qa_app.domain.rubric_events import RubricDraftMoved
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.transaction import transaction
from qa_app.queries.rubric_drafts import draft_to_change


def discard_rubric_draft(session: Session, actor: Actor, seen: DraftSeen, *, at: datetime) -> None:
    """Discard a draft for good.

    Args:
        session: A database session.
        actor: Who discards it: anyone who may write rubrics, so that no draft of somebody
            who has left stands in the way of the next.
        seen: The draft as they saw it.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft, or the actor sees no drafts.
        NotAllowedError: The actor may not write rubrics.
        ConflictError: It was published, or discarded by another (`draft_state`), or saved
            meanwhile (`draft_stale`).
    """
    row = session.get(RubricDraftRow, seen.draft_id)
    is_mine = row is not None and row.settled_by == actor.account_id
    if row is not None and is_mine and row.state == DraftState.DISCARDED.value:
        return
    event = RubricDraftMoved(actor=actor, at=at, object_id=seen.draft_id, rubric="", step="discard")
    with transaction(session, event) as act:
        row = draft_to_change(session, actor, seen, DraftAct.DISCARD)
        act.learn(rubric=row.rubric_code)
        row.state = DraftState.DISCARDED.value
        row.settled_at, row.settled_by = at, actor.account_id
