"""Finds numbers of people besides citizen numbers and telephones, and names that are listed."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from qa_app.domain.text_folding import folded, without_hidden


class Found(StrEnum):
    """What was found that may tell who somebody is; a reason lets it stand."""

    BANK_CARD = "bank_card"
    PASSPORT = "passport"
    CHAT = "chat"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the guard found in what somebody sent.

    Attributes:
        endpoint: Which form.
        fields: Names of its fields, never their content.
        kinds: What was found in them.
    """

    endpoint: str
    fields: tuple[str, ...]
    kinds: tuple[str, ...]


_CARD = re.compile(r"(?<![0-9A-Za-z.-])[3-6][0-9]{3}(?:[ -]?[0-9]){9,15}(?![0-9A-Za-z])")
_CARD_BEGINS = re.compile(r"62|4|5[1-5]|35")
_CARD_LEAST, _CARD_MOST = 15, 19
# of the People's Republic; those who come and go to Hong Kong, Macao and Taiwan have others
_PASSPORT = re.compile(
    r"(?<![0-9A-Za-z-])(?:[EGDSP][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[HMCW][0-9]{8}|[HM][0-9]{10})"
    r"(?![0-9A-Za-z-])",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"(?:微信|薇信|威信|wechat|weixin|wx|vx|v信)\s{0,3}(?:号|号码|id|no\.?|account)?\s{0,3}"
    r"(?::|是|为|=|is)\s{0,3}[a-z][a-z0-9_-]{5,19}(?![a-z0-9_-])"
    r"|(?:微信|wechat)\s{0,3}(?:号|id)\s{0,3}[a-z0-9][a-z0-9_-]{5,19}(?![a-z0-9_-])"
    r"|(?<![a-z])qq\s{0,3}(?:号|号码|群|id|no\.?)?\s{0,3}(?::|是|为|=|is)?\s{0,3}"
    r"[1-9][0-9]{4,10}(?![0-9])",
    re.IGNORECASE,
)


def numbers_found(text: str) -> frozenset[tuple[Found, str]]:
    """Find numbers of bank cards, passports and permits, and accounts of chats.

    Args:
        text: Free text as typed.

    Returns:
        Each with its last four signs, so that two can be told apart without being kept.

    Source: ISO/IEC 7812-1 annex B for the check digit of cards; UnionPay's begin with 62.
    """
    plain = folded(without_hidden(text))
    return frozenset((kind, found[-4:]) for kind, found in _each(plain))


def _each(plain: str) -> Iterator[tuple[Found, str]]:
    for card in _CARD.finditer(plain):
        digits = "".join(filter(str.isdigit, card[0]))
        is_long = _CARD_LEAST <= len(digits) <= _CARD_MOST
        if is_long and _CARD_BEGINS.match(digits) and _checks(digits):
            yield Found.BANK_CARD, digits
    for kind, pattern in ((Found.PASSPORT, _PASSPORT), (Found.CHAT, _CHAT)):
        for found in pattern.finditer(plain):
            yield kind, found[0]


def _checks(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)  # noqa: PLR2004 - the digits of what has two
    return total % 10 == 0


def listed_in(text: str, names: Collection[str]) -> frozenset[str]:
    """Find names that an installation keeps on its list.

    Args:
        text: Free text as typed.
        names: The listed names of schools and communities.

    Returns:
        Those that stand in it, whatever blanks are between their signs.
    """
    if not names:
        return frozenset()
    shown = _close(text)
    return frozenset(name for name in names if _close_name(name) in shown)


def _close(text: str) -> str:
    return "".join(without_hidden(text).casefold().split())


# the list is the same for every text: each of its names is folded once
_close_name = lru_cache(maxsize=4096)(_close)
