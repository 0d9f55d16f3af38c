"""Freeze the evidence about an area, so that somebody can decide on it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.defaults import EVIDENCE_FROZEN_MOST
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_over_others
from qa_app.domain.register_status import Mover, choices
from qa_app.domain.rules.evaluation import Evidence, digest_of_evaluation, recomputed
from qa_app.domain.standing_events import EvidenceFrozen
from qa_app.models.evidence_rows import FOR_DECISION, keep_evidence
from qa_app.models.transaction import transaction
from qa_app.queries.evidence_snapshots import Snapshot, frozen_since, newest_of_set
from qa_app.queries.recorded_papers import recorded_on
from qa_app.queries.register_standings import AreaStanding, held_standing
from qa_app.queries.standing_evidence import is_overtaken, that_stands

_A_DAY = timedelta(hours=24)


def freeze_evidence(
    session: Session,
    actor: Actor,
    centre_id: int,
    evidence: Evidence,
    *,
    at: datetime,
    mover: Mover = Mover.SCREEN,
) -> int:
    """Freeze it.

    Whoever may not read the centre's files is led to the evidence that stands, however much has
    changed since: two evaluations of days they choose would tell what happened between them. New
    evidence is for them only after the area was moved or `EVIDENCE_STANDS_DAYS` have passed; by a
    set, or criteria, by which nothing was frozen at the instant of what stands, the area is
    evaluated at that instant (`queries.standing_evidence`).

    Args:
        session: A database session.
        actor: Who proposes decisions, or records those on paper.
        centre_id: The centre.
        evidence: The evaluation of one of its areas, as `domain.rules.evaluation.evidence_of` gives
            it.
        at: The present.
        mover: By which route is to be decided on it.

    Returns:
        The snapshot; while nothing was decided since the one that was frozen last by this set, that
        one if it says the same of the same day and no paper is recorded on it, or if its reader may
        have no other.

    Raises:
        OutOfReachError: The area is not within reach, or the actor may not.
        ConflictError: Nothing can be decided by this route from where the area stands
            (`nothing_to_decide`), or the actor may not read the centre's files and evidence stands
            of another instant than this (`evidence_instant`).
        InvalidError: It is no evaluation of this centre, or its verdicts do not follow from what it
            says was measured (`evidence_unsound`), its criteria are not published
            (`criteria_unknown`), or they froze too much within 24 hours (`evidence_many`).
    """
    by = Permission.STANDING_RECORD if mover is Mover.PAPER else Permission.STANDING_PROPOSE
    plain, digest = evidence.plain, digest_of_evaluation(evidence.plain)
    event = EvidenceFrozen(actor=actor, at=at, centre_id=centre_id, digest=digest)
    with transaction(session, event) as act:
        held = held_standing(session, actor, centre_id, plain["area"], by)
        is_of_centre = plain["centre"] == held.place.centre_code
        if not is_of_centre or _is_stated(plain) or recomputed(plain) != plain:
            raise InvalidError("evidence_unsound")
        if not choices(held.on(date.fromisoformat(plain["as_of"])), mover):
            raise ConflictError("nothing_to_decide")
        reads = reach_over_others(actor).covers(centre_id, held.place.place_path)
        there = _same(session, held, plain) if reads else _of_instant(session, held, plain, at)
        if there is not None:
            act.learn(object_id=there.id, digest=there.digest)
            return there.id
        if frozen_since(session, actor.account_id, at - _A_DAY) >= EVIDENCE_FROZEN_MOST:
            raise InvalidError("evidence_many", most=EVIDENCE_FROZEN_MOST)
        made = keep_evidence(session, centre_id, evidence, FOR_DECISION, actor.account_id, at)
        act.learn(object_id=made)
    return made


def _same(session: Session, held: AreaStanding, plain: Mapping[str, Any]) -> Snapshot | None:
    place = held.place
    own = newest_of_set(session, place.centre_id, place.area_code, plain["set"])
    if own is None or is_overtaken(own, held, date.fromisoformat(plain["as_of"])):
        return None
    # a reply form counts once: another paper needs evidence of its own
    is_free = _said(own.plain) == _said(plain) and recorded_on(session, own.id) is None
    return own if is_free else None


def _of_instant(
    session: Session, held: AreaStanding, plain: Mapping[str, Any], at: datetime
) -> Snapshot | None:
    # for whoever reads aggregates alone: one instant, by whichever set
    place = held.place
    stands = that_stands(session, held, date.fromisoformat(plain["as_of"]), at)
    if stands is None:
        return None
    own = newest_of_set(session, place.centre_id, place.area_code, plain["set"])
    # by the same set and criteria it is there already
    if own is not None and _by(own.plain) == _by({**plain, "known_at": stands.plain["known_at"]}):
        return own
    if plain["known_at"] != stands.plain["known_at"]:
        raise ConflictError("evidence_instant")
    return None


def _by(plain: Mapping[str, Any]) -> tuple[Any, Any]:
    return plain["known_at"], plain["criteria_version"]


def _said(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {**plain, "known_at": ""}


def _is_stated(plain: Mapping[str, Any]) -> bool:
    # frozen is what was measured; a verdict that is merely stated proves nothing
    return any("stated" in found for one in plain["criteria"] for found in one["found"])
