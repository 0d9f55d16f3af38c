"""`qa tick`: do what is due; run it once a day, or as often as you like."""

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, settings
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.findings.judge_actions import judge_actions
from qa_app.services.limits.work_out_limits import work_out_limits


@click.command("tick")
def command() -> None:
    """Make results final, judge actions, work out the limits of today; harmless when repeated."""
    chosen = settings()
    with database(chosen) as session:
        now, zone = clock.now(), chosen.timezone
        count = finalise_audits(session, operator(), zone, at=now)
        moved = judge_actions(session, operator(), zone, at=now)
        limits = work_out_limits(session, operator(), zone, at=now)
    click.echo(f"{count} results became final; {moved} actions were verified or re-opened.")
    click.echo(f"{limits} limits of open cases changed.")
