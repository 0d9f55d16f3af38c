"""Try a draft of criteria, on simulated centres and on the past of every centre."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_versions import file_of
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.journal import canonical_json
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rules.simulation import CENTRES, Field, Simulated, dry_run, simulated_centres
from qa_app.domain.rules.trial import Past, Trial, digest_of_trial, plain_trial
from qa_app.domain.trial_events import CriteriaTried
from qa_app.models.criteria_sandbox import CriteriaSandboxRow
from qa_app.models.criteria_versions import CriteriaDraftRow
from qa_app.models.packed import packed
from qa_app.models.transaction import transaction
from qa_app.queries.criteria_trials import base_in_force, fields_in_force, month_ends
from qa_app.queries.measures.ground import Measure
from qa_app.queries.measures.registry import REGISTRY
from qa_app.queries.sandbox_history import Drafts, past_of


@dataclass(frozen=True, slots=True)
class TrialSize:
    """How much is tried.

    Attributes:
        today: Local date; months before it are looked at.
        zone: Zone in which days end.
        centres: Simulated centres of each area.
        days: Days of the past; None for the ends of three years of months.
    """

    today: date
    zone: str
    centres: int = CENTRES
    days: tuple[date, ...] | None = None


def run_criteria_trial(
    session: Session, actor: Actor, draft_id: int, size: TrialSize, *, at: datetime
) -> str:
    """Try a draft and keep what came out.

    Args:
        session: A database session.
        actor: Who tries it.
        draft_id: The draft.
        size: How much is tried.
        at: The present.

    Returns:
        Digest of what came out; a draft is tried once, and trying it again gives the same.

    Raises:
        OutOfReachError: There is no such draft, or the actor publishes no criteria.
        ConflictError: It is published or discarded (`settled`).
    """
    if not may(actor, Permission.CRITERIA_PUBLISH) or actor.account_id is None:
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
    plain = plain_trial(tried(session, file_of(row.content), fingerprint, size))
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
                ran_by=actor.account_id,
            )
        )
    return digest


def tried(
    session: Session,
    file: CriteriaFile,
    fingerprint: str,
    size: TrialSize,
    measures: Mapping[str, Measure] = REGISTRY,
) -> Trial:
    """Try a file of criteria without keeping anything.

    Args:
        session: A database session.
        file: The file.
        fingerprint: Its fingerprint.
        size: How much is tried.
        measures: Metric to what measures it.

    Returns:
        What came out.
    """
    fields, left_out = _that_can_be_simulated(fields_in_force(session, size.today), size.centres)
    simulated: Simulated = {one.area: _centres_of(one, size.centres)[one.area] for one in fields}
    return Trial(
        fingerprint,
        {one.area: (one.rubric.code, one.rubric.version) for one in fields},
        left_out,
        dry_run(file, fields, simulated),
        _past(session, file, size, measures),
    )


def _past(
    session: Session, file: CriteriaFile, size: TrialSize, measures: Mapping[str, Measure]
) -> Past:
    days = month_ends(size.today) if size.days is None else size.days
    files = Drafts(file, base_in_force(session, size.today))
    return past_of(session, files, days, measures, size.zone)


def _that_can_be_simulated(
    fields: Sequence[Field], centres: int
) -> tuple[tuple[Field, ...], tuple[str, ...]]:
    kept, left_out = [], []
    for one in fields:
        try:
            _centres_of(one, centres)
        except ValueError:
            left_out.append(one.area)
        else:
            kept.append(one)
    return tuple(kept), tuple(left_out)


@lru_cache(maxsize=8)
def _centres_of(field: Field, centres: int) -> Simulated:
    # no draft makes a difference to them, so that the next trial finds them thrown
    return simulated_centres([field], centres)


def _standing(session: Session, draft_id: int) -> str | None:
    return session.execute(
        select(CriteriaSandboxRow.digest).where(CriteriaSandboxRow.draft_id == draft_id)
    ).scalar_one_or_none()
