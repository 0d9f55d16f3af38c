"""Put a supervision session on a day."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.defaults import FILES_PER_SESSION_MOST
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.events import SessionPlanned
from qa_app.domain.maturity import REGION_YEAR
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.plan_rules import people_of
from qa_app.domain.supervision import (
    MUST_READ_FILES,
    OF_CENTRE_AREAS,
    READS_FILES,
    TAKES_SUPERVISORS,
    UNIT_CASE_FILE,
    SessionType,
    may_be_planned,
    minutes_of,
)
from qa_app.domain.supervisor_quarter import SUPERVISOR_QUARTER
from qa_app.models.idempotency import Request, once
from qa_app.models.places import CentreAreaRow, CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.session_counts import counting_sessions
from qa_app.models.sessions import keep_session
from qa_app.models.transaction import Act
from qa_app.queries.reach import centres_within
from qa_app.queries.rubric_places import counts_at_centre
from qa_app.queries.session_fitness import check_session_day, workers_on
from qa_app.queries.session_rules import WantedSession, refuse_untold
from qa_app.queries.staff import staff_of
from qa_app.queries.versions_in_force import IN_USE, version_for


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session to be planned.

    Attributes:
        centre_id: Where.
        type: What kind.
        planned_on: The day. A year without a holiday table is accepted; pages warn of it.
        supervisor_id: The account that leads it.
        area: Area of expertise it is about; None for all, and the rubric's when there is one.
        starts_at: Local time; None when not yet agreed.
        people: Practitioners of the centre who take part.
        staff: Accounts of supervisors who are supervised.
        rubric_version_id: Version that was chosen; None when no files are read. The session gets
            the version of the same rubric that is in force on its day.
        files_wanted: How many files; 1 where one reading covers the whole centre.
        key: Random key of the form; the same key twice gives the same session.
        is_meant: True when something speaks against it (`refuse_untold`), and the person who
            plans was told.
    """

    centre_id: int
    type: SessionType
    planned_on: date
    supervisor_id: int
    area: str | None = None
    starts_at: time | None = None
    people: tuple[int, ...] = ()
    staff: tuple[int, ...] = ()
    rubric_version_id: int | None = None
    files_wanted: int = 0
    key: str | None = None
    is_meant: bool = False


def plan_session(
    session: Session, actor: Actor, new: NewSession, zone: str, *, at: datetime
) -> int:
    """Plan a session.

    Args:
        session: A database session.
        actor: Who plans.
        new: What is planned.
        zone: Local time zone.
        at: The present.

    Returns:
        The session.

    Raises:
        OutOfReachError: There is no such centre where the actor may plan.
        InvalidError: The day is too far away (`day_out_of_bounds`), the centre is closed by
            then (`centre_closed`), the supervisor may not lead sessions there
            (`unfit_supervisor`), a person does not work there on that day (`unknown_person`),
            supervisors are named where none are supervised, or the other way round
            (`takes_no_supervisors`, `supervisors_missing`), one of them leads it or leads no
            sessions there (`supervises_themselves`, `unknown_supervisor`),
            the area or the rubric does not go with the centre, or its version of that day does
            not count there (`unknown_area`, `unfit_rubric`), the version chosen was retired and
            none follows it on that day (`not_in_force`), something speaks against it and nobody
            said that it is meant (`rules_bend`, `double_booked`), the type reads no files
            (`reads_no_files`), or a rubric or a number of files is missing (`rubric_missing`,
            `files_wanted`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    body = "\n".join(str(getattr(new, f.name)) for f in fields(new) if f.name != "key")
    request = Request(actor.account_id, new.key, "session:plan", body)
    event = SessionPlanned(
        actor=actor, at=at, centre_id=new.centre_id, type=new.type, planned_on=new.planned_on
    )

    def make(act: Act) -> int:
        _check_centre(session, actor, new.centre_id)
        if not may_be_planned(new.planned_on, local_day(at, zone)):
            raise InvalidError("day_out_of_bounds")
        check_session_day(session, new.centre_id, new.planned_on, new.supervisor_id)
        if not workers_on(session, new.centre_id, new.planned_on).issuperset(new.people):
            raise InvalidError("unknown_person")
        _check_staff(session, new)
        fitted = _check_rubric(session, new)
        refuse_untold(session, _wanted(new), local_day(at, zone), is_meant=new.is_meant)
        with counting_sessions(session) as counted:
            session_id = _store(session, actor, new, fitted, at)
            counted.add(session_id)
        act.learn(object_id=session_id)
        return session_id

    return once(session, request, event, make)


def _check_centre(session: Session, actor: Actor, centre_id: int) -> None:
    within = centres_within(actor, Permission.SESSION_PLAN)
    found = session.execute(select(CentreRow.id).where(CentreRow.id == centre_id, within)).first()
    if found is None:
        raise OutOfReachError("centre")


def _wanted(new: NewSession) -> WantedSession:
    return WantedSession(
        new.centre_id,
        new.type,
        new.planned_on,
        new.starts_at,
        new.supervisor_id,
        minutes_of(new.type),
        people_of(new.people, new.staff),
    )


def _check_staff(session: Session, new: NewSession) -> None:
    if new.type is SessionType.SUPERVISION_OF_SUPERVISORS and not new.staff:
        raise InvalidError("supervisors_missing")
    if new.staff and new.type not in TAKES_SUPERVISORS:
        raise InvalidError("takes_no_supervisors")
    if new.supervisor_id in new.staff:
        raise InvalidError("supervises_themselves")
    path = session.execute(
        select(CentreRow.place_path).where(CentreRow.id == new.centre_id)
    ).scalar_one()
    known = {one.id for one in staff_of(session, Permission.SESSION_PLAN, new.centre_id, path)}
    if not known.issuperset(new.staff):
        raise InvalidError("unknown_supervisor")


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What goes with the centre and the day: area, version in force then, number of files."""

    area: str | None
    version_id: int | None = None
    wanted: int = 0


