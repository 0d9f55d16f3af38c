"""`qa criteria`: check files of criteria of the register."""

import sys
from pathlib import Path

import click

from qa_app.cli.opening import language_option
from qa_app.cli.problems import print_problems, status_of
from qa_app.domain.problems import Severity
from qa_app.rubric_files.criteria import check_criteria
from qa_app.wording import Words

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("criteria")
def command() -> None:
    """Check files of criteria of the register."""


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
