"""What may be chosen when a supervision session is planned."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.maturity import REGION_YEAR
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.supervision import OF_CENTRE_AREAS
from qa_app.domain.supervisor_quarter import SUPERVISOR_QUARTER
from qa_app.domain.text import BilingualText
from qa_app.domain.version_in_force import VersionStretch, version_on
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow, PractitionerRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.centre_people import belongs_to
from qa_app.queries.reach import centres_within, open_on
from qa_app.queries.rubric_places import counting_places, counts_at
from qa_app.queries.staff import StaffLine, staff_of
from qa_app.queries.versions_in_force import IN_USE


@dataclass(frozen=True, slots=True)
class SessionCentre:
    """A centre that may be chosen.

    Attributes:
        id: The centre.
        name: Its name.
    """

    id: int
    name: BilingualText


@dataclass(frozen=True, slots=True)
class SessionRubric:
    """A rubric version that may be chosen at a centre.

    Attributes:
        id: The version.
        title: The rubric's title.
        version: Its version.
        kind: What one reading covers.
        area: Name of its area.
        in_force_from: First day on which it is in force.
        in_force_until: First day on which it no longer is; None while nothing ends it.
    """

    id: int
    title: BilingualText
    version: str
    kind: str
    area: BilingualText
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True, slots=True)
class PlanningOptions:
    """What may be chosen once the centre is known.

    Attributes:
        centre: The centre.
        areas: Its areas, code and name.
        people: Practitioners who work there then, in post, id, code and area.
        rubrics: Versions that go with it and count there: of each rubric the one in force on
            each of the days, else the next one to come.
        supervisors: Who may lead sessions there.
    """

    centre: SessionCentre
    areas: tuple[tuple[str, BilingualText], ...]
    people: tuple[tuple[int, str, BilingualText], ...]
    rubrics: tuple[SessionRubric, ...]
    supervisors: tuple[StaffLine, ...]


def centres_to_plan(
    session: Session,
    actor: Actor,
    today: date,
    permission: Permission = Permission.SESSION_PLAN,
) -> tuple[SessionCentre, ...]:
    """List the centres where an actor may do something, without imported providers.

    Args:
        session: A database session.
        actor: Who asks.
        today: The present, a local date.
        permission: What they want to do.

    Returns:
        Open centres by code of the place and code of the centre.
    """
    rows = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en)
        .where(
            centres_within(actor, permission),
            CentreRow.source == "",
            open_on(today),
        )
        .join(PlaceRow, PlaceRow.id == CentreRow.place_id)
        .order_by(PlaceRow.code, CentreRow.code)
    )
    return tuple(SessionCentre(row.id, BilingualText(row.name_zh, row.name_en)) for row in rows)


def planning_options(
    session: Session, actor: Actor, centre_id: int, on: date, also_on: date | None = None
) -> PlanningOptions | None:
    """Gather what may be chosen for a session at a centre.

    Args:
        session: A database session.
        actor: Who plans.
        centre_id: The centre.
        on: The day; practitioners who have left by then are not listed.
        also_on: Another day whose versions of rubrics may be chosen as well.

    Returns:
        The choices; None when the actor may not plan at such a centre.
    """
    centre = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en, CentreRow.place_path).where(
            CentreRow.id == centre_id, centres_within(actor, Permission.SESSION_PLAN)
        )
    ).one_or_none()
    if centre is None:
        return None
    areas = {
        row.code: BilingualText(row.name_zh, row.name_en)
        for row in session.execute(
            select(AreaRow.code, AreaRow.name_zh, AreaRow.name_en)
            .join(CentreAreaRow, CentreAreaRow.area_code == AreaRow.code)
            .where(CentreAreaRow.centre_id == centre_id)
            .order_by(AreaRow.position, AreaRow.code)
        )
    }
    people = session.execute(
        select(PractitionerRow.id, PractitionerRow.code, AreaRow.name_zh, AreaRow.name_en)
        .join(AreaRow, AreaRow.code == PractitionerRow.area_code)
        .where(
            belongs_to(centre_id, on),
            or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= on),
        )
        .order_by(PractitionerRow.code)
    )
    return PlanningOptions(
        centre=SessionCentre(centre.id, BilingualText(centre.name_zh, centre.name_en)),
        areas=tuple(areas.items()),
        people=tuple((row.id, row.code, BilingualText(row.name_zh, row.name_en)) for row in people),
        rubrics=_rubrics(session, areas, centre.place_path, {on, also_on or on}),
        supervisors=staff_of(session, Permission.SESSION_PLAN, centre_id, centre.place_path),
    )


def _rubrics(
    session: Session, areas: Iterable[str], place_path: str, days: Collection[date]
) -> tuple[SessionRubric, ...]:
    rows = session.execute(
        select(
            RubricVersionRow.id,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            RubricVersionRow.version,
            RubricVersionRow.kind,
            RubricVersionRow.rubric_code,
            RubricVersionRow.status,
            RubricVersionRow.in_force_from,
            RubricVersionRow.in_force_until,
            AreaRow.name_zh,
            AreaRow.name_en,
        )
        .join(AreaRow, AreaRow.code == RubricVersionRow.area_code)
        .where(
            RubricVersionRow.status.in_(IN_USE),
            RubricVersionRow.is_hidden.is_(False),
            RubricVersionRow.unit.not_in((SUPERVISOR_QUARTER, REGION_YEAR)),
            or_(
                RubricVersionRow.kind.not_in(sorted(OF_CENTRE_AREAS)),
                RubricVersionRow.area_code.in_(sorted(areas)),
            ),
        )
        .order_by(
            AreaRow.position,
            RubricVersionRow.rubric_code,
            RubricVersionRow.in_force_from.desc(),
            RubricVersionRow.id.desc(),
        )
    ).all()
    offered = _offered(rows, days)
    places = counting_places(session, offered)
    return tuple(
        SessionRubric(
            row.id,
            BilingualText(row.title_zh, row.title_en),
            row.version,
            row.kind,
            BilingualText(row.name_zh, row.name_en),
            row.in_force_from,
            row.in_force_until,
        )
        for row in rows
        if row.id in offered and counts_at(places, row.id, place_path)
    )


def _offered(rows: Sequence[Any], days: Collection[date]) -> set[int]:
    by_code: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_code[row.rubric_code].append(row)
    offered: set[int] = set()
    for versions in by_code.values():
        stretches = [
            VersionStretch(row.id, row.version, row.in_force_from, row.in_force_until)
            for row in versions
        ]
        for day in days:
            found = version_on(stretches, day)
            # before its first day a rubric is offered all the same: a session may lie ahead
            ahead = [
                row for row in versions if row.status == "published" and row.in_force_from > day
            ]
            if found is not None:
                offered.add(found.version_id)
            elif ahead:
                offered.add(ahead[-1].id)
    return offered
