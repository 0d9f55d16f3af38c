"""References of case files: random, short, with a check character; never an identity."""

import re
from typing import Final

INSTALLATION_PREFIX: Final = "KM"
"""Two capital letters with which the references of an installation begin."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHAPE = re.compile(
    r"([A-Z]{2})-(\d{2})-([0-9A-HJKMNP-TV-Z]{4})-([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z])"
)
RANDOM_BITS = 40
_SYMBOLS = 8
_BITS_EACH = 5
_HALF = 4
_MODULUS = 37


def new_reference(prefix: str, year: int, bits: int) -> str:
    """Make the reference of a case file.

    Args:
        prefix: Two capital letters of the installation, such as `KM`.
        year: Year in which the file was listed.
        bits: 40 unpredictable bits.

    Returns:
        Such as `KM-26-7F3K-9Q2W5`: prefix, year, eight random symbols, a check character.
        Numbers whose check character would be a sign or `U` are passed over for the next
        one, so that references are read out and written by hand in letters and digits only.

    Source: Crockford's base 32 with check symbol modulo 37, of which 32 are used.
    """
    number = bits % (1 << RANDOM_BITS)
    while number % _MODULUS >= len(_ALPHABET):
        number = (number + 1) % (1 << RANDOM_BITS)
    symbols = "".join(
        _ALPHABET[(number >> (_BITS_EACH * place)) & 31] for place in reversed(range(_SYMBOLS))
    )
    check = _ALPHABET[number % _MODULUS]
    return f"{prefix}-{year % 100:02}-{symbols[:_HALF]}-{symbols[_HALF:]}{check}"


def read_reference(text: str) -> str | None:
    """Read a reference that a person typed.

    Args:
        text: As typed; small letters, and O, I and L for 0 and 1, are understood.

    Returns:
        The reference in its one written form; None when it cannot be one.
    """
    typed = text.strip().upper()
    body = typed[3:].replace("O", "0").replace("I", "1").replace("L", "1")
    match = _SHAPE.fullmatch(typed[:3] + body)
    if match is None:
        return None
    number = 0
    for symbol in match[3] + match[4]:
        number = number * 32 + _ALPHABET.index(symbol)
    return match[0] if number % _MODULUS == _ALPHABET.index(match[5]) else None
