"""`qa methods`: the statistics of the product held against published cases."""

import json
import sys
from fractions import Fraction
from pathlib import Path

import click

from qa_app.domain.verification.cases import Mismatch, mismatches


@click.group("methods")
def command() -> None:
    """The statistics that pages and papers show."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Run FILE's reference cases through the product's own functions and name what differs."""
    passed = failed = 0
    for place, case in enumerate(_cases(file), 1):
        wrong = mismatches(case)
        if wrong:
            failed += 1
            _tell(str(case.get("id") or f"case {place}"), wrong)
        else:
            passed += 1
    click.echo(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def _cases(file: Path) -> list[dict[str, object]]:
    try:
        read = json.loads(file.read_text("utf-8"))
    except ValueError as fault:
        raise click.ClickException(f"{file}: not JSON in UTF-8: {fault}") from fault
    cases = read.get("cases") if isinstance(read, dict) else read
    if not isinstance(cases, list) or not cases or not all(isinstance(c, dict) for c in cases):
        message = f"{file}: no list of cases; docs/methods/verify.md shows the form"
        raise click.ClickException(message)
    return cases


def _tell(name: str, wrong: tuple[Mismatch, ...]) -> None:
    for one in wrong:
        where = f"{name} {one.key}".rstrip()
        click.echo(f"{where}: expected {_shown(one.expected)}, found {_shown(one.found)}")


def _shown(value: object) -> str:
    return json.dumps(value, default=_number, ensure_ascii=False)


def _number(value: object) -> object:
    return float(value) if isinstance(value, Fraction) else str(value)
