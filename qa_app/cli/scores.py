"""`qa scores`: the frozen scores, held against what their entries give."""

import os
import sys
from collections.abc import Iterator

import click

from qa_app.cli.opening import language_option, read_only, settings
from qa_app.cli.processes import collect_seldom, in_order
from qa_app.domain.act_seals import Kind
from qa_app.queries.act_check import held_reviews
from qa_app.queries.score_check import (
    CheckedScores,
    Drifted,
    checked_scores,
    checked_scores_of,
    signed_span,
)
from qa_app.wording import Words
from qa_app.wording.act_seals import said_unlike
from qa_app.wording.scores import (
    said_checked,
    said_difference,
    said_more,
    said_progress,
    said_unknown,
)

_FEW = 2_000
"""Up to here other processes cost more to start than they save."""
_AT_ONCE = 1_000
"""Ids handed to a process at a time."""
_SHOWN = 20


@click.group("scores")
def command() -> None:
    """The frozen scores of signed reviews."""


@command.command()
@click.option("--audit", "audits", type=click.IntRange(1), multiple=True, help="Only this review.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes; without it one for each core.")
@language_option
def check(audits: tuple[int, ...], jobs: int | None, lang: str) -> None:
    """Recompute every frozen score, hold all against the journal, name what differs."""
    words = Words(lang)
    chosen = settings()
    with read_only(chosen) as session:
        first, last, count = signed_span(session)
        if audits:
            found = checked_scores_of(session, chosen.timezone, audits)
            checked, drifted = found.count, _told(words, found)
            missing = sorted(set(audits) - set(found.audits))
            for audit_id in missing:
                click.echo(said_unknown(words, audit_id))
            click.echo(said_checked(words, checked, drifted))
            sys.exit(1 if drifted or missing else 0)
    checked = 0
    unlike: set[tuple[Kind, int | str]] = set()
    for found in _all(first, last, count, jobs or os.cpu_count() or 1):
        checked += found.count
        _told(words, found)
        unlike.update((Kind.REVIEW, one.audit_id) for one in found.drifted)
        _progress(words, checked, count)
    _progress_over()
    with read_only(chosen) as session:
        held = held_reviews(session)
    for other in held.unlike:
        click.echo(said_unlike(words, other))
    unlike.update((other.kind, other.number) for other in held.unlike)
    click.echo(said_checked(words, checked, len(unlike)))
    sys.exit(1 if unlike else 0)


def _all(first: int, last: int, count: int, jobs: int) -> Iterator[CheckedScores]:
    if not count:
        return
    starts = range(first - 1, last, _AT_ONCE)
    ranges = [(after, min(after + _AT_ONCE, last)) for after in starts]
    if jobs == 1 or count <= _FEW:
        collect_seldom()
        chosen = settings()
        with read_only(chosen) as session:
            yield from checked_scores(session, chosen.timezone, first - 1, last)
        return
    yield from in_order(jobs, collect_seldom, _checked_range, ranges)


def _checked_range(span: tuple[int, int]) -> CheckedScores:
    chosen = settings()
    with read_only(chosen) as session:
        parts = list(checked_scores(session, chosen.timezone, *span))
    audits = [audit for part in parts for audit in part.audits]
    return CheckedScores(tuple(audits), tuple(one for part in parts for one in part.drifted))


def _told(words: Words, found: CheckedScores) -> int:
    for one in found.drifted:
        _tell(words, one)
    return len(found.drifted)


def _tell(words: Words, one: Drifted) -> None:
    for difference in one.differences[:_SHOWN]:
        click.echo(said_difference(words, one.audit_id, difference))
    if len(one.differences) > _SHOWN:
        click.echo(said_more(words, one.audit_id, len(one.differences) - _SHOWN))


def _progress(words: Words, done: int, count: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{said_progress(words, done, count)}", nl=False, err=True)


def _progress_over() -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
