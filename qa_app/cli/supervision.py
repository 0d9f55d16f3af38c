"""`qa supervision`: sessions of the past from a list."""

from pathlib import Path

import click

from qa_app import clock
from qa_app.cli.opening import database, language_option, operator, settings, stop
from qa_app.domain.list_faults import ListFault, UnreadableListError
from qa_app.domain.session_list import check_sessions
from qa_app.queries.session_register import session_register
from qa_app.rubric_files.case_lists import read_sheet
from qa_app.services.supervision.import_sessions import import_sessions
from qa_app.wording import Words
from qa_app.wording.session_lists import session_fault_words, type_names


@click.group("supervision")
def command() -> None:
    """Supervision sessions."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@language_option
def import_(file: Path, lang: str) -> None:
    """Take in the held sessions of FILE (CSV or XLSX), all or none; known ones stay as they are.

    Heads: centre, day, time, type, supervisor, people; time and people may be left out. A centre,
    a supervisor and people are named by their codes and login names, never by their names.
    """
    words = Words(lang)
    chosen = settings()
    with database(chosen) as session:
        now, zone = clock.now(), chosen.timezone
        try:
            rows = read_sheet(file.read_bytes()).rows
        except UnreadableListError as refused:
            stop(f"{file.name}: {_said(words, refused.fault)}", 1)
        register = session_register(session, operator(), type_names(), clock.local_day(now, zone))
        checked = check_sessions(rows, register)
        for fault in checked.faults:
            click.echo(f"{file.name}: {_said(words, fault)}", err=True)
        if checked.faults:
            count = len(checked.faults) + checked.more_faults
            stop(f"Nothing was taken in: {count} faults.", 1)
        done = import_sessions(session, operator(), checked.entries, zone, at=now)
    click.echo(f"{done.added} sessions taken in, {done.unchanged} known already.")


def _said(words: Words, fault: ListFault) -> str:
    wrong, way_out = session_fault_words(words, fault)
    place = ", ".join(
        part for part in (f"row {fault.row}" if fault.row else "", fault.column) if part
    )
    value = f" ({fault.value})" if fault.value else ""
    return f"{place + ': ' if place else ''}{wrong}{value}. {way_out}."
