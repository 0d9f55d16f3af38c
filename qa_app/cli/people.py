"""`qa people`: the first accounts of an installation."""

import sys

import click
from argon2 import PasswordHasher

from qa_app import clock
from qa_app.cli.opening import database, operator, settings, stop
from qa_app.domain.errors import InvalidError, RefusedError
from qa_app.domain.people import Role
from qa_app.queries.accounts import accounts
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.accounts.set_password import set_password

_FIXES = {
    "login_name": "The name may hold small letters, digits, Hanzi, dot, dash and underscore.",
    "login_name_taken": "This name is taken: choose another one.",
    "practitioner_taken": "Another active account is this person's: disable that one first.",
    "too_short": "The password is too short: use at least 15 characters.",
    "too_long": "The password is too long: use at most 256 characters.",
    "guessable": "The password is easy to guess: use several unrelated words.",
    "roles_weigh": "A second administrator confirms such roles: give them on the platform.",
    "roles_exclude": "An administrator role excludes every other role.",
    "unknown_place": "There is no place with this code.",
    "unknown_centre": "There is no centre with this code.",
    "account": "There is no account with this name.",
}


@click.group("people")
def command() -> None:
    """Accounts and their roles."""


@command.command()
@click.argument("login_name")
@click.option("--name", default="", help="Name shown beside acts.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
)
@click.option("--place", default=None, help="Code of the area-tree branch the roles cover.")
@click.option("--centre", default=None, help="Code of the one centre the roles cover.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(
    login_name: str,
    name: str,
    roles: tuple[str, ...],
    place: str | None,
    centre: str | None,
    password_stdin: bool,  # noqa: FBT001 - click hands flags over so
) -> None:
    """Create the account LOGIN_NAME."""
    chosen = settings()
    password = _asked(from_stdin=password_stdin)
    grants = tuple(NewGrant(Role(role), place, centre) for role in roles)
    new = NewAccount(login_name, name, password, grants)
    with database(chosen) as session:
        try:
            add_account(session, operator(), new, PasswordHasher(), at=clock.now())
        except InvalidError as fault:
            stop(_FIXES[fault.code], 1)
    click.echo(f"The account {login_name} is ready.")


@command.command("password")
@click.argument("login_name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def password_(
    login_name: str,
    password_stdin: bool,  # noqa: FBT001 - click hands flags over so
) -> None:
    """Set a new password for LOGIN_NAME; its sessions end."""
    chosen = settings()
    password = _asked(from_stdin=password_stdin)
    with database(chosen) as session:
        try:
            set_password(
                session, operator(), login_name, password, PasswordHasher(), at=clock.now()
            )
        except RefusedError as fault:
            stop(_FIXES[fault.code], 1)
    click.echo(f"The password of {login_name} is set; every session of it has ended.")


def _asked(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@command.command("list")
def list_() -> None:
    """List every account."""
    with database(settings()) as session:
        for one in accounts(session):
            state = "active" if one.is_active else "disabled"
            click.echo(f"{one.login_name}\t{one.display_name}\t{','.join(one.roles)}\t{state}")
