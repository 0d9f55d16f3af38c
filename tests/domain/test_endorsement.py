from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.action_evidence import ActionEvidence, Timely
from qa_app.domain.criteria import Criterion, rule_of
from qa_app.domain.endorsement import (
    NO_EVIDENCE,
    Evidence,
    Window,
    holds,
    is_answered,
    measured,
)
from qa_app.domain.item_pairs import NO_PAIRS, Pairs
from qa_app.domain.profiles import GivenUp, Safeguard
from qa_app.domain.reliability import Reliability
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import Measurement, verdict_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.verdicts import Verdict
from tests.criteria import (
    ANSWERED,
    E09,
    E11,
    E12,
    E13,
    E15,
    E17,
    E18,
    E19,
    H1_2025,
    H1_2026,
    H2_2025,
    a_criterion,
    files,
    read,
    tagged,
)

MET, CONDITIONAL = Verdict.MET, Verdict.CONDITIONAL
NOT_MET, CANNOT = Verdict.NOT_MET, Verdict.CANNOT_TELL


WINDOW = Window(date(2025, 4, 1), date(2026, 3, 23))


def judged(criterion: Criterion, evidence: Evidence) -> tuple[Verdict, Measurement]:
    leaf = rule_of(criterion)
    assert isinstance(leaf, Leaf)
    found = measured(leaf, criterion.item_tag, evidence, WINDOW)
    assert found is not None
    return verdict_of(leaf, found), found


def outcome(criterion: Criterion, evidence: Evidence) -> tuple[Verdict, str]:
    verdict, found = judged(criterion, evidence)
    return verdict, found.gap


@pytest.mark.parametrize(
    ("operator", "passing", "failing"),
    [(">=", 5, 4), ("<=", 5, 6), (">", 6, 5), ("<", 4, 5), ("==", 5, 6)],
)
def test_every_test_at_its_edge(operator: str, passing: int, failing: int) -> None:
    test = Threshold(operator, Fraction(5))
    assert holds(test, Fraction(passing))
    assert not holds(test, Fraction(failing))


def test_a_state_is_no_test_of_a_number() -> None:
    assert not holds("none_failed", Fraction(0))
    assert not holds(None, Fraction(0))


def test_other_criteria_are_not_answered() -> None:
    other = a_criterion("E03", metric="share_staff_certified")
    leaf = rule_of(other)
    assert isinstance(leaf, Leaf)
    assert measured(leaf, "", read(), WINDOW) is None
    assert not is_answered(other.metric)
    assert all(is_answered(criterion.metric) for criterion in ANSWERED)


# E09: the mean of the last two rounds


def test_a_half_year_of_four_files_is_no_round() -> None:
    verdict, found = judged(E09, read(4, halves=(files(H1_2026, "90", "90", "90", "90"),)))
    assert (verdict, found.gap, found.n) == (CANNOT, "no_round", 4)


def test_the_first_round_is_judged_alone() -> None:
    # (80 + 80 + 80 + 80 + 80) / 5 = 80, exactly at the line
    verdict, found = judged(E09, read(5, halves=(files(H1_2026, *["80"] * 5),)))
    assert (verdict, found.value, found.n) == (MET, 80, 5)
    assert (found.first_day, found.last_day) == (date(2026, 1, 1), WINDOW.last)


def test_two_rounds_are_pooled_file_by_file() -> None:
    # 5 files of 90 and 10 of 76: (450 + 760) / 15 = 80 2/3, not (90 + 76) / 2 = 83
    halves = (files(H2_2025, *["90"] * 5), files(H1_2026, *["76"] * 10))
    verdict, found = judged(E09, read(15, halves=halves))
    assert found.value == Fraction(242, 3)
    assert (verdict, found.n, found.first_day) == (MET, 15, date(2025, 7, 1))
    # squares of the distances: 5 * (28/3)^2 + 10 * (14/3)^2 = 1960/3; by 14, by 15: the root is
    # 1.763834; t(14) = 2.144787; 3.783048 to either side
    assert found.around is not None
    assert [f"{float(end):.3f}" for end in found.around] == ["76.884", "84.450"]


