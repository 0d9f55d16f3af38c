"""Which steps later readings bring about, all of them seen together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from qa_app.domain.action_proof import Decided, ProofRule, decided, is_recurrence
from qa_app.domain.actions import Action, ActionState, ActionStep, owes_reading


class WhyNot(StrEnum):
    """Why a later reading does not verify an action."""

    CHOSEN = "chosen"
    DRAWN_BEFORE = "drawn_before"
    NOT_DONE = "not_done"


def why_not(drawn_at: datetime | None, done_at: datetime | None) -> WhyNot | None:
    """Tell why a later reading does not verify an action.

    Whoever chooses the files chooses the proof, and a file that was drawn before the action was
    done shows how things were before, or could be mended because it was known to be read.

    Args:
        drawn_at: When its file was drawn; None for one that was chosen on purpose.
        done_at: When the centre said that it was done; None before.

    Returns:
        The reason; None for a reading that verifies.

    Source: docs/methods/verification.md.
    """
    if drawn_at is None:
        return WhyNot.CHOSEN
    if done_at is None:
        return WhyNot.NOT_DONE
    return None if drawn_at > done_at else WhyNot.DRAWN_BEFORE


def counted_of(rule: ProofRule, proofs: Sequence[tuple[int, bool]]) -> frozenset[int]:
    """Tell which readings the rule of proof counted so far.

    Args:
        rule: What was fixed when the action was done.
        proofs: Readings that may verify it, oldest first: each with whether the items were met.

    Returns:
        The first that the rule asks for; none after the one that decided.
    """
    found = decided(rule, [is_met for _one, is_met in proofs])
    last = rule.files if found is None else found.at + 1
    return frozenset(one for one, _is_met in proofs[:last])


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
        took_place: True when it took the place of another one since readings were last judged.
    """

    audit_id: int
    conforms: bool
    read_on: date
    signed_at: datetime
    drawn_at: datetime | None = None
    drawn_on: date | None = None
    is_for_red_line: bool = False
    took_place: bool = False


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

    The rule that was fixed when the action was done decides once, on the first readings that it
    asks for (`domain.action_proof.decided`): the action is verified, or goes back to its owner
    for another try. What is read beyond them proves nothing and disproves nothing. Only files
    drawn after the action was done verify (`why_not`). The re-reading that a red line owes within
    its limit is met by a file added for it, or drawn after the harm was contained; it verifies
    nothing by itself. A fault that is found after the day of verification came back, whichever
    way the file was chosen.

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
        steps += _judged(action, since, done_at)
    elif action.state is ActionState.VERIFIED and action.verified_on is not None:
        steps += _kept(action, action.verified_on, since, done_at)
    return tuple(steps)


def _read_again(action: Action, course: Course) -> int | None:
    if not owes_reading(action) or action.contained_on is None:
        return None
    # not on the day on which it was found: the other files of that visit were read anyway
    start = max(action.contained_on, course.opened_on or action.contained_on)
    return next(
        (one.audit_id for one in course.readings if one.read_on > start and _is_again(one, start)),
        None,
    )


def _is_again(one: SeenReading, start: date) -> bool:
    return one.is_for_red_line or (one.drawn_on is not None and one.drawn_on > start)


def _proof(
    action: Action, since: list[SeenReading], done_at: datetime | None
) -> tuple[list[SeenReading], Decided | None]:
    proof = [one for one in since if why_not(one.drawn_at, done_at) is None]
    return proof, decided(action.proof, [one.conforms for one in proof])


def _judged(
    action: Action, since: list[SeenReading], done_at: datetime | None
) -> list[tuple[ActionStep, int | None]]:
    proof, found = _proof(action, since, done_at)
    if found is None or action.is_structural:
        return []
    step = ActionStep.PROVE if found.is_shown else ActionStep.DISPROVE
    return [(step, proof[found.at].audit_id)]


def _kept(
    action: Action, verified_on: date, since: list[SeenReading], done_at: datetime | None
) -> list[tuple[ActionStep, int | None]]:
    if not action.is_by_document:
        proof, found = _proof(action, since, done_at)
        if found is None or not found.is_shown:
            return [_undone(action, proof), *_judged(action, since, done_at)]
    back = [one for one in since if not one.conforms and is_recurrence(verified_on, one.read_on)]
    return [(ActionStep.RECUR, back[0].audit_id)] if back else []


def _undone(action: Action, proof: list[SeenReading]) -> tuple[ActionStep, int | None]:
    # a reading that was amended is told from one that no longer counts
    deciding = proof[: action.proof.files]
    amended = (one.audit_id for one in deciding if one.took_place and not one.conforms)
    first = next(amended, None)
    return (ActionStep.UNPROVE, None) if first is None else (ActionStep.AMENDED, first)
