"""`qa totals`: the totals that pages show, held against the signed reviews and the sessions."""

import sys

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, settings
from qa_app.queries.recount import checked_totals
from qa_app.queries.session_recount import checked_session_totals
from qa_app.services.operations.rebuild_totals import rebuild_totals

_SHOWN = 20


@click.group("totals")
def command() -> None:
    """The totals that pages show, counted from the signed reviews and the sessions."""


@command.command()
def check() -> None:
    """Count every signed review and session, name the totals that differ; changes nothing."""
    with database(settings()) as session:
        drifted = (*checked_totals(session), *checked_session_totals(session))
    for one in drifted[:_SHOWN]:
        click.echo(f"{one.table} {one.key}: {one.standing} stands, {one.counted} counted")
    if len(drifted) > _SHOWN:
        click.echo(f"and {len(drifted) - _SHOWN} more")
    equal = "The totals equal the signed reviews and the sessions."
    click.echo(f"{len(drifted)} differ." if drifted else equal)
    sys.exit(1 if drifted else 0)


@command.command()
def rebuild() -> None:
    """Count every signed review and session anew and put the totals right."""
    with database(settings()) as session:
        drift = rebuild_totals(session, operator(), at=clock.now())
    click.echo(f"The totals are counted anew; {drift} differed.")
