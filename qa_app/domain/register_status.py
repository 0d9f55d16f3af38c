"""Where an area of a centre stands in the register, and who may move it: the table is data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from qa_app.domain.errors import ConflictError
from qa_app.domain.month_grid import months_on
from qa_app.domain.register_terms import Terms
from qa_app.domain.rules.decision import IN_REGISTER, Status


class Applied(StrEnum):
    """Where an application stands."""

    APPLIED = "applied"
    UNDER_REVIEW = "under_review"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


OPEN: Final = frozenset({Applied.APPLIED, Applied.UNDER_REVIEW})
"""Applications that wait."""


class Mover(StrEnum):
    """Who takes a step.

    `screen` is a proposer with a decider, `paper` a registrar with a second person: what is
    decided on paper is a fact, whatever stood on the platform before.
    """

    CENTRE = "centre"
    REVIEWER = "reviewer"
    SCREEN = "screen"
    PAPER = "paper"
    CLOCK = "clock"


_S, _M = Status, Mover
_BOTH = frozenset({_M.SCREEN, _M.PAPER})
_ENTRY = (_S.ENDORSED, _S.CONDITIONAL, _S.DEFERRED, _S.NOT_ENDORSED)
_OUTSIDE = (None, _S.APPLIED, _S.NOT_ENDORSED, _S.WITHDRAWN, _S.EXPIRED)

MOVES: Final[dict[tuple[Status | None, Status], frozenset[Mover]]] = {
    **{
        (before, _S.APPLIED): frozenset({_M.CENTRE})
        # under review without an application: its first decision, on paper, was set aside
        for before in (
            None,
            _S.UNDER_REVIEW,
            _S.DEFERRED,
            _S.NOT_ENDORSED,
            _S.WITHDRAWN,
            _S.EXPIRED,
        )
    },
    (_S.APPLIED, _S.UNDER_REVIEW): frozenset({_M.REVIEWER}),
    **{(_S.UNDER_REVIEW, after): _BOTH for after in _ENTRY},
    **{(_S.DEFERRED, after): _BOTH for after in _ENTRY},
    **{(before, after): frozenset({_M.PAPER}) for before in _OUTSIDE for after in _ENTRY},
    **{
        (before, after): _BOTH
        for before in (_S.ENDORSED, _S.CONDITIONAL)
        for after in (_S.ENDORSED, _S.CONDITIONAL, _S.SUSPENDED, _S.WITHDRAWN)
    },
    (_S.ENDORSED, _S.EXPIRED): frozenset({_M.CLOCK}),
    (_S.CONDITIONAL, _S.EXPIRED): frozenset({_M.CLOCK}),
    # lifted on conditions, or removed; the clock never ends a suspension, it tells who decides
    (_S.SUSPENDED, _S.CONDITIONAL): _BOTH,
    (_S.SUSPENDED, _S.WITHDRAWN): _BOTH,
}
"""Standing before (None: never applied) and after to who may move it; all else cannot happen."""

ENDS_APPLICATION: Final = frozenset(_ENTRY)
"""What answers an application; a suspension or removal leaves it waiting."""

RENEWS: Final = IN_REGISTER
"""Standings in which a centre may apply anew while they hold."""

DECIDED: Final = (*_ENTRY, _S.SUSPENDED, _S.WITHDRAWN)
"""What a decision can say, in the order of forms."""


class Cause(StrEnum):
    """Why an area stands where it does."""

    DECISION = "decision"
    EXPIRY = "expiry"
    OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an area.

    Attributes:
        number: From 1.
        status: Where it stands.
        effective_on: From this day on.
        until: Last day; None without an end.
        cause: Why.
        decision_id: The decision; None when the clock did it.
        made_at: When it was put down; None where that does not matter.
    """

    number: int
    status: Status
    effective_on: date
    until: date | None = None
    cause: Cause = Cause.DECISION
    decision_id: int | None = None
    made_at: datetime | None = None


def step_on(steps: Iterable[Step], day: date) -> Step | None:
    """Find the step that holds on a day.

    Args:
        steps: The steps of one area.
        day: Local day.

    Returns:
        The last one that has begun; None before the first.
    """
    begun = [step for step in steps if step.effective_on <= day]
    return max(begun, key=lambda step: step.number, default=None)


