"""A clock that was set back, found by the order of acts."""

from datetime import timedelta

from qa_app.domain.clock_steps import StepBack, step_back
from tests.people import NOON

MINUTE = timedelta(minutes=1)


def found(*minutes: float, now: float) -> StepBack | None:
    acts = [(seq, NOON + one * MINUTE) for seq, one in enumerate(minutes, start=11)]
    return step_back(acts, NOON + now * MINUTE)


def test_a_step_back_counts_from_the_latest_act_before_it() -> None:
    assert found(0, 10, 20, now=5) == StepBack(15 * 60, 13)
    # also where the clock was put right before anybody looked: the act at 8 lies before that at 20
    assert found(0, 20, 8, 21, now=30) == StepBack(12 * 60, 12)
    # the largest of several
    assert found(0, 20, 8, 30, 4, now=40) == StepBack(26 * 60, 14)


def test_drift_and_time_that_goes_on_are_none() -> None:
    assert found(now=0) is None
    assert found(0, 1, 300_000, now=300_000) is None
    # five minutes are drift between machines, a second more is not
    assert found(0, 10, 5, now=20) is None
    assert found(0, 10, 5 - 1 / 60, now=20) == StepBack(301, 12)
