"""`qa centres`: many centres at once, for the first day of an installation."""

from pathlib import Path

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, settings, stop
from qa_app.domain.errors import InvalidError
from qa_app.domain.register import KINDS
from qa_app.rubric_files.centre_lists import COLUMNS, CentreFault, read_centres
from qa_app.services.places.add_centres import add_centres

_WRONG = {
    "not_text": "the file is not CSV in UTF-8: save it again as such",
    "heads": f"the heads must be {','.join(COLUMNS)}",
    "not_a_code": "use letters, digits, dot, dash or underscore; at most 40",
    "twice": "the code stands twice: keep one row",
    "name_missing": "give a name in at least one language",
    "empty": "fill it in",
    "kind": f"write one of {', '.join(KINDS)}",
    "date": "write a date such as 2026-03-02",
}
_REFUSED = {
    "unknown_place": "centre {centre}: there is no place with the code {place}",
    "unknown_area": "centre {centre}: an area is not known; areas come with published rubrics",
}


@click.group("centres")
def command() -> None:
    """Centres of the register."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Add the centres of FILE (CSV), all or none; those known already stay as they are."""
    centres, faults = read_centres(file.read_bytes())
    for fault in faults:
        click.echo(f"{file.name}: {_place(fault)}{_WRONG[fault.code]}", err=True)
    if faults:
        stop(f"Nothing was added: {len(faults)} faults.", 1)
    with database(settings()) as session:
        try:
            added = add_centres(session, operator(), centres, at=clock.now())
        except InvalidError as refused:
            stop(f"Nothing was added: {_REFUSED[refused.code].format(**refused.params)}.", 1)
    click.echo(f"{added} centres added, {len(centres) - added} known already.")


def _place(fault: CentreFault) -> str:
    return f"row {fault.row}, {fault.column}: " if fault.column else ""
