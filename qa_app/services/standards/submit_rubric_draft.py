"""Hand a rubric draft in, so that a second person publishes it."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.rubric_draft import DraftAct, DraftSeen, DraftState
from qa_app.domain.rubric_events import RubricDraftMoved
from qa_app.domain.rubric_ground import Ground
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.transaction import transaction
from qa_app.queries.rubric_drafts import draft_to_change


def submit_rubric_draft(
    session: Session,
    actor: Actor,
    seen: DraftSeen,
    ground: Ground,
    *,
    at: datetime,
) -> None:
    """Hand a draft in.

    Args:
        session: A database session.
        actor: Who hands it in; from then on another person must publish it.
        seen: The draft as they saw it.
        ground: What it is checked on.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft, or the actor sees no drafts.
        NotAllowedError: The actor may not write rubrics.
        ConflictError: It is at its end, or in review by another's hand (`draft_state`), or
            was saved meanwhile (`draft_stale`).
        InvalidError: It has faults (`has_faults`, with their `count`).
    """
    if _is_done(session, actor, seen):
        return
    event = RubricDraftMoved(actor=actor, at=at, object_id=seen.draft_id, rubric="", step="submit")
    with transaction(session, event) as act:
        row = draft_to_change(session, actor, seen, DraftAct.SUBMIT)
        count = ground.faults(plain_from_json(row.content))
        if count:
            raise InvalidError("has_faults", count=count)
        act.learn(rubric=row.rubric_code)
        row.state = DraftState.IN_REVIEW.value
        row.submitted_at, row.submitted_by = at, actor.account_id
        row.return_reason = ""


def _is_done(session: Session, actor: Actor, seen: DraftSeen) -> bool:
    row = session.get(RubricDraftRow, seen.draft_id)
    return (
        row is not None
        and row.state == DraftState.IN_REVIEW.value
        and row.revision == seen.revision
        and row.submitted_by == actor.account_id
    )
