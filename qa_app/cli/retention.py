"""`qa retention`: what the periods of keeping take next, the data map, the yearly pack."""

import click

from qa_app import clock
from qa_app.cli.opening import database, language_option, operator, read_only, settings
from qa_app.domain.retention import SETTINGS
from qa_app.queries.field_keys import SEALED
from qa_app.queries.old_rows import row_standings
from qa_app.queries.retention import text_standings
from qa_app.services.privacy.take_pack import take_pack
from qa_app.wording import Words
from qa_app.wording.audit_pack import pack_csv
from qa_app.wording.data_map import data_map


@click.group("retention")
def command() -> None:
    """What the periods of keeping take next; `qa tick` does it."""


@command.command()
def plan() -> None:
    """Tell what the next `qa tick` reduces and removes, and what open matters hold; do nothing."""
    chosen = settings()
    today = clock.today(chosen.timezone)
    periods = (
        chosen.periods.child_years,
        chosen.periods.personnel_years,
        chosen.periods.institution_years,
        chosen.periods.network_days,
    )
    for name, value in zip(SETTINGS, periods, strict=True):
        click.echo(f"{name}={value}")
    with read_only(chosen) as session:
        found = (
            *text_standings(session, chosen.periods, today, chosen.timezone),
            *row_standings(session, chosen.periods, today, chosen.timezone),
        )
    for one in found:
        held = f", {one.held} held by an open matter" if one.held else ""
        click.echo(f"{one.rule:12} {one.table:24} {one.due} due{held}")
    if not found:
        click.echo("Nothing is over today.")


@command.command("data-map")
@language_option
def print_map(lang: str) -> None:
    """Print the class of every column, as docs/privacy/data-map.md holds it."""
    click.echo(data_map(Words(lang), SEALED), nl=False)


@command.command("pack")
@click.argument("year", type=click.IntRange(2020, 2100))
@language_option
def print_pack(year: int, lang: str) -> None:
    """Print the figures of the yearly audit of data of minors as a table (CSV)."""
    chosen = settings()
    with database(chosen) as session:
        figures = take_pack(session, operator(), year, chosen.timezone, at=clock.now())
    when = (year, clock.today(chosen.timezone))
    click.echo(pack_csv(Words(lang), figures, when), nl=False)
