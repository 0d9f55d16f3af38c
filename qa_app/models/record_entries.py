"""Keeps what records give to a review, inside the transaction that carries it."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry, EntryChange
from qa_app.models.entries import keep_saves, standing_revisions


def keep_given(
    session: Session, account_id: int | None, audit_id: int, entries: Iterable[Entry], at: datetime
) -> int:
    """Save entries that no reader typed, as saves like any other.

    Args:
        session: A session inside `transaction` that holds the draft.
        account_id: Who lets them be saved.
        audit_id: The draft.
        entries: What is saved over whatever stands.
        at: The present.

    Returns:
        How many were saved.
    """
    standing = standing_revisions(session, audit_id)
    changes = []
    for one in entries:
        revision = standing.get((one.kind.value, one.key), 0)
        # the same for the same save: it is told from others by its entry and revision
        name = f"{audit_id}/{one.kind.value}/{one.key}/{revision}"
        operation = hashlib.sha256(name.encode()).hexdigest()[:32]
        changes.append(
            EntryChange(one.kind, one.key, one.value, revision, operation, one.note, one.read)
        )
    if changes:
        keep_saves(session, account_id, audit_id, changes, at)
    return len(changes)
