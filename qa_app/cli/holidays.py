"""`qa holidays`: local holidays and closing days, which plans keep."""

from datetime import datetime

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, settings, stop
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.text import BilingualText
from qa_app.queries.local_days import local_days
from qa_app.services.operations.change_local_day import LocalDayChange, change_local_day

_WRONG = {
    "place": "there is no branch with this code",
    "centre": "there is no centre with this code; for a branch leave --centre out",
    "no_name": "give the day a name: --zh, --en or both",
    "long_name": "the name is too long",
    "day_taken": "this day stands there under another name; open it first",
    "day_gone": "this day is not entered there",
}
_DAY = click.DateTime(["%Y-%m-%d"])
_centre = click.option("--centre", is_flag=True, help="CODE is that of a centre.")


@click.group("holidays")
def command() -> None:
    """Local holidays and closing days of a branch or a centre."""


@command.command("close")
@click.argument("code")
@click.argument("day", type=_DAY)
@click.option("--zh", default="", help="Name in Chinese.")
@click.option("--en", default="", help="Name in English.")
@_centre
def close(code: str, day: datetime, zh: str, en: str, *, centre: bool) -> None:
    """Close the branch CODE, or a centre, on DAY: nothing is proposed there on it."""
    name = BilingualText(zh.strip(), en.strip())
    is_new = _change(LocalDayChange(code, centre, day.date(), name))
    click.echo("Entered." if is_new else "It was entered already.")


@command.command("open")
@click.argument("code")
@click.argument("day", type=_DAY)
@_centre
def open_(code: str, day: datetime, *, centre: bool) -> None:
    """Take DAY out again."""
    _change(LocalDayChange(code, centre, day.date(), is_removed=True))
    click.echo("Removed.")


@command.command("list")
def list_() -> None:
    """List the local days from today on."""
    opened = settings()
    with database(opened) as session:
        found = local_days(session, operator(), clock.today(opened.timezone))
    for one in found:
        what = "centre" if one.is_centre else "branch"
        names = " / ".join(name for name in (one.name.zh, one.name.en) if name)
        click.echo(f"{one.on}  {what} {one.code}  {names}")
    if not found:
        click.echo("No local day is entered from today on.")


def _change(change: LocalDayChange) -> bool:
    with database(settings()) as session:
        try:
            return change_local_day(session, operator(), change, at=clock.now())
        except (ConflictError, InvalidError, OutOfReachError) as refused:
            stop(f"Nothing was changed: {_WRONG[getattr(refused, 'code', str(refused))]}.", 1)