@pytest.mark.parametrize(
    ("scores", "ends"),
    [
        (("100", "100", "100", "100", "0"), ["24.471", "100.000"]),
        (("0", "0", "0", "0", "100"), ["0.000", "75.529"]),
    ],
)
def test_no_end_lies_where_no_score_can_be(scores: tuple[str, ...], ends: list[str]) -> None:
    """Squares 4 * 20^2 + 80^2 = 8000; by 4, by 5: the root is 20; t(4) = 2.776445; 55.529."""
    _, found = judged(E09, read(5, halves=(files(H1_2026, *scores),)))
    assert found.around is not None
    assert [f"{float(end):.3f}" for end in found.around] == ends


def test_only_the_last_two_rounds_count_and_a_thin_half_year_between_is_passed_over() -> None:
    halves = (
        files(H1_2025 - 1, *["20"] * 9),
        files(H1_2025, *["70"] * 5),
        files(H2_2025, *["10"] * 4),
        files(H1_2026, *["80"] * 5),
    )
    verdict, found = judged(E09, read(19, halves=halves))
    assert (found.value, found.first_day) == (75, date(2025, 1, 1))
    assert verdict is CONDITIONAL


@pytest.mark.parametrize(
    ("percent", "verdict"),
    [
        ("80", MET),
        ("79.9999", CONDITIONAL),  # shown as 80.0 it would look met; the exact number decides
        ("70", CONDITIONAL),
        ("69.9999", NOT_MET),
        ("0", NOT_MET),
    ],
)
def test_the_exact_mean_decides(percent: str, verdict: Verdict) -> None:
    assert judged(E09, read(5, halves=(files(H1_2026, *[percent] * 5),)))[0] is verdict


def test_two_rubrics_of_one_area_are_never_mixed_the_worse_one_stands() -> None:
    # mixed they would give 85
    halves = (
        files(H1_2026, *["100"] * 5, rubric="a"),
        files(H1_2026, *["70"] * 5, rubric="b"),
        files(H1_2026, *["10"] * 2, rubric="c"),
    )
    verdict, found = judged(E09, read(12, halves=halves))
    assert (verdict, found.value, found.n) == (CONDITIONAL, 70, 5)


def test_a_criterion_may_ask_for_more_files_than_a_round_has() -> None:
    criterion = replace(E09, min_n=8)
    verdict, found = judged(criterion, read(7, halves=(files(H1_2026, *["90"] * 7),)))
    assert (verdict, found.gap, found.n) == (CANNOT, "", 7)


def test_files_without_a_score_make_no_round() -> None:
    assert outcome(E09, read(9)) == (CANNOT, "not_rated")


# E11 and E12: what is open


@pytest.mark.parametrize("criterion", [E11, E12])
def test_nothing_found_is_met(criterion: Criterion) -> None:
    verdict, found = judged(criterion, read(3))
    assert (verdict, found.gap) == (MET, "")
    assert (found.value, found.count, found.n) == (0, 0, 3)


def test_a_file_in_the_lowest_band_without_a_record_of_a_plan() -> None:
    verdict, found = judged(E11, read(12, banded_count=11, lowest_band_count=2))
    assert (verdict, found.gap) == (NOT_MET, "")
    assert (found.value, found.count, found.n) == (2, 2, 11)


def test_a_red_line_without_a_record_of_containment() -> None:
    verdict, found = judged(E12, read(12, stop_count=1))
    assert (verdict, found.gap) == (NOT_MET, "")
    assert (found.count, found.n) == (1, 12)


def test_files_that_were_not_rated_have_no_band_but_may_have_a_red_line() -> None:
    evidence = read(2, banded_count=0, stop_count=1)
    assert outcome(E11, evidence) == (CANNOT, "not_rated")
    assert outcome(E12, evidence) == (NOT_MET, "")


