"""The decision table: what verdicts on a set of criteria lead to, as data.

Rows are looked at in order, the first whose condition holds gives the status that is proposed; a
named person decides. Criteria of type `evidence` are no part of it: they qualify others.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.verdicts import CriterionType, Verdict


class Status(StrEnum):
    """Where a centre's area stands in the register."""

    APPLIED = "applied"
    UNDER_REVIEW = "under_review"
    ENDORSED = "endorsed"
    CONDITIONAL = "conditional"
    DEFERRED = "deferred"
    NOT_ENDORSED = "not_endorsed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


IN_REGISTER = frozenset({Status.ENDORSED, Status.CONDITIONAL})
"""Statuses in which an area is in the register."""

PROPOSED = (
    Status.SUSPENDED,
    Status.NOT_ENDORSED,
    Status.DEFERRED,
    Status.CONDITIONAL,
    Status.ENDORSED,
)
"""Statuses that a table may propose, the one that the centre would like least first."""

EVALUABLE = frozenset({Verdict.MET, Verdict.CONDITIONAL, Verdict.NOT_MET})
"""Verdicts of criteria that could be told."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many criteria of each type stand how.

    Attributes:
        counts: Type and verdict to the number of criteria; what is missing counts 0.
        is_in_register: True when the area is in the register now.
    """

    counts: Mapping[tuple[CriterionType, Verdict], int]
    is_in_register: bool = False

    def count(self, types: Iterable[CriterionType], verdicts: Iterable[Verdict]) -> int:
        """Count criteria.

        Args:
            types: Of one of these types.
            verdicts: With one of these verdicts.

        Returns:
            How many there are.
        """
        wanted = tuple(verdicts)
        return sum(self.counts.get((kind, verdict), 0) for kind in types for verdict in wanted)


@dataclass(frozen=True, slots=True)
class InRegister:
    """Holds while the area is in the register."""


@dataclass(frozen=True, slots=True)
class Enough:
    """Holds from a number of criteria on.

    Attributes:
        number: The number, at least 1.
        types: Which types are counted.
        verdicts: Which verdicts.
    """

    number: int
    types: frozenset[CriterionType]
    verdicts: frozenset[Verdict]


@dataclass(frozen=True, slots=True)
class ShareBelow:
    """Holds when too small a share is met, or too few can be told; never without criteria.

    Attributes:
        share: Least share of those that can be told, over 0 and at most 1.
        fewest: Fewest criteria that must be told.
        types: Which types are counted.
    """

    share: Fraction
    fewest: int
    types: frozenset[CriterionType]


@dataclass(frozen=True, slots=True)
class Every:
    """Holds when every part does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Holds when at least one part does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Holds when its part does not."""

    part: "Condition"


Condition = InRegister | Enough | ShareBelow | Every | Some | Without


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Attributes:
        status: What is proposed.
        condition: When; None = always, in the last row only.
        words: The condition in words.
    """

    status: Status
    condition: Condition | None
    words: BilingualText = NO_TEXT


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Rows in their order; the last one always holds."""

    rows: tuple[Row, ...] = field(default_factory=tuple)


def tally_of(
    verdicts: Iterable[tuple[CriterionType, Verdict]], *, is_in_register: bool = False
) -> Tally:
    """Count verdicts by type.

    Args:
        verdicts: Type and verdict of every criterion that is asked.
        is_in_register: True when the area is in the register now.

    Returns:
        The tally.
    """
    return Tally(Counter(verdicts), is_in_register)


def row_for(table: DecisionTable, tally: Tally) -> int:
    """Find the row that decides.

    Args:
        table: The table.
        tally: How the criteria stand.

    Returns:
        Place of the first row that holds.

    Raises:
        LookupError: No row holds; a checked table ends with one that always does.
    """
    for place, row in enumerate(table.rows):
        if row.condition is None or holds(row.condition, tally):
            return place
    raise LookupError("no row of the decision table holds")


def proposed(table: DecisionTable, tally: Tally) -> Status:
    """Give the status that a table proposes.

    Args:
        table: The table.
        tally: How the criteria stand.

    Returns:
        The status of the first row that holds.

    Raises:
        LookupError: No row holds.
    """
    return table.rows[row_for(table, tally)].status


def holds(condition: Condition, tally: Tally) -> bool:
    """Tell whether a condition holds.

    Args:
        condition: The condition.
        tally: How the criteria stand.

    Returns:
        True when it does. Verdicts are known here, so nothing is unknown any more.
    """
    match condition:
        case InRegister():
            return tally.is_in_register
        case Enough(number, types, verdicts):
            return tally.count(types, verdicts) >= number
        case ShareBelow():
            return _is_below(condition, tally)
        case Every(parts):
            return all(holds(part, tally) for part in parts)
        case Some(parts):
            return any(holds(part, tally) for part in parts)
        case Without(part):
            return not holds(part, tally)


def idle_types(condition: Condition | None, asked: Collection[CriterionType]) -> set[CriterionType]:
    """Find the types about which a condition says something that cannot hold where none is asked.

    Args:
        condition: The condition; None always holds.
        asked: Types of the criteria that are asked.

    Returns:
        Types whose share is counted though no criterion of them is asked: `ShareBelow` never holds
        then, whatever the words of the row say of too few criteria.
    """
    match condition:
        case ShareBelow(_, _, types) if types.isdisjoint(asked):
            return set(types)
        case Every(parts) | Some(parts):
            return {kind for part in parts for kind in idle_types(part, asked)}
        case Without(part):
            return idle_types(part, asked)
        case _:
            return set()


def _is_below(condition: ShareBelow, tally: Tally) -> bool:
    if not tally.count(condition.types, Verdict):
        return False
    told = tally.count(condition.types, EVALUABLE)
    if told < condition.fewest:
        return True
    met = tally.count(condition.types, (Verdict.MET,))
    return Fraction(met, told) < condition.share if told else False
