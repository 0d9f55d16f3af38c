"""What reviews say as a measurement gives the verdict that judging gave."""

import random
from datetime import date
from fractions import Fraction
from statistics import fmean, variance

import pytest
from scipy import stats

from qa_app.domain.action_evidence import ActionEvidence, Timely
from qa_app.domain.criteria import rule_of
from qa_app.domain.endorsement import Evidence, HalfYear, judge
from qa_app.domain.item_pairs import Pairs
from qa_app.domain.profiles import GivenUp, Safeguard
from qa_app.domain.reliability import Reliability
from qa_app.domain.review_measures import Window, lot_quality, measurement_of, score_change
from qa_app.domain.rules.measurement import verdict_of
from qa_app.domain.rules.tree import Leaf
from tests import criteria
from tests.criteria import H1_2025, H1_2026, H2_2025

WINDOW = Window(date(2025, 4, 1), date(2026, 3, 23))
LQAS = {"upper": Fraction(4, 5), "lower": Fraction(1, 2), "max_error": Fraction(1, 10)}
ASKED = [
    one for name in dir(criteria) if name.startswith("E1") or name == "E09"
    for one in [getattr(criteria, name)]
]  # fmt: skip


def some_evidence(chance: random.Random) -> Evidence:
    files = chance.choice([0, 1, 3, 5, 12, 40])
    banded = chance.randint(0, files)
    due = chance.choice([0, 1, 4, 6, 30])
    top = chance.randint(0, due)
    pairs = Pairs(
        chance.random() < 0.9,
        due_count=due,
        scored_count=chance.randint(top, due),
        top_count=top,
        failed_count=chance.randint(0, due - top),
        left_out_count=chance.randint(0, 2),
    )
    twice = chance.choice([0, 3, 9, 10, 30])
    fell_due = chance.choice([0, 4, 5, 20])
    return Evidence(
        file_count=files,
        banded_count=banded,
        lowest_band_count=chance.choice([0, 0, min(1, banded)]),
        stop_count=chance.choice([0, 0, min(2, files)]),
        halves=tuple(
            HalfYear(
                chance.choice(["one", "two"]), half, count, count * chance.randint(600_000, 950_000)
            )
            for half in (H1_2025, H2_2025, H1_2026)
            if (count := chance.choice([0, 3, 5, 16]))
        ),
        tags=dict.fromkeys(("mandatory_report", "timeliness"), pairs) if files else {},
        given_up=(GivenUp(next(iter(Safeguard)), date(2026, 1, 1), None),)
        if chance.random() < 0.1
        else (),
        reliability=Reliability(
            twice * 3,
            twice,
            twice,
            Fraction(chance.randint(-10, 100), 100) if twice else None,
            None,
        ),
        actions=ActionEvidence(
            lowest_open=chance.choice([0, 0, 2]),
            lowest_late=chance.choice([0, 1]),
            red_open=chance.choice([0, 0, 1]),
            red_loose=chance.choice([0, 1]),
            remedied={"mandatory_report": chance.randint(0, 2)},
            timely=Timely(fell_due, chance.randint(0, fell_due), 1, 0, 0),
        ),
    )


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.code)
def test_a_measurement_gives_the_verdict_of_the_judgement(one) -> None:
    chance = random.Random(7)
    leaf = rule_of(one)
    assert isinstance(leaf, Leaf)
    seen = set()
    for _ in range(2_000):
        evidence = some_evidence(chance)
        judgement = judge(one, evidence)
        assert judgement is not None
        found = measurement_of(judgement, WINDOW)
        assert verdict_of(leaf, found) is judgement.verdict, judgement
        seen.add(judgement.verdict)
    assert len(seen) > 1


def half(number: int, scores: list[int], upper: int = 0) -> HalfYear:
    squares = sum(one**2 for one in scores)
    return HalfYear("one", number, len(scores), sum(scores), squares, len(scores), upper)


def test_nineteen_files_pass_from_thirteen_on() -> None:
    # docs/methods/sampling.md: n 19, rule 13, errors 0.068 and 0.084
    for upper, passes in ((12, 0), (13, 1)):
        halves = [half(H2_2025, [800_000] * 9, 6), half(H1_2026, [800_000] * 10, upper - 6)]
        found = lot_quality(halves, LQAS | {"min_rounds": 2}, WINDOW)
        assert (found.value, found.n, found.count) == (passes, 19, upper)
        assert (found.first_day, found.last_day) == (date(2025, 7, 1), WINDOW.last)


def test_too_few_rounds_or_files_give_no_lot_quality() -> None:
    one = [half(H1_2026, [800_000] * 19, 19)]
    assert lot_quality(one, LQAS | {"min_rounds": 2}, WINDOW).gap == "too_few_rounds"
    two = [half(H2_2025, [800_000] * 5, 5), half(H1_2026, [800_000] * 5, 5)]
    found = lot_quality(two, LQAS, WINDOW)
    assert (found.gap, found.n, found.count) == ("no_rule", 10, 10)
    assert lot_quality([], LQAS, WINDOW).gap == "no_file"


def test_a_change_counts_only_where_its_interval_excludes_zero() -> None:
    first = [900_000, 880_000, 910_000, 860_000, 905_000, 870_000]
    last = [700_000, 720_000, 690_000, 760_000, 705_000, 730_000]
    halves = [half(H1_2025, first), half(H2_2025, [800_000] * 6), half(H1_2026, last)]
    params = {"rounds": 3, "significant_only": True}
    found = score_change(halves, params, WINDOW)
    assert found.value == Fraction(sum(last) - sum(first), 6 * 10_000)
    told = stats.ttest_ind(last, first, equal_var=False).confidence_interval(0.95)
    assert float(found.low) == pytest.approx(told.low / 10_000, abs=1e-5)
    assert float(found.high) == pytest.approx(told.high / 10_000, abs=1e-5)
    assert variance(first) > 0
    assert fmean(last) < fmean(first)
    wide = [half(H1_2025, first), half(H2_2025, first), half(H1_2026, [500_000, 990_000] * 3)]
    found = score_change(wide, params, WINDOW)
    assert found.value == 0
    assert found.low < 0 < found.high
    assert score_change(halves[:2], params, WINDOW).gap == "too_few_rounds"
