"""What of a measurement is kept for who may not read the files behind it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import Measurement, verdict_of
from qa_app.domain.rules.metrics import METRICS
from qa_app.domain.rules.records import Record
from qa_app.domain.rules.sight import Sight, sight_of, without_numbers
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.verdicts import Verdict
from qa_app.wording import Words
from qa_app.wording.measured_sentences import sentence_of

DAYS = {"first_day": date(2026, 1, 1), "last_day": date(2026, 6, 30)}
SHARE = Leaf("share_staff_certified", Threshold(">=", Fraction(4, 5)), min_n=5)
MEAN = Leaf("mean_score_last_two_rounds", Threshold(">=", Fraction(80)), min_n=5)
BREACHES = Leaf("unhandled_privacy_breaches_12m", Threshold("==", Fraction(0)))
PAPER = Leaf("centre_document_valid", Threshold("==", Fraction(1)))
AGREEMENT = Leaf("agreement_ac2", Threshold(">=", Fraction(3, 5)), min_n=10)
OF_OWN_WORK = {
    "share_supervision_held_6m",
    "share_cases_consulted_6m",
    "share_audits_done",
    "mean_score_last_two_rounds",
    "lqas_pass",
    "open_band_d_files",
    "open_stop_findings",
    "mandatory_report_state",
    "unhandled_privacy_breaches_12m",
    "share_tag_on_time_12m",
    "score_change_three_rounds",
    "share_double_rated_12m",
    "share_actions_on_time_12m",
    "share_judicial_referrals_on_time",
    "share_first_meeting_on_time",
    "share_complaints_on_time",
}


@pytest.mark.parametrize(
    ("leaf", "found", "verdict"),
    [
        # however many stand behind it: two days of evidence may lie a single file apart
        (SHARE, Measurement(Fraction(1, 2), 4, 2, **DAYS), Verdict.CANNOT_TELL),
        (SHARE, Measurement(Fraction(9, 10), 100, 90, **DAYS), Verdict.MET),
        (SHARE, Measurement(Fraction(1, 2), 100, 50, **DAYS), Verdict.NOT_MET),
        (MEAN, Measurement(Fraction(81), 60, low=Fraction(79), **DAYS), Verdict.MET),
        (MEAN, Measurement(Fraction(79), 60, low=Fraction(77), **DAYS), Verdict.NOT_MET),
        (MEAN, Measurement(None, 3, gap="few_files", **DAYS), Verdict.CANNOT_TELL),
    ],
)
def test_of_files_and_people_the_verdict_alone_is_kept(
    leaf: Leaf, found: Measurement, verdict: Verdict
) -> None:
    kept = without_numbers(leaf, found)
    assert kept == Measurement(stated=verdict, **DAYS)
    assert verdict_of(leaf, kept) is verdict_of(leaf, found) is verdict


def test_what_counts_nothing_of_the_centre_stays_without_its_records() -> None:
    rests_on = (Record("audit", "7", "a" * 64),)
    agreement = Measurement(Fraction(7, 10), 25, low=Fraction(1, 2), records=rests_on)
    kept = without_numbers(AGREEMENT, agreement)
    assert kept == Measurement(Fraction(7, 10), 25, low=Fraction(1, 2))
    gap = Measurement(gap="no_ceiling", **DAYS)
    assert without_numbers(SHARE, gap) == gap
    valid = Measurement(Fraction(1), **DAYS)
    assert without_numbers(PAPER, valid) == valid


@pytest.mark.parametrize(
    ("leaf", "nothing", "one"),
    [
        # shown, a nought would say of each centre without one that there was a disclosure
        (BREACHES, Measurement(Fraction(0), **DAYS), Measurement(Fraction(0), 1, 0, **DAYS)),
        (SHARE, Measurement(is_vacuous=True, **DAYS), Measurement(Fraction(1), 1, 1, **DAYS)),
    ],
)
def test_nothing_and_something_that_is_in_order_look_alike(
    leaf: Leaf, nothing: Measurement, one: Measurement
) -> None:
    bare = replace(leaf, min_n=None)
    assert without_numbers(bare, nothing) == without_numbers(bare, one)
    assert without_numbers(bare, nothing).stated is Verdict.MET


def test_why_nothing_can_be_told_tells_neither_of_one_event_nor_nothing_from_few() -> None:
    bare = replace(BREACHES, min_n=None)
    actions = Leaf("share_actions_on_time_12m", Threshold(">=", Fraction(4, 5)), min_n=5)
    waits, unsaid = (
        Measurement(Fraction(0), 0, 0, gap=gap, **DAYS) for gap in ("not_judged", "no_statement")
    )
    nothing = Measurement(gap="none_due", **DAYS)
    few = Measurement(Fraction(3, 4), 4, 3, **DAYS)
    for leaf, one, other in ((bare, waits, unsaid), (actions, nothing, few)):
        assert without_numbers(leaf, one) == without_numbers(leaf, other)
        assert without_numbers(leaf, one) == Measurement(stated=Verdict.CANNOT_TELL, **DAYS)
        for is_year in (True, False):
            sights = {
                sight_of(leaf, found, is_case_level=False, is_year=is_year)
                for found in (one, other)
            }
            assert len(sights) == 1
            assert sights.pop().held_below


@pytest.mark.parametrize("metric", ["mandatory_report_state", "share_tag_on_time_12m"])
def test_answers_to_items_are_held_back_alike_while_a_file_is_closed(metric: str) -> None:
    leaf = replace(SHARE, metric=metric)
    whole = Measurement(Fraction(9, 10), 100, 90, **DAYS)
    for found in (whole, Measurement(is_vacuous=True, **DAYS), Measurement(gap="no_item", **DAYS)):
        sight = sight_of(leaf, found, is_case_level=True, is_closed=True)
        assert (sight.held_below > 0, sight.is_to_ask) == (True, True)
        assert sight_of(leaf, found, is_case_level=True) == Sight()
    assert sight_of(SHARE, whole, is_case_level=True, is_closed=True) == Sight()


@pytest.mark.parametrize("metric", METRICS)
def test_whoever_works_at_a_centre_is_shown_no_number_that_holds_work_of_their_own(
    metric: str,
) -> None:
    leaf = Leaf(metric, Threshold(">=", Fraction(1, 2)))
    found = Measurement(Fraction(9, 10), 100, 90)
    sight = sight_of(leaf, found, is_case_level=False, is_closed=True)
    plain = sight_of(leaf, found, is_case_level=False)
    assert sight.is_own == (metric in OF_OWN_WORK)
    assert (sight.held_below > 0) if sight.is_own else (sight == plain)
    nothing = Measurement(gap="not_collected")
    assert not sight_of(leaf, nothing, is_case_level=False, is_closed=True).is_own


def test_the_interval_of_a_change_is_held_as_that_of_a_mean() -> None:
    ends = Fraction(-3), Fraction(5)
    change = Leaf("score_change_three_rounds", Threshold(">=", Fraction(-5)), min_n=5)
    for leaf, found in (
        (change, Measurement(Fraction(1), 12, low=ends[0], high=ends[1])),
        (MEAN, Measurement(Fraction(81), 12, around=(Fraction(79), Fraction(83)))),
    ):
        assert sight_of(leaf, found, is_case_level=False) == Sight(is_spread_held=True)
        said = sentence_of(Words("en"), leaf, found, Verdict.MET, Sight(is_spread_held=True))
        assert "95%" not in said
        assert "95%" in sentence_of(Words("en"), leaf, found, Verdict.MET, Sight())


def test_nothing_that_the_list_holds_back_is_told_in_a_dossier() -> None:
    for n in range(1, 30):
        for count in range(n + 1):
            found = Measurement(Fraction(count, n), n, count)
            sight = sight_of(SHARE, found, is_case_level=False, is_year=False)
            assert sight.held_below > 0
            assert without_numbers(SHARE, found).stated is not None


@pytest.mark.parametrize("leaf", [SHARE, MEAN])
def test_a_gap_behind_which_many_stand_is_held_like_nothing(leaf: Leaf) -> None:
    found = Measurement(Fraction(9, 10), 100, gap="no_item", **DAYS)
    assert sight_of(leaf, found, is_case_level=False).held_below == 10
    told = replace(found, gap="")
    assert sight_of(leaf, told, is_case_level=False).held_below == 0
