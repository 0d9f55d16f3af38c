"""Every judgement has a cell and a sentence, in both languages, with numbers and without."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.action_evidence import ActionEvidence, Timely
from qa_app.domain.criteria_period import period_until
from qa_app.domain.criteria_verdicts import held_back
from qa_app.domain.endorsement import Evidence, Reason, is_answered, judge
from qa_app.domain.endorsement_shown import figures_of
from qa_app.domain.profiles import GivenUp, Safeguard
from qa_app.domain.reliability import Reliability
from qa_app.domain.rubric import Threshold
from qa_app.domain.verdicts import CriterionType
from qa_app.rubric_files.criteria import read_criteria
from qa_app.wording import Words
from qa_app.wording.criteria import CELLS, COLUMNS, TYPES, asked, cell, column, half_year, span
from qa_app.wording.criteria_sentences import sentence
from tests.conftest import ROOT
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
    H1_2026,
    H2_2025,
    files,
    read,
    tagged,
)

TODAY = date(2026, 3, 23)
PERIOD = period_until(TODAY, TODAY, is_by_halves=False)
ZH, EN = Words("zh"), Words("en")


def reports(**counts: int) -> Evidence:
    return read(12, tags=tagged("mandatory_report", **counts))


def times(top: int, n: int, **more: int) -> Evidence:
    counts = {"due_count": n, "scored_count": n, "top_count": top} | more
    return read(12, tags=tagged("timeliness", **counts))


REMEDIED = ActionEvidence(remedied={"mandatory_report": 1})
CASES = [
    (E09, read(12, halves=(files(H2_2025, *["81"] * 6), files(H1_2026, *["83"] * 6)))),
    (E09, read(4, halves=(files(H1_2026, *["81"] * 4),))),
    (replace(E09, min_n=8), read(6, halves=(files(H1_2026, *["81"] * 6),))),
    (E09, read(3)),
    (E11, read(12)),
    (E11, read(12, lowest_band_count=1)),
    (E11, read(3, lowest_band_count=1)),
    (E11, read(3)),
    (E11, read(3, banded_count=0)),
    (replace(E11, min_n=5), read(3)),
    (E12, read(12)),
    (E12, read(12, stop_count=2)),
    (E12, read(3)),
    (E12, read(3, stop_count=2)),
    (E13, read(12)),
    (E13, reports()),
    (E13, reports(due_count=2, scored_count=2, top_count=2)),
    (E13, reports(due_count=2, scored_count=2, top_count=1, failed_count=1)),
    (E13, reports(due_count=2, scored_count=2, top_count=1)),
    (E13, reports(due_count=12, scored_count=12, top_count=12)),
    (E13, reports(due_count=12, scored_count=12, top_count=11, failed_count=1)),
    (E13, reports(due_count=12, scored_count=12, top_count=11)),
    (E15, read(12)),
    (E15, times(0, 0)),
    (E15, times(3, 3)),
    (E15, times(7, 8, left_out_count=2)),
    (E15, times(11, 12, left_out_count=2)),
    (E15, times(0, 0, left_out_count=2)),
    (E11, read(12, lowest_band_count=1, actions=ActionEvidence(lowest_told=1, lowest_open=1))),
    (E11, read(3, lowest_band_count=1, actions=ActionEvidence(lowest_told=1, lowest_open=1))),
    (E12, read(12, stop_count=1, actions=ActionEvidence(red_told=1, red_open=1))),
    (E12, read(3, stop_count=1, actions=ActionEvidence(red_told=1, red_open=1))),
    (E12, read(0, actions=ActionEvidence(red_open=1, red_loose=1))),
    (E13, replace(reports(due_count=12, scored_count=12, failed_count=1), actions=REMEDIED)),
    (E13, replace(reports(due_count=2, scored_count=2, failed_count=1), actions=REMEDIED)),
    (E19, read(0)),
    (E19, read(0, actions=ActionEvidence(timely=Timely(waiting=2)))),
    (E19, read(0, actions=ActionEvidence(timely=Timely(4, 4, 1)))),
    (E19, read(0, actions=ActionEvidence(timely=Timely(8, 5, 1, 2, 3)))),
    (E19, read(0, actions=ActionEvidence(timely=Timely(12, 11)))),
    *((criterion, Evidence()) for criterion in ANSWERED),
]


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("is_case_level", [True, False])
@pytest.mark.parametrize(("criterion", "evidence"), CASES)
def test_every_judgement_can_be_said(criterion, evidence, is_case_level: bool, words) -> None:
    judgement = judge(criterion, evidence)
    assert judgement is not None
    figures = figures_of(judgement, is_case_level=is_case_level)
    short = cell(words, judgement, figures)
    said = sentence(words, judgement, figures, PERIOD)
    for text in (short, said):
        assert text
        assert "%(" not in text
        assert "None" not in text
    assert said.endswith("。" if words is ZH else ".")
    if figures.is_held_back:
        numbers = {str(judgement.n), str(judgement.count)} - {"None", "0", "10"}
        bare = said.replace("2024", "").replace("2025", "").replace("2026", "")
        assert judgement.n < 10 or judgement.reason is Reason.TOO_FEW or figures.held_below == 5
        assert not numbers & set(bare.replace(",", " ").replace(".", " ").split())


def said(words: Words, criterion, evidence, *, is_case_level: bool = True) -> str:
    judgement = judge(criterion, evidence)
    assert judgement is not None
    figures = figures_of(judgement, is_case_level=is_case_level)
    return sentence(words, judgement, figures, PERIOD)


def test_sentences_as_they_are_read() -> None:
    rounds = read(12, halves=(files(H2_2025, *["81"] * 6), files(H1_2026, *["83"] * 6)))
    assert said(EN, E09, rounds) == (
        "Mean of the 12 files read in the second half of 2025 and the first half of 2026:"
        " 82.0 points, each file weighing the same."
    )
    assert said(ZH, E09, rounds) == (
        "2025年下半年、2026年上半年评查的12份案卷平均82.0分，每份权重相同。"
    )
    assert said(EN, E12, read(12, stop_count=2)) == (
        "Red-line findings still open: 2, of them not contained by the next day or not planned in"
        " 7 days: 2; files read from Apr 2025 to Mar 2026: 12."
    )
    assert said(EN, E15, times(7, 8, left_out_count=2)) == (
        "Items about time limits of the centre in files read from Apr 2025 to Mar 2026: 10, kept: 7"
        " (70.0%)."
        " Among them answered not applicable: 2."
    )
    assert said(EN, E12, read(3, stop_count=2), is_case_level=False) == (
        "There are red-line findings still open, not all of them contained by the next day and"
        " planned in 7 days."
        " Counts and shares of fewer than 10 are not shown."
    )
    assert said(EN, E12, read(12, stop_count=2), is_case_level=False).endswith(
        "Findings in fewer than 5 files, or in all but so few, are shown without numbers."
    )
    # the cell names no threshold of its own beside the one of its sentence
    two = judge(E12, read(12, stop_count=2))
    assert two is not None
    assert cell(ZH, two, figures_of(two, is_case_level=False)) == "数值不显示"
    assert said(EN, E09, read(4, halves=(files(H1_2026, *["81"] * 4),))) == (
        "No half-year from Jul 2024 to Mar 2026 has 5 scored files, so there is no round to"
        " judge; the most in one half-year: 4."
    )


def test_what_fell_due_before_and_what_came_back_is_said_of_actions() -> None:
    late = read(0, actions=ActionEvidence(timely=Timely(12, 9, 1, 2, 4)))
    assert said(EN, E19, late) == (
        "Actions that fell due from Apr 2025 to Mar 2026, or before and are still open: 12, done by"
        " their day and verified: 9 (75.0%). Among them due before Apr 2025 and still open, which"
        " counts as late: 2. Among them came back and got a new limit, which is the one that"
        " counts: 4. Done in time, but not verified yet and therefore left out: 1."
    )
    assert "2025年4月以前到期、仍未关闭的按逾期计：2项" in said(ZH, E19, late)
    assert said(EN, E19, read(12)) == (
        "No action had its last day from Apr 2025 to Mar 2026, and none of before is still open."
        " What is lacking is actions that fell due, not files read."
    )
    assert said(EN, E19, read(12, actions=ActionEvidence(timely=Timely(waiting=2)))) == (
        "Actions fell due until Mar 2026, but each was done in time and is not verified yet, so"
        " none can be judged."
    )


@pytest.mark.parametrize(
    ("top", "outcome", "zh"),
    [
        (9, "reaches the threshold", "达到标准值"),
        (7, "reaches only the threshold for met on conditions", "只达到附条件达标的标准值"),
        (2, "does not reach the threshold", "未达到标准值"),
    ],
)
def test_a_share_without_its_number_says_how_it_came_out(top: int, outcome: str, zh: str) -> None:
    kept = ActionEvidence(timely=Timely(9, top))
    assert f"are still open, {outcome}." in said(
        EN, E19, read(12, actions=kept), is_case_level=False
    )
    assert zh in said(ZH, E19, read(12, actions=kept), is_case_level=False)


def test_what_evidence_is_missing_is_said_with_who_owes_it_by_when() -> None:
    rounds = read(12, halves=(files(H2_2025, *["81"] * 6), files(H1_2026, *["83"] * 6)))
    before = [judge(one, rounds) for one in (E09, E17, E18)]
    mean = held_back(before)[0]
    assert mean is not None
    figures = figures_of(mean, is_case_level=True)
    assert sentence(EN, mean, figures, PERIOD).endswith(
        "each file weighing the same. This cannot be told while evidence is missing: agreement of"
        " second readings. This cannot be told while evidence is missing: enough files read twice."
        " The review programme owes it by 30 Jun 2026; it never counts against the centre."
    )
    assert "由评查项目在2026年6月30日前补足" in sentence(ZH, mean, figures, PERIOD)
    assert cell(EN, mean, figures) == "82.0 points, 12 files"
    # of a day that is past the promise is over
    past = period_until(TODAY, date(2026, 9, 1), is_by_halves=False)
    assert past.is_past
    assert "owed it by 30 Jun 2026 and it did not come" in sentence(EN, mean, figures, past)
    assert "本应" in sentence(ZH, mean, figures, past)


@pytest.mark.parametrize(
    ("until", "owed"),
    [
        (None, "bring it only once the safeguard was kept again for twelve months"),
        (date(2025, 5, 20), "owes it by 30 Jun 2026"),  # June 2025 to May 2026 are free of it
        (date(2025, 8, 20), "bring it on 1 Aug 2026 at the earliest"),
    ],
)
def test_what_was_given_up_is_named_with_its_days_and_what_can_be_kept(until, owed: str) -> None:
    rounds = read(12, halves=(files(H1_2026, *["83"] * 12),), reliability=Reliability(20, 3))
    span = GivenUp(Safeguard.SECOND_READINGS, date(2025, 4, 10), until)
    evidence = replace(rounds, given_up=(span,))
    mean, _, twice = held_back([judge(one, evidence) for one in (E09, E17, E18)])
    assert mean is not None
    assert twice is not None
    for judgement in (mean, twice):
        told = sentence(EN, judgement, figures_of(judgement, is_case_level=True), PERIOD)
        assert "second readings, blind, by people of the city" in told
        assert ("Since 10 Apr 2025" if until is None else "From 10 Apr 2025 until") in told
        assert (owed in told) is (judgement is mean)
    figures = figures_of(twice, is_case_level=False)
    assert cell(EN, twice, figures) == "safeguard relaxed, 3 of 20"
    assert "read by two people: 3" in sentence(EN, twice, figures, PERIOD)


def test_one_is_said_as_one() -> None:
    of_one = (
        (E12, read(1, stop_count=1)),
        (E15, times(1, 1)),
        (E09, read(1, halves=(files(H1_2026, "81"),))),
    )
    said_of = {}
    for criterion, evidence in of_one:
        judgement = judge(criterion, evidence)
        figures = figures_of(judgement, is_case_level=True)
        said_of[criterion.code] = [cell(words, judgement, figures) for words in (EN, ZH)]
        assert "1 files" not in sentence(EN, judgement, figures, PERIOD)
    assert said_of == {
        "E12": ["1 open, 1 file read", "1项未关闭，已评查1份"],
        "E15": ["only 1 item about time", "仅1项时限评查项"],
        "E09": ["only 1 file", "仅1份"],
    }


def test_thresholds_as_they_are_read() -> None:
    assert (asked(EN, E09, E09.met), asked(ZH, E09, E09.met)) == ("≥ 80 points", "≥80分")
    assert asked(EN, E15, E15.conditional) == "≥ 70% on time"
    assert asked(EN, E15, Threshold(">=", Fraction(1, 8))) == "≥ 12.50% on time"
    assert asked(EN, E12, E12.met) == "0 open"
    assert asked(EN, E13, E13.met) == "none missed or late"
    assert asked(EN, E13, "a_state_of_ones_own") == "a_state_of_ones_own"
    assert asked(EN, E11, None) == ""


def test_spans() -> None:
    assert span(ZH, 2025 * 12 + 3, 2026 * 12 + 2) == "2025年4月至2026年3月"
    assert half_year(EN, H2_2025) == "second half of 2025"


def test_nothing_is_without_words() -> None:
    full = read_criteria(ROOT / "rubrics" / "endorsement_criteria.yaml").sets[2]
    answered = [one for one in full.criteria if is_answered(one)]
    codes = ["E09", "E11", "E12", "E13", "E15", "E17", "E18", "E19"]
    assert [one.code for one in answered] == codes
    assert {one.metric for one in answered} == set(COLUMNS)
    assert all(column(EN, one) and asked(EN, one, one.met) for one in answered)
    assert set(CELLS) == set(Reason)
    assert set(TYPES) == set(CriterionType)