def _check_rubric(session: Session, new: NewSession) -> _Fitted:
    areas = set(
        session.execute(
            select(CentreAreaRow.area_code).where(CentreAreaRow.centre_id == new.centre_id)
        ).scalars()
    )
    if new.rubric_version_id is not None:
        return _check_files(session, new, areas)
    if new.type in MUST_READ_FILES:
        raise InvalidError("rubric_missing")
    if new.area is not None and new.area not in areas:
        raise InvalidError("unknown_area")
    return _Fitted(new.area)


def _check_files(session: Session, new: NewSession, areas: set[str]) -> _Fitted:
    if new.type not in READS_FILES:
        raise InvalidError("reads_no_files")
    rubric = session.execute(
        select(RubricVersionRow).where(
            RubricVersionRow.id == new.rubric_version_id,
            RubricVersionRow.status.in_(IN_USE),
            RubricVersionRow.is_hidden.is_(False),
            # a supervisor's quarter or a region's year is reviewed at no session (ADR 0031, 0037)
            RubricVersionRow.unit.not_in((SUPERVISOR_QUARTER, REGION_YEAR)),
        )
    ).scalar_one_or_none()
    if rubric is None or new.area not in {None, rubric.area_code}:
        raise InvalidError("unfit_rubric")
    if rubric.kind in OF_CENTRE_AREAS and rubric.area_code not in areas:
        raise InvalidError("unfit_rubric")
    version_id = version_for(session, rubric, new.planned_on)
    if not counts_at_centre(session, version_id, new.centre_id):
        raise InvalidError("unfit_rubric")
    if rubric.kind != UNIT_CASE_FILE:
        return _Fitted(rubric.area_code, version_id, 1)
    if not 1 <= new.files_wanted <= FILES_PER_SESSION_MOST:
        raise InvalidError("files_wanted", most=FILES_PER_SESSION_MOST)
    return _Fitted(rubric.area_code, version_id, new.files_wanted)


def _store(session: Session, actor: Actor, new: NewSession, fitted: _Fitted, at: datetime) -> int:
    values = {
        "centre_id": new.centre_id,
        "type": new.type.value,
        "area_code": fitted.area,
        "planned_on": new.planned_on,
        "starts_at_time": new.starts_at,
        "supervisor_id": new.supervisor_id,
        "rubric_version_id": fitted.version_id,
        "files_wanted": fitted.wanted,
    }
    return keep_session(session, values, new.people, actor.account_id, at, new.staff)
