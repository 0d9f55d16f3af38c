"""Freeze the evidence about an area, so that somebody can decide on it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.defaults import EVIDENCE_FROZEN_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rules.evaluation import Evidence, digest_of_evaluation, recomputed
from qa_app.domain.standing_events import EvidenceFrozen
from qa_app.models.evidence_rows import FOR_DECISION, keep_evidence
from qa_app.models.transaction import transaction
from qa_app.queries.evidence_snapshots import Snapshot, frozen_since, newest_of_day
from qa_app.queries.recorded_papers import recorded_on
from qa_app.queries.register_standings import AreaStanding, held_standing

_A_DAY = timedelta(hours=24)


def freeze_evidence(
    session: Session,
    actor: Actor,
    centre_id: int,
    area_code: str,
    evidence: Evidence,
    *,
    at: datetime,
) -> int:
    """Freeze it.

    Args:
        session: A database session.
        actor: Who proposes decisions, or records those on paper.
        centre_id: The centre.
        area_code: The area.
        evidence: The evaluation, as `domain.rules.evaluation.evidence_of` gives it.
        at: The present.

    Returns:
        The snapshot; the one that stands for the same evaluation, or that was frozen last about the
        same day and says the same, while nothing was decided since.

    Raises:
        OutOfReachError: The area is not within reach, or the actor may not.
        InvalidError: It is no evaluation of this area, or its verdicts do not follow from what it
            says was measured (`evidence_unsound`), its criteria are not published
            (`criteria_unknown`), or they froze too much within 24 hours (`evidence_many`).
    """
    by = Permission.STANDING_PROPOSE
    if not may(actor, by):
        by = Permission.STANDING_RECORD
    plain, digest = evidence.plain, digest_of_evaluation(evidence.plain)
    event = EvidenceFrozen(actor=actor, at=at, centre_id=centre_id, digest=digest)
    with transaction(session, event) as act:
        held = held_standing(session, actor, centre_id, area_code, by)
        is_of_area = (plain["centre"], plain["area"]) == (held.place.centre_code, area_code)
        if not is_of_area or _is_stated(plain) or recomputed(plain) != plain:
            raise InvalidError("evidence_unsound")
        there = _that_stands(session, held, plain)
        if there is not None:
            act.learn(object_id=there.id, digest=there.digest)
            return there.id
        if frozen_since(session, actor.account_id, at - _A_DAY) >= EVIDENCE_FROZEN_MOST:
            raise InvalidError("evidence_many", most=EVIDENCE_FROZEN_MOST)
        made = keep_evidence(session, centre_id, evidence, FOR_DECISION, actor.account_id, at)
        act.learn(object_id=made)
    return made


def _that_stands(session: Session, held: AreaStanding, plain: Mapping[str, Any]) -> Snapshot | None:
    day, place = date.fromisoformat(plain["as_of"]), held.place
    newest = newest_of_day(session, place.centre_id, place.area_code, plain["set"], day)
    if newest is None or _said(newest.plain) != _said(plain):
        return None
    known_at = datetime.fromisoformat(newest.plain["known_at"])
    moved = [step.made_at for step in held.steps if step.made_at is not None]
    if any(known_at < made_at for made_at in moved):
        # no decision may rest on what was known before the area was moved
        return None
    # a reply form counts once: another paper needs evidence of its own
    return newest if recorded_on(session, newest.id) is None else None


def _said(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {**plain, "known_at": ""}


def _is_stated(plain: Mapping[str, Any]) -> bool:
    # frozen is what was measured; a verdict that is merely stated proves nothing
    return any("stated" in found for one in plain["criteria"] for found in one["found"])
