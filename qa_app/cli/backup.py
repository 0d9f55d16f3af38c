"""`qa backup`: copy the running database into one encrypted file, opened once and found whole."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, settings, stop
from qa_app.config import Settings
from qa_app.domain.backups import BackupError
from qa_app.paths import resource
from qa_app.queries.backup_files import BackupFile, digest_of_file
from qa_app.services.backups.make_backup import make_backup

FAULTS = {
    "not_an_archive": "This is no backup of Plumbline.",
    "newer_format": "This backup is of a newer form: open it with a newer version of Plumbline.",
    "wrong_key": "QA_BACKUP_KEY is not the key that this backup was made with.",
    "truncated": "The file is cut short: fetch it again, or take another backup.",
    "damaged": "The file is damaged: fetch it again, or take another backup.",
    "integrity": "The database inside is damaged ({detail}): take another backup.",
    "foreign_keys": "Rows of the database lack the rows that they belong to ({detail}).",
    "newer_version": "A newer version made this backup (migration {detail}): install that version.",
    "differs": "What was read is not what was written; these tables differ: {detail}.",
    "in_use": "The database is in use: stop the server, and whatever else holds it, first.",
    "in_use_by": "The database is in use by {detail} other connections: stop the server, the timer"
    " and whatever else holds it, first (`pg_stat_activity` lists them).",
    "source_in_use": "The database that is to be moved is in use: stop the server, and whatever"
    " else holds it, first.",
    "source_in_use_by": "The database that is to be moved is in use by {detail} other connections:"
    " stop the server, the timer and whatever else holds it, first.",
    "away": "The target cannot be reached: start it, or mend the address ({detail}).",
    "not_empty": "There is a database in this place: name another, or add --replace.",
    "posts_twice": "Workers in this backup have more than one post that stands ({detail}). Ask the"
    " centre which one is right, and name every other one by --end-post N, which can be repeated.",
    "post_alone": "Only a post of a worker with more than one that stands can be ended, and one of"
    " them must stay: leave the other numbers out of --end-post.",
    "target_behind": "What is to be replaced is of an older version and cannot be brought up to"
    " date. Name an empty place, or do there what is said here and begin again:\n{detail}\n",
    "journal_broken": "The journal is broken: see `qa journal verify`.",
}
"""Code of a fault to a sentence with the way out."""

_NO_KEY = (
    "QA_BACKUP_KEY is not set: make a key by `openssl rand -base64 32`, and keep it in another"
    " place than the backups."
)


@click.command("backup")
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of backups.",
)
@click.option(
    "--work",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Folder for the open copy while it is made; the data folder where none is given.",
)
def command(folder: Path, work: Path | None) -> None:
    """Make a backup while the server runs: verified, encrypted with QA_BACKUP_KEY."""
    chosen = settings()
    file = folder / f"plumbline-{clock.now():%Y%m%dT%H%M%SZ}.backup"
    backup = backup_file(chosen, file, work)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with database(chosen) as session:
            manifest = make_backup(session, operator(), backup, clock.now)
    except BackupError as fault:
        stop(sentence(fault), 1)
    except OSError as fault:
        free = shutil.disk_usage(folder if folder.exists() else Path()).free // 2**20
        stop(f"The backup could not be written ({fault.strerror}); {free} MB are free there.", 1)
    click.echo(f"{file}: {manifest.rows} rows, head {manifest.head}, opened and found whole.")
    click.echo(f"SHA-256 {digest_of_file(file)}")


def backup_file(
    chosen: Settings, file: Path, work: Path | None, end_posts: Sequence[int] = ()
) -> BackupFile:
    """Say what opens a backup, or stop where no key is set.

    Args:
        chosen: The installation's settings.
        file: The backup.
        work: Folder for the open copy; None takes the data folder.
        end_posts: Numbers of posts to end in the open copy.

    Returns:
        The backup.
    """
    if not chosen.backup_key:
        stop(_NO_KEY)
    place = work or chosen.data_dir
    return BackupFile(file, chosen.backup_key, resource("migrations"), place, tuple(end_posts))


def sentence(fault: BackupError) -> str:
    """Put a fault into words.

    Args:
        fault: The fault.

    Returns:
        What is wrong and what to do.
    """
    return FAULTS[fault.code].format(detail=fault.detail)
