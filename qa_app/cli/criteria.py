"""`qa criteria`: check files of criteria of the register, and publish them."""

import sys
from pathlib import Path

import click

from qa_app import clock
from qa_app.cli.opening import database, language_option, operator, settings
from qa_app.cli.problems import print_problems, refuse_files, status_of
from qa_app.domain.errors import RefusedError
from qa_app.domain.problems import Severity
from qa_app.rubric_files.criteria import check_criteria, read_criteria_plain
from qa_app.rubric_files.reader import RubricFileError
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.wording import Words
from qa_app.wording.catalogue import message as _

_FILE = click.Path(path_type=Path, dir_okay=False)


_PUBLISHED = _("%(criteria)s %(version)s is published.")
_STANDING = _("%(criteria)s %(version)s was published before; nothing changed.")


@click.group("criteria")
def command() -> None:
    """Check and publish files of criteria of the register."""


@command.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@language_option
def check(files: tuple[Path, ...], lang: str) -> None:
    """Name every fault of FILES with file, line and column."""
    words = Words(lang)
    status = 0
    for file in files:
        found = check_criteria(file)
        errors = sum(one.problem.severity is Severity.ERROR for one in found)
        if errors:
            status = max(status, status_of(found))
        print_problems(file, found, words)
        click.echo(words.checked(str(file), errors, len(found) - errors))
    sys.exit(status)


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
