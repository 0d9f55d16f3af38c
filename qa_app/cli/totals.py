"""`qa totals`: the totals that pages show, held against the signed reviews and the sessions."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, read_only, settings
from qa_app.cli.processes import collect_seldom, in_order
from qa_app.queries.counted_parts import CountedPart, Task, counted_part
from qa_app.queries.opening import Session
from qa_app.queries.recount import checked_totals
from qa_app.queries.score_check import signed_span
from qa_app.queries.session_recount import checked_session_totals
from qa_app.services.operations.rebuild_totals import rebuild_totals

_FEW = 2_000
"""Up to here other processes cost more to start than they save."""
_SHOWN = 20
_open = ExitStack()
_sessions: list[Session] = []
"""The database of a process that counts for another, open from its first task to its end."""


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
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes; without it one for each core.")
def rebuild(jobs: int | None) -> None:
    """Count every signed review and session anew and put the totals right."""
    count = jobs or os.cpu_count() or 1

    def elsewhere(tasks: Sequence[Task]) -> Iterator[CountedPart]:
        return in_order(count, _begin, _counted, tasks)

    collect_seldom()
    with database(settings()) as session:
        is_alone = count == 1 or signed_span(session)[2] <= _FEW
        counting = None if is_alone else elsewhere
        drift = rebuild_totals(session, operator(), at=clock.now(), counting=counting)
    click.echo(f"The totals are counted anew; {drift} differed.")


def _begin() -> None:
    collect_seldom()
    _sessions.append(_open.enter_context(read_only(settings())))


def _counted(task: Task) -> CountedPart:
    return counted_part(_sessions[0], task)
