"""`qa people`: the first accounts of an installation."""

import sys
from hashlib import sha256
from zoneinfo import ZoneInfo

import click
from argon2 import PasswordHasher

from qa_app import clock
from qa_app.cli.opening import database, operator, settings, stop
from qa_app.config import Settings
from qa_app.domain.errors import InvalidError, RefusedError
from qa_app.domain.people import Role
from qa_app.domain.role_rules import OF_ONE_CENTRE
from qa_app.queries.accounts import account_named, accounts
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.accounts.make_link import make_link

_FIXES = {
    "login_name": "The name may hold small letters, digits, Hanzi, dot, dash and underscore.",
    "login_name_taken": "This name is taken: choose another one.",
    "practitioner_taken": "Another active account is this person's: disable that one first.",
    "too_short": "The password is too short: use at least 15 characters.",
    "too_long": "The password is too long: use at most 256 characters.",
    "too_plain": "Use three of small letters, capital letters, digits and other signs.",
    "account_disabled": "The account is disabled: an administrator enables it first.",
    "guessable": "The password is easy to guess: use several unrelated words.",
    "breached": "The password is in the list of those that leaked: use another one.",
    "leaks_unread": "The file of QA_BREACHED_PASSWORDS cannot be asked: put it back first.",
    "roles_weigh": "A second administrator confirms such roles: give them on the platform.",
    "roles_exclude": "An administrator role excludes every other role.",
    "one_centre": "This role belongs to one centre: name it by --centre CODE.",
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
    help="May be given several times.",
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
    grants = _grants(roles, place, centre)
    password = _asked(from_stdin=password_stdin)
    new = NewAccount(
        login_name,
        name,
        password,
        grants,
        profile=chosen.auth_profile,
        breached=chosen.breached_passwords,
    )
    with database(chosen) as session:
        try:
            add_account(session, operator(), new, PasswordHasher(), at=clock.now())
        except InvalidError as fault:
            stop(_FIXES[fault.code], 1)
    click.echo(f"The account {login_name} is ready.")


@command.command()
@click.argument("login_name")
@click.option("--name", default="", help="Name shown beside acts.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="Makes the account first; without it the account is there already.",
)
@click.option("--place", default=None, help="Code of the area-tree branch the roles cover.")
@click.option("--centre", default=None, help="Code of the one centre the roles cover.")
def invite(
    login_name: str, name: str, roles: tuple[str, ...], place: str | None, centre: str | None
) -> None:
    """Print a link by which LOGIN_NAME sets a password, once, within 72 hours.

    An account that has a password gets a link that resets it, once, within 30 minutes; then its
    sessions end.
    """
    chosen = settings()
    grants = _grants(roles, place, centre)
    with database(chosen) as session:
        try:
            if grants:
                new = NewAccount(login_name, name, None, grants)
                add_account(session, operator(), new, PasswordHasher(), at=clock.now())
            token = clock.random_token()
            digest = sha256(token.encode()).hexdigest()
            account_id = account_named(session, login_name)
            kind, until = make_link(session, operator(), account_id, digest, at=clock.now())
        except RefusedError as fault:
            stop(_FIXES[fault.code], 1)
    local = until.astimezone(ZoneInfo(chosen.timezone))
    click.echo(
        f"{kind.value} for {login_name}, opens once, until {local:%Y-%m-%d %H:%M}"
        f" ({chosen.timezone}):"
    )
    click.echo(f"{_public(chosen)}/join/{token}")


def _grants(roles: tuple[str, ...], place: str | None, centre: str | None) -> tuple[NewGrant, ...]:
    # as the page of an account asks: a slip would open every centre of the network
    if centre is None and OF_ONE_CENTRE & {Role(role) for role in roles}:
        stop(_FIXES["one_centre"], 1)
    return tuple(NewGrant(Role(role), place, centre) for role in roles)


def _public(chosen: Settings) -> str:
    return chosen.public_url or f"http://{chosen.host}:{chosen.port}"


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
