"""Put the sessions of an agreed plan on their days, all of them or none."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.month_grid import last_of
from qa_app.domain.month_plan_events import MonthPublished
from qa_app.domain.month_plans import UNBENDING, LineState, PlanState
from qa_app.domain.people import Actor
from qa_app.domain.plan_times import clock_time, minutes_after_midnight
from qa_app.models.month_plans import MonthPlanLineRow, MonthPlanRow
from qa_app.models.need_sessions import NeedSession, keep_need_session
from qa_app.models.session_counts import counting_sessions
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import transaction
from qa_app.queries.double_booking import double_booked
from qa_app.queries.due_list import DueSpan, due_needs
from qa_app.queries.month_plans import PlanLine, lines_of, plan_to_change, plan_within
from qa_app.queries.plan_changes import checked
from qa_app.queries.plan_engagements import GroundSpan


def publish_plan(
    session: Session, actor: Actor, plan_id: int, revision: int, zone: str, *, at: datetime
) -> tuple[int, ...]:
    """Publish a plan: every line becomes a planned session, in one transaction.

    Where somebody would be in two sessions at once by now, the session stands on its day without a
    time, which is still to be agreed.

    Args:
        session: A database session.
        actor: Who publishes.
        plan_id: The plan.
        revision: What the person read.
        zone: Local time zone.
        at: The present.

    Returns:
        The sessions in order of lines; those of the first time when it was published before.

    Raises:
        OutOfReachError: There is no such plan within reach.
        ConflictError: It was changed since (`plan_changed`), or nobody agreed to it yet
            (`not_agreed`).
        InvalidError: Something changed since it was agreed to, so that lines have to be moved or
            dropped first: their day is over (`lines_past`), what they answer was planned or held
            meanwhile (`lines_met`), or a rule forbids them that nobody sets aside
            (`lines_forbidden`); `lines` counts them. The holiday table does not cover the year
            (`no_holiday_table`).
    """
    done = _published(session, actor, plan_id, revision)
    if done is not None:
        return done
    event = MonthPublished(actor=actor, at=at, object_id=plan_id, count=0, revision=revision)
    with transaction(session, event) as act:
        plan, path = plan_to_change(session, actor, plan_id, revision)
        if plan.state != PlanState.AGREED.value:
            raise ConflictError("not_agreed")
        today = local_day(at, zone)
        lines = [one for one in lines_of(session, plan_id) if one.state is LineState.PROPOSED]
        last = last_of(plan.month)
        due = due_needs(session, actor, DueSpan(today, last, path))
        span = GroundSpan(plan.month, today, plan_id)
        minutes = _check(session, span, lines, {one.key for one in due})
        with counting_sessions(session) as made:
            new = [_publish(session, actor, one, minutes[one.need.key], at) for one in lines]
            made.update(new)
        _leave_time_open(session, double_booked(session, new))
        _settle(session, actor, plan_id, at)
        act.learn(count=len(lines))
    return _sessions(lines_of(session, plan_id))


def _published(
    session: Session, actor: Actor, plan_id: int, revision: int
) -> tuple[int, ...] | None:
    plan = plan_within(session, actor, plan_id)
    if plan is None or (plan.state, plan.revision) != (PlanState.PUBLISHED, revision):
        return None
    return _sessions(plan.lines)


def _sessions(lines: Sequence[PlanLine]) -> tuple[int, ...]:
    return tuple(one.session_id for one in lines if one.session_id is not None)


def _check(
    session: Session, span: GroundSpan, lines: Sequence[PlanLine], due: set[str]
) -> dict[str, int]:
    # what cannot take place as it stands is refused; of the rest it is told how long it takes
    past = sum(one.day < span.today for one in lines)
    if past:
        raise InvalidError("lines_past", lines=past)
    met = sum(one.need.key not in due for one in lines)
    if met:
        raise InvalidError("lines_met", lines=met)
    found = checked(session, span, lines)
    forbidden = sum(bool(UNBENDING.intersection(rules)) for rules in found.broken.values())
    if forbidden:
        raise InvalidError("lines_forbidden", lines=forbidden)
    return {need.key: need.minutes for need in found.ground.setting.needs}


def _publish(session: Session, actor: Actor, line: PlanLine, minutes: int, at: datetime) -> int:
    starts = minutes_after_midnight(line.starts_at)
    ends = None if starts is None else clock_time(starts + minutes)
    place = NeedSession(line.need, line.supervisor_id, line.day, line.starts_at, ends)
    made = keep_need_session(session, place, actor.account_id, at)
    session.execute(
        update(MonthPlanLineRow)
        .where(MonthPlanLineRow.id == line.id)
        .values(state=LineState.PUBLISHED.value, session_id=made)
        .execution_options(synchronize_session=False)
    )
    return made


def _leave_time_open(session: Session, sessions: Collection[int]) -> None:
    if sessions:
        session.execute(
            update(SupervisionSessionRow)
            .where(SupervisionSessionRow.id.in_(sorted(sessions)))
            .values(starts_at_time=None, ends_at_time=None)
            .execution_options(synchronize_session="fetch")
        )


def _settle(session: Session, actor: Actor, plan_id: int, at: datetime) -> None:
    session.execute(
        update(MonthPlanRow)
        .where(MonthPlanRow.id == plan_id)
        .values(state=PlanState.PUBLISHED.value, published_at=at, published_by=actor.account_id)
        .execution_options(synchronize_session=False)
    )
