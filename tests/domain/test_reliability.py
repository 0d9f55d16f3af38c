from fractions import Fraction

from qa_app.domain.reliability import NO_RELIABILITY, TwoBands, reliability


def test_without_pairs_there_is_no_figure() -> None:
    assert reliability(0, 0, ()) == NO_RELIABILITY
    told = reliability(40, 3, ())
    assert (told.read_count, told.twice_count, told.banded_count) == (40, 3, 0)
    assert told.agreement is None


def test_readers_who_give_the_same_bands_agree() -> None:
    told = reliability(40, 4, [TwoBands(4, place, place) for place in (1, 2, 2, 4)])
    assert (told.banded_count, told.agreement) == (4, 1)


def test_two_bands_by_hand() -> None:
    # AC1 of 10 files on two bands: 8 alike (5 and 3), 2 not; share of the first band
    # (5 + 5 + 2) / 20 = 0.6, so chance is 2 * 0.6 * 0.4 = 0.48 and (0.8 - 0.48) / 0.52 = 8/13
    pairs = [(1, 1)] * 5 + [(2, 2)] * 3 + [(1, 2)] * 2
    told = reliability(100, 10, [TwoBands(2, a, b) for a, b in pairs])
    assert told.agreement == Fraction(8, 13)
    assert told.low is not None
    assert told.low < told.agreement


def test_of_rubrics_with_other_bands_the_least_stands() -> None:
    good = [TwoBands(4, 1, 1), TwoBands(4, 3, 3)]
    apart = [TwoBands(2, 1, 2), TwoBands(2, 2, 1), TwoBands(2, 1, 1)]
    told = reliability(9, 5, [*good, *apart])
    assert told.banded_count == 5
    assert told.agreement == reliability(9, 3, apart).agreement
