"""`qa standards`: take documents with their clauses into the library."""

import sys
from pathlib import Path

import click

from qa_app import clock
from qa_app.cli.opening import database, language_option, operator, settings
from qa_app.cli.problems import refuse_files
from qa_app.domain.errors import RefusedError
from qa_app.paths import resource
from qa_app.rubric_files.clauses import LibraryFilesError, read_documents
from qa_app.services.standards.import_library import Import, import_library
from qa_app.wording import Words
from qa_app.wording.standards import imported

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("standards")
def command() -> None:
    """The library of laws, standards and working procedures."""


@command.command("import")
@click.argument("files", nargs=-1, type=_FILE)
@click.option("--shipped", is_flag=True, help="Every document that the product brings along.")
@language_option
def import_files(
    files: tuple[Path, ...],
    shipped: bool,  # noqa: FBT001 - click hands flags over so
    lang: str,
) -> None:
    """Take the documents of FILES into the library, or bring them up to date.

    All files are checked first; with an error in one of them nothing is taken in. What
    people changed in the library is kept.
    """
    words, chosen = Words(lang), settings()
    if shipped:
        files += (resource("rubrics") / "sources.yaml",)
    if not files:
        raise click.UsageError(words.refusal("nothing_named"))
    try:
        documents = read_documents(files, resource("rubrics"), chosen.required_language)
    except LibraryFilesError as fault:
        refuse_files(fault.problems, words)
    with database(chosen) as session:
        try:
            done = import_library(session, operator(), documents, at=clock.now())
        except RefusedError as fault:
            click.echo(words.refusal(fault.code, **fault.params), err=True)
            sys.exit(1)
    for one in done:
        if one.outcome is not Import.UNCHANGED:
            click.echo(imported(words, one.outcome.value, one.code, one.clause_count))
    unchanged = sum(one.outcome is Import.UNCHANGED for one in done)
    if unchanged:
        click.echo(imported(words, Import.UNCHANGED.value, "", unchanged))
