"""Plans of a month within reach, with their lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, exists, false, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.due import Tier
from qa_app.domain.due_needs import DueNeed, NeedKind, why_from
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.month_plans import Found, LineState, PlanState, found_from
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision import SessionType
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.month_plans import MonthPlanLineRow, MonthPlanRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.transaction import locked


@dataclass(frozen=True, slots=True)
class PlanBranch:
    """A branch of the area tree of which somebody may plan every centre.

    Attributes:
        id: The node.
        path: Its path.
        name: Its name.
    """

    id: int
    path: str
    name: BilingualText


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One visit or session of a plan.

    Attributes:
        id: The line.
        need: What it answers.
        supervisor_id: Who goes.
        day: On which day.
        starts_at: Local time of its beginning; None when no time is proposed.
        proposed_id: Who was proposed first.
        proposed_on: Which day was.
        state: Proposed, dropped or published.
        session_id: Its session, once it is published.
    """

    id: int
    need: DueNeed
    supervisor_id: int
    day: date
    starts_at: time | None
    proposed_id: int | None
    proposed_on: date | None
    state: LineState
    session_id: int | None

    @property
    def is_moved(self) -> bool:
        """Tell whether a person moved it."""
        return (self.supervisor_id, self.day) != (self.proposed_id, self.proposed_on)


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """The plan of a branch for a month.

    Attributes:
        id: The plan.
        branch: The branch.
        month: First day of the month.
        state: Where it stands.
        revision: Rises with every change.
        found: What the proposal said of itself.
        lines: What stands in it, by day and time, without a time last; what was dropped comes too.
        proposed_by: Who proposed it.
        proposed_at: When.
        agreed_by: Who agreed to it; None while nobody did.
        agreed_at: When.
        published_by: Who published it; None likewise.
        published_at: When.
    """

    id: int
    branch: PlanBranch
    month: date
    state: PlanState
    revision: int
    found: Found
    lines: tuple[PlanLine, ...]
    proposed_by: int | None
    proposed_at: datetime
    agreed_by: int | None
    agreed_at: datetime | None
    published_by: int | None
    published_at: datetime | None

    @property
    def standing(self) -> tuple[PlanLine, ...]:
        """List the lines that were not dropped."""
        return tuple(one for one in self.lines if one.state is not LineState.DROPPED)


def branches_to_plan(session: Session, actor: Actor) -> tuple[PlanBranch, ...]:
    """List the branches of which somebody may plan every centre.

    Args:
        session: A database session.
        actor: Who plans.

    Returns:
        Branches in which there is a centre, from the top down, by code.
    """
    has_centre = exists().where(
        CentreRow.place_path.startswith(PlaceRow.path), CentreRow.source == ""
    )
    rows = session.execute(
        select(PlaceRow).where(_within(actor), has_centre).order_by(PlaceRow.level, PlaceRow.code)
    ).scalars()
    found = [PlanBranch(row.id, row.path, BilingualText(row.name_zh, row.name_en)) for row in rows]
    # a node that has one branch below it and nothing else is asked for by its own name all the same
    return tuple(sorted(found, key=lambda one: one.path.count("/")))


def branch_within(session: Session, actor: Actor, place_id: int) -> PlanBranch:
    """Find a branch of which somebody may plan every centre.

    Args:
        session: A database session.
        actor: Who plans.
        place_id: Its node.

    Returns:
        The branch.

    Raises:
        OutOfReachError: There is none within reach.
    """
    row = session.execute(
        select(PlaceRow).where(PlaceRow.id == place_id, _within(actor))
    ).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("place")
    return PlanBranch(row.id, row.path, BilingualText(row.name_zh, row.name_en))


def _within(actor: Actor) -> ColumnElement[bool]:
    reach = reach_of(actor, Permission.SESSION_PLAN)
    if reach.is_everything:
        return true()
    paths = [PlaceRow.path.startswith(one, autoescape=True) for one in sorted(reach.place_paths)]
    return or_(*paths) if paths else false()


def plan_within(session: Session, actor: Actor, plan_id: int) -> MonthPlan | None:
    """Find a plan of a branch of which somebody may plan every centre.

    Args:
        session: A database session.
        actor: Who plans.
        plan_id: The plan.

    Returns:
        The plan with its lines; None when there is none within reach.
    """
    found = session.execute(_plans(actor).where(MonthPlanRow.id == plan_id)).one_or_none()
    return None if found is None else _told(found, _lines_of(session, [plan_id]))


