"""A centre's own key: made here once, kept on paper there, known again by its fingerprint only."""

import hashlib
import re
from typing import Final

from qa_app.domain.base32 import ALPHABET, SIGN, base32_of, number_of, understood

KEY_BITS: Final = 125
"""Unpredictable bits of a key: beyond guessing, so that a plain digest of it gives nothing away."""

_SIGNS = 25
_GROUP = 5
_SHAPE = re.compile(rf"{SIGN}{{{_SIGNS + 1}}}")
_MODULUS = 31


def written_key(bits: int) -> str:
    """Write a key for people.

    Args:
        bits: `KEY_BITS` unpredictable bits.

    Returns:
        Five groups of five signs and a check sign, as Crockford's base 32 writes numbers.
    """
    number = bits % (1 << KEY_BITS)
    signs = base32_of(number, _SIGNS)
    groups = [signs[at : at + _GROUP] for at in range(0, _SIGNS, _GROUP)]
    return "-".join([*groups, ALPHABET[number % _MODULUS]])


def read_key(text: str) -> str | None:
    """Read a key that a person typed.

    Args:
        text: As typed; small letters, blanks, and O, I and L for 0 and 1 are understood.

    Returns:
        The key in its one written form; None when it is mistyped or none of ours. A key of
        one's own making is none: it could be guessed.
    """
    typed = understood(re.sub(r"[\s-]", "", text.upper()))
    if not _SHAPE.fullmatch(typed):
        return None
    written = written_key(number_of(typed[:-1]))
    return written if written[-1] == typed[-1] else None


def key_fingerprint(key: str) -> str:
    """Give the fingerprint by which a key is known again.

    Args:
        key: In its written form.

    Returns:
        32 hexadecimal digits; the key cannot be found from them.
    """
    return hashlib.sha256(f"plumbline centre key|{key}".encode()).hexdigest()[:32]
