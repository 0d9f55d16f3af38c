"""Try a draft of criteria, on simulated centres and on the past of every centre."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_versions import file_of
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.journal import canonical_json
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.trial import digest_of_trial, plain_trial
from qa_app.domain.trial_events import CriteriaTried
from qa_app.models.criteria_sandbox import CriteriaSandboxRow, CriteriaTrialAskRow
from qa_app.models.criteria_versions import CriteriaDraftRow
from qa_app.models.packed import packed
from qa_app.models.transaction import transaction
from qa_app.queries.try_criteria import Told, TrialSize, told_nobody, try_criteria


def run_criteria_trial(
    session: Session,
    actor: Actor,
    draft_id: int,
    size: TrialSize,
    told: Told = told_nobody,
    *,
    at: datetime,
) -> str:
    """Try a draft and keep what came out.

    Args:
        session: A database session.
        actor: Who tries it; the system does for who asked for it.
        draft_id: The draft.
        size: How much is tried.
        told: Hears how many parts of how many are done; nothing is read meanwhile.
        at: The present.

    Returns:
        Digest of what came out; a draft is tried once, and trying it again gives the same.

    Raises:
        OutOfReachError: There is no such draft, nobody asked the system for it, or the actor
            publishes no criteria.
        ConflictError: It is published or discarded (`settled`).
    """
    if not may(actor, Permission.CRITERIA_PUBLISH):
        raise OutOfReachError("criteria_draft")
    asked = session.get(CriteriaTrialAskRow, draft_id)
    ran_by = actor.account_id or (None if asked is None else asked.asked_by)
    if ran_by is None:
        raise OutOfReachError("criteria_draft")
    row = session.get(CriteriaDraftRow, draft_id)
    if row is None:
        raise OutOfReachError("criteria_draft")
    standing = _standing(session, draft_id)
    if standing is not None:
        return standing
    if row.state != "open":
        raise ConflictError("settled")
    fingerprint = row.fingerprint
    # outside of the transaction: it takes up to a minute, and changes nothing
    file = file_of(row.content)
    plain = plain_trial(try_criteria(session, file, fingerprint, size, told=told))
    digest = digest_of_trial(plain)
    with transaction(
        session, CriteriaTried(actor=actor, at=at, object_id=draft_id, digest=digest)
    ) as act:
        standing = _standing(session, draft_id)
        if standing is not None:
            act.learn(digest=standing)
            return standing
        session.execute(
            insert(CriteriaSandboxRow).values(
                draft_id=draft_id,
                fingerprint=fingerprint,
                digest=digest,
                content=packed(canonical_json(plain)),
                ran_at=at,
                ran_by=ran_by,
            )
        )
    return digest


def _standing(session: Session, draft_id: int) -> str | None:
    return session.execute(
        select(CriteriaSandboxRow.digest).where(CriteriaSandboxRow.draft_id == draft_id)
    ).scalar_one_or_none()
