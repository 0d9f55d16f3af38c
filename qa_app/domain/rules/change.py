"""What would change a proposal: the fewest criteria that would have to come out otherwise."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from qa_app.domain.rules.decision import PROPOSED, DecisionTable, Status, Tally, proposed
from qa_app.domain.verdicts import CriterionType, Verdict

EVIDENCE_MOST: Final = 10
"""Most missing pieces of evidence of which every combination is looked at."""

_Class = tuple[CriterionType, Verdict]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one criterion stands.

    Attributes:
        code: The criterion.
        type: What it does to a decision.
        verdict: How it stands.
        without_gaps: How it would stand if the evidence that it waits for were there; the same as
            `verdict` for one that waits for none.
        waits_for: Codes of the evidence that it waits for.
    """

    code: str
    type: CriterionType
    verdict: Verdict
    without_gaps: Verdict
    waits_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """Some of these criteria, so many of them.

    Attributes:
        number: How many of the criteria are needed.
        codes: From which they may be chosen, in their order.
        degree: `met`, or `conditional` where that is enough.
    """

    number: int
    codes: tuple[str, ...]
    degree: Verdict


@dataclass(frozen=True, slots=True)
class Way:
    """One smallest way to another proposal.

    Attributes:
        status: What would be proposed then.
        evidence: Codes of missing evidence that would have to be there.
        parts: Criteria that would have to be met besides.
    """

    status: Status
    evidence: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """How many criteria would have to come out otherwise."""
        return len(self.evidence) + sum(part.number for part in self.parts)


def ways_to_better(
    table: DecisionTable, standings: Sequence[Standing], *, is_in_register: bool = False
) -> tuple[Way, ...]:
    """Find the smallest changes that lead to each better proposal.

    A criterion that comes out better comes out as met; where being met on conditions is enough it
    says so. Missing evidence that arrives lets what waits for it stand as it would without the
    gap. Nothing smaller leads there. Fixing more must never make a proposal worse, which a test
    holds of the shipped table.

    Args:
        table: The decision table.
        standings: How the criteria stand; those that are not asked are left out.
        is_in_register: True when the area is in the register now.

    Returns:
        A smallest way to each better proposal, the smallest first; a proposal that takes as many
        changes as a better one is left out. Empty when nothing better can be proposed.

    Raises:
        ValueError: More than `EVIDENCE_MOST` pieces of evidence are missing.
    """
    missing = tuple(one.code for one in standings if _is_gap(one))
    if len(missing) > EVIDENCE_MOST:
        raise ValueError(f"{len(missing)} pieces of evidence are missing")
    decisive = [one for one in standings if one.type is not CriterionType.EVIDENCE]
    grounds = [
        _Ground(table, decisive, frozenset(evidence), is_in_register)
        for count in range(len(missing) + 1)
        for evidence in combinations(missing, count)
    ]
    now = _rank(grounds[0].status({}))
    ways: list[Way] = []
    for rank in range(len(PROPOSED) - 1, now, -1):
        found = [way for ground in grounds if (way := ground.smallest(rank)) is not None]
        if found:
            way = min(found, key=lambda one: (one.size, len(one.evidence)))
            if not ways or way.size < ways[-1].size:
                ways.append(way)
    return tuple(reversed(ways))


def _is_gap(one: Standing) -> bool:
    held = {Verdict.MET, Verdict.CONDITIONAL}
    return one.type is CriterionType.EVIDENCE and one.verdict not in held


def _rank(status: Status) -> int:
    return PROPOSED.index(status)


class _Ground:
    # how everything stands once some missing evidence is there, and what may still be changed

    def __init__(
        self,
        table: DecisionTable,
        decisive: Sequence[Standing],
        evidence: frozenset[str],
        is_in_register: bool,  # noqa: FBT001 - private, named where it is called
    ) -> None:
        self._table = table
        self._is_in_register = is_in_register
        self._evidence = evidence
        self._counts: Counter[_Class] = Counter()
        self._codes: dict[_Class, list[str]] = {}
        for one in decisive:
            is_free = one.waits_for <= evidence
            verdict = one.without_gaps if is_free else one.verdict
            self._counts[one.type, verdict] += 1
            # what still waits for evidence cannot come out otherwise before it is there
            if is_free and verdict is not Verdict.MET:
                self._codes.setdefault((one.type, verdict), []).append(one.code)

    def status(self, fixed: Mapping[_Class, int], degree: Verdict = Verdict.MET) -> Status:
        counts = dict(self._counts)
        for (kind, verdict), number in fixed.items():
            counts[kind, verdict] -= number
            counts[kind, degree] = counts.get((kind, degree), 0) + number
        return proposed(self._table, Tally(counts, self._is_in_register))

    def smallest(self, rank: int) -> Way | None:
        # what no way can do without is found class by class, the rest is tried
        everything = {which: len(codes) for which, codes in self._codes.items()}
        if _rank(self.status(everything)) < rank:
            return None
        least = {which: self._least(which, everything, rank) for which in everything}
        room = {which: everything[which] - least[which] for which in everything}
        for more in range(sum(room.values()) + 1):
            for added in _choices(sorted(room), room, more):
                fixed = {which: least[which] + added[which] for which in least}
                if _rank(self.status(fixed)) >= rank:
                    return self._way(fixed)
        return None

    def _least(self, which: _Class, everything: Mapping[_Class, int], rank: int) -> int:
        return next(
            number
            for number in range(everything[which] + 1)
            if _rank(self.status({**everything, which: number})) >= rank
        )

    def _way(self, fixed: Mapping[_Class, int]) -> Way:
        status = self.status(fixed)
        # what is left as it stands (a number of 0) has no say; what is met on conditions already
        # gets no better by that
        is_milder = not any(
            fixed[which] for which in fixed if which[1] is Verdict.CONDITIONAL
        ) and (self.status(fixed, Verdict.CONDITIONAL) is status)
        degree = Verdict.CONDITIONAL if is_milder else Verdict.MET
        parts = tuple(
            Part(number, tuple(self._codes[which]), degree)
            for which, number in sorted(fixed.items())
            if number
        )
        return Way(status, tuple(sorted(self._evidence)), parts)


def _choices(
    order: Sequence[_Class], most: Mapping[_Class, int], total: int
) -> Iterator[dict[_Class, int]]:
    # every way to share a total among classes, none over what it holds
    if not order:
        yield {}
        return
    first, rest = order[0], order[1:]
    room = sum(most[which] for which in rest)
    for number in range(max(total - room, 0), min(most[first], total) + 1):
        for others in _choices(rest, most, total - number):
            yield {first: number, **others}
