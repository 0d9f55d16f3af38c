"""What a change to the plan of a month would cost, and which rules it would break."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from qa_app.domain.double_booking import Booking, Clash
from qa_app.domain.due_needs import DueNeed
from qa_app.domain.month_plans import UNBENDING, LineState
from qa_app.domain.month_proposal import PlanCost, WorkLoad, cost_of, rules_broken, workloads
from qa_app.domain.plan_rules import (
    Attendee,
    Loads,
    Placement,
    PlanRule,
    PlanSetting,
    PlanSupervisor,
)
from qa_app.domain.plan_times import clock_time, minutes_after_midnight, start_times, without_break
from qa_app.queries.double_booking import booking_for, clashes_with
from qa_app.queries.month_plans import PlanLine, lines_of
from qa_app.queries.plan_engagements import GroundSpan
from qa_app.queries.plan_ground import PlanGround, plan_ground


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line put somewhere else.

    Attributes:
        plan_id: The plan; the caller knows that it is in reach.
        month: First day of its month.
        today: The present.
        line_id: The line.
        supervisor_id: Who would go.
        day: On which day.
        starts_at: Local time; None for the first at which everybody is free.
    """

    plan_id: int
    month: date
    today: date
    line_id: int
    supervisor_id: int
    day: date
    starts_at: time | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a change comes to.

    Attributes:
        forbidden: Rules it would break that nobody sets aside.
        bent: Rules it would break that may be set aside knowingly.
        before: What the plan costs as it stands.
        after: What it would cost.
        minutes: What the supervisor would do on that day, in minutes, this line included.
        centres: At how many centres on that day.
        starts_at: When it would begin: as asked for, else the first time at which everybody is
            free; None for none.
        clashes: Who would be in two sessions at once then.
        due_on: The day by which it is due.
        was_on: On which day it stands; None for a line that was dropped.
        day: On which day it would stand.
        month_minutes: What the supervisor would do in the month, this line included.
        who: How much the supervisor can do; None for somebody who may not lead there.
    """

    forbidden: tuple[PlanRule, ...]
    bent: tuple[PlanRule, ...]
    before: PlanCost
    after: PlanCost
    minutes: int
    centres: int
    starts_at: time | None
    clashes: tuple[Clash, ...]
    due_on: date
    was_on: date | None
    day: date
    month_minutes: int
    who: PlanSupervisor | None


def weighed(session: Session, change: PlacedLine) -> Weighed:
    """Weigh a change of one line against the plan as it stands.

    Args:
        session: A database session.
        change: The change.

    Returns:
        Rules and costs.

    Raises:
        InvalidError: The holiday table does not cover the year (`no_holiday_table`).
    """
    lines = lines_of(session, change.plan_id)
    line = next(one for one in lines if one.id == change.line_id)
    others = [one for one in lines if one.state is LineState.PROPOSED and one.id != change.line_id]
    needs = [*(one.need for one in others), line.need]
    span = GroundSpan(change.month, change.today, change.plan_id)
    setting = plan_ground(session, span, needs).setting
    rest = placements_of(others)
    new = Placement(line.need.key, change.supervisor_id, change.day)
    broken = Loads(setting, rest).broken(setting.needs[-1], new.supervisor, new.day)
    was = placements_of([line]) if line.state is LineState.PROPOSED else []
    loads = Loads(setting, [*rest, new])
    load = loads.on(new.supervisor, new.day)
    starts_at = change.starts_at or _starts_at(setting, others, [*rest, new])
    return Weighed(
        forbidden=tuple(one for one in broken if one in UNBENDING),
        bent=tuple(one for one in broken if one not in UNBENDING),
        before=cost_of(setting, [*rest, *was]),
        after=cost_of(setting, [*rest, new]),
        minutes=load.minutes,
        centres=len(load.centres),
        starts_at=starts_at,
        clashes=_clashes(session, setting, others, new, starts_at),
        due_on=line.need.due_on,
        was_on=line.day if line.state is LineState.PROPOSED else None,
        day=change.day,
        month_minutes=loads.month_of(new.supervisor),
        who=next((one for one in setting.supervisors if one.key == new.supervisor), None),
    )


def _clashes(
    session: Session,
    setting: PlanSetting,
    others: Sequence[PlanLine],
    new: Placement,
    starts_at: time | None,
) -> tuple[Clash, ...]:
    needs = {need.key: need for need in setting.needs}

    def booking(key: str, supervisor: int, on: date, at: time | None) -> Booking | None:
        who = {*needs[key].who, Attendee(supervisor, is_worker=False)}
        return booking_for(on, at, needs[key].minutes, who)

    wanted = booking(new.need, new.supervisor, new.day, starts_at)
    lines = [booking(one.need.key, one.supervisor_id, one.day, one.starts_at) for one in others]
    besides = [one for one in lines if one is not None]
    return () if wanted is None else clashes_with(session, [wanted], besides=besides)


def _starts_at(
    setting: PlanSetting, others: Sequence[PlanLine], placements: Sequence[Placement]
) -> time | None:
    known = _starts_of(others)
    timed = {one.need.key for one in others} - set(known)
    # only the line that moves gets a time: the others keep theirs, or none
    placed = [one for one in placements if one.need not in timed]
    return clock_time(start_times(setting, placed, known).get(placements[-1].need))


def placements_of(lines: Sequence[PlanLine]) -> list[Placement]:
    """Give lines as the proposal wrote them.

    Args:
        lines: Lines that stand in a plan.

    Returns:
        One for each line.
    """
    return [Placement(one.need.key, one.supervisor_id, one.day) for one in lines]


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A plan held against every rule as things stand now.

    Attributes:
        ground: What it was held against.
        broken: Key of a need to the rules that its place breaks.
        cost: What the plan costs.
        proposed: What it cost as it was proposed, with what was dropped since.
        loads: How it lies on the days of each supervisor.
        no_break: Supervisors and days without an hour free at midday.
    """

    ground: PlanGround
    broken: Mapping[str, tuple[PlanRule, ...]]
    cost: PlanCost
    proposed: PlanCost
    loads: tuple[WorkLoad, ...]
    no_break: tuple[tuple[int, date], ...]


def checked(session: Session, span: GroundSpan, lines: Sequence[PlanLine]) -> CheckedPlan:
    """Hold a plan against every rule, as a person made it.

    Args:
        session: A database session.
        span: The month and the plan; the caller knows that it is in reach.
        lines: Its lines; published ones stand among the engagements.

    Returns:
        What breaks, and what it costs beside what was proposed.

    Raises:
        InvalidError: The holiday table does not cover the year (`no_holiday_table`).
    """
    open_ones = [one for one in lines if one.state is not LineState.PUBLISHED]
    standing = [one for one in open_ones if one.state is LineState.PROPOSED]
    needs: list[DueNeed] = [one.need for one in open_ones]
    ground = plan_ground(session, span, needs)
    setting: PlanSetting = ground.setting
    first = [
        Placement(one.need.key, one.proposed_id, one.proposed_on)
        for one in open_ones
        if one.proposed_id is not None and one.proposed_on is not None
    ]
    placements = placements_of(standing)
    return CheckedPlan(
        ground,
        {one.need: rules for one, rules in rules_broken(setting, placements)},
        cost_of(setting, placements),
        cost_of(setting, first),
        workloads(setting, placements),
        without_break(setting, placements, _starts_of(standing)),
    )


def _starts_of(lines: Sequence[PlanLine]) -> dict[str, int]:
    return {
        one.need.key: starts
        for one in lines
        if (starts := minutes_after_midnight(one.starts_at)) is not None
    }
