"""Checkpoints: what stands, signed, for rows of the journal whose time is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qa_app.domain.errors import InvalidError
from qa_app.domain.journal import GENESIS, canonical_json
from qa_app.domain.signatures import is_signed
from qa_app.domain.trust_defaults import JOURNAL_DAYS_LEAST


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is known of rows that stand no more.

    Attributes:
        first_seq: The first of them; the row after the checkpoint before, or 1.
        last_seq: The last of them.
        first_hash: Digest of the first.
        last_hash: Digest of the last, which the next row points back to.
        first_at: Instant of the first, UTC.
        last_at: Latest instant among them, UTC: that of the last unless a clock was set back;
            until 2026-11 it was that of the last always.
        made_at: When the checkpoint was made, UTC.
    """

    first_seq: int
    last_seq: int
    first_hash: str
    last_hash: str
    first_at: datetime
    last_at: datetime
    made_at: datetime

    @property
    def count(self) -> int:
        """Give how many rows it stands for."""
        return self.last_seq - self.first_seq + 1


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with its signature.

    Attributes:
        checkpoint: What is signed.
        public_key: Public part of the key, 64 hexadecimal digits.
        signature: 128 hexadecimal digits.
        is_own: True when the private part of the key opens with a key of this installation that
            the database does not hold; a key that was put into the database by hand does not.
    """

    checkpoint: Checkpoint
    public_key: str
    signature: str
    is_own: bool = True


def checkpoint_text(one: Checkpoint) -> str:
    """Write a checkpoint as the text that is signed.

    Args:
        one: The checkpoint.

    Returns:
        Canonical JSON; equal checkpoints give equal text.
    """
    instants = (one.first_at, one.last_at, one.made_at)
    first, last, made = (at.isoformat(timespec="microseconds") for at in instants)
    return canonical_json(
        {
            "kind": "journal_checkpoint",
            "count": one.count,
            "first_seq": one.first_seq,
            "last_seq": one.last_seq,
            "first_hash": one.first_hash,
            "last_hash": one.last_hash,
            "first_at": first,
            "last_at": last,
            "made_at": made,
        }
    )


def start_after(checkpoints: Iterable[SignedCheckpoint]) -> tuple[int, str] | int:
    """Find the row that the first remaining row must go on from.

    Args:
        checkpoints: In order of their rows.

    Returns:
        Number and digest of the last row under a checkpoint, (0, zeros) without any; or the first
        row of the first checkpoint that does not go on from the one before, is not signed by its
        key or by none of this installation, or was made before its rows were over.
    """
    seq, last = 0, GENESIS
    for signed in checkpoints:
        one = signed.checkpoint
        if one.first_seq != seq + 1 or not is_genuine(signed):
            return one.first_seq
        seq, last = one.last_seq, one.last_hash
    return seq, last


def is_genuine(signed: SignedCheckpoint) -> bool:
    """Tell whether a checkpoint is one of this installation's.

    Args:
        signed: The checkpoint.

    Returns:
        True when one of its own keys signed it, and its rows were over when it was made.
    """
    one = signed.checkpoint
    is_over = one.made_at - one.last_at >= timedelta(days=JOURNAL_DAYS_LEAST)
    text = checkpoint_text(one)
    return signed.is_own and is_over and is_signed(signed.public_key, text, signed.signature)


def last_day_over(today: date, days: int) -> date:
    """Give the last day whose rows may be replaced by a checkpoint.

    Args:
        today: The local day.
        days: How many days rows are kept, `JOURNAL_DAYS_LEAST` or more.

    Returns:
        The day.

    Raises:
        InvalidError: Fewer days than the law asks for (`journal_days`).
    """
    if days < JOURNAL_DAYS_LEAST:
        raise InvalidError("journal_days")
    return today - timedelta(days=days + 1)
