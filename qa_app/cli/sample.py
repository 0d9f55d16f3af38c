"""`qa sample`: drawn samples, replayed from their frozen frames."""

import sys

import click

from qa_app.cli.opening import language_option, read_only, settings
from qa_app.domain.draw_check import check_draw
from qa_app.queries.kept_draws import draws_made, kept_draws
from qa_app.wording import Words
from qa_app.wording.samples import said_difference, said_no_draw, said_verified


@click.group("sample")
def command() -> None:
    """Drawn samples."""


@command.command()
@click.option("--draw", "draw_id", type=click.IntRange(1), help="Only this sample.")
@language_option
def verify(draw_id: int | None, lang: str) -> None:
    """Draw every sample anew from its frozen frame and seed; name what differs first."""
    words, different = Words(lang), []
    with read_only(settings()) as session:
        draws = draws_made(session, draw_id)
        if draw_id is not None and not draws:
            click.echo(said_no_draw(words, draw_id))
            sys.exit(1)
        for number, kept in kept_draws(session, draws):
            found = check_draw(kept)
            if found is not None:
                different.append(number)
                click.echo(said_difference(words, number, found))
    click.echo(said_verified(words, len(draws), different))
    sys.exit(1 if different else 0)
