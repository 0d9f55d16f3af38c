"""`qa restore`: put a backup back, or try that it can be."""

import os
from pathlib import Path

import click

from qa_app import clock
from qa_app.cli.backup import backup_file, sentence
from qa_app.cli.opening import database, operator, settings, settings_of_new, stop
from qa_app.config import Settings
from qa_app.domain.backups import BackupError, Manifest
from qa_app.domain.errors import ConflictError
from qa_app.domain.journal_anchors import Anchor, anchor_text, read_anchors
from qa_app.domain.restored_accounts import AccountThen, TakenBack, robots_back, taken_back
from qa_app.domain.trust_defaults import CARD_CODES_SKIPPED, FACTOR_GRACE_DAYS
from qa_app.queries.backup_files import BackupFile, accounts_at, digest_of_file, head_at, robots_at
from qa_app.queries.opening import MigrationStoppedError
from qa_app.services.backups.hold_drill import hold_drill
from qa_app.services.backups.restore_backup import Restored, restore_backup
from qa_app.services.journal.reseal_journal import reseal_journal

_TAKEN_BACK = {
    TakenBack.CLOSED: "Closed since the backup, and open again; close them under Accounts",
    TakenBack.ROLES: "Hold roles again that were taken since; take them under Accounts",
    TakenBack.PASSWORD: "Have their password of before again; hand them a link that resets it",
    TakenBack.FACTOR: "Have second factors again that were removed since; reset them",
    TakenBack.MAIL: "Get mail at an address of before again; have them look at it under My account",
}
_NO_KEY = (
    "QA_BACKUP_KEY is not set: give the key that this backup was made with. It is kept apart from"
    " the backups; no other key opens them."
)
_LOOK_THROUGH = """\
The old database cannot be read, so nobody can tell here what was done to accounts since {made}.
Before anybody works, look it up (mails to owners, papers, whoever asked for it) and
do it again: accounts closed, roles taken, passwords changed or reset, second factors reset or
removed, mail addresses and robots of chat groups removed, papers revoked."""


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Take the place of the database that is there.")
@click.option("--drill", is_flag=True, help="Restore into a place of its own beside the system.")
@click.option(
    "--work",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Folder for the open copy; the data folder where none is given.",
)
@click.option(
    "--end-post",
    "end_posts",
    type=int,
    multiple=True,
    metavar="N",
    help="End this post of a worker who has more than one; a refusal names their numbers.",
)
def command(
    file: Path, *, replace: bool, drill: bool, work: Path | None, end_posts: tuple[int, ...]
) -> None:
    """Put FILE back into the database of the settings; stop the server first.

    Every byte is checked before anything is changed. With --drill nothing is: the backup is
    opened in a folder of its own, checked, timed, written into `restore-drills.log` of the data
    folder and into the journal.
    """
    if drill:
        chosen = settings()
        _drill(chosen, _backup(chosen, file, work, end_posts))
        return
    chosen = settings_of_new(os.environ)
    backup = _backup(chosen, file, work, end_posts)
    # tables and triggers are the owner's
    place = chosen.owner_database_url or chosen.database_url
    old = head_at(place) if replace else None
    accounts = accounts_at(place) if replace else None
    robots = robots_at(place) if replace else None
    try:
        restored = restore_backup(operator(), backup, place, is_replacing=replace, at=clock.now())
    except BackupError as fault:
        stop(f"{sentence(fault)} Nothing was changed.", 1)
    except MigrationStoppedError as fault:
        stop(str(fault), 1)
    _tell(restored.manifest)
    if restored.aside is not None:
        click.echo(f"What stood there before is kept in {restored.aside}.")
    _reseal(chosen, file, restored.manifest, old)
    _tell_of_ways_in(restored, accounts, accounts_at(place) or {})
    if accounts is not None:  # who is told to look everything through is told of robots with it
        _tell_of_robots(restored, robots, robots_at(place) or {})


