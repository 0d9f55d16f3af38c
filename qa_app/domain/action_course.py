"""Which steps later readings bring about, all of them seen together."""

from dataclasses import dataclass
from datetime import date, datetime

from qa_app.domain.action_proof import is_recurrence, proof_of
from qa_app.domain.actions import Action, ActionState, ActionStep


@dataclass(frozen=True, slots=True)
class SeenReading:
    """A later reading of the same items at the same centre.

    Attributes:
        audit_id: It.
        conforms: Whether the items were met.
        is_sampled: True when its file was drawn, or everything was read.
        read_on: Local day.
        signed_at: When it was signed.
    """

    audit_id: int
    conforms: bool
    is_sampled: bool
    read_on: date
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """What was read since an action was opened.

    Attributes:
        opened_on: Local day on which its limits began; None for one that was never opened.
        readings: Counted readings, oldest first; those made void left out.
    """

    opened_on: date | None
    readings: tuple[SeenReading, ...]


def course_of(
    action: Action, done_at: datetime | None, course: Course
) -> tuple[tuple[ActionStep, int | None], ...]:
    """Tell what the readings bring about.

    Only sampled readings verify: whoever chooses the files chooses the proof. A fault that is
    found again counts whichever way the file was chosen.

    Args:
        action: The action as it stands.
        done_at: When the centre said that it was done; None before.
        course: What was read since.

    Returns:
        Steps of the system in order, each with the reading that led to it; empty when nothing
        changes.
    """
    steps: list[tuple[ActionStep, int | None]] = []
    again = _read_again(action, course)
    if again is not None:
        steps.append((ActionStep.RE_READ, again))
    since = [one for one in course.readings if done_at is not None and one.signed_at > done_at]
    if action.state is ActionState.DONE:
        if not action.is_structural and _is_proved(since):
            steps.append((ActionStep.PROVE, since[-1].audit_id))
    elif action.state is ActionState.VERIFIED and action.verified_on is not None:
        steps += _kept(action, action.verified_on, since)
    return tuple(steps)


def _read_again(action: Action, course: Course) -> int | None:
    is_awaited = action.re_read_on is not None and action.re_read_at is None
    states = {ActionState.OPEN, ActionState.PLANNED, ActionState.DONE}
    if not is_awaited or action.contained_on is None or action.state not in states:
        return None
    # not on the day on which it was found: the other files of that visit were read anyway
    start = max(action.contained_on, course.opened_on or action.contained_on)
    return next((one.audit_id for one in course.readings if one.read_on > start), None)


def _is_proved(since: list[SeenReading]) -> bool:
    return proof_of([one.conforms for one in since if one.is_sampled]) is not None


def _kept(
    action: Action, verified_on: date, since: list[SeenReading]
) -> list[tuple[ActionStep, int | None]]:
    if not action.is_by_document:
        before = [one for one in since if one.read_on <= verified_on]
        if not _is_proved(before):
            # a reading that it rested on was made void
            return [(ActionStep.UNPROVE, None)]
    back = [one for one in since if not one.conforms and is_recurrence(verified_on, one.read_on)]
    return [(ActionStep.RECUR, back[0].audit_id)] if back else []
