"""Rows that tell of a restore, as far as the database alone cannot feign them."""

import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.journal_anchors import Reseal, reseal_text
from qa_app.domain.journal_events import BackupRestored, JournalResealed
from qa_app.domain.signatures import is_signed
from qa_app.models.journal import JournalRow
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.queries.signing_keys import is_own_key


def signed_reseals(session: Session, before: int) -> tuple[Reseal, ...]:
    """Read the restores that the journal tells of and a key of the installation vouches for.

    A row counts when its signature holds, its backup's last row stands in the chain, and a row
    before it tells of the restore of the same backup.

    Args:
        session: A database session with a sealer.
        before: The last row that checkpoints stand for; 0 for none. What lies under them cannot
            be held against a row, and is vouched for by its signature alone.

    Returns:
        In order of their rows.
    """
    rows = session.execute(
        select(JournalRow.seq, JournalRow.action, JournalRow.detail)
        .where(JournalRow.action.in_((JournalResealed.action, BackupRestored.action)))
        .order_by(JournalRow.seq)
    )
    restored: set[tuple[str, str]] = set()
    found = []
    for seq, action, detail in rows:
        said = json.loads(detail)
        what = (said.get("backup", ""), said.get("kept_head", ""))
        if action == BackupRestored.action:
            restored.add(what)
            continue
        kept, old = _seq_of(what[1]), _seq_of(said.get("old_head", ""))
        is_told = what in restored or kept < before
        if is_told and _stands(session, what[1], before) and _is_signed(session, said):
            found.append(Reseal(seq, kept, old, what[0]))
    return tuple(found)


def _seq_of(head: str) -> int:
    number = head.partition(":")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def _stands(session: Session, head: str, before: int) -> bool:
    seq, digest = _seq_of(head), head.partition(":")[2]
    if seq <= before:
        return True
    stored = session.scalar(select(JournalRow.hash).where(JournalRow.seq == seq))
    return bool(digest) and stored is not None and stored.startswith(digest)


def _is_signed(session: Session, said: Mapping[str, str]) -> bool:
    row = SigningKeyRow
    key = session.execute(
        select(row.code, row.private_key, row.public_key).where(
            row.code == said.get("signing_key", "")
        )
    ).one_or_none()
    if key is None or not is_own_key(session, *key):
        return False
    signed = reseal_text(said["kept_head"], said["old_head"], said["backup"])
    return is_signed(key.public_key, signed, said.get("signature", ""))
