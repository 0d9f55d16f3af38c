"""Supervision sessions of a span of days, and one session."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.name_order import name_key
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, roles_with
from qa_app.domain.session_standing import SessionCourse, Standing
from qa_app.domain.supervision import (
    TAKES_SUPERVISORS,
    WITHDRAWN,
    CancelReason,
    SessionState,
    SessionType,
)
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.audits import AuditRow
from qa_app.models.places import AreaRow, CentreRow, PractitionerRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SessionPersonRow, SessionStaffRow, SupervisionSessionRow
from qa_app.queries.reach import centres_within
from qa_app.queries.session_courses import course_of, ends_of
from qa_app.queries.session_filters import SessionFilter
from qa_app.queries.staff import leading_or_unled, led_by

_LEADING = sorted(role.value for role in roles_with(Permission.SESSION_PLAN))
_OF_SUPERVISORS = frozenset(one.value for one in TAKES_SUPERVISORS)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list or on a month page.

    Attributes:
        id: The session.
        centre_id: Its centre.
        centre_code: The centre's code.
        centre_name: The centre's name.
        area: Area of expertise; None when it is about all.
        type: What kind.
        planned_on: The day.
        starts_at: Local time; None when not agreed.
        supervisor_id: Who leads it.
        supervisor: Their name.
        people: Codes of the practitioners, sorted.
        files_wanted: Files to be read.
        file_count: Readings opened so far.
        signed_count: Readings signed, as far as who asks is told.
        state: Planned, held or cancelled.
        is_unled: True when its supervisor left, or leads sessions nowhere any more.
        course: What decides where it stands on a day.
        series_id: The series it belongs to; None outside one.
        staff: Names of the supervisors who are supervised, sorted.
    """

    id: int
    centre_id: int
    centre_code: str
    centre_name: BilingualText
    area: BilingualText | None
    type: SessionType
    planned_on: date
    starts_at: time | None
    supervisor_id: int
    supervisor: str
    people: tuple[str, ...]
    files_wanted: int
    file_count: int
    signed_count: int
    state: SessionState
    is_unled: bool
    course: SessionCourse
    series_id: int | None
    staff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionHead:
    """One session with everything but its files.

    Attributes:
        line: What a list shows.
        place_path: Path of the centre's node.
        closed_on: First day on which the centre is closed; None while nobody closed it.
        rubric_version_id: Version that files are read against; None when none are read.
        rubric_title: Its title.
        rubric_version: Its version.
        rubric_kind: `case_file`, or a kind that reads the whole centre at once.
        settled_at: When it was held or cancelled.
        cancel_reason: Why it was cancelled.
        replaced_by: Session and day that replace it.
        replaces: Session and day that it replaces.
        round_id: The round it belongs to; None without one.
    """

    line: SessionLine
    place_path: str
    closed_on: date | None
    rubric_version_id: int | None
    rubric_title: BilingualText | None
    rubric_version: str | None
    rubric_kind: str | None
    settled_at: datetime | None
    cancel_reason: CancelReason | None
    replaced_by: tuple[int, date] | None
    replaces: tuple[int, date] | None
    round_id: int | None


def _unled() -> ColumnElement[bool]:
    leads = exists().where(
        RoleGrantRow.account_id == SupervisionSessionRow.supervisor_id,
        RoleGrantRow.role.in_(_LEADING),
    )
    return or_(AccountRow.is_active.is_(False), ~leads)


