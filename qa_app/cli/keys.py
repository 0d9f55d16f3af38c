"""`qa keys`: the keys that sign papers about decisions."""

import json

import click

from qa_app import clock
from qa_app.cli.opening import database, operator, read_only, settings
from qa_app.domain.papers import key_list
from qa_app.queries.signing_keys import published_keys, revoked_digests
from qa_app.services.papers.rotate_key import rotate_key

_BITS = 256


@click.group("keys")
def command() -> None:
    """The keys that sign papers about decisions."""


@command.command()
def rotate() -> None:
    """Make a new key that signs from now on; those before it verify for ever."""
    with database(settings()) as session:
        code = rotate_key(session, operator(), clock.random_bits(_BITS), at=clock.now())
    click.echo(f"Papers are signed by {code} from now on.")
    click.echo("Hand the new list out: `qa keys list --json > keys.json`.")


@command.command("list")
@click.option("--json", "is_json", is_flag=True, help="The list by which papers are checked.")
def list_keys(is_json: bool) -> None:  # noqa: FBT001 - the flag of a command
    """List the keys: which signs, and which only verify."""
    with read_only(settings()) as session:
        keys, revoked = published_keys(session), revoked_digests(session)
    if is_json:
        click.echo(json.dumps(key_list(keys, revoked, clock.now()), indent=1))
        return
    for one in keys:
        state = "signs" if one.retired_at is None else f"verifies, retired {one.retired_at:%F}"
        click.echo(f"{one.code}  {one.public_key}  since {one.made_at:%F}, {state}")
    if not keys:
        click.echo("No key yet: make one by `qa keys rotate`.")
