"""Objection and its review (异议与复核): who may raise it, who may decide, how it ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.defaults import OBJECTION_DAYS, OBJECTION_DECIDE_DAYS
from qa_app.domain.errors import ConflictError, NotAllowedError
from qa_app.domain.text import BilingualText


class Ground(StrEnum):
    """On what an objection rests."""

    PROCEDURE = "procedure"
    FACT = "fact"
    EVIDENCE = "evidence"
    RUBRIC = "rubric"
    BIAS = "bias"


GROUNDS: dict[Ground, BilingualText] = {
    Ground.PROCEDURE: BilingualText("程序不当", "The procedure was not kept"),
    Ground.FACT: BilingualText("事实认定有误", "A fact was taken wrongly"),
    Ground.EVIDENCE: BilingualText("未考虑已有材料", "Material in the file was not considered"),
    Ground.RUBRIC: BilingualText("评分细则适用有误", "The rubric was applied wrongly"),
    Ground.BIAS: BilingualText("评查人员存在利益冲突或偏见", "Conflict of interest or bias"),
}
"""How each ground is called."""


class ObjectionState(StrEnum):
    """Where an objection stands; an amendment that is proposed waits for a second person."""

    NONE = "none"
    OPEN = "open"
    PROPOSED = "proposed"
    UPHELD = "upheld"
    AMENDED = "amended"


class ObjectionStep(StrEnum):
    """What may happen to it; to uphold is to leave the result as it is."""

    RAISE = "raise"
    UPHOLD = "uphold"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    REFUSE = "refuse"


class Side(StrEnum):
    """How somebody stands to the result."""

    CENTRE = "centre"
    PART = "part"
    OUTSIDE = "outside"


_S, _A = ObjectionState, ObjectionStep
TABLE: dict[tuple[ObjectionState, ObjectionStep], tuple[Side, ObjectionState]] = {
    (_S.NONE, _A.RAISE): (Side.CENTRE, _S.OPEN),
    (_S.OPEN, _A.UPHOLD): (Side.OUTSIDE, _S.UPHELD),
    (_S.OPEN, _A.PROPOSE): (Side.OUTSIDE, _S.PROPOSED),
    (_S.PROPOSED, _A.CONFIRM): (Side.OUTSIDE, _S.AMENDED),
    (_S.PROPOSED, _A.REFUSE): (Side.OUTSIDE, _S.OPEN),
}
"""State and step to whose it is and what follows; whatever is missing cannot be done."""

SETTLED = frozenset({ObjectionState.UPHELD, ObjectionState.AMENDED})
WAITING = frozenset({ObjectionState.OPEN, ObjectionState.PROPOSED})


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether an objection can be raised.

    Attributes:
        is_shown: True when the result was shown to the centre.
        is_counted: True while it counts; a void or replaced result is not objected to.
        final_on: Local day on which it became final; None before.
    """

    is_shown: bool
    is_counted: bool
    final_on: date | None


def side_of(account_id: int | None, took_part: Collection[int | None], *, is_centre: bool) -> Side:
    """Tell how somebody stands to a result.

    Args:
        account_id: Their account.
        took_part: Accounts of whoever read, read second, moderated, led or owned the session or
            round, or raised the objection.
        is_centre: True for those who act for the centre.

    Returns:
        The centre's side, or somebody who took part, or an outsider.
    """
    if is_centre:
        return Side.CENTRE
    return Side.PART if account_id is None or account_id in took_part else Side.OUTSIDE


def check_raise(standing: Standing, state: ObjectionState, today: date) -> None:
    """Refuse an objection that cannot be raised.

    Args:
        standing: The result.
        state: Whether there is an objection already.
        today: Local day.

    Raises:
        ConflictError: There is one (`objected_before`), the result is not shown or does not
            count (`not_shared`), or its time is over (`objection_late`).
    """
    if state is not ObjectionState.NONE:
        raise ConflictError("objected_before")
    if not standing.is_shown or not standing.is_counted:
        raise ConflictError("not_shared")
    last = last_day(standing.final_on)
    if last is not None and today > last:
        raise ConflictError("objection_late", days=OBJECTION_DAYS)


def last_day(final_on: date | None) -> date | None:
    """Give the last day on which an objection can be raised.

    Args:
        final_on: Local day on which the result became final; None before.

    Returns:
        The day; None while the result is provisional.
    """
    return None if final_on is None else final_on + timedelta(days=OBJECTION_DAYS)


def decide_by(raised_on: date) -> date:
    """Give the day by which an objection should be decided.

    Args:
        raised_on: Local day on which it was raised.

    Returns:
        The day.
    """
    return raised_on + timedelta(days=OBJECTION_DECIDE_DAYS)


def step_after(
    state: ObjectionState, step: ObjectionStep, side: Side, *, is_proposer: bool = False
) -> ObjectionState:
    """Take a step.

    Args:
        state: Where the objection stands.
        step: What happens.
        side: How whoever does it stands to the result.
        is_proposer: True when they proposed the amendment that waits.

    Returns:
        Where it stands after.

    Raises:
        NotAllowedError: The step is not theirs: they took part (`took_part`), or act for the
            other side (`not_your_step`).
        ConflictError: It cannot be taken now (`objection_state`), or the proposer would confirm
            or refuse the own proposal (`same_person`).
    """
    wanted = {who for (_, act), (who, _) in TABLE.items() if act is step}
    if side not in wanted:
        raise NotAllowedError("took_part" if side is Side.PART else "not_your_step")
    found = TABLE.get((state, step))
    if found is None:
        raise ConflictError("objection_state")
    if is_proposer and step in {ObjectionStep.CONFIRM, ObjectionStep.REFUSE}:
        raise ConflictError("same_person")
    return found[1]
