"""Which steps later readings bring about, all of them seen together."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from qa_app.domain.action_proof import is_recurrence, proof_of
from qa_app.domain.actions import Action, ActionState, ActionStep


class WhyNot(StrEnum):
    """Why a later reading does not verify an action."""

    CHOSEN = "chosen"
    DRAWN_BEFORE = "drawn_before"


def why_not(drawn_at: datetime | None, done_at: datetime | None) -> WhyNot | None:
    """Tell why a later reading does not verify an action.

    Whoever chooses the files chooses the proof, and a file that was drawn before the action was
    done shows how things were before, or could be mended because it was known to be read.

    Args:
        drawn_at: When its file was drawn; None for one that was chosen on purpose.
        done_at: When the centre said that it was done; None before.

    Returns:
        The reason; None for a reading that verifies.

    Source: issue of case-file reviews, part 7: verified by later sampled files.
    """
    if drawn_at is None:
        return WhyNot.CHOSEN
    return None if done_at is not None and drawn_at > done_at else WhyNot.DRAWN_BEFORE


@dataclass(frozen=True, slots=True)
class SeenReading:
    """A later reading of the same items at the same centre.

    Attributes:
        audit_id: It.
        conforms: Whether the items were met.
        read_on: Local day.
        signed_at: When it was signed.
        drawn_at: When its file was drawn, or everything was given to be read; None for a file
            that was chosen on purpose.
        drawn_on: The local day of that.
        is_for_red_line: True when its file was added because a red line has to be read again.
    """

    audit_id: int
    conforms: bool
    read_on: date
    signed_at: datetime
    drawn_at: datetime | None = None
    drawn_on: date | None = None
    is_for_red_line: bool = False


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

    Only files drawn after the action was done verify (`why_not`). The re-reading that a red line
    owes within its limit is met by a file added for it, or drawn after the harm was contained;
    it verifies nothing by itself. A fault that is found again counts whichever way the file was
    chosen.

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
        proof = _proof(since, done_at)
        if not action.is_structural and proof_of([one.conforms for one in proof]) is not None:
            steps.append((ActionStep.PROVE, proof[-1].audit_id))
    elif action.state is ActionState.VERIFIED and action.verified_on is not None:
        steps += _kept(action, action.verified_on, since, done_at)
    return tuple(steps)


def _read_again(action: Action, course: Course) -> int | None:
    is_awaited = action.re_read_on is not None and action.re_read_at is None
    states = {ActionState.OPEN, ActionState.PLANNED, ActionState.DONE}
    if not is_awaited or action.contained_on is None or action.state not in states:
        return None
    # not on the day on which it was found: the other files of that visit were read anyway
    start = max(action.contained_on, course.opened_on or action.contained_on)
    return next(
        (one.audit_id for one in course.readings if one.read_on > start and _is_again(one, start)),
        None,
    )


def _is_again(one: SeenReading, start: date) -> bool:
    return one.is_for_red_line or (one.drawn_on is not None and one.drawn_on > start)


def _proof(since: list[SeenReading], done_at: datetime | None) -> list[SeenReading]:
    return [one for one in since if why_not(one.drawn_at, done_at) is None]


def _kept(
    action: Action, verified_on: date, since: list[SeenReading], done_at: datetime | None
) -> list[tuple[ActionStep, int | None]]:
    if not action.is_by_document:
        before = [one for one in _proof(since, done_at) if one.read_on <= verified_on]
        if proof_of([one.conforms for one in before]) is None:
            # a reading that it rested on was made void
            return [(ActionStep.UNPROVE, None)]
    back = [one for one in since if not one.conforms and is_recurrence(verified_on, one.read_on)]
    return [(ActionStep.RECUR, back[0].audit_id)] if back else []
