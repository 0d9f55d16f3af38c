"""`qa criteria`: check files of criteria of the register, and publish them."""

import sys
from pathlib import Path

import click

from qa_app import clock
from qa_app.cli.opening import database, language_option, operator, settings
from qa_app.cli.problems import refuse_files, say_checked
from qa_app.cli.trials import run_trials
from qa_app.domain.criteria_versions import content_of, file_of, fingerprint_of
from qa_app.domain.errors import RefusedError
from qa_app.domain.trial import digest_of_trial, plain_trial
from qa_app.queries.centres import area_names
from qa_app.queries.try_criteria import TrialSize, try_criteria
from qa_app.rubric_files.criteria import check_criteria, read_criteria_plain
from qa_app.rubric_files.reader import RubricFileError
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.wording import Words
from qa_app.wording.catalogue import message as _
from qa_app.wording.sandbox import dry_run_table, said_finding, said_left_out, said_past

_FILE = click.Path(path_type=Path, dir_okay=False)


_PUBLISHED = _("%(criteria)s %(version)s is published.")
_TRIED = _("%(criteria)s %(version)s was tried; nothing was kept. Digest: %(digest)s")
_RAN = _("Trials of drafts that came to their end: %(count)s.")
_STANDING = _("%(criteria)s %(version)s was published before; nothing changed.")


@click.group("criteria")
def command() -> None:
    """Check and publish files of criteria of the register."""


@command.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@language_option
def check(files: tuple[Path, ...], lang: str) -> None:
    """Name every fault of FILES with file, line and column."""
    say_checked(files, check_criteria, Words(lang))


@command.command()
@click.argument("file", type=_FILE)
@language_option
def publish(file: Path, lang: str) -> None:
    """Freeze FILE as a version that never changes; people put it in force on screen."""
    words, chosen = Words(lang), settings()
    try:
        plain = read_criteria_plain(file, chosen.required_language)
    except RubricFileError as fault:
        refuse_files({file: fault.problems}, words)
    with database(chosen) as session:
        try:
            today = clock.today(chosen.timezone)
            done = publish_criteria(session, operator(), plain, today, at=clock.now())
        except RefusedError as fault:
            click.echo(words.refusal(fault.code, **fault.params), err=True)
            sys.exit(1)
    said = _PUBLISHED if done.is_new else _STANDING
    click.echo(words.say(said, criteria=plain["id"], version=plain["version"]))


@command.command()
@click.argument("file", type=_FILE)
@language_option
def sandbox(file: Path, lang: str) -> None:
    """Try FILE on honest centres and on the past of every centre, and keep nothing."""
    words, chosen = Words(lang), settings()
    try:
        plain = read_criteria_plain(file, chosen.required_language)
    except RubricFileError as fault:
        refuse_files({file: fault.problems}, words)
    content = content_of(plain)
    criteria = file_of(content)
    with database(chosen) as session:
        size = TrialSize(clock.today(chosen.timezone), chosen.timezone)
        trial = try_criteria(session, criteria, fingerprint_of(content), size)
        areas = dict(area_names(session))
    table = dry_run_table(words, trial, criteria, areas)
    click.echo(said_finding(words, trial))
    for row in (table.heads, *table.rows):
        click.echo("\t".join(row))
    for line in (said_left_out(words, trial, areas), *said_past(words, trial.past, criteria)):
        if line:
            click.echo(line)
    told = {"criteria": criteria.code, "version": criteria.version}
    click.echo(words.say(_TRIED, digest=digest_of_trial(plain_trial(trial)), **told))


@command.command("try")
@language_option
def try_drafts(lang: str) -> None:
    """Run the trials of drafts that were asked for on screen, without waiting for `qa tick`."""
    chosen = settings()
    with database(chosen) as session:
        count = run_trials(session, chosen)
    click.echo(Words(lang).say(_RAN, count=count))
