"""Put the sessions of a round at one centre on a day: one for each rubric that fits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.round_events import RoundVisitPlanned
from qa_app.domain.sample_design import DrawMethod, SizeRule, design_from
from qa_app.domain.supervision import OF_CENTRE_AREAS, SessionType, may_be_planned
from qa_app.models.places import CentreAreaRow
from qa_app.models.rounds import AuditRoundRow, RoundCentreRow, RoundRubricRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.session_counts import counting_sessions
from qa_app.models.sessions import keep_session
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import transaction
from qa_app.queries.round_plans import open_round
from qa_app.queries.rubric_places import counts_at_centre
from qa_app.queries.session_fitness import check_session_day
from qa_app.queries.versions_in_force import version_for


@dataclass(frozen=True, slots=True)
class NewVisit:
    """When a round comes to a centre.

    Attributes:
        centre_id: The centre.
        planned_on: The day.
        supervisor_id: The account that leads its sessions.
    """

    centre_id: int
    planned_on: date
    supervisor_id: int


def plan_round_visit(
    session: Session, actor: Actor, round_id: int, visit: NewVisit, zone: str, *, at: datetime
) -> tuple[int, ...]:
    """Plan a case-file review for every rubric of the round that fits, and counts at, the centre.

    Args:
        session: A database session.
        actor: Who plans.
        round_id: The round.
        visit: Where and when.
        zone: Local time zone.
        at: The present.

    Returns:
        The sessions, by area of their rubrics.

    Raises:
        OutOfReachError: There is no such round, or a centre of it lies out of reach.
        ConflictError: The round is cancelled (`round_cancelled`), or its sessions there are
            planned already (`visit_planned`).
        InvalidError: The centre is not one of the round (`unknown_centre`), no rubric of the
            round fits it (`unfit_rubric`) or no version is in force then (`not_in_force`),
            the day lies outside the days of reading (`day_outside_round`) or too far away
            (`day_out_of_bounds`), the centre is closed by then (`centre_closed`), or the
            supervisor may not lead sessions there (`unfit_supervisor`).
    """
    event = RoundVisitPlanned(
        actor=actor,
        at=at,
        object_id=round_id,
        centre_id=visit.centre_id,
        planned_on=visit.planned_on,
        count=0,
    )
    with transaction(session, event) as act:
        row = open_round(session, actor, round_id)
        _check(session, row, visit, local_day(at, zone))
        rubrics = _rubrics(session, row, visit)
        design = design_from(row.design)
        by_number = design.method is not DrawMethod.ALL and design.rule is SizeRule.NUMBER
        with counting_sessions(session) as counted:
            made = tuple(
                keep_session(
                    session,
                    _values(row, visit, one, design.number if by_number else 0),
                    (),
                    actor.account_id,
                    at,
                )
                for one in rubrics
            )
            counted.update(made)
        act.learn(count=len(made))
    return made


def _check(session: Session, row: AuditRoundRow, visit: NewVisit, today: date) -> None:
    if session.get(RoundCentreRow, (row.id, visit.centre_id)) is None:
        raise InvalidError("unknown_centre")
    standing = select(SupervisionSessionRow.id).where(
        SupervisionSessionRow.round_id == row.id,
        SupervisionSessionRow.centre_id == visit.centre_id,
        SupervisionSessionRow.state != "cancelled",
    )
    if session.execute(standing.limit(1)).first() is not None:
        raise ConflictError("visit_planned")
    if not row.starts_on <= visit.planned_on <= row.ends_on:
        raise InvalidError("day_outside_round")
    if not may_be_planned(visit.planned_on, today):
        raise InvalidError("day_out_of_bounds")
    check_session_day(session, visit.centre_id, visit.planned_on, visit.supervisor_id)


def _rubrics(session: Session, row: AuditRoundRow, visit: NewVisit) -> list[tuple[int, str]]:
    areas = set(
        session.execute(
            select(CentreAreaRow.area_code).where(CentreAreaRow.centre_id == visit.centre_id)
        ).scalars()
    )
    found = session.execute(
        select(RubricVersionRow)
        .join(RoundRubricRow, RoundRubricRow.rubric_version_id == RubricVersionRow.id)
        .where(RoundRubricRow.round_id == row.id)
        .order_by(RubricVersionRow.area_code, RubricVersionRow.id)
    ).scalars()
    fitting = [
        (version_for(session, one, visit.planned_on), one.area_code)
        for one in found
        if one.kind not in OF_CENTRE_AREAS or one.area_code in areas
    ]
    counting = [one for one in fitting if counts_at_centre(session, one[0], visit.centre_id)]
    if not counting:
        raise InvalidError("unfit_rubric")
    return counting


def _values(
    row: AuditRoundRow, visit: NewVisit, rubric: tuple[int, str], wanted: int
) -> dict[str, Any]:
    version_id, area = rubric
    return {
        "round_id": row.id,
        "centre_id": visit.centre_id,
        "type": SessionType.CASE_FILE_CHECK.value,
        "area_code": area,
        "planned_on": visit.planned_on,
        "supervisor_id": visit.supervisor_id,
        "rubric_version_id": version_id,
        "files_wanted": wanted,
    }
