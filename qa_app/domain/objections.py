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
class ResultStanding:
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


def check_raise(standing: ResultStanding, today: date, *, is_repeated: bool) -> None:
    """Refuse an objection that cannot be raised.

    Args:
        standing: The result.
        today: Local day.
        is_repeated: True when the centre has objected already.

    Raises:
        ConflictError: There is one (`objected_before`), the result is not shown or does not
            count (`not_shared`), or its time is over (`objection_late`).
    """
    if is_repeated:
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


def check_request(side: Side, standing: ResultStanding, *, is_waiting: bool) -> None:
    """Refuse a request to amend a result to which no objection is open.

    Whoever took part may ask, such as a reader who sees an own mistake; they never decide: a
    second person does, and both versions are kept and printed with the reason.

    Args:
        side: How whoever asks stands to the result.
        standing: The result.
        is_waiting: True while another amendment of it waits.

    Raises:
        NotAllowedError: They act for the centre, which objects instead (`not_your_step`).
        ConflictError: The result is not shown or does not count (`not_amendable`), or an
            amendment waits (`amendment_waits`).
    """
    if side is Side.CENTRE:
        raise NotAllowedError("not_your_step")
    if not standing.is_shown or not standing.is_counted:
        raise ConflictError("not_amendable")
    if is_waiting:
        raise ConflictError("amendment_waits")


def check_settling(
    side: Side, state: ObjectionState, *, is_proposer: bool, is_confirmed: bool
) -> None:
    """Refuse to settle a request to amend a result.

    Args:
        side: How whoever settles it stands to the result.
        state: The objection to the same result that was raised meanwhile; none without.
        is_proposer: True when they asked for it.
        is_confirmed: False refuses the amendment.

    Raises:
        NotAllowedError: They took part (`took_part`), or act for the centre (`not_your_step`).
        ConflictError: They asked for it (`same_person`), or an objection has to be decided
            before the result changes (`objection_first`).
    """
    if is_proposer:
        raise ConflictError("same_person")
    if side is not Side.OUTSIDE:
        raise NotAllowedError("took_part" if side is Side.PART else "not_your_step")
    if is_confirmed and state in WAITING:
        raise ConflictError("objection_first")


def check_withdrawal(*, is_waiting: bool, is_proposer: bool) -> None:
    """Refuse to take an amendment back.

    Args:
        is_waiting: True while an amendment of the result waits.
        is_proposer: True when they proposed it.

    Raises:
        ConflictError: None waits any more (`no_amendment`).
        NotAllowedError: Somebody else proposed it, and a second person refuses it instead
            (`not_your_step`).
    """
    if not is_waiting:
        raise ConflictError("no_amendment")
    if not is_proposer:
        raise NotAllowedError("not_your_step")
