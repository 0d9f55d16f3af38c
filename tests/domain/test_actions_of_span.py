"""Actions at the end of a day: their steps taken again, and no other lateness than on their page."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.action_waiting import waiting
from qa_app.domain.actions import (
    TABLE,
    Action,
    ActionKind,
    ActionState,
    ActionStep,
    Owner,
    after,
    may_step,
    open_action,
    takers,
)
from qa_app.domain.actions_of_span import ActionThen, StepTaken, action_facts, action_then
from qa_app.domain.report_facts import ActionFacts

MAR = date(2026, 3, 2)
LAST = date(2026, 3, 31)


def opened(kind: ActionKind = ActionKind.OTHER, on: date = MAR, due: date | None = None) -> Action:
    return open_action(kind, Owner.CENTRE, on, due, is_structural=True)


def test_what_happened_later_is_not_known_yet() -> None:
    steps = (
        StepTaken(ActionStep.PLAN, ActionState.PLANNED, date(2026, 3, 10)),
        StepTaken(ActionStep.DO, ActionState.DONE, date(2026, 3, 20)),
        StepTaken(ActionStep.DOCUMENT, ActionState.VERIFIED, date(2026, 4, 2)),
        StepTaken(ActionStep.DROP, ActionState.DROPPED, date(2026, 4, 9)),
    )

    def state(on: date) -> ActionState | None:
        then = action_then(MAR, opened(), steps, on)
        return None if then is None else then.action.state

    assert state(date(2026, 3, 1)) is None
    assert state(MAR) is ActionState.OPEN
    assert state(date(2026, 3, 19)) is ActionState.PLANNED
    assert state(LAST) is ActionState.DONE
    assert state(date(2026, 4, 2)) is ActionState.VERIFIED
    # cancelled: no action of any span that ends then
    assert state(date(2026, 4, 9)) is None


def test_the_counts_of_a_span() -> None:
    late = opened(on=date(2026, 1, 1), due=date(2026, 3, 30))
    due_today = opened(on=MAR, due=LAST)
    done = (StepTaken(ActionStep.DO, ActionState.DONE, date(2026, 3, 12)),)
    verified = (*done, StepTaken(ActionStep.DOCUMENT, ActionState.VERIFIED, date(2026, 3, 15)))
    cases = [
        (date(2026, 1, 1), late, ()),  # 89 days, its day passed yesterday
        (MAR, due_today, ()),  # 29 days, may still be done on that day
        (date(2026, 3, 17), opened(on=date(2026, 3, 17)), ()),  # 14 days
        (MAR, opened(due=date(2026, 3, 11)), verified),  # a day late
        (MAR, opened(due=date(2026, 3, 12)), verified),
        (date(2026, 4, 1), opened(on=date(2026, 4, 1)), ()),
    ]
    then = [one for on, action, steps in cases if (one := action_then(on, action, steps, LAST))]
    assert action_facts(then, date(2026, 3, 1), LAST) == ActionFacts(
        opened=4, done=2, done_late=1, verified=2, waiting=3, late=1, ages=(1, 1, 0, 1)
    )


def test_a_red_line_is_late_when_its_next_step_is() -> None:
    red = opened(ActionKind.RED_LINE)
    contain = red.contain_on
    assert contain is not None
    then = ActionThen(MAR, red)
    assert (then.is_late(contain), then.is_late(contain + timedelta(days=1))) == (False, True)


@given(st.lists(st.tuples(st.sampled_from(list(ActionStep)), st.integers(0, 9)), max_size=12))
def test_steps_taken_again_give_the_action_of_each_day(moves: list) -> None:
    day, action = MAR, opened(ActionKind.RED_LINE)
    steps: list[StepTaken] = []
    known = {MAR: action}
    for step, days in moves:
        day += timedelta(days=days)
        parties = [one for one in sorted(takers(action, step)) if may_step(action, step, one)]
        if (action.state, step) in TABLE and parties:
            action = after(action, step, parties[0], None if step is not ActionStep.DO else 7, day)
            steps.append(StepTaken(step, action.state, day))
        known[day] = action
    for on, stood in known.items():
        then = action_then(MAR, opened(ActionKind.RED_LINE), steps, on)
        assert (then is None) == (stood.state is ActionState.DROPPED)
        if then is not None:
            assert (then.action.state, then.until) == (stood.state, waiting(stood).until)
            assert then.action.done_on == stood.done_on
            assert then.action.verified_on == stood.verified_on
