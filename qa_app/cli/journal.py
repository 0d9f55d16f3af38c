"""`qa journal`: check the chain of acts."""

import sys

import click

from qa_app.cli.opening import database, operator, settings, stop
from qa_app.queries.journal import Verified, digest_at, verified_journal
from qa_app.wording.journal import FLAWS


@click.group("journal")
def command() -> None:
    """The journal of every act."""


@command.command()
@click.option("--head", default=None, metavar="SEQ:HASH", help="An anchor kept elsewhere.")
def verify(head: str | None) -> None:
    """Walk along the journal and name the first broken row."""
    anchor = None if head is None else _anchor(head)
    with database(settings()) as session:
        found = verified_journal(session, operator())
        stored = None if anchor is None else digest_at(session, operator(), anchor[0])
    broken = _report(found)
    if anchor is None:
        click.echo("No anchor given: a cut tail cannot be seen. Use --head SEQ:HASH.")
    elif stored is None or not stored.startswith(anchor[1]):
        click.echo(f"Row {anchor[0]} is not the one of the anchor.")
        broken = True
    else:
        click.echo(f"Row {anchor[0]} is the one of the anchor.")
    sys.exit(1 if broken else 0)


def _anchor(text: str) -> tuple[int, str]:
    seq, _, digest = text.partition(":")
    if not seq.isdecimal() or not digest:
        stop("Write the anchor as SEQ:HASH, such as 120:9f3a….")
    return int(seq), digest.casefold()


def _report(found: Verified) -> bool:
    chain = found.chain
    if chain.broken_seq is not None:
        click.echo(f"Row {chain.broken_seq} is broken: {FLAWS[str(chain.flaw)]}.")
        click.echo(f"{chain.count} rows before it hold.")
        return True
    click.echo(f"{chain.count} rows hold; the last is {chain.last_seq}:{chain.last_hash}.")
    if not found.is_head_right:
        click.echo(f"The head says {found.head_seq}: the end was cut off, or the head changed.")
    return not found.is_head_right