def plans_of_month(session: Session, actor: Actor, month: date) -> tuple[MonthPlan, ...]:
    """List the plans of a month within reach, with two queries.

    Args:
        session: A database session.
        actor: Who plans.
        month: First day of the month.

    Returns:
        Plans, those of larger branches first.
    """
    rows = session.execute(_plans(actor).where(MonthPlanRow.month == month)).all()
    if not rows:
        return ()
    lines = _lines_of(session, [row[0].id for row in rows])
    told = [_told(row, [one for one in lines if one.plan_id == row[0].id]) for row in rows]
    return tuple(sorted(told, key=lambda one: (one.branch.path.count("/"), one.branch.path)))


def plan_to_change(
    session: Session, actor: Actor, plan_id: int, revision: int
) -> tuple[MonthPlanRow, str]:
    """Find a plan that is about to change, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who changes it.
        plan_id: The plan.
        revision: What the person saw.

    Returns:
        The plan, and the path of its branch.

    Raises:
        OutOfReachError: There is none within reach.
        ConflictError: It was changed since (`plan_changed`).
    """
    query = (
        select(MonthPlanRow, PlaceRow.path)
        .join(PlaceRow, PlaceRow.id == MonthPlanRow.place_id)
        .where(MonthPlanRow.id == plan_id, _within(actor))
    )
    found = session.execute(locked(session, query, MonthPlanRow)).one_or_none()
    if found is None:
        raise OutOfReachError("month_plan")
    if found[0].revision != revision:
        raise ConflictError("plan_changed")
    return found[0], found[1]


def line_to_change(
    session: Session, plan_id: int, line_id: int, states: Iterable[LineState]
) -> MonthPlanLineRow:
    """Find a line that is about to change.

    Args:
        session: A session inside `transaction`, that keeps its plan.
        plan_id: The plan.
        line_id: The line.
        states: Where it has to stand.

    Returns:
        The line.

    Raises:
        OutOfReachError: The plan has no such line.
        ConflictError: It stands elsewhere by now (`line_settled`).
    """
    row = session.execute(
        select(MonthPlanLineRow).where(
            MonthPlanLineRow.id == line_id, MonthPlanLineRow.plan_id == plan_id
        )
    ).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("month_plan_line")
    if row.state not in {one.value for one in states}:
        raise ConflictError("line_settled")
    return row


def lines_of(session: Session, plan_id: int) -> tuple[PlanLine, ...]:
    """List the lines of a plan.

    Args:
        session: A database session; the caller knows that the plan is in reach.
        plan_id: The plan.

    Returns:
        By day and time, without a time last.
    """
    return tuple(_line(row) for row in _lines_of(session, [plan_id]))


def account_names(session: Session, accounts: Iterable[int | None]) -> dict[int, str]:
    """Say who people are who have a part in plans.

    Args:
        session: A database session.
        accounts: The people; the caller knows that the asker may know them.

    Returns:
        Account to name.
    """
    ids = sorted({one for one in accounts if one is not None})
    if not ids:
        return {}
    query = select(AccountRow.id, AccountRow.display_name).where(AccountRow.id.in_(ids))
    return {row.id: row.display_name for row in session.execute(query)}


def _plans(actor: Actor) -> Any:
    return (
        select(MonthPlanRow, PlaceRow)
        .join(PlaceRow, PlaceRow.id == MonthPlanRow.place_id)
        .where(_within(actor))
    )


def _lines_of(session: Session, plans: list[int]) -> list[MonthPlanLineRow]:
    query = (
        select(MonthPlanLineRow)
        .where(MonthPlanLineRow.plan_id.in_(plans))
        .order_by(
            MonthPlanLineRow.day,
            MonthPlanLineRow.starts_at_time.nulls_last(),
            MonthPlanLineRow.supervisor_id,
            MonthPlanLineRow.id,
        )
    )
    return list(session.execute(query).scalars())


def _told(row: Any, lines: Iterable[MonthPlanLineRow]) -> MonthPlan:
    plan, place = row
    return MonthPlan(
        id=plan.id,
        branch=PlanBranch(place.id, place.path, BilingualText(place.name_zh, place.name_en)),
        month=plan.month,
        state=PlanState(plan.state),
        revision=plan.revision,
        found=found_from(plan.found),
        lines=tuple(_line(one) for one in lines),
        proposed_by=plan.proposed_by,
        proposed_at=plan.proposed_at,
        agreed_by=plan.agreed_by,
        agreed_at=plan.agreed_at,
        published_by=plan.published_by,
        published_at=plan.published_at,
    )


def _line(row: MonthPlanLineRow) -> PlanLine:
    need = DueNeed(
        NeedKind(row.need),
        row.need_id,
        row.centre_id,
        SessionType(row.type),
        row.due_on,
        Tier(row.tier),
        why_from(row.why),
    )
    return PlanLine(
        row.id,
        need,
        row.supervisor_id,
        row.day,
        row.starts_at_time,
        row.proposed_id,
        row.proposed_on,
        LineState(row.state),
        row.session_id,
    )
