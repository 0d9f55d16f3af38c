"""What a draft would have said of the past, beside what is in force: who changes, when and why."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from qa_app.domain.rules.decision import DecisionTable, Status
from qa_app.domain.rules.evaluation import Asked, Subject, evaluate
from qa_app.domain.rules.measurement import Measurement, verdict_of
from qa_app.domain.rules.tree import Leaf, leaves_in
from qa_app.domain.verdicts import CriterionType, Verdict

_ANY_DAY: Final = date(2000, 1, 1)
_ANY_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of one evaluation.

    Attributes:
        status: What is proposed.
        verdicts: Criterion to its verdict; evidence left out, which never counts against anybody.
    """

    status: Status
    verdicts: Mapping[str, Verdict]


@dataclass(slots=True)
class Judge:
    """Judges one set for one area and kind, and remembers what it said.

    Verdicts follow from those of the tests alone, so a centre whose numbers moved within the same
    verdicts is not judged again.

    Attributes:
        table: The decision table.
        asked: Criteria that are asked.
    """

    table: DecisionTable
    asked: tuple[Asked, ...]
    _leaves: tuple[tuple[str, int, Leaf], ...] = field(init=False)
    _known: dict[tuple[Verdict, ...], Outcome] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """List the tests in the order in which they are measured."""
        self._leaves = tuple(
            (one.code, place, leaf)
            for one in self.asked
            for place, leaf in enumerate(leaves_in(one.rule))
        )

    def outcome(self, measure: Callable[[Leaf], Measurement]) -> Outcome:
        """Judge one centre on one day.

        Args:
            measure: Gives what was measured for a test.

        Returns:
            What comes of it.
        """
        found = [measure(leaf) for _, _, leaf in self._leaves]
        key = tuple(
            verdict_of(leaf, one) for (_, _, leaf), one in zip(self._leaves, found, strict=True)
        )
        if key not in self._known:
            self._known[key] = self._judged(found)
        return self._known[key]

    def _judged(self, found: Sequence[Measurement]) -> Outcome:
        told = iter(found)
        subject = Subject("", "", "", "", ("", "", ""), _ANY_DAY, _ANY_MOMENT)
        done = evaluate(subject, self.table, self.asked, lambda _asked, _leaf: next(told))
        return Outcome(
            done.status,
            {
                one.asked.code: one.standing.verdict
                for one in done.judged
                if one.asked.type is not CriterionType.EVIDENCE
            },
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of time in which a draft would have said something else.

    Attributes:
        first: First day that was looked at in it.
        last: Last one.
        now: What is proposed by what is in force; None where nothing is.
        then: What the draft would have proposed.
        biting: Criteria that stand otherwise, in the order of the draft; empty where only the
            decision table makes the difference.
        is_standing: True when it holds on the last day of all.
    """

    first: date
    last: date
    now: Status | None
    then: Status
    biting: tuple[str, ...]
    is_standing: bool


def turns_of(outcomes: Sequence[tuple[date, Outcome | None, Outcome]]) -> tuple[Turn, ...]:
    """Find when a draft would have said something else of one area of one centre.

    Args:
        outcomes: Day, what is in force said (None where nothing is) and what the draft says, in
            the order of days.

    Returns:
        Stretches of equal difference, in their order; empty when both always agree. Where nothing
        is in force everything that the draft says is a difference.
    """
    turns: list[Turn] = []
    previous: tuple[Status | None, Status, tuple[str, ...]] | None = None
    for place, (day, now, then) in enumerate(outcomes):
        status = None if now is None else now.status
        is_same = status is then.status
        found = None if is_same else (status, then.status, _biting(now, then))
        is_standing = place == len(outcomes) - 1
        if found is not None and found == previous:
            turns[-1] = Turn(turns[-1].first, day, *found, is_standing)
        elif found is not None:
            turns.append(Turn(day, day, *found, is_standing))
        previous = found
    return tuple(turns)


def _biting(now: Outcome | None, then: Outcome) -> tuple[str, ...]:
    before = {} if now is None else now.verdicts
    codes = [*then.verdicts, *(code for code in before if code not in then.verdicts)]
    return tuple(
        code
        for code in codes
        # what is not asked stands as if it were met: it keeps nobody out
        if before.get(code, Verdict.MET) is not then.verdicts.get(code, Verdict.MET)
    )


def is_worse(now: Status | None, then: Status, order: Sequence[Status]) -> bool | None:
    """Tell whether a draft is harder on somebody.

    Args:
        now: What is proposed now; None for nothing.
        then: What the draft proposes.
        order: Statuses, the one that a centre would like least first.

    Returns:
        True for harder, False for milder; None where they cannot be compared.
    """
    if now is None or now is then:
        return None
    return order.index(then) < order.index(now)


def commonest(turns: Sequence[Turn]) -> tuple[tuple[str, int], ...]:
    """Count which criteria make the difference.

    Args:
        turns: Stretches of any number of centres.

    Returns:
        Criterion and number of stretches, the commonest first, then by code.
    """
    counts = Counter(code for one in turns for code in one.biting)
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
