"""Say that one looked at what came out of the trial of a draft of criteria."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import SANDBOX_REASON_LEAST, SANDBOX_REASON_MOST
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.trial import CHECK, wants_reason
from qa_app.domain.trial_events import TrialSeen
from qa_app.models.criteria_sandbox import CriteriaSandboxRow
from qa_app.models.criteria_versions import CriteriaCheckRow
from qa_app.models.transaction import transaction
from qa_app.queries.criteria_drafts import held_draft
from qa_app.queries.criteria_trials import trial_of


def look_at_criteria_trial(
    session: Session, actor: Actor, draft_id: int, digest: str, reason: str, *, at: datetime
) -> None:
    """Record it, once for each person.

    Args:
        session: A database session.
        actor: Who looked; only who has looked may publish the draft.
        draft_id: The draft.
        digest: Digest of what was on their screen.
        reason: Why it is to be published although too few honest centres pass; empty where enough
            do.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft, or the actor publishes no criteria.
        ConflictError: It is published or discarded (`settled`), or what was looked at is not what
            stands (`trial_stale`).
        InvalidError: It was not tried yet (`not_tried`), or too few pass and no reason of
            `SANDBOX_REASON_LEAST` to `SANDBOX_REASON_MOST` characters is given (`reason_length`).
    """
    if not may(actor, Permission.CRITERIA_PUBLISH) or actor.account_id is None:
        raise OutOfReachError("criteria_draft")
    reason = reason.strip()
    event = TrialSeen(actor=actor, at=at, object_id=draft_id, digest=digest, reason=reason)
    with transaction(session, event):
        draft = held_draft(session, draft_id)
        row = session.execute(
            select(CriteriaSandboxRow).where(CriteriaSandboxRow.draft_id == draft_id)
        ).scalar_one_or_none()
        if row is None:
            raise InvalidError("not_tried")
        if row.digest != digest:
            raise ConflictError("trial_stale")
        done = select(CriteriaCheckRow.id).where(
            CriteriaCheckRow.draft_id == draft_id,
            CriteriaCheckRow.code == CHECK,
            CriteriaCheckRow.done_by == actor.account_id,
        )
        if session.execute(done).first() is not None:
            return
        if draft.state != "open":
            raise ConflictError("settled")
        is_wanted = wants_reason(trial_of(row))
        if is_wanted and not SANDBOX_REASON_LEAST <= len(reason) <= SANDBOX_REASON_MOST:
            raise InvalidError(
                "reason_length", least=SANDBOX_REASON_LEAST, most=SANDBOX_REASON_MOST
            )
        session.execute(
            insert(CriteriaCheckRow).values(
                draft_id=draft_id,
                code=CHECK,
                digest=digest,
                reason=reason if is_wanted else "",
                done_at=at,
                done_by=actor.account_id,
            )
        )
