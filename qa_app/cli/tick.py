"""`qa tick`: do what is due; run it once a day, or as often as you like."""

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, settings
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.findings.judge_actions import judge_actions


@click.command("tick")
def command() -> None:
    """Make answered and overdue results final, and judge actions; harmless when repeated."""
    chosen = settings()
    with database(chosen) as session:
        now, zone = clock.now(), chosen.timezone
        count = finalise_audits(session, operator(), zone, at=now)
        moved = judge_actions(session, operator(), zone, at=now)
    click.echo(f"{count} results became final; {moved} actions were verified or re-opened.")
