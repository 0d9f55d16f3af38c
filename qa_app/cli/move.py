"""`qa move`: carry everything into another database."""

import os
from pathlib import Path

import click

from qa_app import clock
from qa_app.cli.backup import sentence
from qa_app.cli.opening import database, operator, settings, stop
from qa_app.config import SettingError
from qa_app.config_database import database_address
from qa_app.domain.backups import BackupError
from qa_app.paths import resource
from qa_app.services.backups.move_database import move_database


@click.command("move")
@click.option("--to", "url", required=True, metavar="URL", help="postgresql://… or sqlite:///…")
@click.option("--replace", is_flag=True, help="Take away what the target holds.")
def command(url: str, *, replace: bool) -> None:
    """Copy every row from QA_DATABASE_URL into URL and compare all tables; stop the server first.

    Broken off at any point it leaves the target as it was: run it again.
    """
    chosen = settings()
    try:
        target = database_address("--to", url, os.environ, is_production=chosen.is_production)
    except SettingError as fault:
        stop(str(fault))
    if _place(target) == _place(chosen.database_url):
        stop("This is the database that is in use: name another.")
    try:
        with database(chosen) as session:
            found = move_database(
                session,
                operator(),
                target,
                resource("migrations"),
                is_replacing=replace,
                at=clock.now(),
            )
    except BackupError as fault:
        stop(f"{sentence(fault)} Nothing was changed.", 1)
    rows = sum(one.count for one in found.values())
    click.echo(f"{rows} rows in {len(found)} tables were moved; every table has the same digest.")
    click.echo("Set QA_DATABASE_URL to the new place, with the same keys, and start the server.")


def _place(url: str) -> str:
    # one file has many names
    head, _, file = url.partition("sqlite:///")
    return url if head or not file else str(Path(file).resolve())
