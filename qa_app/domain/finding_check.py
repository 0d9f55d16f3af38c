"""Whether what is written on a sheet of findings goes together with the answers beside it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import FindingKind
from qa_app.domain.option_roles import roles_of
from qa_app.domain.rubric import Critical, OptionRole, Rubric


class Contradiction(StrEnum):
    """How a line of the sheet speaks against the answers."""

    ITEM_MET = "item_met"
    STRENGTH_UNMET = "strength_unmet"
    NO_ACTION = "no_action"
    RED_LINE_MET = "red_line_met"


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of the sheet as far as it is held against the answers.

    Attributes:
        place: Its place among the lines of its kind, from 1.
        kind: Finding or strength.
        items: Codes of its items.
        has_text: True when the reader says something in own words.
        has_action: True when something has to be done about it.
    """

    place: int
    kind: FindingKind
    items: tuple[str, ...]
    has_text: bool
    has_action: bool


@dataclass(frozen=True, slots=True)
class SheetFault:
    """A line that speaks against the answers: which, how, and the items it is about."""

    place: int
    kind: FindingKind
    why: Contradiction
    items: tuple[str, ...]


class ContradictionError(InvalidError):
    """The sheet speaks against the answers.

    Attributes:
        faults: Where.
    """

    def __init__(self, faults: tuple[SheetFault, ...]) -> None:
        super().__init__("findings_contradict", count=len(faults))
        self.faults = faults


def contradictions(
    rubric: Rubric,
    codes: Mapping[str, str],
    failed: Collection[str],
    lines: Sequence[WrittenLine],
) -> tuple[SheetFault, ...]:
    """Find the lines that speak against the answers.

    A finding on items that are all met, and a strength on items of which none is, may be
    right; then the reader says why in own words. A finding on a red line that is met is not: it
    says that a red line was crossed, and the answer that it was not.

    Args:
        rubric: The version that is read against.
        codes: Item to the code that it came to; items without one say nothing.
        failed: Red-line items that failed.
        lines: Findings and strengths in the reader's order.

    Returns:
        In the same order; a red line that some finding gives an action needs no second one.
    """
    acted = {code for one in lines if one.has_action for code in one.items}
    owed = frozenset(failed) - acted
    return tuple(
        SheetFault(one.place, one.kind, why, items)
        for one in lines
        for why, items in _faults(rubric, codes, owed, one)
    )


def _faults(
    rubric: Rubric, codes: Mapping[str, str], owed: Collection[str], line: WrittenLine
) -> Iterable[tuple[Contradiction, tuple[str, ...]]]:
    met = [_is_met(rubric, code, codes.get(code)) for code in line.items]
    judged = [one for one in met if one is not None]
    if line.kind is FindingKind.STRENGTH:
        if judged and not any(judged) and not line.has_text:
            yield Contradiction.STRENGTH_UNMET, line.items
        return
    if judged and all(judged):
        crossed = tuple(
            code
            for code, is_met in zip(line.items, met, strict=True)
            if is_met and rubric.items[code].critical is Critical.STOP
        )
        if crossed:
            yield Contradiction.RED_LINE_MET, crossed
        elif not line.has_text:
            yield Contradiction.ITEM_MET, line.items
    red = tuple(code for code in line.items if code in owed)
    if red:
        yield Contradiction.NO_ACTION, red


def _is_met(rubric: Rubric, item: str, code: str | None) -> bool | None:
    # what does not apply says nothing; that the file does not show it is no praise
    if code is None or item not in rubric.items:
        return None
    role = roles_of(rubric.items[item].scale).get(code)
    return None if role in {None, OptionRole.NOT_APPLICABLE} else role is OptionRole.MET
