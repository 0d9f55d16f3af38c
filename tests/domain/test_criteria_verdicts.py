from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.criteria import Criterion
from qa_app.domain.criteria_verdicts import held_back, worst_of
from qa_app.domain.endorsement import NO_EVIDENCE, Evidence, Judgement, Reason, judge
from qa_app.domain.profiles import GivenUp, Safeguard
from qa_app.domain.reliability import Reliability
from qa_app.domain.verdicts import Verdict
from tests.criteria import E09, E12, E17, E18, H1_2026, a_criterion, files, read

MET, CONDITIONAL = Verdict.MET, Verdict.CONDITIONAL
NOT_MET, CANNOT = Verdict.NOT_MET, Verdict.CANNOT_TELL


def judged(criterion: Criterion, evidence: Evidence) -> Judgement:
    found = judge(criterion, evidence)
    assert found is not None
    return found


def test_several_criteria_stand_as_their_worst() -> None:
    good, bad = judged(E12, read(3)), judged(E12, read(3, stop_count=1))
    unknown = judged(E12, NO_EVIDENCE)
    on_conditions = judged(E09, read(5, halves=(files(H1_2026, *["75"] * 5),)))
    assert worst_of([]) is None
    assert worst_of([None]) is None
    assert worst_of([good, None]) is MET
    assert worst_of([good, on_conditions]) is CONDITIONAL
    assert worst_of([good, on_conditions, unknown]) is CANNOT
    assert worst_of([good, unknown, bad]) is NOT_MET


def test_evidence_of_the_programme_is_left_out_unless_the_team_gave_it_up() -> None:
    few = judged(E18, replace(NO_EVIDENCE, reliability=Reliability(90, 0)))
    assert few.verdict is CANNOT
    assert worst_of([few, judged(E12, read(3))]) is MET
    given_up = judged(E17, replace(NO_EVIDENCE, given_up=GIVEN_UP))
    assert given_up.reason is Reason.RELAXED
    assert worst_of([given_up, judged(E12, read(3))]) is CANNOT


def rated(percent: str, told: Reliability, given_up: tuple[GivenUp, ...] = ()) -> Evidence:
    halves = (files(H1_2026, *[percent] * 5),)
    return read(5, halves=halves, reliability=told, given_up=given_up)


GIVEN_UP = (GivenUp(Safeguard.SECOND_READINGS, date(2026, 1, 10), None),)
ENOUGH = Reliability(90, 10, 10, Fraction(2, 5))  # 11 % read twice, AC2 exactly 0.4


@pytest.mark.parametrize(
    ("told", "given_up", "wants"),
    [
        (ENOUGH, (), []),
        (replace(ENOUGH, agreement=Fraction(399, 1000)), (), ["E17"]),
        (replace(ENOUGH, banded_count=9), (), ["E17"]),
        (replace(ENOUGH, read_count=201), (), ["E18"]),  # 10 of 201 are less than 5 %
        (Reliability(), (), ["E17", "E18"]),
        (ENOUGH, GIVEN_UP, ["E17", "E18"]),  # what was relaxed is never silently met
    ],
)
@pytest.mark.parametrize("percent", ["90", "75", "10"])
def test_what_rests_on_missing_evidence_cannot_be_told(
    told: Reliability, given_up: tuple[GivenUp, ...], wants: list[str], percent: str
) -> None:
    evidence = rated(percent, told, given_up)
    before = [judged(one, evidence) for one in (E09, E12, E17, E18)]
    mean, red, *_ = held_back([*before, None])
    assert mean is not None
    assert [one.code for one in mean.wants] == wants
    assert mean.given_up == given_up
    assert mean.verdict is (CANNOT if wants else before[0].verdict)
    # the number stays to be seen, and nothing else is touched
    assert (mean.value, mean.n, mean.reason) == (Fraction(percent), 5, Reason.MEAN)
    assert red == before[1]


def test_a_set_without_the_evidence_takes_nothing_back() -> None:
    evidence = rated("90", Reliability())
    assert held_back([judged(E09, evidence)])[0] == judged(E09, evidence)


def test_evidence_that_is_only_met_on_conditions_is_there() -> None:
    half = rated("90", replace(ENOUGH, read_count=200))
    assert judged(E18, half).verdict is CONDITIONAL
    (mean, _) = held_back([judged(E09, half), judged(E18, half)])
    assert mean is not None
    assert mean.verdict is MET


def test_a_criterion_that_qualifies_none_takes_nothing_back() -> None:
    other = a_criterion("E99", min_n=9)
    found = held_back([judged(E09, rated("90", ENOUGH)), judged(other, rated("90", ENOUGH))])
    assert [one.verdict for one in found if one] == [MET, CANNOT]
