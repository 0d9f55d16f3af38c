"""What was measured, in sentences: every metric has words, and nobody is told too small a number."""

import random
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.criteria import rule_of
from qa_app.domain.defaults import FINDINGS_LEAST, SHARE_DENOMINATOR
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import (
    Measurement,
    measurement_from,
    plain_measurement,
    verdict_of,
)
from qa_app.domain.rules.metrics import METRICS, Scale
from qa_app.domain.rules.sight import Sight, sight_of
from qa_app.domain.rules.tree import Leaf, leaves_in
from qa_app.domain.verdicts import Verdict
from qa_app.queries.measures.registry import REGISTRY
from qa_app.wording import Words
from qa_app.wording.measured_sentences import (
    SAID,
    sentence_of,
    threshold_of,
    value_of,
    written_value,
)
from tests.decisions import FILE

SHARE = Leaf("share_actions_on_time_12m", Threshold(">=", Fraction(4, 5)), None, 5)
OPEN = Leaf("open_stop_findings", Threshold("==", Fraction(0)))


def test_every_metric_that_is_measured_has_words() -> None:
    assert REGISTRY.keys() <= SAID.keys()
    assert REGISTRY.keys() <= METRICS.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_share_with_its_numbers_and_without_them(language: str) -> None:
    words = Words(language)
    found = Measurement(Fraction(9, 12), 12, 9)
    whole = sight_of(SHARE, found, is_case_level=True)
    assert value_of(words, SHARE, found, whole).startswith("75%")
    few = Measurement(Fraction(3, 4), 6, 3)
    held = sight_of(SHARE, few, is_case_level=False)
    said = sentence_of(words, SHARE, few, Verdict.NOT_MET, held)
    assert not re.search(r"\b[36]\b", said.replace("10", ""))


def test_an_interval_stands_with_its_share_and_only_with_it() -> None:
    # 9 of 12 by Wilson: 46.8 to 91.1 %
    found, words = Measurement(Fraction(9, 12), 12, 9), Words("en")
    whole = sight_of(SHARE, found, is_case_level=True)
    said = sentence_of(words, SHARE, found, Verdict.NOT_MET, whole)
    assert said.endswith("95% interval: 46.8% to 91.1%.")
    assert "75.0%" in said
    held = sight_of(SHARE, found, is_case_level=False, is_year=False)
    assert "interval" not in sentence_of(words, SHARE, found, Verdict.NOT_MET, held)
    few = Measurement(Fraction(3, 4), 4, 3)
    assert "interval" not in sentence_of(words, SHARE, few, Verdict.CANNOT_TELL, whole)
    agreement = Leaf("agreement_ac2", Threshold(">=", Fraction(3, 5)), None, 10)
    read = Measurement(Fraction(4, 5), 12, low=Fraction(13, 20))
    said = sentence_of(words, agreement, read, Verdict.MET, whole)
    assert said.endswith("Lower end of its 95% interval: 0.65.")
    assert "0.80" in said


def test_a_mean_and_both_ends_of_its_interval_have_the_same_decimals() -> None:
    leaf = Leaf("score_change_three_rounds", Threshold(">=", Fraction(-5)))
    found = Measurement(
        Fraction(1107, 300), 18, low=Fraction(-607_112, 10**6), high=Fraction(7_987_112, 10**6)
    )
    sight = sight_of(leaf, found, is_case_level=True)
    said = sentence_of(Words("en"), leaf, found, Verdict.MET, sight)
    assert "3.7" in said
    assert said.endswith("95% interval: -0.6 to 8.0.")


def test_rounding_carries_nothing_over_a_threshold() -> None:
    assert written_value(SHARE, Fraction(79_999, 100_000)) == "79.999%"
    mean = Leaf("mean_score_last_two_rounds", Threshold(">=", Fraction(80)))
    assert written_value(mean, Fraction(7_998, 100)) == "79.98"
    change = Leaf("score_change_three_rounds", Threshold(">=", Fraction(-5)))
    assert written_value(change, Fraction(-16, 3)) == "-5.3"
    assert threshold_of(Words("en"), "score_change_three_rounds", change.met) == "≥ -5 points"


def test_a_change_is_told_as_measured_and_why_it_counts_as_none() -> None:
    # first round 78, third 81.69: a difference of 3.69, reaching 4.30 to each side
    test = Threshold(">=", Fraction(-5))
    change = Leaf("score_change_three_rounds", test, None, 5, {"significant_only": True})
    kept = {"n": 30, "value": "0/1", "low": "-61/100", "high": "799/100"}
    found = measurement_from(kept)
    assert plain_measurement(found) == kept  # evidence that was frozen before says the same
    assert verdict_of(change, found) is Verdict.MET
    whole = sight_of(change, found, is_case_level=True)
    assert value_of(Words("en"), change, found, whole) == "3.7 (n = 30)"
    said = sentence_of(Words("en"), change, found, Verdict.MET, whole)
    assert "3.7 points over 30 files." in said
    assert said.endswith("-0.6 to 8.0. The interval includes 0 and counts as no change.")
    said = sentence_of(Words("zh"), change, found, Verdict.MET, whole)
    assert "3.7分" in said
    assert said.endswith("区间包含0，按无变化计。")
    # a fall that is told: -9 with -12 to -6
    fell = Measurement(Fraction(-9), 30, low=Fraction(-12), high=Fraction(-6))
    said = sentence_of(Words("en"), change, fell, Verdict.CONDITIONAL, whole)
    assert "-9 points" in said
    assert "no change" not in said
    # a test of every difference takes it as it is, whatever its interval holds
    every = replace(change, params={})
    as_it_is = replace(found, value=Fraction(369, 100))
    assert "no change" not in sentence_of(Words("en"), every, as_it_is, Verdict.MET, whole)