def standing_on(
    steps: Iterable[Step], day: date, application: Applied | None = None
) -> Status | None:
    """Tell where an area stands on a day.

    Args:
        steps: Its steps.
        day: Local day.
        application: Its application that waits; None when there is none.

    Returns:
        The status. What has run out is expired, whether or not the clock has said so yet. While
        an application waits, it tells for areas outside the register; None where nobody applied.
    """
    step = step_on(steps, day)
    status = None if step is None else step.status
    if step is not None and status in IN_REGISTER and _is_over(step, day):
        status = Status.EXPIRED
    if application in OPEN and status not in {*IN_REGISTER, Status.SUSPENDED}:
        return Status(application.value)
    return status


def _is_over(step: Step, day: date) -> bool:
    return step.until is not None and step.until < day


def choices(before: Status | None, mover: Mover) -> tuple[Status, ...]:
    """List what can be decided.

    Args:
        before: Where the area stands.
        mover: By which route.

    Returns:
        Statuses in the order of forms. To refuse or put off a renewal leaves an area where it is
        until it runs out, so neither is among them while it is in the register.
    """
    return tuple(after for after in DECIDED if mover in MOVES.get((before, after), frozenset()))


def check_move(before: Status | None, after: Status, mover: Mover) -> None:
    """Refuse a step that cannot be taken.

    Args:
        before: Where the area stands.
        after: Where it is to stand.
        mover: Who takes it.

    Raises:
        ConflictError: Nobody may take it from here, or somebody else (`no_such_move`).
    """
    if mover not in MOVES.get((before, after), frozenset()):
        raise ConflictError("no_such_move")


def check_apply(before: Status | None, waiting: Applied | None) -> None:
    """Refuse an application that cannot be made.

    Args:
        before: Where the area stands, without regard to applications.
        waiting: Its application that waits; None without one.

    Raises:
        ConflictError: One waits (`applied_before`), or co-operation is suspended
            (`no_such_move`).
    """
    if waiting in OPEN:
        raise ConflictError("applied_before")
    if before not in RENEWS:
        check_move(before, Status.APPLIED, Mover.CENTRE)


def valid_until(terms: Terms, set_code: str, status: Status, effective_on: date) -> date | None:
    """Work out the last day on which a decision holds.

    Args:
        terms: Limits in time.
        set_code: The set by which is decided.
        status: What is decided.
        effective_on: First day.

    Returns:
        The day; None for what has no end.
    """
    if status is Status.SUSPENDED:
        months = terms.suspension.max_months
    elif status in IN_REGISTER:
        months = terms.validity.months(set_code, status)
    else:
        return None
    return months_on(effective_on, months) - timedelta(days=1)


def rounds_on_conditions(steps: Sequence[Step]) -> int:
    """Count how often in a row an area was entered on conditions.

    Args:
        steps: Its steps in their order.

    Returns:
        Decisions on conditions since it was last anything else.
    """
    count = 0
    for step in reversed(steps):
        if step.status is not Status.CONDITIONAL:
            break
        count += step.cause is Cause.DECISION
    return count


def before_decision(steps: Sequence[Step], decision_id: int) -> Step | None:
    """Find where an area stood before a decision, for what sets the decision aside.

    Args:
        steps: Its steps in their order.
        decision_id: The decision.

    Returns:
        The step before the one that it made; None when it was the first.
    """
    made = next((place for place, one in enumerate(steps) if one.decision_id == decision_id), 0)
    return steps[made - 1] if made else None


def warns_on(until: date, day: date, days: Sequence[int]) -> int | None:
    """Tell whether a warning is due before something runs out.

    Args:
        until: Last day.
        day: Local day.
        days: Days before at which to warn, such as 90, 30 and 7.

    Returns:
        The nearest of them that is reached; None while it is further off, or when it is over.
    """
    left = (until - day).days
    return None if left < 0 else min((one for one in days if left <= one), default=None)


def review_due(effective_on: date, day: date, months: int) -> date | None:
    """Find the yearly review that is due.

    Args:
        effective_on: First day of what holds.
        day: Local day.
        months: Months from one review to the next.

    Returns:
        The last review day that has come; None before the first.
    """
    due, count = None, 1
    while (next_one := months_on(effective_on, months * count)) <= day:
        due, count = next_one, count + 1
    return due
