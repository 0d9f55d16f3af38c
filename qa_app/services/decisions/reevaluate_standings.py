"""Hold areas of the register against their criteria anew once a red line was found in them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_decisions import DecisionState
from qa_app.domain.rules.evaluation import digest_of_evaluation, evidence_of
from qa_app.domain.standing_events import StandingReevaluated
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.models.evidence_rows import FOR_RED_LINE, keep_evidence
from qa_app.models.register_decisions import RegisterDecisionRow
from qa_app.models.transaction import transaction
from qa_app.queries.criteria_versions import sets_in_force
from qa_app.queries.evaluations import Asking, asking_of, evaluate_area
from qa_app.queries.red_lines import Crossed, crossed_areas
from qa_app.queries.register_standings import AreaPlace, area_standings, held_standing


def reevaluate_standings(session: Session, actor: Actor, zone: str, *, at: datetime) -> int:
    """Freeze the evidence of each area of the register in which a red line became final.

    Where an area stands is not changed: whether co-operation is suspended, people decide. An area
    whose set of criteria is not in force any more is passed over. Harmless when repeated.

    Args:
        session: A database session.
        actor: The system.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        How many were evaluated.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("register:reevaluate")
    areas, today = area_standings(session, actor), local_day(at, zone)
    due = [one for one in crossed_areas(session, areas, today, zone) if one.is_to_evaluate]
    asked = [(one, _asking(session, one.area.place, zone, at)) for one in due]
    session.rollback()
    done = [
        _evaluate(session, actor, one, asking, at) for one, asking in asked if asking is not None
    ]
    return sum(done)


def _asking(session: Session, place: AreaPlace, zone: str, at: datetime) -> Asking | None:
    # by the set that the area was decided on by
    set_code = session.execute(
        select(EvidenceSnapshotRow.set_code)
        .join(RegisterDecisionRow, RegisterDecisionRow.snapshot_id == EvidenceSnapshotRow.id)
        .where(
            RegisterDecisionRow.centre_id == place.centre_id,
            RegisterDecisionRow.area_code == place.area_code,
            RegisterDecisionRow.state == DecisionState.DECIDED.value,
        )
        .order_by(RegisterDecisionRow.decided_at.desc(), RegisterDecisionRow.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    today = local_day(at, zone)
    known = sets_in_force(session, today)
    nearest = (known.of(place.place_path, one.stage) for one in known.sets)
    found = next((one for one in nearest if one is not None and one.set.code == set_code), None)
    return None if found is None else asking_of(found, today, at, zone, is_now=True)


def _evaluate(session: Session, actor: Actor, one: Crossed, asking: Asking, at: datetime) -> bool:
    place = one.area.place
    area = evaluate_area(session, place.centre_id, place.area_code, asking)
    session.rollback()
    if area is None:
        return False
    evidence = evidence_of(area.evaluation)
    event = StandingReevaluated(
        actor=actor,
        at=at,
        centre_id=place.centre_id,
        digest=digest_of_evaluation(evidence.plain),
        area=place.area_code,
    )
    try:
        with transaction(session, event) as act:
            _refuse_done(session, actor, one, asking)
            made = keep_evidence(session, place.centre_id, evidence, FOR_RED_LINE, None, at)
            act.learn(object_id=made)
    except _DoneError:
        return False
    return True


class _DoneError(Exception):
    # another run was faster, or the area moved: nothing of this one is kept
    pass


def _refuse_done(session: Session, actor: Actor, one: Crossed, asking: Asking) -> None:
    place = one.area.place
    read = Permission.STANDING_READ
    held = held_standing(session, actor, place.centre_id, place.area_code, read)
    still = crossed_areas(session, [held], asking.as_of, asking.zone)
    if not any(each.is_to_evaluate for each in still):
        raise _DoneError
