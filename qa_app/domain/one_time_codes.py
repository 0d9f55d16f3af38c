"""Codes that count once: of a phone (RFC 6238), of a printed card, and for recovery.

Digits are those of RFC 4226; SHA-1, six digits and steps of 30 seconds are what every
authenticator app speaks.
"""

import unicodedata
from datetime import datetime
from typing import Final

import pyotp

from qa_app.domain.base32 import base32_of, understood
from qa_app.domain.trust_defaults import CARD_CODES, CODE_STEPS_ASIDE, RECOVERY_CODES

STEP_SECONDS: Final = 30
CARD_COLUMNS: Final = "ABCDEF"
"""Columns of a card; its rows are numbered from 1."""
SEED_BITS: Final = 160
"""As RFC 4226 asks for SHA-1."""
CARD_BITS: Final = CARD_CODES * 128
RECOVERY_BITS: Final = RECOVERY_CODES * 50
_SEED_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_RECOVERY_SIGNS = 10
_WORD = (1 << 64) - 1


def seed_of(bits: int) -> str:
    """Write a seed as authenticator apps read it.

    Args:
        bits: `SEED_BITS` unpredictable bits.

    Returns:
        32 signs of RFC 4648's base 32.
    """
    return "".join(_SEED_SIGNS[(bits >> shift) & 31] for shift in range(0, SEED_BITS, 5))


def step_of(at: datetime) -> int:
    """Count steps.

    Args:
        at: An instant.

    Returns:
        Whole steps of 30 seconds since 1970.
    """
    return int(at.timestamp()) // STEP_SECONDS


def code_at(seed: str, step: int) -> str:
    """Work out the code of a step.

    Args:
        seed: The seed.
        step: Which step.

    Returns:
        Six digits.

    Source: RFC 6238, RFC 4226.
    """
    return pyotp.HOTP(seed).at(step)


def taken_step(seed: str, code: str, at: datetime, last_step: int) -> int | None:
    """Decide whether a code is taken.

    Args:
        seed: The seed.
        code: As `plain_code` gives it.
        at: The present.
        last_step: Step of the last code that was taken; 0 before the first.

    Returns:
        The step whose code it is: the present one or one beside it, later than the last one
        taken; None when the code is not taken.
    """
    now = step_of(at)
    for step in range(now - CODE_STEPS_ASIDE, now + CODE_STEPS_ASIDE + 1):
        if step > last_step and pyotp.utils.strings_equal(code_at(seed, step), code):
            return step
    return None


def key_address(seed: str, name: str, issuer: str) -> str:
    """Write what the QR code for an authenticator app says.

    Args:
        seed: The seed.
        name: Name of the account.
        issuer: Name of the product.

    Returns:
        An `otpauth://` address.
    """
    return pyotp.TOTP(seed).provisioning_uri(name=name, issuer_name=issuer)


def plain_code(typed: str) -> str:
    """Read a code however it was typed.

    Args:
        typed: As typed.

    Returns:
        Capital letters and digits alone; full-width signs as plain ones.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def recovery_code(typed: str) -> str:
    """Read a recovery code however it was typed.

    Args:
        typed: As typed.

    Returns:
        The code without dash; letters that look like digits taken for these.
    """
    return understood(plain_code(typed))


def recovery_codes(bits: int) -> tuple[str, ...]:
    """Make recovery codes.

    Args:
        bits: `RECOVERY_BITS` unpredictable bits.

    Returns:
        `RECOVERY_CODES` codes of ten signs with a dash in the middle.
    """
    plain = (base32_of(bits >> (50 * place), _RECOVERY_SIGNS) for place in range(RECOVERY_CODES))
    return tuple(f"{code[:5]}-{code[5:]}" for code in plain)


def card_codes(bits: int) -> tuple[tuple[str, int], ...]:
    """Make the codes of a card.

    Args:
        bits: `CARD_BITS` unpredictable bits.

    Returns:
        For each place of the card, row by row, its six digits and when it is asked for: a turn
        from 0 on, in an order that nobody foresees.
    """
    words = [(bits >> (64 * n)) & _WORD for n in range(2 * CARD_CODES)]
    codes = [f"{word % 1_000_000:06d}" for word in words[:CARD_CODES]]
    order = sorted(range(CARD_CODES), key=lambda place: (words[CARD_CODES + place], place))
    turns = {place: turn for turn, place in enumerate(order)}
    return tuple((code, turns[place]) for place, code in enumerate(codes))


def place_name(place: int) -> str:
    """Name a place of a card.

    Args:
        place: 0 or more, row by row.

    Returns:
        Column and row, such as `C4`.
    """
    row, column = divmod(place, len(CARD_COLUMNS))
    return f"{CARD_COLUMNS[column]}{row + 1}"
