"""The published list of keys, by which signatures are checked away from this installation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from qa_app.domain.signatures import ALGORITHM, is_named

KEYS_SCHEMA: Final = "qa.keys/2"


class KeyLoss(StrEnum):
    """Why a key does not count any more."""

    STOLEN = "stolen"
    EXPOSED = "exposed"
    MISUSED = "misused"


class SignatureFlaw(StrEnum):
    """Why a signature does not count although it belongs to its text."""

    KEY_REVOKED = "key_revoked"
    OUTSIDE_KEY = "outside_key"


@dataclass(frozen=True, slots=True)
class KeyRevocation:
    """From when a key does not count.

    Attributes:
        first_day: Local day; what it signed on that day or later does not count.
        why: Why.
        counted: Digests of the papers that were issued under it here: a day can be written into a
            forged paper, so of earlier days these alone count.
    """

    first_day: date
    why: KeyLoss
    counted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key as everyone may see it.

    Attributes:
        code: Its short name.
        public_key: Its public part.
        made_at: From when it signs.
        retired_at: Until when; None while it does.
        first_day: Local day of `made_at`.
        last_day: Local day of `retired_at`; None while it signs.
        revoked: From when it does not count; None while it does.
    """

    code: str
    public_key: str
    made_at: datetime
    retired_at: datetime | None
    first_day: date
    last_day: date | None
    revoked: KeyRevocation | None = None


@dataclass(frozen=True, slots=True)
class KeyDays:
    """What of a key decides whether its signatures count.

    Attributes:
        public_key: Its public part.
        first_day: First local day on which it signed.
        last_day: The last one; None while it signs.
        revoked_from: Local day from which it does not count; None while it does.
        counted: Digests of the papers that count of a revoked key; empty otherwise.
    """

    public_key: str
    first_day: date
    last_day: date | None
    revoked_from: date | None
    counted: frozenset[str]

    def flaw(self, day: date, digest: str) -> SignatureFlaw | None:
        """Tell why a paper that this key signed does not count.

        Args:
            day: Local day on which it says that it was issued.
            digest: Digest of what was signed.

        Returns:
            None where it counts.
        """
        if day < self.first_day or (self.last_day is not None and day > self.last_day):
            return SignatureFlaw.OUTSIDE_KEY
        if self.revoked_from is None:
            return None
        is_early = day < self.revoked_from and digest in self.counted
        return None if is_early else SignatureFlaw.KEY_REVOKED


def key_list(keys: Iterable[PublishedKey], revoked: Iterable[str], at: datetime) -> dict[str, Any]:
    """Give the list by which papers are checked away from this installation.

    Args:
        keys: Its keys.
        revoked: Digests of the papers that do not count any more.
        at: The present, in the time zone of this installation.

    Returns:
        Plain data; it names no paper, centre or person.
    """
    return {
        "schema": KEYS_SCHEMA,
        "as_of": at.isoformat(timespec="seconds"),
        "timezone": str(at.tzinfo),
        "keys": [
            {
                "code": one.code,
                "algorithm": ALGORITHM,
                "public_key": one.public_key,
                "made_at": one.made_at.isoformat(timespec="seconds"),
                "retired_at": one.retired_at and one.retired_at.isoformat(timespec="seconds"),
                "first_day": one.first_day.isoformat(),
                "last_day": one.last_day and one.last_day.isoformat(),
                "revoked": None if one.revoked is None else _plain(one.revoked),
            }
            for one in keys
        ],
        "revoked": sorted(revoked),
    }


def _plain(revoked: KeyRevocation) -> dict[str, Any]:
    return {
        "first_day": revoked.first_day.isoformat(),
        "why": revoked.why.value,
        "counted": sorted(revoked.counted),
    }


def is_key_list(plain: Any) -> bool:
    """Tell whether data is a published list.

    Args:
        plain: Read JSON.

    Returns:
        True for what `key_list` gives.
    """
    return (
        isinstance(plain, Mapping)
        and plain.get("schema") == KEYS_SCHEMA
        and isinstance(plain.get("keys"), list)
        and isinstance(plain.get("revoked"), list)
    )


def taken_at(keys: Mapping[str, Any]) -> datetime | None:
    """Tell when a published list was taken.

    Args:
        keys: The list, as `key_list` gives it.

    Returns:
        An aware instant; None where it does not say so, or names a year that no clock shows.
    """
    try:
        found = datetime.fromisoformat(str(keys["as_of"]))
    except (KeyError, ValueError):
        return None
    # the first and the last year of a calendar have no local time everywhere
    is_shown = found.tzinfo is not None and date.min.year < found.year < date.max.year
    return found if is_shown else None


def listed_key(keys: Mapping[str, Any], code: str) -> KeyDays | None:
    """Find a key in a published list.

    Args:
        keys: The list, as `key_list` gives it.
        code: Short name of the key.

    Returns:
        The key; None where the list has none that is what its name says, or does not say on which
        days it counts.
    """
    listed = keys.get("keys")
    for one in listed if isinstance(listed, list) else ():
        public = one.get("public_key") if isinstance(one, Mapping) else None
        if isinstance(public, str) and one.get("code") == code and is_named(public, code):
            return _key_days(public, one)
    return None


def _key_days(public: str, one: Mapping[str, Any]) -> KeyDays | None:
    try:
        last, revoked = one["last_day"], one["revoked"]
        return KeyDays(
            public,
            date.fromisoformat(one["first_day"]),
            None if last is None else date.fromisoformat(last),
            None if revoked is None else date.fromisoformat(revoked["first_day"]),
            frozenset(() if revoked is None else revoked["counted"]),
        )
    except (KeyError, TypeError, ValueError):
        return None