def _lines(actor: Actor) -> Select[*tuple[Any, ...]]:
    # what is locked in a blind pair counts as signed to its reader, who knows of no second one
    looks_signed = or_(
        AuditRow.state == "signed",
        and_(AuditRow.state == "locked", AuditRow.reader_id == actor.account_id),
    )
    files = (
        select(func.count())
        .select_from(AuditRow)
        .where(
            AuditRow.session_id == SupervisionSessionRow.id,
            AuditRow.state.in_(("draft", "locked", "signed")),
            AuditRow.reading != "second",
        )
    )
    return (
        select(
            SupervisionSessionRow,
            CentreRow.code.label("centre_code"),
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_path,
            CentreRow.closed_on,
            AreaRow.name_zh.label("area_zh"),
            AreaRow.name_en.label("area_en"),
            AccountRow.display_name,
            _unled().label("is_unled"),
            files.scalar_subquery().label("file_count"),
            files.where(looks_signed).scalar_subquery().label("signed_count"),
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            RubricVersionRow.version,
            RubricVersionRow.kind,
        )
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .join(AccountRow, AccountRow.id == SupervisionSessionRow.supervisor_id)
        .outerjoin(AreaRow, AreaRow.code == SupervisionSessionRow.area_code)
        .outerjoin(RubricVersionRow, RubricVersionRow.id == SupervisionSessionRow.rubric_version_id)
    )


def sessions_between(
    session: Session,
    actor: Actor,
    first: date,
    last: date,
    *,
    only: SessionFilter | None = None,
    most: int | None = None,
) -> tuple[SessionLine, ...]:
    """List the sessions of a span of days within reach, with at most three queries.

    Args:
        session: A database session.
        actor: Who asks.
        first: First day.
        last: Last day.
        only: What the list is narrowed to; None for all within reach.
        most: At most so many; None for all.

    Returns:
        By day and time; sessions without a time come first. Those that a change of their series
        withdrew are left out.
    """
    query = _lines(actor).where(
        centres_within(actor, Permission.SESSION_READ),
        SupervisionSessionRow.planned_on.between(first, last),
        or_(
            SupervisionSessionRow.cancel_reason.is_(None),
            SupervisionSessionRow.cancel_reason.not_in(sorted(WITHDRAWN)),
        ),
    )
    if only is not None:
        query = query.where(only.condition())
    return _told(session, query, most)


def own_sessions(
    session: Session, actor: Actor, *, since: date | None, until: date, most: int
) -> tuple[SessionLine, ...]:
    """List the planned sessions that an actor leads, or that wait for whoever is in charge.

    A session that nobody leads any more is shown to all who may plan at its centre, so that
    it does not wait unseen.

    Args:
        session: A database session.
        actor: Who asks.
        since: First day; None for everything that is still to be settled.
        until: Last day.
        most: At most so many.

    Returns:
        By day and time.
    """
    query = _lines(actor).where(
        centres_within(actor, Permission.SESSION_READ),
        or_(
            SupervisionSessionRow.supervisor_id == actor.account_id,
            centres_within(actor, Permission.SESSION_PLAN),
        ),
        led_by(session, leading_or_unled(actor.account_id)),
        SupervisionSessionRow.state == SessionState.PLANNED.value,
        SupervisionSessionRow.planned_on <= until,
    )
    if since is not None:
        query = query.where(SupervisionSessionRow.planned_on >= since)
    return _told(session, query, most)


def next_session(session: Session, actor: Actor, after: date) -> SessionLine | None:
    """Find the first planned session within reach after a day.

    Args:
        session: A database session.
        actor: Who asks.
        after: The day before the first that counts.

    Returns:
        The session; None when nothing is planned.
    """
    query = _lines(actor).where(
        centres_within(actor, Permission.SESSION_READ),
        SupervisionSessionRow.state == SessionState.PLANNED.value,
        SupervisionSessionRow.planned_on > after,
    )
    return next(iter(_told(session, query, 1)), None)


