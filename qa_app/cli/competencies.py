"""`qa competencies`: check competency frameworks, and publish them."""

import sys
from pathlib import Path
from typing import Any

import click

from qa_app import clock
from qa_app.cli.opening import database, language_option, operator, settings
from qa_app.cli.problems import refuse_files, say_checked
from qa_app.domain.errors import RefusedError
from qa_app.paths import resource
from qa_app.queries.opening import Session
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.competencies import check_framework_file, read_framework_plain
from qa_app.rubric_files.reader import RubricFileError
from qa_app.services.competencies.publish_framework import publish_framework
from qa_app.wording import Words
from qa_app.wording.competencies import PUBLISHED, STANDING

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("competencies")
def command() -> None:
    """Check competency frameworks, and publish them."""


@command.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@language_option
def check(files: tuple[Path, ...], lang: str) -> None:
    """Name every fault of FILES with file, line and column."""
    say_checked(files, check_framework_file, Words(lang))


@command.command()
@click.argument("files", nargs=-1, type=_FILE)
@click.option("--shipped", is_flag=True, help="Every framework that the product brings along.")
@language_option
def publish(
    files: tuple[Path, ...],
    shipped: bool,  # noqa: FBT001 - click hands flags over so
    lang: str,
) -> None:
    """Publish the frameworks of FILES as versions that never change again.

    All files are checked first; with an error in one of them nothing is published.
    """
    words, chosen = Words(lang), settings()
    if shipped:
        files += shipped_frameworks()
    if not files:
        raise click.UsageError(words.refusal("nothing_named"))
    ready = [(file, _checked(file, words)) for file in files]
    with database(chosen) as session:
        standing = [_published(session, file, plain, words) for file, plain in ready]
    sys.exit(0 if all(standing) else 1)


def shipped_frameworks() -> tuple[Path, ...]:
    """List the frameworks that the product brings along.

    Returns:
        Their files.
    """
    return tuple(sorted((resource("rubrics") / "competencies").glob("*.yaml")))


def _checked(file: Path, words: Words) -> dict[str, Any]:
    try:
        return read_framework_plain(file)
    except RubricFileError as fault:
        refuse_files({file: fault.problems}, words)


def _published(session: Session, file: Path, plain: dict[str, Any], words: Words) -> bool:
    areas = {area.code: area for area in read_areas(file, resource("rubrics"))}
    area = areas.get(plain["area"])
    try:
        done = publish_framework(session, operator(), plain, at=clock.now(), area=area)
    except RefusedError as fault:
        click.echo(f"{file}: {words.refusal(fault.code, **fault.params)}", err=True)
        return False
    said = PUBLISHED if done.is_new else STANDING
    click.echo(words.say(said, area=plain["area"], version=plain["version"]))
    return True
