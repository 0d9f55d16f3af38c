from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.item_pairs import NO_PAIRS, Pairs
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.metrics import METRICS
from qa_app.domain.rules.tree import Leaf, threshold_from
from qa_app.domain.simulation_centre import (
    FILES,
    SIMULATED,
    Kept,
    SimulatedCentre,
    measured,
    simulated_centre,
)
from qa_app.domain.simulation_files import SimulatedFile, Slips
from tests.simulated import fields

ASKED = Pairs(has_item=True)
CELL = (Fraction(95, 100), Slips.MIXED)


def test_every_metric_is_simulated() -> None:
    assert frozenset(METRICS) == SIMULATED


def test_the_same_seed_gives_the_same_centre(shipped: Path) -> None:
    field = fields(shipped)[0]
    first, second = (
        simulated_centre(field.rubric, field.calendar, 5, [CELL])[CELL] for _ in range(2)
    )
    assert first == second
    assert first != simulated_centre(field.rubric, field.calendar, 6, [CELL])[CELL]
    assert [len(one) for one in first.rounds] == [16, 16, 16]


def test_a_centre_that_keeps_everything_passes_every_test(shipped: Path) -> None:
    field, cell = fields(shipped)[0], (Fraction(1), Slips.WORST)
    found = simulated_centre(field.rubric, field.calendar, 5, [cell])[cell]
    assert set(found.shares.values()) == {6, 10, 48, 60}
    assert found.lowest == found.red_lines == (Kept(0, 0),) * 3
    assert not found.has_unhandled_breach
    assert measured(found, leaf("mean_score_last_two_rounds", ">=80")).value == 100
    # nothing slipped, so that no action was ever due
    assert measured(found, leaf("share_actions_on_time_12m", ">=0.8")).gap == "none_due"


def leaf(metric: str, met: str, **params: Any) -> Leaf:
    return Leaf(metric, threshold_from(met), params=params)


def of_files(*percents: int) -> SimulatedCentre:
    """A centre with three rounds of files that all have one percentage."""
    one = SimulatedFile(Fraction(100), True, False, False, 0, NO_PAIRS, NO_PAIRS)
    rounds = [replace(one, percent=Fraction(pct), is_good=pct >= 80) for pct in percents]
    nothing = (Kept(0, 0),) * len(rounds)
    return SimulatedCentre(
        tuple((of,) * FILES for of in rounds),
        {},
        {},
        nothing,
        nothing,
        (0,) * len(rounds),
        (0,) * len(rounds),
        has_unhandled_breach=False,
    )


def with_reports(*reports: Pairs) -> SimulatedCentre:
    centre = of_files(90, 90, 90)
    return replace(
        centre,
        rounds=tuple(
            (replace(of[0], reports=own), *of[1:])
            for of, own in zip(centre.rounds, reports, strict=True)
        ),
    )


def test_a_rubric_that_asks_no_report_tells_nothing_of_them() -> None:
    asked = leaf("mandatory_report_state", "==none_failed")
    assert measured(of_files(90, 90, 90), asked).gap == "no_item"


def test_the_mean_is_that_of_the_last_two_rounds() -> None:
    found = measured(of_files(40, 80, 90), leaf("mean_score_last_two_rounds", ">=80"))
    assert (found.value, found.n) == (85, 32)
    # after the first round it is that of the first
    found = measured(of_files(40, 80, 90), leaf("mean_score_last_two_rounds", ">=80"), 1)
    assert (found.value, found.n) == (40, 16)


def test_an_applicant_has_no_file() -> None:
    assert measured(of_files(90), leaf("open_band_d_files", "==0"), 0).gap == "no_file"
    assert measured(of_files(90), leaf("centre_document_valid", "==1"), 0).value == 1


def test_lot_quality_and_change_are_those_of_the_product() -> None:
    asked = leaf("lqas_pass", "==1", upper="0.8", lower="0.5", max_error="0.1", min_rounds=2)
    found = measured(of_files(10, 90, 70), asked)
    # half of 32 files reach band B: far below four fifths
    assert (found.value, found.n, found.count) == (0, 32, 16)
    assert measured(of_files(10, 90, 90), asked).value == 1
    assert measured(of_files(10, 90, 90), asked, 1).gap == "too_few_rounds"
    change = leaf("score_change_three_rounds", ">=-5", significant_only=True, rounds=3)
    # without any spread every difference is certain
    assert measured(of_files(90, 90, 78), change).value == -12
    assert measured(of_files(90, 90, 78), change, 2).gap == "too_few_rounds"


def test_what_runs_in_time_is_mild_where_the_criterion_says_so() -> None:
    centre = replace(of_files(90, 90, 90), lowest=(Kept(3, 3), Kept(1, 0), Kept(1, 0)))
    # the first of three rounds is not judged any more
    found = measured(centre, leaf("open_band_d_files", "==0", running_in_time="conditional"))
    assert (found.value, found.is_mild) == (2, True)
    assert not measured(centre, leaf("open_band_d_files", "==0")).is_mild
    late = replace(centre, lowest=(Kept(0, 0), Kept(1, 1), Kept(1, 0)))
    asked = leaf("open_band_d_files", "==0", running_in_time="conditional")
    assert not measured(late, asked).is_mild


@pytest.mark.parametrize(
    ("due", "top", "failed", "unremedied", "expected"),
    [
        (0, 0, 0, 0, Measurement("none_failed", 0, 0, is_vacuous=True)),
        (2, 2, 0, 0, Measurement("none_failed", 2, 0)),
        (2, 1, 0, 0, Measurement(n=2, gap="unclear")),
        (2, 1, 1, 0, Measurement("remedied", 2, 1)),
        (2, 1, 1, 1, Measurement("unremedied", 2, 1)),
    ],
)
def test_reports(due: int, top: int, failed: int, unremedied: int, expected: Measurement) -> None:
    pairs = Pairs(has_item=True, due_count=due, top_count=top, failed_count=failed)
    centre = replace(with_reports(ASKED, ASKED, pairs), unremedied=(0, 0, unremedied))
    assert measured(centre, leaf("mandatory_report_state", "==none_failed")) == expected
