"""`qa tick`: do what is due; run it once a day, or as often as you like."""

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, settings
from qa_app.services.audits.finalise_audits import finalise_audits


@click.command("tick")
def command() -> None:
    """Make results final whose answer window is over; harmless when repeated."""
    chosen = settings()
    with database(chosen) as session:
        count = finalise_audits(session, operator(), chosen.timezone, at=clock.now())
    click.echo(f"{count} results became final.")
