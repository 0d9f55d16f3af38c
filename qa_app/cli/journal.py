"""`qa journal`: check the chain of acts, hand out its head, seal it anew after a restore."""

import sys
from pathlib import Path

import click

from qa_app import clock
from qa_app.cli.anchors import hand_out
from qa_app.cli.opening import database, keys_database, operator, read_only, settings, stop
from qa_app.delivery.anchors import anchors_in
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.journal_anchors import (
    Anchor,
    AnchorReport,
    AnchorState,
    JudgedAnchor,
    anchor_text,
    read_anchors,
)
from qa_app.queries.journal import Verified, head_of, verified_journal
from qa_app.services.journal.make_checkpoint import make_checkpoint
from qa_app.services.journal.reseal_journal import reseal_journal
from qa_app.wording.journal import FLAWS

_REFUSED = {
    "journal_broken": "The journal is broken: see `qa journal verify`. Nothing was replaced.",
    "no_key": "No key signs: make one by `qa keys rotate`. Nothing was changed.",
    "not_restored": "The journal tells of no restore of this backup as the last one.",
    "old_head": "The old head lies before the last row: nothing was lost, so nothing is re-sealed.",
}


@click.group("journal")
def command() -> None:
    """The journal of every act."""


@command.command()
@click.option("--head", multiple=True, metavar="SEQ:HASH", help="An anchor kept elsewhere.")
@click.option(
    "--anchors",
    type=click.Path(exists=True, path_type=Path),
    help="A folder of anchors, or one file; QA_ANCHOR_DIR where nothing is given.",
)
@click.option("--restore", multiple=True, metavar="DIGEST", help="A backup known to be restored.")
def verify(head: tuple[str, ...], anchors: Path | None, restore: tuple[str, ...]) -> None:
    """Walk along the journal, name the first broken row, say which rows anchors vouch for.

    A restore that lost rows of an anchor explains it only when it is named here, by the SHA-256 of
    the backup's file as it was written down outside.
    """
    chosen = settings()
    given = {anchor for text in head for anchor in _anchors(text)}
    given |= anchors_in(anchors or chosen.anchor_dir)
    with read_only(chosen) as session:
        found = verified_journal(session, operator(), given, map(str.casefold, restore))
    _report(found)
    sys.exit(0 if found.is_whole else 1)


@command.command()
def head() -> None:
    """Print the head of the journal, to be written down elsewhere."""
    with read_only(settings()) as session:
        click.echo(anchor_text(*head_of(session)))


@command.command()
def anchor() -> None:
    """Hand the head out now, to QA_ANCHOR_DIR and QA_ANCHOR_MAIL, also a second time today."""
    chosen = settings()
    if chosen.anchor_dir is None and not chosen.anchor_mail:
        stop("There is nowhere to hand it to: set QA_ANCHOR_DIR or QA_ANCHOR_MAIL.")
    with database(chosen) as session:
        for line in hand_out(session, chosen, is_again=True):
            click.echo(line)


@command.command()
@click.option("--old-head", required=True, metavar="SEQ:HASH", help="Last known head of what was.")
@click.option("--backup", required=True, metavar="DIGEST", help="SHA-256 of the backup's file.")
def reseal(old_head: str, backup: str) -> None:
    """Tell in the journal that it goes on from a backup, and which rows were lost."""
    lost = _anchors(old_head)[-1]
    with database(settings()) as session:
        try:
            kept = reseal_journal(session, operator(), lost, backup.casefold(), at=clock.now())
        except (ConflictError, InvalidError) as fault:
            stop(_REFUSED[fault.code], 1)
    click.echo(f"Re-sealed: rows {kept + 1} to {lost.seq} of the old database are given up.")


@command.command()
def expire() -> None:
    """Replace rows older than QA_JOURNAL_DAYS by a signed checkpoint."""
    chosen = settings()
    # rows go only by the owner's hand
    with keys_database(chosen) as session:
        try:
            count = make_checkpoint(
                session,
                operator(),
                clock.today(chosen.timezone),
                chosen.journal_days,
                chosen.timezone,
                at=clock.now(),
            )
        except ConflictError as fault:
            stop(_REFUSED[fault.code], 1)
    click.echo(
        f"{count} rows were replaced by a signed checkpoint." if count else "Nothing is over."
    )


def _anchors(text: str) -> tuple[Anchor, ...]:
    found = read_anchors(text)
    if not found:
        stop("Write the anchor as SEQ:HASH with 12 digits of the hash or more: 120:9f3a0c11d2e4.")
    return found


def _report(found: Verified) -> None:
    chain = found.chain
    if chain.broken_seq is not None:
        click.echo(f"Row {chain.broken_seq} is broken: {FLAWS[str(chain.flaw)]}.")
        click.echo(f"{chain.count} rows before it hold.")
        return
    click.echo(f"{chain.count} rows hold; the last is {chain.last_seq}:{chain.last_hash}.")
    if chain.before:
        click.echo(f"Signed checkpoints stand for rows 1 to {chain.before}.")
    if not found.is_head_right:
        click.echo(f"The head says {found.head_seq}: the end was cut off, or the head changed.")
    if found.anchors is not None:
        _tell_of_anchors(found.anchors)


def _tell_of_anchors(report: AnchorReport) -> None:
    if not report.judged:
        click.echo("No anchor given: a cut tail cannot be seen. Use --head SEQ:HASH or --anchors.")
        return
    for one in report.judged:
        said = _said(one)
        if said:
            click.echo(said)
    if report.anchored_to:
        click.echo(f"Rows 1 to {report.anchored_to} are anchored.")
    if report.anchored_to < report.last_seq:
        first = report.anchored_to + 1
        click.echo(f"Rows {first} to {report.last_seq} are not: no right anchor lies after them.")
    for row, backup in sorted({(one.reseal_seq, one.backup) for one in report.said_lost}):
        click.echo(
            f"Row {row} says so, and proves nothing. If your own papers know the restore of this"
            f" backup, name it: --restore {backup}"
        )
    if report.doubtful is not None:
        first, last = report.doubtful
        click.echo(f"The first row that was changed lies from {first} to {last}.")


def _said(one: JudgedAnchor) -> str:
    seq, first = one.anchor.seq, one.anchor.first_seq
    if first:
        rows = f"The checkpoint of rows {first} to {seq}"
        return {
            AnchorState.RIGHT: f"{rows} is the one of the anchor.",
            AnchorState.GIVEN_UP: (
                f"{rows} was lost by a restore; row {one.reseal_seq} tells of it."
            ),
            AnchorState.SAID_LOST: f"{rows} is said to be lost by a restore that nobody named.",
        }.get(one.state, f"{rows} does not stand as the anchor tells: it was changed or replaced.")
    return {
        AnchorState.RIGHT: f"Row {seq} is the one of the anchor.",
        AnchorState.WRONG: f"Row {seq} is not the one of the anchor.",
        AnchorState.BEYOND: f"There is no row {seq}, but an anchor of it: the end was cut off.",
        AnchorState.GIVEN_UP: f"Row {seq} was lost by a restore; row {one.reseal_seq} tells of it.",
        AnchorState.SAID_LOST: f"Row {seq} is said to be lost by a restore that nobody named.",
        AnchorState.UNDER_CHECKPOINT: (
            f"Row {seq} is under a checkpoint: its anchor proves nothing now."
        ),
    }[one.state]
