"""A clock that was set back, as the order of acts shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from qa_app.domain.trust_defaults import CLOCK_BEHIND_MINUTES


@dataclass(frozen=True, slots=True)
class StepBack:
    """How far the clock was set back.

    Attributes:
        seconds: By how many seconds at most an act, or the present, lies before an earlier act.
        last_seq: The last act before it, by its number in the journal.
    """

    seconds: int
    last_seq: int


def step_back(acts: Iterable[tuple[int, datetime]], now: datetime) -> StepBack | None:
    """Find the largest step back of the clock.

    Also one that was put right again: what was done in between lies before what came earlier.

    Args:
        acts: Number and time of acts, in the order in which they were written.
        now: The present.

    Returns:
        It; None where no act lies more than `CLOCK_BEHIND_MINUTES` before an earlier one.
    """
    worst, latest, latest_seq = timedelta(minutes=CLOCK_BEHIND_MINUTES), None, 0
    found = None
    for seq, at in [*acts, (0, now)]:
        if latest is not None and latest - at > worst:
            worst = latest - at
            found = StepBack(int(worst.total_seconds()), latest_seq)
        if latest is None or at > latest:
            latest, latest_seq = at, seq
    return found
