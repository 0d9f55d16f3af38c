from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.rounding import (
    decimal_text,
    display,
    grouped,
    millionths,
    rounded_half_up,
    trimmed,
    whole_percent,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(8995, 100), 1, "90.0"),
        (Fraction(8225, 100), 1, "82.3"),  # half to even would give 82.2
        (Fraction(8994999, 100000), 1, "89.9"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(0), 1, "0.0"),
        (Fraction(1, 100), 1, "0.0"),
        (Fraction(5, 100), 1, "0.1"),
        (Fraction(2, 3), 3, "0.667"),
        (Fraction(100), 1, "100.0"),
    ],
)
def test_shown(value: Fraction, decimals: int, text: str) -> None:
    assert display(value, decimals) == text


@given(st.fractions(0, 1000, max_denominator=10_000), st.integers(0, 4))
def test_rounding_is_the_nearest(value: Fraction, decimals: int) -> None:
    rounded = rounded_half_up(value, decimals)
    assert (rounded * 10**decimals).denominator == 1
    error = rounded - value
    half = Fraction(1, 2 * 10**decimals)
    assert -half < error <= half


@given(st.integers(0, 10**9), st.integers(0, 3))
def test_rounding_agrees_with_decimal(thousandths: int, decimals: int) -> None:
    exact = Decimal(thousandths).scaleb(-3)
    expected = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert display(Fraction(thousandths, 1000), decimals) == f"{expected:f}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(90), "90"),
        (Fraction(100), "100"),  # zeros before the point stay
        (Fraction(0), "0"),
        (Fraction(6, 10), "0.6"),
        (Fraction(-25, 10), "-2.5"),
        (Fraction(1, 10**12), "0.000000000001"),
        (Fraction(123456789012345678901, 10), "12345678901234567890.1"),  # a float drops digits
        (Fraction(2, 3), "0.666666666667"),
    ],
)
def test_trimmed_to_the_digits_it_needs(value: Fraction, text: str) -> None:
    assert trimmed(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(2), "2.0"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 10**20), "0.00000000000000000001"),
        (Fraction(1, 3), None),
    ],
)
def test_a_decimal_has_all_its_digits(value: Fraction, text: str | None) -> None:
    assert decimal_text(value) == text


def test_millionths() -> None:
    assert millionths(Fraction(1)) == 1_000_000
    assert millionths(Fraction(0)) == 0
    assert millionths(Fraction(2, 3)) == 666_667
    assert millionths(Fraction(1, 2_000_000)) == 1  # half a millionth goes up
    assert millionths(Fraction(1, 2_000_001)) == 0


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1951, 1955), "99"),  # four are missing: not all of them
        (Fraction(1), "100"),
        (Fraction(3, 2), "150"),
        (Fraction(1, 1000), "1"),  # one there is: not nothing
        (Fraction(0), "0"),
        (Fraction(1, 200), "1"),
        (Fraction(5, 8), "63"),
        (Fraction(199, 200), "99"),
    ],
)
def test_whole_per_cents_never_say_all_or_nothing_where_it_is_neither(
    share: Fraction, text: str
) -> None:
    assert whole_percent(share) == text


def test_counts_stand_in_groups_of_three() -> None:
    assert [grouped(one) for one in (0, 999, 1000, 1234567)] == ["0", "999", "1,000", "1,234,567"]
