from fractions import Fraction

from qa_app.domain.statistics.stratified import (
    StratifiedEstimate,
    StratumFound,
    WhyNone,
    stratified_estimate,
)


def test_strata_weigh_as_much_as_their_files() -> None:
    found = stratified_estimate([StratumFound(30, 4, 4), StratumFound(10, 2, 1)])
    assert isinstance(found, StratifiedEstimate)
    # 3/4 of all conform wholly, 1/4 by half; only the second stratum spreads:
    # (1/4)^2 * (1 - 2/10) * (1/2 * 1/2) / (2 - 1) = 1/80
    assert (found.share, found.variance) == (Fraction(7, 8), Fraction(1, 80))


def test_strata_read_whole_add_no_doubt() -> None:
    found = stratified_estimate([StratumFound(3, 3, 1), StratumFound(1, 1, 1)])
    assert isinstance(found, StratifiedEstimate)
    assert (found.share, found.standard_error) == (Fraction(1, 2), 0.0)


def test_what_cannot_be_told_is_not_told() -> None:
    assert stratified_estimate([]) is WhyNone.NO_DATA
    assert stratified_estimate([StratumFound(3, 0, 0)]) is WhyNone.NO_DATA
    lone = [StratumFound(9, 1, 1), StratumFound(40, 10, 7)]
    assert stratified_estimate(lone) is WhyNone.SINGLE_UNIT
