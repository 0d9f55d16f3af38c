"""Where areas of centres stand in the register, and what they applied for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_status import OPEN, Applied, Cause, Step, standing_on
from qa_app.domain.rules.decision import Status
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow
from qa_app.models.register_decisions import RegisterApplicationRow, RegisterStepRow
from qa_app.models.transaction import locked
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class Application:
    """What a centre applied for.

    Attributes:
        id: It.
        set_code: By which set it is to be judged.
        state: Where it stands.
        applied_at: When it was made.
        applied_by: By whom.
        taken_up_by: Who looks at it; None before.
        taken_up_at: Since when.
        ended_at: When it was decided or taken back; None while it waits.
    """

    id: int
    set_code: str
    state: Applied
    applied_at: datetime
    applied_by: int
    taken_up_by: int | None
    taken_up_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class AreaPlace:
    """An area of a centre.

    Attributes:
        centre_id: The centre.
        centre_code: Its code.
        centre_name: Its name.
        kind: Kind of organisation.
        place_path: Where it stands in the tree of places.
        area_code: The area.
        area_name: Its name.
    """

    centre_id: int
    centre_code: str
    centre_name: BilingualText
    kind: str
    place_path: str
    area_code: str
    area_name: BilingualText


@dataclass(frozen=True, slots=True)
class AreaStanding:
    """An area of a centre with its whole course.

    Attributes:
        place: Where.
        steps: Its steps, the first one first.
        applications: Its applications, the first one first.
    """

    place: AreaPlace
    steps: tuple[Step, ...]
    applications: tuple[Application, ...]

    @property
    def waiting(self) -> Application | None:
        """The application that waits; None when there is none."""
        return next((one for one in self.applications if one.state in OPEN), None)

    def on(self, day: date) -> Status | None:
        """Tell where it stands on a day.

        Args:
            day: Local day.

        Returns:
            The status; None where nobody ever applied or decided.
        """
        waiting = self.waiting
        return standing_on(self.steps, day, None if waiting is None else waiting.state)

    def apart(self, day: date) -> Status | None:
        """Tell where it stands on a day, without regard to applications.

        Args:
            day: Local day.

        Returns:
            The status; None before the first decision.
        """
        return standing_on(self.steps, day)


def area_standings(
    session: Session, actor: Actor, permission: Permission = Permission.STANDING_READ
) -> tuple[AreaStanding, ...]:
    """List areas of centres with where they stand.

    Args:
        session: A database session.
        actor: Who asks.
        permission: What they want to do.

    Returns:
        Each area of each open centre within reach, by name of the centre's code.
    """
    return _standings(session, centres_within(actor, permission))


def area_standing(
    session: Session,
    actor: Actor,
    centre_id: int,
    area_code: str,
    permission: Permission = Permission.STANDING_READ,
) -> AreaStanding | None:
    """Find one area of a centre.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: The centre.
        area_code: The area.
        permission: What they want to do.

    Returns:
        It; None when it is not within reach, or the centre does not work in the area.
    """
    within = centres_within(actor, permission)
    found = _standings(session, within, CentreRow.id == centre_id, AreaRow.code == area_code)
    return found[0] if found else None


def held_standing(
    session: Session, actor: Actor, centre_id: int, area_code: str, permission: Permission
) -> AreaStanding:
    """Find an area that somebody is about to move, and keep others from moving it.

    Args:
        session: A session inside `transaction`.
        actor: Who acts.
        centre_id: The centre.
        area_code: The area.
        permission: What they want to do.

    Returns:
        The area as it stands now.

    Raises:
        OutOfReachError: It is not within reach, or the centre does not work in the area.
    """
    held = select(CentreRow.id).where(CentreRow.id == centre_id)
    session.execute(locked(session, held, CentreRow)).one_or_none()
    found = area_standing(session, actor, centre_id, area_code, permission)
    if found is None:
        raise OutOfReachError("area")
    return found


def _standings(session: Session, *within: ColumnElement[bool]) -> tuple[AreaStanding, ...]:
    places = session.execute(
        select(CentreRow, AreaRow)
        .join(CentreAreaRow, CentreAreaRow.centre_id == CentreRow.id)
        .join(AreaRow, AreaRow.code == CentreAreaRow.area_code)
        .where(*within)
        .order_by(CentreRow.code, AreaRow.position, AreaRow.code)
    ).all()
    ids = {centre.id for centre, _ in places}
    steps, applied = _steps(session, ids), _applications(session, ids)
    return tuple(
        AreaStanding(
            AreaPlace(
                centre.id,
                centre.code,
                BilingualText(centre.name_zh, centre.name_en),
                centre.kind,
                centre.place_path,
                area.code,
                BilingualText(area.name_zh, area.name_en),
            ),
            tuple(steps[centre.id, area.code]),
            tuple(applied[centre.id, area.code]),
        )
        for centre, area in places
    )


def _steps(session: Session, centres: set[int]) -> dict[tuple[int, str], list[Step]]:
    rows = session.execute(
        select(RegisterStepRow)
        .where(RegisterStepRow.centre_id.in_(centres))
        .order_by(RegisterStepRow.number)
    ).scalars()
    found: dict[tuple[int, str], list[Step]] = defaultdict(list)
    for row in rows:
        found[row.centre_id, row.area_code].append(
            Step(
                row.number,
                Status(row.status),
                row.effective_on,
                row.until,
                Cause(row.cause),
                row.decision_id,
                row.made_at,
            )
        )
    return found


def _applications(session: Session, centres: set[int]) -> dict[tuple[int, str], list[Application]]:
    rows = session.execute(
        select(RegisterApplicationRow)
        .where(RegisterApplicationRow.centre_id.in_(centres))
        .order_by(RegisterApplicationRow.id)
    ).scalars()
    found: dict[tuple[int, str], list[Application]] = defaultdict(list)
    for row in rows:
        found[row.centre_id, row.area_code].append(
            Application(
                row.id,
                row.set_code,
                Applied(row.state),
                row.applied_at,
                row.applied_by,
                row.taken_up_by,
                row.taken_up_at,
                row.ended_at,
            )
        )
    return found


def application_area(session: Session, application_id: int) -> tuple[int, str]:
    """Find what an application is about.

    Args:
        session: A database session.
        application_id: The application.

    Returns:
        Centre and area.

    Raises:
        OutOfReachError: There is none.
    """
    row = session.execute(
        select(RegisterApplicationRow.centre_id, RegisterApplicationRow.area_code).where(
            RegisterApplicationRow.id == application_id
        )
    ).one_or_none()
    if row is None:
        raise OutOfReachError("application")
    return row.centre_id, row.area_code


def last_number(steps: Sequence[Step]) -> int:
    """Give the number of the last step.

    Args:
        steps: The steps of one area.

    Returns:
        The number; 0 before the first.
    """
    return max((step.number for step in steps), default=0)
