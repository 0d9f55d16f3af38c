"""Adapters of sampling and planning: what the published cases leave out."""

from fractions import Fraction

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.verification.of_samples import FUNCTIONS


def test_a_draw_without_strata_or_allocation() -> None:
    frame = [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}]
    (one,) = FUNCTIONS["sampling.draw"](frame=frame, seed="x", n=1)["strata"].values()
    assert (len(one["selected"]), len(one["reserves"])) == (1, 2)
    every = FUNCTIONS["sampling.draw"](frame=frame, seed="x")["strata"][""]
    assert sorted(every["selected"]) == ["a", "b", "c", "d"]
    with pytest.raises(InvalidError, match="duplicate_id"):
        FUNCTIONS["sampling.draw"](frame=[{"id": "a"}, {"id": "a"}], seed="x", n=1)


def test_a_curve_without_a_frame_is_binomial() -> None:
    # two of two conform at one half in a quarter of all draws
    curve = FUNCTIONS["lqas.oc"](n=2, d=2, p=[0, 0.5, 1])["pass_probability"]
    assert curve == [0, Fraction(1, 4), 1]


def test_a_quantile_of_the_case_stands_for_the_confidence() -> None:
    # 2.5 squared x 0.25 / 0.01 = 156.25; of 400 files 156.25 / (1 + 155.25 / 400) = 112.6
    size = FUNCTIONS["sampling.sample_size"]
    assert size(population=400, margin=0.1, z=2.5)["n"] == 113
    assert size(population=None, margin=0.1, z=2) == {"raw": 100, "n": 100}


def test_unread_strata_give_no_estimate() -> None:
    found = FUNCTIONS["sampling.stratified_estimate"](strata=[{"N": 5, "n": 0, "x": 0}])
    assert found["status"] == "single_unit_stratum"


def test_a_centre_never_visited_is_due_since_it_joined() -> None:
    policy = {"months": {"default": {"low": 4, "high": 2}}, "critical_days": 30}
    found = FUNCTIONS["schedule.next_due"](
        last_visit=None,
        band=None,
        volume="low",
        open_critical=True,
        onboarded="2025-01-10",
        policy=policy,
    )
    assert found == {"due": "2025-01-10", "reason": "never_visited"}