def session_head(session: Session, actor: Actor, session_id: int) -> SessionHead | None:
    """Find one session within reach.

    Args:
        session: A database session.
        actor: Who asks.
        session_id: The session.

    Returns:
        The session; None when there is none or it is out of reach.
    """
    row = session.execute(
        _lines(actor).where(
            SupervisionSessionRow.id == session_id,
            centres_within(actor, Permission.SESSION_READ),
        )
    ).one_or_none()
    if row is None:
        return None
    found: SupervisionSessionRow = row[0]
    kin: dict[int, tuple[date, int | None]] = {
        other.id: (other.planned_on, other.replaced_by_id)
        for other in session.execute(
            select(
                SupervisionSessionRow.id,
                SupervisionSessionRow.planned_on,
                SupervisionSessionRow.replaced_by_id,
            ).where(
                or_(
                    SupervisionSessionRow.replaced_by_id == session_id,
                    SupervisionSessionRow.id == found.replaced_by_id,
                )
            )
        )
    }
    people, ends = _people(session, [found]), ends_of(session, [found])
    title = None if row.version is None else BilingualText(row.title_zh, row.title_en)
    return SessionHead(
        line=_line(row, people, ends),
        place_path=row.place_path,
        closed_on=row.closed_on,
        rubric_version_id=found.rubric_version_id,
        rubric_title=title,
        rubric_version=row.version,
        rubric_kind=row.kind,
        settled_at=found.settled_at,
        cancel_reason=CancelReason(found.cancel_reason) if found.cancel_reason else None,
        replaced_by=next(
            ((one, day) for one, (day, _) in kin.items() if one == found.replaced_by_id), None
        ),
        replaces=next(((one, day) for one, (day, by) in kin.items() if by == session_id), None),
        round_id=found.round_id,
    )


def _told(
    session: Session, query: Select[*tuple[Any, ...]], most: int | None
) -> tuple[SessionLine, ...]:
    ordered = query.order_by(
        SupervisionSessionRow.planned_on,
        func.coalesce(SupervisionSessionRow.starts_at_time, time()),
        SupervisionSessionRow.id,
    )
    rows = session.execute(ordered.limit(most)).all()
    found = [row[0] for row in rows]
    people, ends = _people(session, found), ends_of(session, found)
    return tuple(_line(row, people, ends) for row in rows)


@dataclass(frozen=True, slots=True)
class _People:
    """Codes of practitioners and names of supervisors by session."""

    workers: Mapping[int, Sequence[str]]
    staff: Mapping[int, Sequence[str]]


def _people(session: Session, sessions: Sequence[SupervisionSessionRow]) -> _People:
    workers: dict[int, list[str]] = defaultdict(list)
    staff: dict[int, list[str]] = defaultdict(list)
    if sessions:
        for one, code in session.execute(
            select(SessionPersonRow.session_id, PractitionerRow.code)
            .join(PractitionerRow, PractitionerRow.id == SessionPersonRow.practitioner_id)
            .where(SessionPersonRow.session_id.in_([one.id for one in sessions]))
            .order_by(PractitionerRow.code)
        ):
            workers[one].append(code)
    of_supervisors = [one.id for one in sessions if one.type in _OF_SUPERVISORS]
    if of_supervisors:
        rows = session.execute(
            select(SessionStaffRow.session_id, AccountRow.display_name)
            .join(AccountRow, AccountRow.id == SessionStaffRow.account_id)
            .where(SessionStaffRow.session_id.in_(of_supervisors))
        )
        for one, name in sorted(rows, key=lambda row: name_key(row.display_name)):
            staff[one].append(name)
    return _People(workers, staff)


def _line(row: Any, people: _People, ends: Mapping[int, Standing]) -> SessionLine:
    found: SupervisionSessionRow = row[0]
    has_area = found.area_code is not None
    return SessionLine(
        id=found.id,
        centre_id=found.centre_id,
        centre_code=row.centre_code,
        centre_name=BilingualText(row.name_zh, row.name_en),
        area=BilingualText(row.area_zh, row.area_en) if has_area else None,
        type=SessionType(found.type),
        planned_on=found.planned_on,
        starts_at=found.starts_at_time,
        supervisor_id=found.supervisor_id,
        supervisor=row.display_name,
        people=tuple(people.workers.get(found.id, ())),
        files_wanted=found.files_wanted,
        file_count=row.file_count,
        signed_count=row.signed_count,
        state=SessionState(found.state),
        is_unled=row.is_unled,
        course=course_of(found, ends),
        series_id=found.series_id,
        staff=tuple(people.staff.get(found.id, ())),
    )
