"""The one place that rounds, and only to show: half up, never half to even."""

from fractions import Fraction

MILLION = 1_000_000
_DIGITS_MOST = 12


def rounded_half_up(value: Fraction, decimals: int = 0) -> Fraction:
    """Round a number, halves away from below.

    Args:
        value: Exact number, 0 or more.
        decimals: Digits kept after the point.

    Returns:
        The nearest number with that many digits; of two equally near the larger.
    """
    scale = 10**decimals
    return Fraction(_scaled(value, scale), scale)


def _scaled(value: Fraction, scale: int) -> int:
    # value times scale, half up, in whole numbers alone
    numerator, denominator = value.numerator, value.denominator
    return (2 * numerator * scale + denominator) // (2 * denominator)


def display(value: Fraction, decimals: int = 1) -> str:
    """Write a number for showing.

    Args:
        value: Exact number, 0 or more.
        decimals: Digits after the point.

    Returns:
        Digits with a point, such as `90.0`.
    """
    digits = str(_scaled(value, 10**decimals)).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def whole_percent(share: Fraction) -> str:
    """Write a share in whole per cents, so that it never says all or nothing where it is neither.

    Args:
        share: Exact, 0 or more.

    Returns:
        Digits, half up; `100` for the whole alone and `0` for nothing alone: 1951 of 1955 are `99`.
    """
    if 0 < share < 1:
        return str(min(max(_scaled(share, 100), 1), 99))
    return display(share * 100, 0)


def grouped(count: int) -> str:
    """Write a count for a page.

    Args:
        count: A whole number.

    Returns:
        Its digits in groups of three, such as `1,234,567`; files carry plain digits instead.
    """
    return f"{count:,}"


def trimmed(value: Fraction) -> str:
    """Write a number with no more digits than it needs.

    Args:
        value: Exact number.

    Returns:
        Such as `90`, `0.6` or `-2.5`; twelve digits after the point at most, which is exact
        for every decimal that a rubric may hold.
    """
    digits = display(abs(value), _DIGITS_MOST).rstrip("0").rstrip(".")
    return f"-{digits}" if value < 0 else digits


def decimal_text(value: Fraction) -> str | None:
    """Write a decimal with all its digits.

    Args:
        value: Exact number.

    Returns:
        Such as `0.6` or `-2.0`: at least one digit after the point; None for what is no decimal,
        such as 1/3.
    """
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    text = display(abs(value), max(twos, fives, 1))
    return f"-{text}" if value < 0 else text


def millionths(ratio: Fraction) -> int:
    """Turn a ratio into the whole number that totals add up.

    Args:
        ratio: 0..1, exact.

    Returns:
        Millionths, half up.
    """
    return _scaled(ratio, MILLION)
