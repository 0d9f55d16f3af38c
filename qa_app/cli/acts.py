"""`qa acts`: everything of weight that is recorded, held against the journal."""

import sys

import click

from qa_app.cli.opening import language_option, read_only, settings
from qa_app.queries.act_check import held_acts
from qa_app.wording import Words
from qa_app.wording.act_seals import said_held, said_unlike


@click.group("acts")
def command() -> None:
    """Signed reviews, decisions, papers and records, held against the journal."""


@command.command()
@language_option
def check(lang: str) -> None:
    """Hold every act of weight against the journal, both ways, and name what differs.

    Whether the journal itself holds is for `qa journal verify`.
    """
    words = Words(lang)
    with read_only(settings()) as session:
        held = held_acts(session)
    for one in held.unlike:
        click.echo(said_unlike(words, one))
    for line in said_held(words, held):
        click.echo(line)
    sys.exit(1 if held.unlike else 0)
