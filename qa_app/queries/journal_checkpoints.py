"""Checkpoints of the journal, and which of them this installation signed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.journal_checkpoints import Checkpoint, SignedCheckpoint, is_genuine
from qa_app.models.journal import JournalCheckpointRow
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.queries.signing_keys import is_own_key


def checkpoints(session: Session) -> tuple[SignedCheckpoint, ...]:
    """Read the checkpoints that stand for rows whose time is over, the false ones too.

    Args:
        session: A database session, with a sealer.

    Returns:
        In order of their rows; one whose key is not there is nobody's own.
    """
    row = JournalCheckpointRow
    found = session.execute(
        select(
            row.first_seq,
            row.last_seq,
            row.first_hash,
            row.last_hash,
            row.first_at,
            row.last_at,
            row.made_at,
            SigningKeyRow.public_key,
            row.signature,
            SigningKeyRow.code,
            SigningKeyRow.private_key,
        )
        .outerjoin(SigningKeyRow, row.key_id == SigningKeyRow.id)
        .order_by(row.first_seq)
    )
    return tuple(
        SignedCheckpoint(
            Checkpoint(*one[:7]),
            one[7] or "",
            one[8],
            one[7] is not None and is_own_key(session, *one[9:], one[7]),
        )
        for one in found
    )


def genuine_checkpoints(session: Session) -> tuple[Checkpoint, ...]:
    """Read the checkpoints that this installation signed: only they are believed.

    Args:
        session: A database session, with a sealer.

    Returns:
        In order of their rows. Whoever can write to the database alone makes none of them.
    """
    return tuple(one.checkpoint for one in checkpoints(session) if is_genuine(one))


def rows_gone_until(session: Session) -> datetime | None:
    """Tell until when acts may have lost their rows to a checkpoint.

    Args:
        session: A database session, with a sealer.

    Returns:
        The latest instant under a genuine checkpoint; None without any.
    """
    return max((one.last_at for one in genuine_checkpoints(session)), default=None)
