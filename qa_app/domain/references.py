"""References of case files: random, short, with a check character; never an identity."""

import re
from typing import Final

from qa_app.domain.base32 import ALPHABET, SIGN, base32_of, number_of, understood
from qa_app.domain.errors import InvalidError
from qa_app.domain.text_folding import without_hidden

INSTALLATION_PREFIX: Final = "KM"
"""Two capital letters with which the references of an installation begin."""

_SHAPE = re.compile(rf"([A-Z]{{2}})-([0-9]{{2}})-({SIGN}{{4}})-({SIGN}{{4}})({SIGN})")
_INSIDE = re.compile(
    r"(?<![0-9A-Za-z])[A-Za-z]{2}-[0-9]{2}-[0-9A-Za-z]{4}-[0-9A-Za-z]{5}(?![0-9A-Za-z])"
)
RANDOM_BITS = 40
_SYMBOLS = 8
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
    while number % _MODULUS >= len(ALPHABET):
        number = (number + 1) % (1 << RANDOM_BITS)
    symbols = base32_of(number, _SYMBOLS)
    check = ALPHABET[number % _MODULUS]
    return f"{prefix}-{year % 100:02}-{symbols[:_HALF]}-{symbols[_HALF:]}{check}"


def read_reference(text: str) -> str | None:
    """Read a reference that a person typed.

    Args:
        text: As typed; small letters, and O, I and L for 0 and 1, are understood.

    Returns:
        The reference in its one written form; None when it cannot be one.
    """
    typed = text.strip().upper()
    match = _SHAPE.fullmatch(typed[:3] + understood(typed[3:]))
    if match is None:
        return None
    number = number_of(match[3] + match[4])
    return match[0] if number % _MODULUS == number_of(match[5]) else None


def reference_inside(text: str) -> str:
    """Find what looks like the reference of a case file in a text.

    Args:
        text: Any text, as typed.

    Returns:
        The first one as it is written; empty where there is none.
    """
    found = _INSIDE.search(without_hidden(text))
    return "" if found is None else found[0]


def check_no_reference(text: str, field: str = "") -> None:
    """Refuse a text that names a case file: judicial users read it, and of no single case.

    Args:
        text: As typed.
        field: Which text of a form; empty where it has one alone.

    Raises:
        InvalidError: It holds what looks like a reference (`reference_named`; `what` is it).
    """
    found = reference_inside(text)
    if found:
        raise InvalidError("reference_named", what=found, field=field)


def without_references(text: str) -> str:
    """Take references of case files out of a text that others read.

    Args:
        text: Any text; what only looks like a reference goes too.

    Returns:
        The text with `[…]` in the place of each.
    """
    return _INSIDE.sub("[…]", text)
