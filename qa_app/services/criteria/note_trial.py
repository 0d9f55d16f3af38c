"""Note how far the trial of a draft of criteria has come, and that it failed."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.models.criteria_sandbox import CriteriaTrialAskRow
from qa_app.models.transaction import touch


def note_trial(
    session: Session, draft_id: int, done: int, parts: int, *, is_failed: bool = False, at: datetime
) -> None:
    """Note it outside the journal, which holds what came out.

    Args:
        session: A session without unsaved changes.
        draft_id: The draft.
        done: Parts that are done.
        parts: Parts there are.
        is_failed: True when it ended without a result.
        at: The present.
    """
    row = CriteriaTrialAskRow
    values = {"done": done, "parts": parts, "alive_at": at, "failed_at": at if is_failed else None}
    touch(session, update(row).where(row.draft_id == draft_id).values(values))
