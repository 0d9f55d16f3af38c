"""Agreement as seen; published cases stand in verification."""

from fractions import Fraction

from qa_app.domain.statistics.plain_agreement import PlainAgreement, plain_agreement


def test_two_of_three_readers() -> None:
    # one pair of three agrees in the first file, all in the second, the third has one reader
    found = plain_agreement([[1, 1, 2], [3, 3, None], [1, None, None]])
    assert found == PlainAgreement(Fraction(2, 3), Fraction(1, 2), 2)


def test_nothing_to_compare() -> None:
    assert plain_agreement([]) is None
    assert plain_agreement([[1], [None, 2]]) is None
