"""Numbers of cases are read as they are written."""

from fractions import Fraction

from qa_app.domain.verification.plain import exact, exactly


def test_a_decimal_is_that_decimal() -> None:
    assert exact(0.1) + exact(0.2) == Fraction(3, 10)
    assert exact("0.29") * 100 == 29
    assert exactly([1, None, 0.5]) == [1, None, Fraction(1, 2)]
