"""Edges of the intraclass correlation; its value stands in test_agreement_cases.py."""

from qa_app.domain.statistics.agreement_parts import WhyUndefined
from qa_app.domain.statistics.intraclass import icc2_1


def test_files_that_lack_a_reader_are_left_out() -> None:
    assert icc2_1([(1, 2), (3, None), (5, 5), (7, 8)]).units == 3


def test_not_defined() -> None:
    assert icc2_1([(1, 2)]).why is WhyUndefined.TOO_FEW_UNITS
    assert icc2_1([(4, 4), (4, 4)]).why is WhyUndefined.NO_VARIATION


def test_perfect_agreement_has_no_width() -> None:
    found = icc2_1([(1, 1), (3, 3), (5, 5)])
    assert (found.value, found.low, found.high) == (1, 1.0, 1.0)
