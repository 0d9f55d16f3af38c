"""The interval of a share follows from its count and n, and is no part of what is digested."""

from dataclasses import replace
from fractions import Fraction

import pytest

from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import Measurement, interval_of, plain_measurement
from qa_app.domain.rules.metrics import METRICS, Scale
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.statistics.distributions import normal_quantile
from qa_app.domain.statistics.intervals import Z_95

REFERRALS = Leaf("share_judicial_referrals_on_time", Threshold(">=", Fraction(9, 10)), min_n=5)


def _found(count: int, n: int) -> Measurement:
    return Measurement(Fraction(count, n), n, count)


# Newcombe 1998, table I, method 3
@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_published_intervals(count: int, n: int, low: str, high: str) -> None:
    ends = interval_of(REFERRALS, _found(count, n))
    assert ends is not None
    assert [f"{float(end):.4f}" for end in ends] == [low, high]


def test_its_quantile_is_that_of_95_per_cent() -> None:
    # right to the last digits of a float
    assert abs(normal_quantile(0.975) - Z_95) < 1e-15


def test_it_is_kept_nowhere_so_no_digest_changes() -> None:
    assert plain_measurement(_found(9, 12)) == {"n": 12, "count": 9, "value": "3/4"}


@pytest.mark.parametrize(
    ("metric", "found"),
    [
        (REFERRALS.metric, _found(3, 4)),
        (REFERRALS.metric, Measurement(n=0, count=0, gap="nothing_due")),
        ("share_supervision_held_6m", Measurement(n=9, count=9, is_vacuous=True)),
        ("share_staff_checked_12m", _found(9, 12)),
        ("share_double_rated_12m", _found(9, 12)),
        ("share_tag_on_time_12m", _found(9, 12)),
        ("lqas_pass", Measurement(Fraction(1), 12, 9)),
        ("agreement_ac2", Measurement(Fraction(4, 5), 12, low=Fraction(3, 5))),
    ],
)
def test_none_where_too_few_or_everybody_or_answers_of_one_file(
    metric: str, found: Measurement
) -> None:
    assert interval_of(Leaf(metric, REFERRALS.met, min_n=5), found) is None


def test_ends_that_were_measured_stand() -> None:
    found = Measurement(Fraction(-6), 20, low=Fraction(-9), high=Fraction(-3))
    leaf = Leaf("score_change_three_rounds", Threshold(">=", Fraction(-5)), min_n=5)
    assert interval_of(leaf, found) == (Fraction(-9), Fraction(-3))


def test_the_interval_of_a_mean_is_shown_while_it_is_fresh_and_never_kept() -> None:
    leaf = Leaf("mean_score_last_two_rounds", Threshold(">=", Fraction(80)), min_n=5)
    found = Measurement(Fraction(90), 8, around=(Fraction(85), Fraction(95)))
    assert interval_of(leaf, found) == (Fraction(85), Fraction(95))
    assert interval_of(leaf, replace(found, n=4)) is None
    assert plain_measurement(found) == {"n": 8, "value": "90/1"}


def test_only_shares_are_of_events() -> None:
    assert {one.scale for one in METRICS.values() if one.is_of_events} == {Scale.SHARE}
