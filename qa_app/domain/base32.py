"""Numbers in signs that people can read out and write by hand: Crockford's base 32."""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The signs by their worth: no I, L, O or U."""
SIGN: Final = "[0-9A-HJKMNP-TV-Z]"
"""One of them, for regular expressions."""
_BITS_EACH = 5


def base32_of(number: int, signs: int) -> str:
    """Write a number.

    Args:
        number: 0 or more; what does not fit into the signs is left out.
        signs: How many signs.

    Returns:
        The signs, the heaviest first.
    """
    places = reversed(range(signs))
    return "".join(ALPHABET[(number >> (_BITS_EACH * place)) & 31] for place in places)


def number_of(text: str) -> int:
    """Read a number back.

    Args:
        text: Signs of the alphabet, the heaviest first.

    Returns:
        The number; 0 without signs.

    Raises:
        ValueError: A sign is none of the alphabet.
    """
    number = 0
    for sign in text:
        number = number << _BITS_EACH | ALPHABET.index(sign)
    return number


def understood(typed: str) -> str:
    """Take letters that look like digits for these digits.

    Args:
        typed: Capital letters and digits as typed.

    Returns:
        The same with 0 for O and 1 for I and L.
    """
    return typed.translate(_LOOKALIKES)


_LOOKALIKES = str.maketrans("OIL", "011")