def test_a_least_number_turns_even_a_finding_into_cannot_tell() -> None:
    assert outcome(replace(E11, min_n=5), read(4, lowest_band_count=1)) == (CANNOT, "")


@pytest.mark.parametrize(
    ("found", "actions", "expected"),
    [
        # (files in band D in the window, what actions say) -> verdict, open
        (1, ActionEvidence(lowest_told=1), (MET, 0)),
        (1, ActionEvidence(lowest_told=1, lowest_open=1), (CONDITIONAL, 1)),
        (2, ActionEvidence(lowest_told=1, lowest_open=1), (NOT_MET, 2)),
        (2, ActionEvidence(lowest_told=2, lowest_open=2, lowest_late=1), (NOT_MET, 2)),
        # one that was read before the window stays open until its plan is finished
        (0, ActionEvidence(lowest_open=1, lowest_late=1), (NOT_MET, 1)),
    ],
)
def test_a_file_in_band_d_is_held_against_its_plan(found, actions, expected) -> None:
    verdict, told = judged(E11, read(12, lowest_band_count=found, actions=actions))
    assert (verdict, told.count) == expected
    assert told.is_mild == (verdict is CONDITIONAL)


@pytest.mark.parametrize(
    ("found", "actions", "expected"),
    [
        (1, ActionEvidence(red_told=1), (MET, 0)),
        (1, ActionEvidence(red_told=1, red_open=1), (CONDITIONAL, 1)),
        (1, ActionEvidence(red_told=1, red_open=2, red_loose=1), (NOT_MET, 2)),
        (2, ActionEvidence(red_told=1, red_open=1), (NOT_MET, 2)),
        (0, ActionEvidence(red_open=1), (CONDITIONAL, 1)),
    ],
)
def test_a_red_line_is_held_against_containment_and_plan(found, actions, expected) -> None:
    verdict, told = judged(E12, read(12, stop_count=found, actions=actions))
    assert (verdict, told.count) == expected
    assert told.is_mild == (verdict is CONDITIONAL)


def test_what_stands_open_counts_though_nothing_was_read_lately() -> None:
    old = replace(NO_EVIDENCE, actions=ActionEvidence(red_open=1, red_loose=1, lowest_open=1))
    assert outcome(E12, old) == (NOT_MET, "")
    assert outcome(E11, old) == (CONDITIONAL, "")


def test_only_a_file_of_criteria_that_says_so_lets_open_things_pass_on_conditions() -> None:
    runs = ActionEvidence(lowest_told=1, lowest_open=1, red_told=1, red_open=1)
    for criterion in (E11, E12):
        evidence = read(12, lowest_band_count=1, stop_count=1, actions=runs)
        assert judged(replace(criterion, params={}), evidence)[0] is NOT_MET


# E19: actions closed on time


@pytest.mark.parametrize(
    ("in_time", "due", "expected"),
    [
        (0, 0, (CANNOT, "none_due")),
        (4, 4, (CANNOT, "")),
        (4, 5, (MET, "")),  # 0.8 exactly
        (79, 100, (CONDITIONAL, "")),
        (3, 5, (CONDITIONAL, "")),  # 0.6 exactly
        (59, 100, (NOT_MET, "")),
    ],
)
def test_share_of_actions_closed_on_time(in_time: int, due: int, expected) -> None:
    actions = ActionEvidence(timely=Timely(due, in_time, 2))
    verdict, found = judged(E19, read(6, actions=actions))
    assert (verdict, found.gap) == expected
    assert found.n == due


# E13: mandatory reports


def reports(**counts: int) -> Evidence:
    return read(6, tags=tagged("mandatory_report", **counts))


