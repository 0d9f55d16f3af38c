"""Put a visit or a session of a plan on another day, or give it to somebody else."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import InvalidError
from qa_app.domain.month_grid import month_after
from qa_app.domain.month_plan_events import MonthLineChanged
from qa_app.domain.month_plans import LineState, flaw_of_words
from qa_app.domain.people import Actor
from qa_app.models.month_plans import MonthPlanLineRow
from qa_app.models.plan_changes import mark_changed
from qa_app.models.transaction import transaction
from qa_app.queries.month_plans import line_to_change, plan_to_change
from qa_app.queries.plan_changes import PlacedLine, Weighed, weighed


@dataclass(frozen=True, slots=True)
class LineMove:
    """Where a line goes.

    Attributes:
        supervisor_id: Who goes.
        day: On which day of the plan's month.
        all_the_same: True when rules that bend may be set aside: the person was told.
        revision: What the person saw of the plan.
        words: Why rules are set aside; kept in the journal.
        starts_at: Local time; None for the first at which everybody is free.
    """

    supervisor_id: int
    day: date
    all_the_same: bool
    revision: int
    words: str = ""
    starts_at: time | None = None


def move_line(
    session: Session,
    actor: Actor,
    place: tuple[int, int],
    move: LineMove,
    zone: str,
    *,
    at: datetime,
) -> None:
    """Move a line; one that was dropped comes back. The plan becomes a draft again.

    Args:
        session: A database session.
        actor: Who plans.
        place: The plan and its line.
        move: Where to.
        zone: Local time zone.
        at: The present.

    Raises:
        OutOfReachError: There is no such plan within reach, or it has no such line.
        ConflictError: The plan was changed since (`plan_changed`), or the line is published
            (`line_settled`).
        InvalidError: The day is over or in another month (`day_outside_month`), the holiday table
            does not cover it (`no_holiday_table`), a rule forbids it that nobody sets aside
            (`rule_forbids`), or others would break or somebody would be in two sessions at
            once and nobody said to go on (`rules_bend`, `double_booked`); they name the rules, and
            who is in another session. Who goes on says why (`no_words`, `long_words`).
    """
    plan_id, line_id = place
    event = MonthLineChanged(
        actor=actor,
        at=at,
        object_id=plan_id,
        state=LineState.PROPOSED.value,
        on=move.day,
        to_account=move.supervisor_id,
        rules=(),
        revision=move.revision + 1,
    )
    today = local_day(at, zone)
    with transaction(session, event) as act:
        plan, _ = plan_to_change(session, actor, plan_id, move.revision)
        states = {LineState.PROPOSED, LineState.DROPPED}
        row = line_to_change(session, plan_id, line_id, states)
        if not max(plan.month, today) <= move.day < month_after(plan.month, 1):
            raise InvalidError("day_outside_month")
        place_wanted = (move.supervisor_id, move.day, move.starts_at)
        found = weighed(session, PlacedLine(plan_id, plan.month, today, line_id, *place_wanted))
        _check(found, move)
        act.learn(centre_id=row.centre_id, rules=tuple(one.value for one in found.bent))
        act.learn(words=move.words.strip() if found.bent else "")
        session.execute(
            update(MonthPlanLineRow)
            .where(MonthPlanLineRow.id == line_id)
            .values(
                supervisor_id=move.supervisor_id,
                day=move.day,
                starts_at_time=found.starts_at,
                state=LineState.PROPOSED.value,
                changed_at=at,
                changed_by=actor.account_id,
            )
            .execution_options(synchronize_session=False)
        )
        mark_changed(session, plan_id, move.revision)


def _check(found: Weighed, move: LineMove) -> None:
    if found.forbidden:
        raise InvalidError("rule_forbids", rules=found.forbidden)
    if not move.all_the_same and (found.bent or found.clashes):
        code = "rules_bend" if found.bent else "double_booked"
        raise InvalidError(code, rules=found.bent, clashes=found.clashes)
    flaw = flaw_of_words(move.words) if found.bent else None
    if flaw is not None:
        raise InvalidError(flaw, rules=found.bent)
