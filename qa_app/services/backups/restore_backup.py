"""Put a backup in the place of a database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from qa_app.domain.backups import BackupError, Manifest
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.models.restoring import is_place_filled, opened_backup, put_in_place
from qa_app.queries.backup_files import BackupFile


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Attributes:
        manifest: What the backup says of itself.
        aside: Where the database is that stood there before; None where none is kept.
    """

    manifest: Manifest
    aside: Path | None


def restore_backup(
    actor: Actor, backup: BackupFile, url: str, *, is_replacing: bool, at: datetime
) -> Restored:
    """Open a backup, check all of it, and only then let it take its place.

    No row is written besides: the journal goes on where the backup ended, and
    `reseal_journal` tells what was lost.

    Args:
        actor: The system.
        backup: The backup; its folder of work should be on the disk of the target.
        url: Where it goes.
        is_replacing: True lets it take the place of a database that holds something.
        at: The present.

    Returns:
        What was put back.

    Raises:
        NotAllowedError: A person asks.
        BackupError: The file cannot be opened, is damaged, was made by a newer version, does not
            hold what it says, the place holds something (`not_empty`), or somebody holds it
            (`in_use`, `in_use_by`). Nothing was changed.
    """
    if not actor.is_system:
        raise NotAllowedError("backup:restore")
    migrations = backup.migrations
    backup.work.mkdir(parents=True, exist_ok=True, mode=0o700)
    with opened_backup(backup.file, backup.key, migrations, backup.work) as (database, manifest):
        if not is_replacing and is_place_filled(url, migrations):
            raise BackupError("not_empty")
        return Restored(manifest, put_in_place(database, url, migrations, at))
