"""Replace the content of a rubric draft."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.plain_json import plain_to_json
from qa_app.domain.rubric_draft import DraftAct, DraftSeen, head_of
from qa_app.domain.rubric_events import RubricDraftSaved
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.transaction import transaction
from qa_app.queries.rubric_drafts import draft_to_change, hands_of, may_see_drafts


@dataclass(frozen=True, slots=True)
class DraftChange:
    """The whole content of a draft as it shall be from now on.

    Attributes:
        draft_id: The draft.
        revision: What the writer had before them.
        plain: The file's data; may hold faults.
    """

    draft_id: int
    revision: int
    plain: dict[str, Any]


def save_rubric_draft(session: Session, actor: Actor, change: DraftChange, *, at: datetime) -> int:
    """Save a draft.

    Args:
        session: A database session.
        actor: Who writes; from then on another person must publish it.
        change: The whole content, and the revision that it was made from.
        at: The present.

    Returns:
        The new revision; the standing one when exactly this content stands already.

    Raises:
        OutOfReachError: There is no such draft, or the actor sees no drafts.
        NotAllowedError: The actor may not write rubrics.
        InvalidError: The rubric's code was changed (`code_fixed`), or the content cannot be
            kept (`draft_too_large`, `draft_unreadable`).
        ConflictError: The draft is in review or at its end (`draft_state`), or somebody saved
            meanwhile (`draft_stale`, with `revision`, `at` and their content as `theirs`;
            what was sent is the other one).
    """
    content = plain_to_json(change.plain)
    standing = _standing(session, actor, change.draft_id, content)
    if standing is not None:
        return standing
    event = RubricDraftSaved(
        actor=actor,
        at=at,
        object_id=change.draft_id,
        rubric="",
        revision=change.revision + 1,
        digest=hashlib.sha256(content.encode()).hexdigest(),
    )
    with transaction(session, event) as act:
        seen = DraftSeen(change.draft_id, change.revision)
        row = draft_to_change(session, actor, seen, DraftAct.SAVE)
        if change.plain.get("id") != row.rubric_code:
            raise InvalidError("code_fixed", rubric=row.rubric_code)
        act.learn(rubric=row.rubric_code)
        _keep(row, change, content, actor, at)
    return change.revision + 1


def _standing(session: Session, actor: Actor, draft_id: int, content: str) -> int | None:
    # the same content sent twice is one save; who may not save is told so below
    if not may_see_drafts(actor):
        return None
    return session.execute(
        select(RubricDraftRow.revision).where(
            RubricDraftRow.id == draft_id,
            RubricDraftRow.content == content,
            RubricDraftRow.state == "draft",
        )
    ).scalar_one_or_none()


def _keep(
    row: RubricDraftRow, change: DraftChange, content: str, actor: Actor, at: datetime
) -> None:
    head = head_of(change.plain, row.version)
    row.content = content
    row.version = head.version
    row.title_zh, row.title_en = head.title_zh, head.title_en
    row.revision = change.revision + 1
    row.updated_at = at
    row.updated_by = actor.account_id
    row.writers = list(hands_of(row).joined_by(actor).writers)
