"""Put a backup in the place of a database."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from qa_app.domain.backups import BackupError, Manifest
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.journal_anchors import anchor_text
from qa_app.domain.journal_events import BackupRestored
from qa_app.domain.people import Actor
from qa_app.models.archive import file_digest
from qa_app.models.restored_ways_in import EndedWaysIn, end_ways_in
from qa_app.models.restoring import (
    is_place_filled,
    opened_backup,
    put_in_place,
    session_in_copy,
)
from qa_app.models.transaction import journal_head, transaction
from qa_app.queries.backup_files import BackupFile


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Attributes:
        manifest: What the backup says of itself.
        aside: Where the database is that stood there before; None where none is kept.
        ended: What of that which lets people in was ended.
    """

    manifest: Manifest
    aside: Path | None
    ended: EndedWaysIn


def restore_backup(
    actor: Actor, backup: BackupFile, url: str, *, is_replacing: bool, at: datetime
) -> Restored:
    """Open a backup, check all of it, and only then let it take its place.

    Whoever was shut out, and whatever was used up since the backup, would be as before. So
    everything that lets people in ends in the copy already: it never stands in its place
    otherwise. One row of the journal, after those of the backup, tells of it; `reseal_journal`
    tells what was lost.

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
            hold what it says, holds posts twice (`posts_twice`, `post_alone`), the place holds
            something (`not_empty`), or somebody holds it (`in_use`, `in_use_by`). Nothing was
            changed.
        MigrationStoppedError: What stands in the place cannot be brought up to date.
    """
    if not actor.is_system:
        raise NotAllowedError("backup:restore")
    migrations = backup.migrations
    backup.work.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = (migrations, backup.work, backup.end_posts)
    with opened_backup(backup.file, backup.key, *place) as (database, manifest):
        if not is_replacing and is_place_filled(url, migrations):
            raise BackupError("not_empty")
        event = BackupRestored(actor=actor, at=at, backup=file_digest(backup.file))
        with session_in_copy(database) as session, transaction(session, event) as act:
            act.learn(kept_head=anchor_text(*journal_head(session)))
            ended = end_ways_in(session, at)
            act.learn(**asdict(ended), posts_ended=len(set(backup.end_posts)))
        return Restored(manifest, put_in_place(database, url, migrations, at), ended)
