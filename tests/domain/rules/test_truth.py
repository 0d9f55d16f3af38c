"""Laws of combining verdicts, held against every way in which unknown parts can turn out."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.rules.truth import DEGREES, UNKNOWN, Truth, at_least, opposite, truth_of
from qa_app.domain.verdicts import Verdict

_VERDICTS = st.lists(st.sampled_from(list(Verdict)), min_size=1, max_size=5)


def _ways(verdicts: list[Verdict]) -> list[tuple[Verdict, ...]]:
    # every way in which what cannot be told may turn out
    ends = [DEGREES if one is Verdict.CANNOT_TELL else (one,) for one in verdicts]
    return list(product(*ends))


def _held(needed: int, told: tuple[Verdict, ...]) -> Verdict:
    # counts, as a person would: the best degree that so many parts reach
    return max(
        (d for d in DEGREES if sum(DEGREES.index(v) >= DEGREES.index(d) for v in told) >= needed),
        key=DEGREES.index,
    )


@given(_VERDICTS, st.data())
def test_a_rule_is_told_exactly_when_every_outcome_of_what_is_unknown_gives_the_same(
    verdicts: list[Verdict], data: st.DataObject
) -> None:
    needed = data.draw(st.integers(1, len(verdicts)))
    outcomes = {_held(needed, way) for way in _ways(verdicts)}
    found = at_least(needed, [truth_of(one) for one in verdicts])
    assert found.verdict is (outcomes.pop() if len(outcomes) == 1 else Verdict.CANNOT_TELL)


@given(_VERDICTS, st.data())
def test_turning_a_rule_round_follows_de_morgan(
    verdicts: list[Verdict], data: st.DataObject
) -> None:
    parts = [truth_of(one) for one in verdicts]
    needed = data.draw(st.integers(1, len(parts)))
    turned = at_least(len(parts) - needed + 1, [opposite(part) for part in parts])
    assert opposite(at_least(needed, parts)) == turned
    assert opposite(opposite(parts[0])) == parts[0]


@pytest.mark.parametrize(
    ("needed", "verdicts", "expected"),
    [
        (2, ("met", "cannot_tell"), "cannot_tell"),
        (2, ("not_met", "cannot_tell"), "not_met"),
        (1, ("met", "cannot_tell"), "met"),
        (1, ("not_met", "cannot_tell"), "cannot_tell"),
        (2, ("met", "conditional"), "conditional"),
        (1, ("conditional", "not_met"), "conditional"),
        (2, ("met", "not_met", "met"), "met"),
        (2, ("met", "not_met", "cannot_tell"), "cannot_tell"),
    ],
)
def test_worked_examples(needed: int, verdicts: tuple[str, ...], expected: str) -> None:
    found = at_least(needed, [truth_of(Verdict(one)) for one in verdicts])
    assert found.verdict == expected


def test_a_better_part_never_makes_a_rule_worse() -> None:
    for low, high, other in product(range(3), repeat=3):
        if low <= high:
            before = at_least(2, [Truth(low, low), Truth(other, other)])
            after = at_least(2, [Truth(high, high), Truth(other, other)])
            assert after.worst >= before.worst
            assert after.best >= before.best


@pytest.mark.parametrize("needed", [0, 2])
def test_a_number_of_parts_that_is_not_there_is_refused(needed: int) -> None:
    with pytest.raises(ValueError, match="of 1 parts"):
        at_least(needed, [UNKNOWN])