def _backup(
    chosen: Settings, file: Path, work: Path | None, end_posts: tuple[int, ...]
) -> BackupFile:
    if not chosen.backup_key:
        stop(_NO_KEY)
    return backup_file(chosen, file, work, end_posts)


def _reseal(chosen: Settings, file: Path, manifest: Manifest, old: Anchor | None) -> None:
    digest = digest_of_file(file)
    kept = read_anchors(manifest.head)
    if old is None or (kept and old.seq <= kept[0].seq):
        click.echo("Where rows were lost, find the last head on papers or among anchors and run:")
        click.echo(f"  qa journal reseal --old-head SEQ:HASH --backup {digest}")
        return
    with database(chosen) as session:
        try:
            seq = reseal_journal(session, operator(), old, digest, at=clock.now())
        except ConflictError:  # no key of the backup signs
            click.echo("No key signs: make one by `qa keys rotate`, and tell of lost rows by:")
            head = anchor_text(old.seq, old.digest)
            click.echo(f"  qa journal reseal --old-head {head} --backup {digest}")
            return
    click.echo(f"Re-sealed: rows {seq + 1} to {old.seq} of the old database are given up.")
    click.echo("Write down outside the system, to check anchors of before by:")
    click.echo(f"  qa journal verify --restore {digest}")


def _tell_of_ways_in(
    restored: Restored, old: dict[int, AccountThen] | None, now: dict[int, AccountThen]
) -> None:
    ended = restored.ended
    click.echo(
        "Ended, as nothing tells what was ended or used since the backup:"
        f" {ended.sessions} sessions, {ended.links} invitations and links,"
        f" {ended.calendars} addresses of calendars,"
        f" {ended.recovery_codes} recovery codes, {ended.approvals} approvals of access."
        " Owners are told to renew what they need."
    )
    if ended.cards:
        click.echo(
            f"{ended.cards} cards of codes go on for {FACTOR_GRACE_DAYS} days at most, without"
            f" their next {CARD_CODES_SKIPPED} codes: hand out others."
        )
    if old is None:
        click.echo(_LOOK_THROUGH.format(made=_minute(restored.manifest)))
        return
    found = taken_back(old, now)
    for kind, names in found.items():
        click.echo(f"{_TAKEN_BACK[kind]}: {', '.join(names)}.")
    if not found:
        click.echo("No account was closed or changed since the backup.")
    click.echo(
        f"Papers about decisions that were revoked since {_minute(restored.manifest)} count again."
    )


def _tell_of_robots(restored: Restored, old: dict[int, str] | None, now: dict[int, str]) -> None:
    if old is None:
        made = _minute(restored.manifest)
        click.echo(
            "The robots of chat groups of the old database cannot be read: look up which were"
            f" removed since {made}, and remove them again."
        )
        return
    centres = robots_back(old, now)
    if centres:
        said = "Robots of chat groups stand again that were removed since; remove them at"
        click.echo(f"{said}: {', '.join(centres)}.")


def _minute(manifest: Manifest) -> str:
    return f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"


def _drill(chosen: Settings, backup: BackupFile) -> None:
    file = backup.file
    log = chosen.data_dir / "restore-drills.log"
    at = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    try:
        with database(chosen) as session:
            held = hold_drill(session, operator(), backup, clock.now)
    except BackupError as fault:
        _write(log, f"{at} FAILED {file.name} {fault.code} {fault.detail}".rstrip())
        stop(sentence(fault), 1)
    said = (
        f"{held.seconds} s, {held.manifest.rows} rows in {len(held.manifest.tables)} tables,"
        f" {held.journal_rows} rows of the journal hold, head {held.manifest.head}"
    )
    _write(log, f"{at} OK {file.name} {said}, sha256 {held.digest}")
    click.echo(f"The drill went well: {said}.")
    click.echo(f"Written into {log} and into the journal.")


def _tell(manifest: Manifest) -> None:
    click.echo(f"Restored: {manifest.rows} rows as of {_minute(manifest)}, head {manifest.head}.")


def _write(log: Path, line: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
