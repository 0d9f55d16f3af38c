"""Records that measurements rest on, with the digest of what each said."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from qa_app.domain.journal import canonical_json


@dataclass(frozen=True, slots=True)
class Record:
    """One record that a measurement rests on.

    Attributes:
        kind: Which table it stands in, such as `audit`.
        key: Its id there.
        digest: SHA-256 (hex) of what it said; empty where the record has no frozen content.
    """

    kind: str
    key: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class RecordSum:
    """Records that are too many to be listed.

    Attributes:
        count: How many.
        digest: SHA-256 (hex) of the canonical JSON of their list (`plain_records`), by kind and
            number.
    """

    count: int
    digest: str


def record_of(kind: str, key: int, *said: object) -> Record:
    """Name a record of the register with the digest of its content.

    Args:
        kind: Its table.
        key: Its id.
        *said: What it says, in a fixed order; days as they are.

    Returns:
        The record.
    """
    text = canonical_json([None if one is None else str(one) for one in said])
    return Record(kind, str(key), hashlib.sha256(text.encode()).hexdigest())


def in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    """Put records in the order in which they are listed and summed.

    Args:
        records: Records whose ids are numbers.

    Returns:
        They by kind and number.
    """
    return tuple(sorted(records, key=lambda one: (one.kind, int(one.key))))


def sum_of(records: Iterable[Record]) -> RecordSum:
    """Sum records up where their list is not kept.

    Args:
        records: The records, in any order.

    Returns:
        How many, and the digest of their list.
    """
    plain = plain_records(in_order(records))
    return RecordSum(len(plain), hashlib.sha256(canonical_json(plain).encode()).hexdigest())


def plain_records(records: Iterable[Record]) -> list[list[str]]:
    """Give records as plain data.

    Args:
        records: The records.

    Returns:
        Kind, key and digest of each.
    """
    return [[one.kind, one.key, one.digest] for one in records]
