"""`qa demo`: a network that can be looked at, invented and served in one go."""

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from argon2 import PasswordHasher

from qa_app import clock
from qa_app.cli.init import bring_up
from qa_app.cli.opening import operator, settings_of_new, stop
from qa_app.cli.passphrases import passphrase
from qa_app.cli.serve import refuse_taken_port, run
from qa_app.config import Settings
from qa_app.demo.build import SEED, Story, build
from qa_app.demo.editions import editions
from qa_app.demo.founding import Founding
from qa_app.demo.network import ACCOUNTS, centres
from qa_app.demo.visits import MONTHS, visits
from qa_app.demo.who_supervises import appointed
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.working_days import WorkingCalendar
from qa_app.paths import resource
from qa_app.queries.holidays import working_calendar
from qa_app.queries.opening import opened

FOLDER = "instance/demo"
_FOUNDED_DAYS_BEFORE = 10
_FOUNDED_AT = time(9, 0)
_REGION = "CN"


@click.command("demo")
def command() -> None:
    """Serve a demonstration network; made at the first run, kept afterwards."""
    chosen = _settings(os.environ)
    refuse_taken_port(chosen)
    file = chosen.data_dir / "plumbline.db"
    if file.exists():
        bring_up(chosen)
        click.echo(
            f"The demonstration in {chosen.data_dir} is kept. A link that sets a new password:"
            f" QA_DATA_DIR={chosen.data_dir} {sys.executable} -m qa_app people invite NAME"
        )
    else:
        passwords = {one.login_name: passphrase() for one in ACCOUNTS}
        _make(chosen, file, passwords)
        for one in ACCOUNTS:
            click.echo(f"account {one.login_name} {one.role} {passwords[one.login_name]}")
        others = ", ".join(login for login, _name, _place in appointed())
        click.echo(f"With the password of supervisor: {others}")
    run(chosen)


def _settings(environ: Mapping[str, str]) -> Settings:
    if "QA_DATABASE_URL" in environ:
        stop("The demonstration keeps a database of its own: unset QA_DATABASE_URL.")
    return settings_of_new({"QA_DATA_DIR": FOLDER, **environ})


def _make(chosen: Settings, file: Path, passwords: Mapping[str, str]) -> None:
    # under another name until it is whole, so that an interrupted run leaves nothing half made
    building = file.with_name("building.db")
    for ending in ("", "-wal", "-shm"):
        building.with_name(building.name + ending).unlink(missing_ok=True)
    click.echo("Making the demonstration network, about a minute: month, reviews signed")
    made = replace(chosen, database_url=f"sqlite:///{building}")
    # what is shipped is there before the story begins, so that nothing of it comes before it
    bring_up(made, at=_begun(chosen, clock.today(chosen.timezone)))
    with opened(made.database_url, made.field_key, is_repeatable=True) as session:
        calendar = working_calendar(session, _REGION)
        today = _last_day(chosen, calendar)
        founding = _founding(chosen, calendar, today, passwords)
        read = editions(resource("rubrics"))
        story = Story(today, visits(centres(), today, calendar, SEED))
        built = build(session, founding, read, story, lambda line: click.echo(f"  {line}"))
    building.rename(file)
    click.echo(
        f"{built.centres} centres, {built.signed} reviews signed, {built.waiting} waiting,"
        f" {built.planned} sessions to come."
    )


def _last_day(chosen: Settings, calendar: WorkingCalendar) -> date:
    today, last = clock.today(chosen.timezone), date(max(calendar.years), 12, 31)
    if today > last:
        click.echo(f"The holiday table ends with {last.year}: the story ends on {last}.")
    return min(today, last)


def _founding(
    chosen: Settings, calendar: WorkingCalendar, today: date, passwords: Mapping[str, str]
) -> Founding:
    at = _begun(chosen, today)
    return Founding(operator(), chosen.timezone, calendar, at, passwords, PasswordHasher())


def _begun(chosen: Settings, today: date) -> datetime:
    day = first_day(month_of(today) - MONTHS + 1) - timedelta(days=_FOUNDED_DAYS_BEFORE)
    return datetime.combine(day, _FOUNDED_AT, ZoneInfo(chosen.timezone))
