"""`qa rubrics`: check files, score cases against one, publish versions, write them as files."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NoReturn
from zoneinfo import ZoneInfo

import click

from qa_app import clock
from qa_app.cli.opening import database, language_option, operator, settings, stop
from qa_app.cli.problems import UNUSABLE, print_problems, refuse_files, say_checked
from qa_app.config import Settings
from qa_app.domain.errors import RefusedError
from qa_app.domain.expertise import Area
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_library import Library
from qa_app.domain.rubric_schema import rubric_schema
from qa_app.domain.rubric_unfreeze import unfreeze
from qa_app.domain.standards import Document
from qa_app.paths import resource
from qa_app.queries.library import library_index
from qa_app.queries.opening import Session
from qa_app.queries.rubrics import known_versions, published_content
from qa_app.queries.shelf import shelved
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.case_lines import score_lines
from qa_app.rubric_files.checker import check_file
from qa_app.rubric_files.clauses import LibraryFilesError, read_documents
from qa_app.rubric_files.forms import FORMS
from qa_app.rubric_files.holidays import read_holidays
from qa_app.rubric_files.phrases import read_phrases
from qa_app.rubric_files.publishable import publishable_files
from qa_app.rubric_files.reader import (
    RubricFile,
    RubricFileError,
    load_library,
    load_rubric,
    own_register,
    read_plain,
    read_rubric,
)
from qa_app.rubric_files.sources import read_sources
from qa_app.services.standards.compare_version import VersionComparison, compare_version
from qa_app.services.standards.import_library import import_library
from qa_app.services.standards.import_phrases import import_phrases
from qa_app.services.standards.publish_rubric import OwnFile, publish_rubric
from qa_app.wording import Words
from qa_app.wording.case_lines import line_fault
from qa_app.wording.catalogue import message as _
from qa_app.wording.standards import imported

_FILE = click.Path(path_type=Path, dir_okay=False)
_WAITING = _(
    "%(version)s follows %(base)s: %(count)s reworded items count as changed until a person"
    " confirms them, on the page that compares the two versions"
)


@click.group("rubrics")
def command() -> None:
    """Check, score, publish and export rubric files."""


@command.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option(
    "--library",
    "against_library",
    is_flag=True,
    help="Hold what they cite against the library of this installation, the region against its"
    " places.",
)
@language_option
def check(
    files: tuple[Path, ...],
    against_library: bool,  # noqa: FBT001 - click hands flags over so
    lang: str,
) -> None:
    """Name every fault of FILES with file, line and column.

    Clauses and quoted words are held against the files of clauses beside them, or the shipped
    ones.
    """
    words = Words(lang)
    if not against_library:
        _check(files, words, lambda library: library)
    with database(settings()) as session:
        _check(files, words, shelved(session))


def _check(files: tuple[Path, ...], words: Words, shelf: Callable[[Library], Library]) -> NoReturn:
    say_checked(files, lambda file: check_file(file, resource("rubrics"), shelf), words)


@command.command()
@click.argument("file", type=_FILE)
@click.option("--cases", required=True, type=click.File("rb"), help="JSON lines.")
@language_option
def score(file: Path, cases: BinaryIO, lang: str) -> None:
    """Score every line of CASES against FILE, one JSON line each."""
    words = Words(lang)
    rubric = _usable(file, words)
    tables = read_holidays(resource("rubrics") / "holidays.yaml")
    calendar = next(table for table in tables if table.region == rubric.region).calendar()
    failed = False
    for result in score_lines(rubric, cases, calendar):
        if "error" in result:
            failed = True
            result["error"]["message"] = line_fault(words, result["error"])
            del result["error"]["params"]
        click.echo(json.dumps(result, ensure_ascii=False))
    sys.exit(1 if failed else 0)


@command.command()
@click.argument("files", nargs=-1, type=_FILE)
@click.option("--shipped", is_flag=True, help="Every rubric that the product brings along.")
@language_option
def publish(
    files: tuple[Path, ...],
    shipped: bool,  # noqa: FBT001 - click hands flags over so
    lang: str,
) -> None:
    """Freeze the rubrics of FILES as versions that never change again.

    All files are checked first; with an error in one of them nothing is published. Documents of
    a register of sources beside a file that the library lacks are taken into it. What the product
    does not bring along is published on screen by a second person, wherever there is one.
    """
    words, chosen = Words(lang), settings()
    if shipped:
        files += publishable_files(resource("rubrics"))
    if not files:
        raise click.UsageError(words.refusal("nothing_named"))
    documents = _brought_along(files, chosen, words)
    at = clock.now().astimezone(ZoneInfo(chosen.timezone))
    with database(chosen) as session:
        shelf = shelved(session)
        ready = [(file, _checked(file, chosen, words, shelf)) for file in files]
        session.rollback()
        standing = [_published(session, file, *read, words, at) for file, read in ready]
        if any(standing):
            standing.append(_taken_in(session, documents, words, at))
        for one in read_phrases(resource("rubrics") / "phrases") if shipped else ():
            import_phrases(session, operator(), one.rubric, one.phrases, at=at)
    sys.exit(0 if all(standing) else 1)


@command.command()
@click.argument("code")
@click.argument("version")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="yaml",
    show_default=True,
    help="Kind of file.",
)
@click.option("--out", type=_FILE, help="File to write; without it the text is printed.")
@language_option
def export(code: str, version: str, form: str, out: Path | None, lang: str) -> None:
    """Write the published VERSION of rubric CODE as a file that can be published again."""
    words, chosen = Words(lang), settings()
    with database(chosen) as session:
        content = published_content(session, code, version)
        known = known_versions(session, code)
    if content is None:
        why = "unknown_version" if known else "unknown_rubric"
        stop(words.refusal(why, rubric=code, version=version, known=", ".join(known)), 1)
    shipped = resource("rubrics")
    plain = unfreeze(content, load_library(shipped / "scales.yaml", shipped))
    data = FORMS[form](plain, lang)
    if out is None:
        click.echo(data, nl=False)
    else:
        out.write_bytes(data)


@command.command()
def schema() -> None:
    """Print the JSON Schema of rubric files, for editors and programs."""
    click.echo(json.dumps(rubric_schema(), ensure_ascii=False, indent=1))


def _checked(
    file: Path, chosen: Settings, words: Words, shelf: Callable[[Library], Library]
) -> tuple[RubricFile, Area | None]:
    shipped = resource("rubrics")
    try:
        read = read_rubric(file, shipped, chosen.required_language, chosen.region, shelf)
        areas = {area.code: area for area in read_areas(file, resource("rubrics"))}
    except RubricFileError as fault:
        refuse_files({file: fault.problems}, words)
    return read, areas.get(read.rubric.area)


def _brought_along(files: tuple[Path, ...], chosen: Settings, words: Words) -> tuple[Document, ...]:
    shipped = resource("rubrics")
    registers = {register for file in files if (register := own_register(file, shipped))}
    if not registers:
        return ()
    try:
        return read_documents(sorted(registers), shipped, chosen.required_language)
    except LibraryFilesError as fault:
        refuse_files(fault.problems, words)


def _taken_in(
    session: Session, documents: tuple[Document, ...], words: Words, at: datetime
) -> bool:
    # what the library or the shipped register names already is not ours to change here
    known = {*library_index(session).sources, *read_sources(resource("rubrics") / "sources.yaml")}
    new = [one for one in documents if one.about.code not in known]
    session.rollback()
    try:
        done = import_library(session, operator(), new, at=at)
    except RefusedError as fault:
        click.echo(words.refusal(fault.code, **fault.params), err=True)
        return False
    for one in done:
        click.echo(imported(words, one.outcome.value, one.code, one.clause_count))
    return True


def _published(
    session: Session, file: Path, read: RubricFile, area: Area | None, words: Words, at: datetime
) -> bool:
    try:
        done = publish_rubric(
            session,
            operator(),
            read.rubric,
            read.content,
            at=at,
            area=area if _is_shipped(read.rubric) else OwnFile(area),
        )
    except RefusedError as fault:
        click.echo(f"{file}: {words.refusal(fault.code, **fault.params)}", err=True)
        return False
    click.echo(words.published(read.rubric, is_new=done.is_new))
    compared = compare_version(session, operator(), VersionComparison(done.version_id), at=at)
    if compared.waiting:
        values = {"base": compared.base, "count": compared.waiting}
        click.echo(words.say(_WAITING, version=read.rubric.version, **values))
    return True


def _is_shipped(rubric: Rubric) -> bool:
    # by its content: a copy of a shipped file elsewhere is the same rubric
    shipped = resource("rubrics")
    for file in publishable_files(shipped):
        plain = read_plain(file).plain
        if plain.get("id") == rubric.code:
            return load_rubric(file, shipped).fingerprint == rubric.fingerprint
    return False


def _usable(file: Path, words: Words) -> Rubric:
    try:
        return load_rubric(file, resource("rubrics"))
    except RubricFileError as fault:
        print_problems(file, fault.problems, words)
        sys.exit(UNUSABLE)
