"""`qa guard`: names of schools and communities that free text is asked about."""

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, read_only, settings, stop
from qa_app.domain.errors import InvalidError
from qa_app.queries.guarded_names import KINDS, guarded_names
from qa_app.services.privacy.add_guarded_name import add_guarded_name
from qa_app.services.privacy.remove_guarded_name import remove_guarded_name


@click.group("guard")
def command() -> None:
    """Names of schools and communities that free text is asked about."""


@command.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("names", nargs=-1, required=True)
def add(kind: str, names: tuple[str, ...]) -> None:
    """Put names on the list: whoever types one is asked why it must stand."""
    with database(settings()) as session:
        for name in names:
            try:
                is_new = add_guarded_name(session, operator(), kind, name, at=clock.now())
            except InvalidError:
                stop(f"{name}: give a name of 2 to 80 characters.", 1)
            click.echo(f"{name}: {'added' if is_new else 'stood there already'}.")


@command.command()
@click.argument("name")
def remove(name: str) -> None:
    """Take a name off the list."""
    with database(settings()) as session:
        was_there = remove_guarded_name(session, operator(), name, at=clock.now())
    click.echo(f"{name}: {'removed' if was_there else 'not on the list'}.")


@command.command("list")
def list_names() -> None:
    """List the names."""
    with read_only(settings()) as session:
        names = guarded_names(session)
    for kind, name in names:
        click.echo(f"{kind:10} {name}")
    if not names:
        click.echo("No name is listed.")
