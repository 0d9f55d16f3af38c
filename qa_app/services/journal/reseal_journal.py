"""Let the journal go on from a backup, and tell of it."""

import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.journal_anchors import (
    ANCHOR_SIGNS,
    Anchor,
    anchor_text,
    read_anchors,
    reseal_text,
)
from qa_app.domain.journal_events import BackupRestored, JournalResealed
from qa_app.domain.people import Actor
from qa_app.models.journal import JournalRow
from qa_app.models.transaction import transaction
from qa_app.queries.signing_keys import signed_by, signing_key


def reseal_journal(
    session: Session, actor: Actor, old_head: Anchor, backup: str, *, at: datetime
) -> int:
    """Tell in the journal which rows were lost when the database was restored.

    Anchors of the lost rows are then explained by this row, which is signed: given up where whoever
    checks names the same backup, and otherwise neither right nor wrong.

    Args:
        session: A database session.
        actor: The system.
        old_head: The last head that is known of the database that was lost.
        backup: Digest of the backup's file.
        at: The present.

    Returns:
        The row up to which the backup reached.

    Raises:
        NotAllowedError: A person asks.
        InvalidError: The old head lies before the last row of the backup (`old_head`): nothing
            was lost; or the journal tells of no restore of this backup (`not_restored`).
        ConflictError: No key signs (`no_key`).
    """
    if not actor.is_system:
        raise NotAllowedError("journal:reseal")
    old = anchor_text(old_head.seq, old_head.digest)
    event = JournalResealed(actor=actor, at=at, old_head=old, backup=backup)
    with transaction(session, event) as act:
        kept = _kept_head(session, backup)
        if old_head.seq < kept.seq:
            raise InvalidError("old_head")
        key = signing_key(session)
        if key is None:
            raise ConflictError("no_key")
        head = anchor_text(kept.seq, kept.digest)
        signature = signed_by(session, key, reseal_text(head, old, backup))
        act.learn(kept_head=head, signing_key=key.code, signature=signature)
    return kept.seq


def _kept_head(session: Session, backup: str) -> Anchor:
    # rows that came after the restore, the one that tells of it first, are none of the backup's
    told = session.scalars(
        select(JournalRow.detail)
        .where(JournalRow.action == BackupRestored.action)
        .order_by(JournalRow.seq.desc())
        .limit(1)
    ).first()
    restored = json.loads(told) if told else {}
    if restored.get("backup") != backup:
        raise InvalidError("not_restored")
    found = read_anchors(restored["kept_head"])
    return found[0] if found else Anchor(0, "0" * ANCHOR_SIGNS)
