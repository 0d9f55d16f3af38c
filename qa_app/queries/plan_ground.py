"""What a month's plan is made of: who goes, which days, what stands already, who may not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROTATION_VISITS, SUPERVISOR_DAY_MINUTES
from qa_app.domain.due_needs import DueNeed, NeedKind, need_key
from qa_app.domain.errors import InvalidError
from qa_app.domain.month_plans import LineState
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.plan_rules import Attendee, PlanNeed, PlanSetting, PlanSupervisor
from qa_app.domain.supervision import SessionState, minutes_of
from qa_app.domain.working_days import NATIONAL_REGION, CalendarYearMissingError
from qa_app.models.agreements import SupervisionAgreementRow, TravelGroupRow
from qa_app.models.month_plans import MonthPlanLineRow, MonthPlanRow
from qa_app.models.places import CentreRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.due_visits import VISITS
from qa_app.queries.holidays import working_calendar
from qa_app.queries.local_days import closed_days
from qa_app.queries.plan_bars import Place, barred
from qa_app.queries.plan_engagements import GroundSpan, both_of, engagements_of
from qa_app.queries.staff import people_with
from qa_app.queries.supervisor_time import absences_of, times_of


@dataclass(frozen=True, slots=True)
class PlanGround:
    """A month ready to be planned.

    Attributes:
        setting: What the proposal is made of.
        names: Supervisors by account.
        closed_on: Centres that close, with their first closed day.
    """

    setting: PlanSetting
    names: Mapping[int, str]
    closed_on: Mapping[int, date]


def working_days_of(session: Session, span: GroundSpan) -> tuple[date, ...]:
    """List the days of a month that lie ahead and on which people work.

    Args:
        session: A database session.
        span: The month.

    Returns:
        Days by the holiday table, today among them.

    Raises:
        InvalidError: The holiday table does not cover the year (`no_holiday_table`); guessing
            would be worse.
    """
    calendar = working_calendar(session, NATIONAL_REGION)
    day, found = max(span.month, span.today), []
    try:
        while day <= span.last:
            if calendar.is_working(day):
                found.append(day)
            day += timedelta(days=1)
    except CalendarYearMissingError as fault:
        raise InvalidError("no_holiday_table", year=fault.year) from fault
    return tuple(found)


@looking_beyond(Beyond.RULES)
def plan_ground(
    session: Session,
    span: GroundSpan,
    needs: Sequence[DueNeed],
    days: tuple[date, ...] | None = None,
) -> PlanGround:
    """Gather what a month is planned with.

    Args:
        session: A database session.
        span: The month.
        needs: What is due, in order of priority; the caller knows that it is in reach.
        days: Working days that lie ahead; None for those of the holiday table.

    Returns:
        The month; supervisors are those who may lead sessions at one of the centres. The number
        of queries is the same whatever the number of needs.

    Raises:
        InvalidError: As `working_days_of`.
    """
    days = working_days_of(session, span) if days is None else days
    places = _places(session, needs)
    people = [
        one
        for one in people_with(session, Permission.SESSION_PLAN)
        if any(_covers(one, place) for place in places.values())
    ]
    accounts = [one.account_id or 0 for one in people]
    agreements = _agreements(session, needs)
    who = {need.key: _who(need, agreements) for need in needs}
    standing = engagements_of(session, span, accounts, frozenset().union(*who.values()))
    centres = {*places, *(one.centre for one in standing)}
    may_not = barred(session, people, places, needs, agreements, span.last)
    closed = {
        one: place.closed_on
        for one, place in places.items()
        if place.closed_on is not None and place.closed_on <= span.last
    }
    shut = closed_days(session, places, span.month, span.last)
    setting = PlanSetting(
        days=days,
        needs=tuple(
            PlanNeed(
                key=need.key,
                centre=need.centre_id,
                minutes=agreements[need.id].minutes
                if need.key in may_not.agreed
                else minutes_of(need.type),
                due_on=need.due_on,
                tier=need.tier,
                order=order,
                barred=may_not.of[need.key],
                not_agreed=may_not.not_agreed[need.key],
                closed=shut.get(need.centre_id, frozenset()),
                who=who[need.key],
            )
            for order, need in enumerate(needs)
        ),
        supervisors=_supervisors(session, accounts, span),
        engagements=standing,
        groups=_groups(session, centres),
    )
    names = {one.account_id or 0: one.name for one in people}
    return PlanGround(setting, names, closed)


def _covers(person: Actor, place: Place) -> bool:
    return reach_of(person, Permission.SESSION_PLAN).covers(place.id, place.path)


def _places(session: Session, needs: Iterable[DueNeed]) -> dict[int, Place]:
    ids = sorted({one.centre_id for one in needs})
    if not ids:
        return {}
    rows = session.execute(
        select(
            CentreRow.id,
            CentreRow.place_path,
            CentreRow.closed_on,
            *(_visitor(place).label(f"visitor{place}") for place in range(ROTATION_VISITS)),
        ).where(CentreRow.id.in_(ids))
    )
    return {
        row.id: Place(
            row.id,
            row.place_path,
            row.closed_on,
            tuple(one for one in row[3:] if one is not None),
        )
        for row in rows
    }


def _visitor(place: int) -> ScalarSelect[Any]:
    # the last visits one by one, each by the index of centre and day
    return (
        select(SupervisionSessionRow.supervisor_id)
        .where(
            SupervisionSessionRow.centre_id == CentreRow.id,
            SupervisionSessionRow.state == SessionState.HELD.value,
            SupervisionSessionRow.type.in_(VISITS),
        )
        .order_by(SupervisionSessionRow.planned_on.desc(), SupervisionSessionRow.id.desc())
        .limit(1)
        .offset(place)
        .scalar_subquery()
    )


def _agreements(session: Session, needs: Iterable[DueNeed]) -> dict[int, Any]:
    ids = sorted({one.id for one in needs if one.kind is NeedKind.AGREEMENT})
    if not ids:
        return {}
    query = select(SupervisionAgreementRow).where(SupervisionAgreementRow.id.in_(ids))
    return {row.id: row for row in session.execute(query).scalars()}


def _who(need: DueNeed, agreements: Mapping[int, Any]) -> frozenset[Attendee]:
    if need.workers:
        return frozenset(Attendee(one, is_worker=True) for one in need.workers)
    agreed = agreements.get(need.id) if need.kind is NeedKind.AGREEMENT else None
    if agreed is None:
        return frozenset()
    return both_of(agreed.practitioner_id, agreed.account_id)


def _supervisors(
    session: Session, accounts: Collection[int], span: GroundSpan
) -> tuple[PlanSupervisor, ...]:
    if not accounts:
        return ()
    times = times_of(session, accounts)
    away = absent_days(session, accounts, span.month, span.last)
    return tuple(
        PlanSupervisor(
            one,
            SUPERVISOR_DAY_MINUTES,
            times[one].minutes_a_month,
            times[one].centres_a_day,
            away.get(one, frozenset()),
        )
        for one in sorted(accounts)
    )


def absent_days(
    session: Session, accounts: Collection[int], first: date, last: date
) -> dict[int, frozenset[date]]:
    """List the days on which people are away.

    Args:
        session: A database session.
        accounts: The people.
        first: First day that is asked about.
        last: Last day.

    Returns:
        Days by account; whoever is never away is left out.
    """
    found: dict[int, frozenset[date]] = {}
    for one, absences in absences_of(session, accounts, first, last).items():
        days: set[date] = set()
        for away in absences:
            begin, end = max(away.from_on, first), min(away.until_on, last)
            days |= {begin + timedelta(days=step) for step in range((end - begin).days + 1)}
        if days:
            found[one] = frozenset(days)
    return found


def _groups(session: Session, centres: Collection[int]) -> dict[int, str]:
    if not centres:
        return {}
    query = select(TravelGroupRow).where(TravelGroupRow.centre_id.in_(sorted(centres)))
    return {row.centre_id: row.name for row in session.execute(query).scalars()}


def planned_elsewhere(session: Session, span: GroundSpan) -> frozenset[str]:
    """List what plans of other branches propose for the month already.

    Args:
        session: A database session.
        span: The month, with the plan that does not count.

    Returns:
        Keys of needs.
    """
    rows = session.execute(
        select(MonthPlanLineRow.need, MonthPlanLineRow.need_id)
        .join(MonthPlanRow, MonthPlanRow.id == MonthPlanLineRow.plan_id)
        .where(
            MonthPlanRow.month == span.month,
            MonthPlanLineRow.state == LineState.PROPOSED.value,
            MonthPlanLineRow.plan_id != (span.plan_id or 0),
        )
    )
    return frozenset(need_key(row.need, row.need_id) for row in rows)
