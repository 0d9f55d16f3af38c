"""The shipped decision table, walked through every combination of verdicts."""

from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from qa_app.domain.rules.decision import (
    PROPOSED,
    DecisionTable,
    Enough,
    Every,
    InRegister,
    Row,
    ShareBelow,
    Some,
    Status,
    Tally,
    Without,
    holds,
    proposed,
    row_for,
    tally_of,
)
from qa_app.domain.rules.decision_thaw import decision_from
from qa_app.domain.verdicts import CriterionType, Verdict
from qa_app.rubric_files.reader import read_plain

STOP, MUST, SCORE = CriterionType.STOP, CriterionType.MUST, CriterionType.SCORE
_FILE = Path(__file__).parents[3] / "rubrics" / "endorsement_criteria.yaml"
_FEW = tuple(
    counts for counts in product(range(3), repeat=3) if sum(counts) <= 3
)  # not met, cannot tell, on conditions; how many are met decides nothing
_SCORES = tuple(
    counts for counts in product(range(6), repeat=4) if sum(counts) <= 6
)  # not met, cannot tell, on conditions, met
_BAD = (Verdict.NOT_MET, Verdict.CANNOT_TELL, Verdict.CONDITIONAL)


@pytest.fixture(scope="module")
def table() -> DecisionTable:
    """The shipped table."""
    return decision_from(read_plain(_FILE).plain["decision"])


@cache
def _tallies() -> list[Tally]:
    found = []
    for stops, musts, scores, inside in product(_FEW, _FEW, _SCORES, (False, True)):
        counts = {(STOP, verdict): n for verdict, n in zip(_BAD, stops, strict=True)}
        counts |= {(MUST, verdict): n for verdict, n in zip(_BAD, musts, strict=True)}
        counts |= {(SCORE, v): n for v, n in zip((*_BAD, Verdict.MET), scores, strict=True)}
        found.append(Tally(counts, inside))
    return found


def _expected(tally: Tally) -> Status:
    # written out from `domain.md` (c), without the table
    def n(kind: CriterionType, verdict: Verdict) -> int:
        return tally.counts.get((kind, verdict), 0)

    if n(STOP, Verdict.NOT_MET):
        return Status.SUSPENDED if tally.is_in_register else Status.NOT_ENDORSED
    if n(MUST, Verdict.NOT_MET) >= 2:
        return Status.NOT_ENDORSED
    if n(MUST, Verdict.NOT_MET) or n(STOP, Verdict.CANNOT_TELL) or n(MUST, Verdict.CANNOT_TELL):
        return Status.DEFERRED
    told = sum(n(SCORE, v) for v in (Verdict.MET, Verdict.CONDITIONAL, Verdict.NOT_MET))
    has_scores = told + n(SCORE, Verdict.CANNOT_TELL) > 0
    if n(STOP, Verdict.CONDITIONAL) or n(MUST, Verdict.CONDITIONAL):
        return Status.CONDITIONAL
    if has_scores and (told < 4 or 10 * n(SCORE, Verdict.MET) < 7 * told):
        return Status.CONDITIONAL
    return Status.ENDORSED


def unreached_rows(table: DecisionTable) -> tuple[int, ...]:
    reached = {row_for(table, tally) for tally in _tallies()[::97]}
    return tuple(place for place in range(len(table.rows)) if place not in reached)


def test_every_combination_leads_where_the_rules_say(table: DecisionTable) -> None:
    assert len(_tallies()) > 100_000
    told = [proposed(table, tally) for tally in _tallies()]
    assert told == [_expected(tally) for tally in _tallies()]
    for tally, status in zip(_tallies(), told, strict=True):
        if status is Status.ENDORSED:
            assert not tally.count((STOP, MUST), _BAD)
        if status is Status.CONDITIONAL:
            assert not tally.count((STOP, MUST), (Verdict.NOT_MET, Verdict.CANNOT_TELL))
    assert unreached_rows(table) == ()


def test_a_verdict_that_becomes_met_never_makes_the_proposal_worse(table: DecisionTable) -> None:
    for tally in _tallies()[:: len(_tallies()) // 5_000]:
        before = PROPOSED.index(proposed(table, tally))
        for (kind, verdict), n in tally.counts.items():
            if n and verdict is not Verdict.MET:
                met = tally.counts.get((kind, Verdict.MET), 0)
                better = {**tally.counts, (kind, verdict): n - 1, (kind, Verdict.MET): met + 1}
                after = PROPOSED.index(proposed(table, Tally(better, tally.is_in_register)))
                assert after >= before


def test_a_table_that_never_reaches_a_row_is_told(table: DecisionTable) -> None:
    rows = (
        *table.rows[:2],
        Row(Status.SUSPENDED, Enough(3, frozenset({MUST}), frozenset({Verdict.NOT_MET}))),
        *table.rows[2:],
    )
    assert unreached_rows(DecisionTable(rows)) == (2,)


def test_conditions_one_by_one() -> None:
    tally = tally_of(
        [(STOP, Verdict.MET), (SCORE, Verdict.MET), (SCORE, Verdict.NOT_MET)], is_in_register=True
    )
    below = ShareBelow(Fraction(1, 2), 2, frozenset({SCORE}))
    assert not holds(below, tally)
    assert holds(ShareBelow(Fraction(51, 100), 2, frozenset({SCORE})), tally)
    assert holds(ShareBelow(Fraction(1, 2), 3, frozenset({SCORE})), tally)
    assert not holds(ShareBelow(Fraction(1), 3, frozenset({MUST})), tally)
    assert holds(InRegister(), tally)
    assert not holds(Without(InRegister()), tally)
    assert holds(Some((below, InRegister())), tally)
    assert not holds(Every((below, InRegister())), tally)


def test_a_table_without_an_end_is_an_error() -> None:
    with pytest.raises(LookupError):
        row_for(DecisionTable((Row(Status.SUSPENDED, InRegister()),)), tally_of([]))