def test_who_sees_aggregates_is_shown_no_count_below_the_least_number() -> None:
    chance = random.Random(3)
    for _ in range(3_000):
        leaf = chance.choice((SHARE, OPEN))
        n = chance.randint(0, 40)
        count = chance.randint(0, n)
        value = Fraction(count, n or 1) if leaf is SHARE else Fraction(count)
        found = Measurement(value, n, count)
        sight = sight_of(leaf, found, is_case_level=False)
        if n < SHARE_DENOMINATOR:
            assert sight.held_below
        if leaf is OPEN and min(count, n - count) < FINDINGS_LEAST:
            assert sight.held_below
        if sight.held_below:
            words = Words("en")
            verdict = verdict_of(leaf, found)
            said = sentence_of(words, leaf, found, verdict, sight)
            said += value_of(words, leaf, found, sight)
            assert set(re.findall(r"\d+", said)) <= {str(sight.held_below)}


def test_who_sees_no_number_is_told_in_one_way_that_records_do_not_suffice() -> None:
    words = Words("en")
    days = {"first_day": date(2025, 7, 1), "last_day": date(2026, 6, 30)}
    actions = Leaf("share_actions_on_time_12m", Threshold(">=", Fraction(4, 5)), min_n=5)
    breaches = Leaf("unhandled_privacy_breaches_12m", Threshold("==", Fraction(0)))

    def said(leaf: Leaf, found: Measurement) -> str:
        sight = sight_of(leaf, found, is_case_level=False)
        shown = sentence_of(words, leaf, found, verdict_of(leaf, found), sight)
        return f"{value_of(words, leaf, found, sight)}: {shown}"

    rest = (
        "What is recorded is not enough to tell. Counts and shares of fewer than 10 are not shown."
    )
    # nothing is not told from few, and no single event is named
    for found in (Measurement(gap="none_due", **days), Measurement(Fraction(3, 4), 4, 3, **days)):
        assert said(actions, found) == (
            f"number not shown: The share of actions closed on time cannot be told. {rest}"
        )
    for gap, n in (("not_judged", 0), ("no_statement", 0), ("not_judged", 12)):
        assert said(breaches, Measurement(Fraction(0), n, 0, gap=gap, **days)) == (
            "number not shown: The number of disclosures not handled under the rules cannot be told."
            f" {rest}"
        )
    # what concerns the city or the programme alone is told
    ceiling = Leaf("caseload_vs_city_ceiling", Threshold("<=", Fraction(1)), min_n=5)
    assert said(ceiling, Measurement(n=3, gap="no_ceiling", **days)) == (
        ": The city has set no ceiling of cases for this area."
    )


def test_means_and_the_programme_are_told_to_all() -> None:
    mean = Leaf("mean_score_last_two_rounds", Threshold(">=", Fraction(80)), None, 5)
    found = Measurement(Fraction(81), 6, around=(Fraction(74), Fraction(88)))
    assert not sight_of(mean, found, is_case_level=False).held_below
    # how alike the files are is told to who may read them
    for is_case_level in (True, False):
        sight = sight_of(mean, found, is_case_level=is_case_level)
        said = sentence_of(Words("en"), mean, found, Verdict.MET, sight)
        assert ("95% interval: 74 to 88." in said) is is_case_level
        assert "81 points" in said
    assert METRICS["agreement_ac2"].scale is Scale.COEFFICIENT
    ac2 = Leaf("agreement_ac2", Threshold(">=", Fraction(3, 5)), None, 10)
    assert not sight_of(ac2, Measurement(Fraction(1, 2), 3), is_case_level=False).held_below


@pytest.mark.parametrize(("code", "is_told"), [("E01", True), ("E23", False), ("E24", False)])
def test_penalties_are_told_of_papers_that_they_count_against(code: str, is_told: bool) -> None:
    asked = {one.code: one for group in FILE.sets for one in group.criteria}[code]
    (leaf,) = leaves_in(rule_of(asked))
    found = Measurement(Fraction(1), 2, 2, last_day=date(2026, 11, 30))
    sight = sight_of(leaf, found, is_case_level=True)
    for language, word in (("zh", "行政处罚"), ("en", "penalty")):
        said = sentence_of(Words(language), leaf, found, Verdict.MET, sight)
        assert (word in said) is is_told


def test_versions_that_charts_keep_apart_are_told_where_they_are_put_together() -> None:
    mean = Leaf("mean_score_last_two_rounds", Threshold(">=", Fraction(80)), None, 5)
    found = Measurement(Fraction(81), 13, versions=(("1.0.0", 12), ("1.1.0", 1)))
    assert "versions" not in plain_measurement(found)
    said = {
        is_case_level: sentence_of(
            Words("en"),
            mean,
            found,
            Verdict.MET,
            sight_of(mean, found, is_case_level=is_case_level),
        )
        for is_case_level in (True, False)
    }
    assert "(version 1.0.0: 12, version 1.1.0: 1)" in said[True]
    # one version may have read a single file: whoever may not read it is not told that
    assert "(1.0.0, 1.1.0)" in said[False]
    assert "versions" not in sentence_of(
        Words("en"), mean, replace(found, versions=()), Verdict.MET, Sight()
    )
    change = Leaf("score_change_three_rounds", Threshold(">=", Fraction(-5)), None, 5)
    fell = replace(found, low=Fraction(60), high=Fraction(90))
    told = sentence_of(Words("en"), change, fell, Verdict.MET, Sight())
    assert "These two rounds were read with different versions" in told
