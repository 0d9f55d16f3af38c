"""Copy the database while others go on writing, open the copy, and keep it encrypted."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from qa_app.domain.backups import BackupError, Manifest
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.journal_anchors import anchor_text
from qa_app.domain.journal_events import BackupMade
from qa_app.domain.people import Actor
from qa_app.models.archive import file_digest, write_archive
from qa_app.models.sealing import Sealer, sealer_of
from qa_app.models.snapshots import check_snapshot, revision_of, take_snapshot
from qa_app.models.transaction import transaction
from qa_app.queries.backup_files import BackupFile
from qa_app.queries.journal import journal_of_file


def make_backup(
    session: Session, actor: Actor, backup: BackupFile, now: Callable[[], datetime]
) -> Manifest:
    """Make a backup that was opened once and found whole.

    Args:
        session: A database session without unsaved changes; its database is copied.
        actor: The system.
        backup: The file to be made.
        now: Gives the present.

    Returns:
        What the file says of itself.

    Raises:
        NotAllowedError: A person asks.
        BackupError: The copy is damaged, or its journal is broken (`journal_broken`): nothing is
            kept.
    """
    if not actor.is_system:
        raise NotAllowedError("backup:make")
    at = now()
    engine = session.get_bind().engine
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=backup.work) as folder:
        copy = Path(folder) / "copy.db"
        take_snapshot(engine, copy, backup.migrations)
        tables = check_snapshot(copy)
        head, size = _head(copy, actor, sealer_of(session)), copy.stat().st_size
        manifest = Manifest(at, engine.dialect.name, revision_of(copy), head, size, tables)
        write_archive(backup.file, backup.key, manifest.plain(), copy)
    digest = file_digest(backup.file)
    event = BackupMade(
        actor=actor, at=now(), object_id=backup.file.name, digest=digest, head=manifest.head
    )
    with transaction(session, event):
        pass
    return manifest


def _head(copy: Path, actor: Actor, sealer: Sealer) -> str:
    found = journal_of_file(copy, actor, sealer)
    if not found.is_whole:
        raise BackupError("journal_broken")
    return anchor_text(found.chain.last_seq, found.chain.last_hash)