@pytest.mark.parametrize(
    ("counts", "expected", "count", "n"),
    [
        ({}, (MET, ""), None, 0),
        ({"left_out_count": 2}, (MET, ""), None, 0),
        ({"due_count": 3, "scored_count": 3, "top_count": 3}, (MET, ""), 0, 3),
        (
            {"due_count": 3, "scored_count": 3, "top_count": 2, "failed_count": 1},
            (NOT_MET, ""),
            1,
            3,
        ),
        # partly, without a record, or not told by the file: neither for nor against
        ({"due_count": 4, "scored_count": 3, "top_count": 2}, (CANNOT, "unclear"), 2, 4),
        (
            {"due_count": 4, "scored_count": 4, "top_count": 2, "failed_count": 1},
            (NOT_MET, ""),
            1,
            4,
        ),
    ],
)
def test_mandatory_reports(counts, expected, count: int | None, n: int) -> None:
    verdict, found = judged(E13, reports(**counts))
    assert (verdict, found.gap) == expected
    assert (found.count, found.n) == (count, n)


@pytest.mark.parametrize(
    ("remedied", "untrained", "top", "expected"),
    [
        (1, 0, 1, (NOT_MET, "")),
        (2, 0, 1, (CONDITIONAL, "")),
        # where no training is recorded nobody can say that there was none
        (1, 1, 1, (CANNOT, "remedy_unshown")),
        (0, 1, 1, (NOT_MET, "")),
        # one more may be a failure that was not remedied
        (2, 0, 0, (CANNOT, "unclear")),
    ],
)
def test_a_failed_report_that_was_remedied(
    remedied: int, untrained: int, top: int, expected
) -> None:
    evidence = reports(due_count=3, scored_count=3, top_count=top, failed_count=2)
    actions = ActionEvidence(
        remedied={"mandatory_report": remedied}, untrained={"mandatory_report": untrained}
    )
    verdict, found = judged(E13, replace(evidence, actions=actions))
    assert (verdict, found.gap) == expected
    assert (found.count, found.n) == (1 if expected[1] == "unclear" else 2, 3)


def test_a_rubric_that_asks_nothing_about_reports_tells_nothing_of_them() -> None:
    assert outcome(E13, read(6)) == (CANNOT, "no_item")
    assert outcome(E13, read(6, tags={"mandatory_report": NO_PAIRS})) == (CANNOT, "no_item")


# E15: time items


def times(**counts: int) -> Evidence:
    return read(6, tags=tagged("timeliness", **counts))


@pytest.mark.parametrize(
    ("top", "scored", "verdict"),
    [
        (17, 20, MET),  # 0.85 exactly
        (84, 100, CONDITIONAL),
        (7, 10, CONDITIONAL),
        (69, 100, NOT_MET),
        (5, 5, MET),
        (0, 5, NOT_MET),
    ],
)
def test_share_of_time_items(top: int, scored: int, verdict: Verdict) -> None:
    verdict, found = judged(E15, times(due_count=scored, scored_count=scored, top_count=top))
    assert (verdict, found.gap) == (verdict, "")
    assert (found.value, found.count, found.n) == (Fraction(top, scored), top, scored)


def test_four_pairs_are_too_few_and_so_are_none() -> None:
    few = times(due_count=4, scored_count=4, top_count=4)
    assert outcome(E15, few) == (CANNOT, "")
    # none is fewer than five; met only where any number can tell
    assert outcome(E15, times()) == (CANNOT, "")
    assert outcome(replace(E15, min_n=0), times()) == (MET, "")
    assert outcome(E15, read(6)) == (CANNOT, "no_item")


def test_not_applicable_by_choice_stays_in_force_and_is_told() -> None:
    # 17 of 20 scored are on time, 85 %; with 2 more in force 17/22 = 77 %
    verdict, found = judged(
        E15, times(due_count=20, scored_count=20, top_count=17, left_out_count=2)
    )
    assert (verdict, found.value) == (CONDITIONAL, Fraction(17, 22))
    assert (found.count, found.n) == (17, 22)


def test_pairs_that_no_answer_scored_tell_nothing() -> None:
    lenient = replace(E15, min_n=None)
    assert outcome(lenient, times(due_count=3)) == (CANNOT, "too_few")


