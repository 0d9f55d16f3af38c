"""Edges of the intraclass correlation; its value stands in test_agreement_cases.py."""

from fractions import Fraction

from qa_app.domain.statistics.agreement_parts import WhyUndefined
from qa_app.domain.statistics.intraclass import icc1_1


def test_files_that_lack_a_reader_are_left_out() -> None:
    assert icc1_1([(1, 2), (3, None), (5, 5), (7, 8)]).units == 3


def test_not_defined() -> None:
    assert icc1_1([(1, 2)]).why is WhyUndefined.TOO_FEW_UNITS
    assert icc1_1([(4, 4), (4, 4)]).why is WhyUndefined.NO_VARIATION


def test_perfect_agreement_has_no_width() -> None:
    found = icc1_1([(1, 1), (3, 3), (5, 5)])
    assert found.value == 1
    assert (found.low, found.high) == (1.0, 1.0)


def test_who_is_named_first_does_not_matter() -> None:
    one = icc1_1([(9, 6), (6, 8), (8, 7), (4, 1), (10, 9)])
    other = icc1_1([(6, 9), (6, 8), (7, 8), (1, 4), (10, 9)])
    assert one == other
    # means 7.5, 7, 7.5, 2.5, 9.5 about 6.8: squares 26.8, twice, by 4 = 13.4; within 4.5 + 2 +
    # 0.5 + 4.5 + 0.5 = 12 by 5 = 2.4
    assert one.value == (Fraction("13.4") - Fraction("2.4")) / (Fraction("13.4") + Fraction("2.4"))


def test_readers_that_differ_by_a_constant_on_files_that_do_not_differ_have_no_figure() -> None:
    """It was 0.00 (0.00 to 0.00); nothing can be told of how readers tell files apart."""
    found = icc1_1([(3, 5), (3, 5), (3, 5)])
    assert (found.value, found.why, found.low) == (None, WhyUndefined.FILES_ALIKE, None)


def test_a_constant_difference_lowers_the_figure_where_files_differ() -> None:
    found = icc1_1([(0, 1), (2, 3), (4, 5)])
    # means 0.5, 2.5, 4.5: 2 * 8 / 2 = 8; within 3 * 0.5 / 3 = 0.5
    assert found.value == Fraction(15, 17)
