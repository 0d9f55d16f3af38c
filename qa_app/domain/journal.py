"""The journal's hash chain: what a row says, its digest, and where a chain breaks."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

GENESIS = "0" * 64
"""What the first row points back to."""

ALGORITHM = "sha256"
_PREV = 12
# made once: signing and checking write many small texts
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One row of the journal without its own digest.

    Attributes:
        seq: Place in the chain, from 1, without gaps.
        at: Instant, UTC.
        actor_id: Account; None for the system.
        actor_name: Name at that time.
        session_digest: Session the act came from; None outside one.
        address: Network address; None outside a request.
        action: `<subject>:<verb>`.
        object_type: Kind of thing acted on.
        object_id: Which one; None when the act has no single object.
        centre_id: Centre concerned; None when none is.
        outcome: `done` or `refused`.
        detail: Canonical JSON without free text and without secrets.
        prev_hash: Digest of the row before.
        alg: How the digest is made.
    """

    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    session_digest: str | None
    address: str | None
    action: str
    object_type: str
    object_id: str | None
    centre_id: int | None
    outcome: str
    detail: str
    prev_hash: str
    alg: str = ALGORITHM


def canonical_json(value: object) -> str:
    """Write a value so that equal values give equal text.

    Args:
        value: Anything JSON holds.

    Returns:
        JSON with sorted keys and no spaces.
    """
    return _CANONICAL(value)


def digest_of(entry: JournalEntry) -> str:
    """Give the digest that seals a row to all rows before it.

    Args:
        entry: The row.

    Returns:
        SHA-256 (hex) of the canonical row, previous digest included.
    """
    return _digest(sealed_fields(entry))


def sealed_fields(entry: JournalEntry) -> tuple[object, ...]:
    """Give what the digest of a row seals.

    Args:
        entry: The row.

    Returns:
        Its fields in order, the instant as ISO text with microseconds and zone.
    """
    return (
        entry.seq,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.actor_name,
        entry.session_digest,
        entry.address,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.centre_id,
        entry.outcome,
        entry.detail,
        entry.prev_hash,
        entry.alg,
    )


def _digest(plain: Sequence[object]) -> str:
    return hashlib.sha256(_CANONICAL(plain).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk along the chain found.

    Attributes:
        count: Rows read up to the end or the break.
        last_seq: Last good row; 0 when there is none.
        last_hash: Its digest.
        broken_seq: First row that does not fit; None when all fit.
        flaw: `gap`, `link`, `digest` or `checkpoint`; None when all fit.
        before: Rows before the first that was read, for which signed checkpoints stand.
    """

    count: int
    last_seq: int
    last_hash: str
    broken_seq: int | None = None
    flaw: str | None = None
    before: int = 0


def walk_chain(
    rows: Iterable[tuple[Sequence[Any], str]], start: tuple[int, str] = (0, GENESIS)
) -> ChainReport:
    """Follow the chain from its first row and stop at the first that does not fit.

    A tail that was cut off cannot be seen from the rows alone; compare the
    report's last row with an anchor kept elsewhere.

    Args:
        rows: Rows in order of `seq` as they are sealed (see `sealed_fields`), each with the
            digest stored beside it; a million of them take seconds.
        start: Number and digest of the row before the first, where a checkpoint stands for it.

    Returns:
        How far the chain holds.
    """
    count, (seq, last) = 0, start
    before = seq
    for plain, stored in rows:
        flaw = None
        if plain[0] != seq + 1:
            flaw = "gap"
        elif plain[_PREV] != last:
            flaw = "link"
        elif _digest(plain) != stored:
            flaw = "digest"
        if flaw:
            return ChainReport(count, seq, last, broken_seq=plain[0], flaw=flaw, before=before)
        count, seq, last = count + 1, seq + 1, stored
    return ChainReport(count, seq, last, before=before)
