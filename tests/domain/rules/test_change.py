"""The smallest way to a better proposal, held against every set of changes."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.domain.rules.change import EVIDENCE_MOST, Standing, Way, ways_to_better
from qa_app.domain.rules.decision import PROPOSED, Status, proposed, tally_of
from qa_app.domain.rules.decision_thaw import decision_from
from qa_app.domain.verdicts import CriterionType, Verdict
from qa_app.rubric_files.reader import read_plain

_FILE = Path(__file__).parents[3] / "rubrics" / "endorsement_criteria.yaml"
TABLE = decision_from(read_plain(_FILE).plain["decision"])
STOP, MUST, SCORE, EVIDENCE = CriterionType
GAP, MET, BAD = Verdict.CANNOT_TELL, Verdict.MET, Verdict.NOT_MET


def _decides(
    standings: list[Standing], changed: frozenset[str], inside: bool, degree: Verdict = MET
) -> Status:
    told = []
    for one in standings:
        if one.type is EVIDENCE:
            continue
        is_free = one.waits_for <= changed
        verdict = one.without_gaps if is_free else one.verdict
        told.append((one.type, degree if is_free and one.code in changed else verdict))
    return proposed(TABLE, tally_of(told, is_in_register=inside))


def _by_trying(standings: list[Standing], inside: bool) -> list[tuple[int, Status]]:
    # every set of criteria, smallest first; the best proposal that each size reaches
    can = [
        one.code
        for one in standings
        if (one.verdict is not MET and one.type is not EVIDENCE)
        or (one.type is EVIDENCE and one.verdict in {GAP, BAD})
    ]
    best = PROPOSED.index(_decides(standings, frozenset(), inside))
    found = []
    for size in range(1, len(can) + 1):
        reached = max(
            PROPOSED.index(_decides(standings, frozenset(some), inside))
            for some in combinations(can, size)
        )
        if reached > best:
            found.append((size, PROPOSED[reached]))
            best = reached
    return found


@st.composite
def _cases(draw: st.DrawFn) -> list[Standing]:
    gaps = draw(st.lists(st.sampled_from([GAP, BAD, MET]), max_size=2))
    evidence = [Standing(f"Q{n}", EVIDENCE, verdict, verdict) for n, verdict in enumerate(gaps)]
    missing = [one.code for one in evidence if one.verdict is not MET]
    found = []
    for n in range(draw(st.integers(1, 8))):
        without = draw(st.sampled_from(list(Verdict)))
        waits = frozenset(draw(st.sets(st.sampled_from(missing)))) if missing else frozenset()
        verdict = GAP if waits else without
        kind = draw(st.sampled_from([STOP, MUST, SCORE]))
        found.append(Standing(f"C{n}", kind, verdict, without, waits))
    return found + evidence


@settings(max_examples=150, deadline=None)
@given(_cases(), st.booleans())
def test_no_smaller_set_of_changes_leads_there(
    standings: list[Standing],
    inside: bool,
) -> None:
    ways = ways_to_better(TABLE, standings, is_in_register=inside)
    assert [(way.size, way.status) for way in ways] == _by_trying(standings, inside)
    for way in ways:
        for last in (False, True):
            # any choice that a part allows leads to what it says
            some = [c for p in way.parts for c in (p.codes[::-1] if last else p.codes)[: p.number]]
            changed = frozenset([*way.evidence, *some])
            degrees = {p.degree for p in way.parts} or {MET}
            assert _decides(standings, changed, inside) is way.status
            assert _decides(standings, changed, inside, *degrees) is way.status
            # no more is asked than is needed
            held = {one.code for one in standings if one.without_gaps is Verdict.CONDITIONAL}
            if way.parts and degrees == {MET} and not held & set(some):
                mild = _decides(standings, changed, inside, Verdict.CONDITIONAL)
                assert mild is not way.status


def _standing(code: str, kind: CriterionType, verdict: Verdict) -> Standing:
    return Standing(code, kind, verdict, verdict)


def _shown(way: Way) -> tuple[str, tuple[str, ...], list[tuple[int, tuple[str, ...], str]]]:
    return way.status, way.evidence, [(p.number, p.codes, p.degree) for p in way.parts]


def test_two_must_criteria_not_met() -> None:
    standings = [_standing("E03", MUST, BAD), _standing("E09", MUST, BAD)]
    first, second = ways_to_better(TABLE, standings)
    assert _shown(first) == ("deferred", (), [(1, ("E03", "E09"), "conditional")])
    assert _shown(second) == ("endorsed", (), [(2, ("E03", "E09"), "met")])


def test_a_criterion_left_on_conditions_takes_nothing_from_the_milder_wording() -> None:
    bad, held = _standing("E04", MUST, BAD), _standing("E19", MUST, Verdict.CONDITIONAL)
    first, second = ways_to_better(TABLE, [bad, held])
    assert _shown(first) == ("conditional", (), [(1, ("E04",), "conditional")])
    assert second.status is Status.ENDORSED
    assert {part.degree for part in second.parts} == {MET}


def test_evidence_that_is_owed_comes_first() -> None:
    standings = [
        Standing("E09", MUST, GAP, MET, frozenset({"E17"})),
        _standing("E17", EVIDENCE, GAP),
        _standing("E12", STOP, MET),
    ]
    (way,) = ways_to_better(TABLE, standings)
    assert _shown(way) == ("endorsed", ("E17",), [])


def test_score_criteria_are_a_choice() -> None:
    bad = [_standing(f"S{n}", SCORE, BAD) for n in range(3)]
    good = [_standing(f"S{n}", SCORE, MET) for n in range(3, 5)]
    (way,) = ways_to_better(TABLE, [*bad, *good])
    assert _shown(way) == ("endorsed", (), [(2, ("S0", "S1", "S2"), "met")])


def test_nothing_better_than_entered() -> None:
    assert ways_to_better(TABLE, [_standing("E12", STOP, MET)]) == ()


def test_many_gaps_are_refused() -> None:
    gaps = [_standing(f"Q{n}", EVIDENCE, GAP) for n in range(EVIDENCE_MOST + 1)]
    with pytest.raises(ValueError, match="11 pieces"):
        ways_to_better(TABLE, gaps)
