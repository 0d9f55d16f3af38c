"""How much of a month's time for supervision is used, and how many files it expects to read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from qa_app.domain.defaults import SUPERVISOR_DAY_MINUTES
from qa_app.domain.month_grid import last_of
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision import SessionState
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.queries.agreement_fitness import paths_of
from qa_app.queries.holidays import working_calendar
from qa_app.queries.plan_ground import absent_days
from qa_app.queries.staff import people_with
from qa_app.queries.supervision import SessionLine
from qa_app.queries.supervisor_time import times_of


@dataclass(frozen=True, slots=True)
class MonthCapacity:
    """What a month holds.

    Attributes:
        files: Files that its sessions expect to read.
        used: Days of supervisors on which a session stands.
        available: Days that supervisors have: working days without absences, at most as many as
            their hours fill; None when the holiday table does not cover the month.
    """

    files: int
    used: int
    available: int | None


def month_capacity(
    session: Session, actor: Actor, month: date, sessions: Iterable[SessionLine]
) -> MonthCapacity:
    """Tell how full a month is.

    Args:
        session: A database session.
        actor: Who plans; supervisors count who lead where the actor plans.
        month: First day of the month.
        sessions: Sessions within reach; those of other months and cancelled ones do not count.

    Returns:
        The numbers, with at most six queries.
    """
    last = last_of(month)
    own = [
        one
        for one in sessions
        if month <= one.planned_on <= last and one.state is not SessionState.CANCELLED
    ]
    used = len({(one.supervisor_id, one.planned_on) for one in own})
    files = sum(one.files_wanted for one in own)
    return MonthCapacity(files, used, _available(session, actor, month, last))


def _available(session: Session, actor: Actor, month: date, last: date) -> int | None:
    calendar = working_calendar(session, NATIONAL_REGION)
    if month.year not in calendar.years:
        return None
    days = [month + timedelta(days=step) for step in range((last - month).days + 1)]
    working = {day for day in days if calendar.is_working(day)}
    accounts = _supervisors(session, actor)
    times = times_of(session, accounts)
    away = absent_days(session, accounts, month, last)
    return sum(
        min(
            len(working - away.get(one, frozenset())),
            times[one].minutes_a_month // SUPERVISOR_DAY_MINUTES,
        )
        for one in accounts
    )


def _supervisors(session: Session, actor: Actor) -> list[int]:
    reach = reach_of(actor, Permission.SESSION_PLAN)
    reaches = {
        one.account_id or 0: reach_of(one, Permission.SESSION_PLAN)
        for one in people_with(session, Permission.SESSION_PLAN)
    }
    single = frozenset().union(reach.centre_ids, *(one.centre_ids for one in reaches.values()))
    paths = paths_of(session, single)
    return sorted(
        one
        for one, theirs in reaches.items()
        if reach.is_everything
        or theirs.is_everything
        or _meets(reach, theirs, paths)
        or _meets(theirs, reach, paths)
    )


def _meets(outer: Reach, inner: Reach, paths: Mapping[int, str]) -> bool:
    return any(outer.covers(0, path) for path in inner.place_paths) or any(
        outer.covers(one, paths.get(one, "")) for one in inner.centre_ids
    )
