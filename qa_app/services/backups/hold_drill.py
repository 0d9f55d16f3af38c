"""Restore a backup into a place of its own, to see that it can be, and how long it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.backups import BackupError, Manifest
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.journal_events import DrillHeld
from qa_app.domain.people import Actor
from qa_app.models.archive import file_digest
from qa_app.models.restoring import opened_backup
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction
from qa_app.queries.backup_files import BackupFile
from qa_app.queries.journal import journal_of_file


@dataclass(frozen=True, slots=True)
class Drill:
    """What a restore drill showed.

    Attributes:
        manifest: What the backup says of itself.
        seconds: How long opening, checking and bringing up to date took, whole seconds.
        journal_rows: Rows of its journal that hold.
        digest: SHA-256 of the backup's file.
    """

    manifest: Manifest
    seconds: int
    journal_rows: int
    digest: str


def hold_drill(
    session: Session, actor: Actor, backup: BackupFile, now: Callable[[], datetime]
) -> Drill:
    """Open a backup beside the running system, check all of it, and note that it was done.

    Args:
        session: A database session of the running system.
        actor: The system.
        backup: The backup; what is opened is removed at the end.
        now: Gives the present.

    Returns:
        What it showed.

    Raises:
        NotAllowedError: A person asks.
        BackupError: The file cannot be opened, is damaged, was made by a newer version, does not
            hold what it says, holds posts twice (`posts_twice`, `post_alone`), or its journal is
            broken (`journal_broken`).
    """
    if not actor.is_system:
        raise NotAllowedError("backup:drill")
    begun = now()
    place = (backup.migrations, backup.work, backup.end_posts)
    with opened_backup(backup.file, backup.key, *place) as (database, manifest):
        found = journal_of_file(database, actor, sealer_of(session))
        if not found.is_whole:
            raise BackupError("journal_broken")
    done, digest = now(), file_digest(backup.file)
    seconds = round((done - begun).total_seconds())
    event = DrillHeld(
        actor=actor,
        at=done,
        object_id=backup.file.name,
        digest=digest,
        head=manifest.head,
        seconds=seconds,
    )
    with transaction(session, event):
        pass
    return Drill(manifest, seconds, found.chain.count, digest)
