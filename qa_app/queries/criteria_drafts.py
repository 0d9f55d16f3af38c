"""Drafts of criteria: held for a step, and what is still to be done before one is published."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_versions import file_of
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.models.criteria_sandbox import CriteriaSandboxRow
from qa_app.models.criteria_versions import CriteriaDraftRow
from qa_app.models.transaction import locked
from qa_app.queries.criteria_versions import OpenDraft, checks_of

DRY_RUN: Final = "dry_run"
"""The check that is done by looking at the trial of the draft, and never by ticking."""


def held_draft(session: Session, draft_id: int) -> CriteriaDraftRow:
    """Find a draft and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        draft_id: The draft.

    Returns:
        Its row.

    Raises:
        OutOfReachError: There is none.
    """
    query = select(CriteriaDraftRow).where(CriteriaDraftRow.id == draft_id)
    row = session.execute(locked(session, query, CriteriaDraftRow)).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("criteria_draft")
    return row


def missing_checks(
    session: Session, row: CriteriaDraftRow | OpenDraft, actor: Actor
) -> tuple[str, ...]:
    """List what is still to be done before somebody publishes a draft.

    Args:
        session: A database session.
        row: The draft.
        actor: Who would publish it.

    Returns:
        Codes of the file's checks: the trial counts when this person looked at the result of
        exactly this draft, the others when anybody ticked them.
    """
    done = checks_of(session, row.id)
    trial = session.execute(
        select(CriteriaSandboxRow.digest).where(CriteriaSandboxRow.draft_id == row.id)
    ).scalar_one_or_none()
    looked = {one.digest for one in done if one.code == DRY_RUN and one.done_by == actor.account_id}
    ticked = {one.code for one in done if one.code != DRY_RUN}
    asked = [one.code for one in file_of(row.content).terms.publish_checks]
    has_looked = trial is not None and trial in looked
    return tuple(code for code in asked if not (has_looked if code == DRY_RUN else code in ticked))