# laws


def test_no_file_tells_nothing_anywhere() -> None:
    for criterion in ANSWERED:
        verdict, found = judged(criterion, NO_EVIDENCE)
        assert (verdict, found.gap, found.n) == (CANNOT, "no_file", 0)


COUNTS = st.integers(0, 40)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_one_more_file_in_band_a_never_worsens_what_is_open(
    files_: int, banded: int, low: int, stops: int
) -> None:
    order = [NOT_MET, CANNOT, CONDITIONAL, MET]
    banded = min(banded, files_)
    before = Evidence(files_, banded, min(low, banded), min(stops, files_))
    after = replace(before, file_count=files_ + 1, banded_count=banded + 1)
    for criterion in (E11, E12):
        worse, better = judged(criterion, before)[0], judged(criterion, after)[0]
        assert order.index(better) >= order.index(worse)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_one_more_item_on_time_never_worsens_the_share(
    top: int, failed: int, unclear: int, left_out: int
) -> None:
    scored = top + failed + unclear

    def share(more: int) -> Measurement:
        return judged(
            E15,
            read(
                1,
                tags={
                    "timeliness": Pairs(
                        has_item=True,
                        due_count=scored + more,
                        scored_count=scored + more,
                        top_count=top + more,
                        failed_count=failed,
                        left_out_count=left_out,
                    )
                },
            ),
        )[1]

    before, after = share(0), share(1)
    if before.value is not None and after.value is not None:
        assert after.value >= before.value


@given(st.lists(st.integers(0, 1_000_000), min_size=5, max_size=30))
def test_the_mean_lies_between_its_files(scores: list[int]) -> None:
    half = files(H1_2026, *[str(Fraction(score, 10_000)) for score in scores])
    value = judged(E09, read(len(scores), halves=(half,)))[1].value
    assert value is not None
    assert min(scores) <= value * 10_000 <= max(scores)


def test_what_a_team_gave_up_is_never_silently_met() -> None:
    criterion = replace(E09, metric="agreement_ac2", min_n=10)
    since = GivenUp(Safeguard.SECOND_READINGS, date(2026, 1, 10), None)
    evidence = replace(NO_EVIDENCE, given_up=(since,), reliability=Reliability(20, 3))
    verdict, told = judged(criterion, evidence)
    assert (verdict, told.gap) == (CANNOT, "relaxed")
    assert (told.count, told.n) == (None, 0)
    # how many files were read twice stays to be seen
    verdict, twice = judged(E18, evidence)
    assert (verdict, twice.gap, twice.value) == (CANNOT, "relaxed", None)
    assert (twice.count, twice.n) == (3, 20)


@pytest.mark.parametrize(
    ("criterion", "told", "outcome_"),
    [
        (E17, Reliability(), (CANNOT, "none_twice")),
        (E17, Reliability(90, 9, 9, Fraction(1)), (CANNOT, "")),
        (E17, Reliability(90, 10, 10, Fraction(3, 5)), (MET, "")),
        (E17, Reliability(90, 10, 10, Fraction(59, 100)), (CONDITIONAL, "")),
        # evidence that the programme owes never fails a centre
        (E17, Reliability(90, 10, 10, Fraction(39, 100)), (CANNOT, "")),
        (E17, Reliability(90, 12, 12, None), (CANNOT, "none_twice")),
        (E18, Reliability(), (CANNOT, "no_file")),
        (E18, Reliability(90, 9), (MET, "")),
        (E18, Reliability(90, 8), (CONDITIONAL, "")),
        (E18, Reliability(90, 4), (CANNOT, "")),
        (E18, Reliability(90, 0), (CANNOT, "")),
    ],
)
def test_how_reliable_readings_are(
    criterion: Criterion, told: Reliability, outcome_: tuple[Verdict, str]
) -> None:
    assert outcome(criterion, replace(NO_EVIDENCE, reliability=told)) == outcome_
    assert is_answered(criterion.metric)
