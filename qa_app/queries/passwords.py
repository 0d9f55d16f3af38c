"""By what the password of an account is judged, and the hashes it had before."""

import hashlib
import re
from dataclasses import replace
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.health import LeaksState
from qa_app.domain.passwords import PasswordProfile, PasswordRules, normal_password
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.ways_in import KeptPasswordRow
from qa_app.queries.second_factors import has_second_factor

_DIGEST_LINE: Final = re.compile(rb"[0-9A-Fa-f]{64}(?::[0-9]+)?\r?\n?")
_LONGEST_LINE: Final = 100
_DIGITS: Final = 64
_ALL: Final = 16**_DIGITS
_LINES_LOOKED_AT: Final = 64
_WIDTH_MOST: Final = 80
_LINES_MISSED: Final = 40
"""Digests lie evenly: so many are missing in a row at an end by one chance in e^40."""


def rules_of(session: Session, profile: PasswordProfile, account_id: int) -> PasswordRules:
    """Give what the password of an account is judged by.

    Args:
        session: A database session.
        profile: The installation's profile.
        account_id: The account.

    Returns:
        The rules, with the person's name and the names and codes of their centres and places.
    """
    rows = session.execute(
        select(
            AccountRow.display_name,
            CentreRow.code.label("centre"),
            CentreRow.name_zh.label("centre_zh"),
            CentreRow.name_en.label("centre_en"),
            PlaceRow.code.label("place"),
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
        )
        .outerjoin(RoleGrantRow, RoleGrantRow.account_id == AccountRow.id)
        .outerjoin(CentreRow, CentreRow.id == RoleGrantRow.centre_id)
        .outerjoin(PlaceRow, PlaceRow.id == RoleGrantRow.place_id)
        .where(AccountRow.id == account_id)
    ).all()
    words = dict.fromkeys(word for row in rows for word in row if word)
    return PasswordRules(profile, has_second_factor(session, account_id), tuple(words))


def rules_of_new(profile: PasswordProfile, display_name: str) -> PasswordRules:
    """Give what the first password of an account is judged by.

    Args:
        profile: The installation's profile.
        display_name: Name of its owner.

    Returns:
        The rules.
    """
    return replace(PasswordRules(profile), words=(display_name,))


def leaks_state(file: Path | None) -> LeaksState:
    """Tell how the list of passwords that leaked elsewhere stands.

    Args:
        file: As for `is_breached`.

    Returns:
        Wrong where one of some lines looked at from the first to the last is no SHA-256 with or
        without a count, where they do not ascend, or where digests are missing at an end, as when
        the file was cut short while it was copied.
    """
    if file is None:
        return LeaksState.NOT_NAMED
    try:
        with file.open("rb") as opened:
            size = opened.seek(0, SEEK_END)
            found = _some_lines(opened, size)
    except OSError:
        return LeaksState.AWAY
    digests = [one[:_DIGITS].lower() for one in found if _DIGEST_LINE.fullmatch(one)]
    if not digests or len(digests) < len(found) or digests != sorted(digests):
        return LeaksState.WRONG
    missed = max(int(digests[0], 16), _ALL - int(digests[-1], 16)) * (size // _WIDTH_MOST)
    return LeaksState.WRONG if missed > _LINES_MISSED * _ALL else LeaksState.GOOD


def _some_lines(opened: BinaryIO, size: int) -> list[bytes]:
    opened.seek(0)
    found = [opened.readline(_LONGEST_LINE)]
    for number in range(1, _LINES_LOOKED_AT):
        opened.seek(size * number // _LINES_LOOKED_AT)
        opened.readline(_LONGEST_LINE)
        found.append(opened.readline(_LONGEST_LINE))
    # the last line, from before which too much is read
    opened.seek(max(0, size - _LONGEST_LINE))
    found.append(b"".join(opened.readlines()[-1:]))
    return [found[0], *filter(None, found[1:])]


def leak_flaw(file: Path | None, password: str) -> str | None:
    """Tell what a list of leaked passwords has against a password.

    Args:
        file: As for `is_breached`.
        password: As typed.

    Returns:
        `breached` when it leaked; `leaks_unread` where a list is named that cannot be asked, so
        that nobody sets a password until it can; None otherwise.
    """
    if leaks_state(file) in {LeaksState.AWAY, LeaksState.WRONG}:
        return "leaks_unread"
    try:
        return "breached" if is_breached(file, password) else None
    except OSError:
        return "leaks_unread"


def is_breached(file: Path | None, password: str) -> bool:
    """Tell whether a password is among those that leaked somewhere.

    The file is halved until the digest's place is found, so that one of any size costs some forty
    short reads; nothing of it is kept and nothing leaves this machine.

    Args:
        file: Lines of SHA-256 (hex, either case) in ascending order, each alone or with a colon and
            a count behind it; None where an installation brings none.
        password: As typed.

    Returns:
        True when its digest is there; False without a file.

    Raises:
        OSError: The file cannot be read.
    """
    if file is None:
        return False
    sought = hashlib.sha256(normal_password(password).encode()).hexdigest().encode()
    with file.open("rb") as lines:
        low, high = 0, lines.seek(0, SEEK_END)
        while low < high:
            # the first line that begins at or behind the middle
            middle = (low + high) // 2
            lines.seek(max(middle - 1, 0))
            if middle:
                lines.readline()
            found = lines.readline()[: len(sought)].lower()
            if found == sought:
                return True
            if not found or found > sought:
                high = middle
            else:
                low = lines.tell()
    return False


def was_used_before(
    session: Session,
    hasher: PasswordHasher,
    password: str,
    account_id: int,
    profile: PasswordProfile,
) -> bool:
    """Tell whether an account had a password before, or has it.

    Args:
        session: A database session.
        hasher: Argon2id.
        password: As typed.
        account_id: The account.
        profile: The installation's profile; only `mlps3` asks.

    Returns:
        True when it is the present one or one of those kept.
    """
    if profile is not PasswordProfile.MLPS3:
        return False
    present = session.execute(
        select(AccountRow.password_hash).where(AccountRow.id == account_id)
    ).scalar_one()
    kept = session.execute(
        select(KeptPasswordRow.password_hash).where(KeptPasswordRow.account_id == account_id)
    ).scalars()
    normal = normal_password(password)
    return any(_is(hasher, one, normal) for one in (present, *kept))


def _is(hasher: PasswordHasher, password_hash: str, normal: str) -> bool:
    try:
        return hasher.verify(password_hash, normal)
    except (VerificationError, InvalidHashError):
        return False
