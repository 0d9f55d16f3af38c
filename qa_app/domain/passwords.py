"""Which passwords are good enough."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from qa_app.domain.common_digests import is_often_chosen
from qa_app.domain.common_words import COMMON, FAMILY_PINYIN, PIECES, WALKS
from qa_app.domain.trust_defaults import (
    PASSWORD_CLASSES,
    PASSWORD_DAYS,
    PASSWORD_LEAST,
    PASSWORD_LEAST_WITH_FACTOR,
    PASSWORD_MOST,
)

_SPARE = 6
_RUN = 4
_NAME_PIECE = 3
_LONGEST_UNIT = 10
_BOTH_WAYS = tuple(dict.fromkeys(way for walk in WALKS for way in (walk, walk[::-1])))
# what people write instead of letters
_STANDS_FOR = str.maketrans("@4831!0$57", "aabeiiosst")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[01]\d[0-3]\d)?")
_SPLIT = re.compile(r"[\W\d_]+")


class PasswordProfile(StrEnum):
    """By which rules passwords are judged.

    `nist` asks for length alone and never for a change; `mlps3` adds what assessors of level 3 of
    GB/T 22239 ask for: three of four classes of signs, a change after 90 days, none of the last
    five again.
    """

    NIST = "nist"
    MLPS3 = "mlps3"


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """What a password of one account is judged by.

    Attributes:
        profile: The installation's profile.
        has_factor: True where the account has a second factor, so that fewer signs do.
        words: Names of the person and of where they work; those are easy to guess.
    """

    profile: PasswordProfile = PasswordProfile.NIST
    has_factor: bool = False
    words: tuple[str, ...] = ()

    @property
    def least(self) -> int:
        """Fewest code points, after normalising."""
        return PASSWORD_LEAST_WITH_FACTOR if self.has_factor else PASSWORD_LEAST


NIST = PasswordRules()
"""Rules of an account of which nothing else is known."""


def normal_password(password: str) -> str:
    """Bring a password into the one form that is hashed.

    Args:
        password: As typed.

    Returns:
        Its NFKC form, so that the same keys give the same password on every device.
    """
    return unicodedata.normalize("NFKC", password)


def password_flaw(password: str, login_name: str, rules: PasswordRules = NIST) -> str | None:
    """Decide whether a password may be used.

    Args:
        password: As typed; length counts code points after normalising.
        login_name: The account's name.
        rules: What it is judged by.

    Returns:
        `too_short`, `too_long`, `guessable`, `too_plain`, or None when it may be used. Guessable
        means a password that many choose, a short piece repeated, or one of which little is left
        once names, words of the product and of the place, and runs over the keyboard are taken
        out. Too plain, in the profile `mlps3` only, means fewer than three of small letters,
        capital letters, digits and other signs, among which Hanzi count.

    Source: OWASP ASVS 5.0, 6.2; NIST SP 800-63B-4: length and a block-list, no composition rules;
        GB/T 22239-2019, 8.1.4.1 a for `mlps3`.
    """
    normal = normal_password(password)
    if len(normal) < rules.least:
        return "too_short"
    if len(normal) > PASSWORD_MOST:
        return "too_long"
    if _is_guessable(normal.casefold(), (login_name, *rules.words)):
        return "guessable"
    if rules.profile is PasswordProfile.MLPS3 and _classes(normal) < PASSWORD_CLASSES:
        return "too_plain"
    return None


def is_password_due(profile: PasswordProfile, set_at: datetime | None, now: datetime) -> bool:
    """Tell whether a password must be changed before anything else is done.

    Args:
        profile: The installation's profile.
        set_at: Since when the password stands; None when nobody knows.
        now: The present.

    Returns:
        False in the profile `nist`; in `mlps3` True from `PASSWORD_DAYS` after it was set.
    """
    if profile is PasswordProfile.NIST:
        return False
    return set_at is None or now - set_at >= timedelta(days=PASSWORD_DAYS)


def _is_guessable(folded: str, names: Iterable[str]) -> bool:
    if _is_common(folded) or _is_repeated(folded):
        return True
    pieces = sorted({*_pieces(names), *PIECES}, key=len, reverse=True)
    forms = {folded, folded.translate(_STANDS_FOR)}
    # signs between the pieces do not make them one's own; of signs alone nothing would be left
    bare = "".join(sign for sign in folded if sign.isalnum())
    if 2 * len(bare) >= len(folded):
        forms |= {bare, bare.translate(_STANDS_FOR)}
    return any(len(set(_rest(one, pieces))) < _SPARE for one in forms)


def _is_common(folded: str) -> bool:
    bare = "".join(sign for sign in folded if sign.isalnum())
    # numbers behind it make it no other one
    word = bare.rstrip("0123456789")
    return word in COMMON or any(map(is_often_chosen, (folded, bare, word)))


def _is_repeated(folded: str) -> bool:
    # the shortest piece of which the whole consists, the last time perhaps cut off
    place = (folded + folded).find(folded, 1)
    units = {place, *(size for size in range(1, _LONGEST_UNIT) if _repeats(folded, size))}
    return min(units) < min(_LONGEST_UNIT, len(folded))


def _repeats(folded: str, size: int) -> bool:
    return len(folded) >= 2 * size and all(
        sign == folded[place % size] for place, sign in enumerate(folded)
    )


def _pieces(names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        folded = normal_password(name).casefold()
        parts = [folded, *_SPLIT.split(folded)]
        parts += [FAMILY_PINYIN.get(folded[:1], "")]
        for part in parts:
            least = _NAME_PIECE if part.isascii() else 2
            if len(part) >= least:
                found |= {part, part[::-1]}
    return found


def _rest(folded: str, pieces: Iterable[str]) -> str:
    folded = _YEARS.sub("", folded)
    for piece in pieces:
        folded = folded.replace(piece, "")
    kept, place = [], 0
    while place < len(folded):
        run = _run_at(folded, place)
        if not run:
            kept.append(folded[place])
        place += run or 1
    return "".join(kept)


def _run_at(folded: str, place: int) -> int:
    start = folded[place : place + _RUN]
    if len(start) < _RUN:
        return 0
    longest = 0
    for way in _BOTH_WAYS:
        at = way.find(start)
        if at < 0:
            continue
        size = _RUN
        while folded[place : place + size + 1] == way[at : at + size + 1] and at + size < len(way):
            if place + size >= len(folded):
                break
            size += 1
        longest = max(longest, size)
    return longest


def _classes(normal: str) -> int:
    return len({_class_of(sign) for sign in normal})


def _class_of(sign: str) -> str:
    if sign.isdecimal():
        return "digit"
    if sign.islower():
        return "small"
    return "capital" if sign.isupper() else "other"
