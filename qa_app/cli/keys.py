"""`qa keys`: the keys that sign papers about decisions, and those that seal free text."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

import click

from qa_app import clock
from qa_app.cli.opening import keys_database, operator, read_only, settings, stop
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError, RefusedError
from qa_app.domain.key_lists import KeyLoss, PublishedKey, key_list
from qa_app.queries.field_keys import WrongKeyError, held_keys, key_counts
from qa_app.queries.signing_keys import published_keys, revoked_digests
from qa_app.services.papers.revoke_key import LostKey, revoke_key
from qa_app.services.papers.rotate_key import rotate_key
from qa_app.services.privacy.keep_digest_key import keep_digest_key
from qa_app.services.privacy.seal_anew import seal_anew

_BITS = 256
_DAY = click.DateTime(["%Y-%m-%d"])
_LOSS = click.Choice([one.value for one in KeyLoss])


@click.group("keys")
def command() -> None:
    """The keys that sign papers about decisions, and those that seal free text."""


@command.command()
def rotate() -> None:
    """Make a new key that signs from now on; those before it verify until they are revoked."""
    with keys_database(settings()) as session:
        code = rotate_key(session, operator(), clock.random_bits(_BITS), at=clock.now())
    click.echo(f"Papers are signed by {code} from now on.")
    click.echo("Hand the new list out: `qa keys list --json > keys.json`.")


@command.command()
@click.argument("key")
@click.option("--reason", type=_LOSS, required=True, help="Why; anyone is told it.")
@click.option("--from", "day", type=_DAY, help="First local day that does not count; else today.")
def revoke(key: str, reason: str, day: datetime | None) -> None:
    """Say that what KEY signed from a day on does not count; it must sign no more."""
    chosen = settings()
    first = clock.today(chosen.timezone) if day is None else day.date()
    with keys_database(chosen) as session:
        try:
            lost = LostKey(key, KeyLoss(reason), first)
            revoke_key(session, operator(), lost, chosen.timezone, at=clock.now())
        except (ConflictError, InvalidError, OutOfReachError) as fault:
            stop(_refused(key, fault), 1)
        (done,) = (one for one in published_keys(session, chosen.timezone) if one.code == key)
    click.echo(f"What {key} signed from {first} on does not count.")
    click.echo(f"{len(done.revoked.counted if done.revoked else ())} papers were issued under it:")
    click.echo("of them those of earlier days count; issue the others anew under Papers.")
    click.echo("Hand the new list out: `qa keys list --json > keys.json`.")


def _refused(key: str, fault: RefusedError) -> str:
    return {
        "signing_key": f"There is no key {key}: see `qa keys list`.",
        "key_signs": f"{key} signs now: make another by `qa keys rotate`, then revoke {key}.",
        "key_revoked": f"{key} is revoked from {fault.params.get('first_day')} on already.",
        "day_ahead": "The day lies ahead: what is signed until then would count. Name today or"
        " an earlier day.",
    }[fault.code]


@command.command("list")
@click.option("--json", "is_json", is_flag=True, help="The list by which papers are checked.")
def list_keys(is_json: bool) -> None:  # noqa: FBT001 - the flag of a command
    """List the keys: which signs, and which only verify."""
    chosen = settings()
    today = clock.today(chosen.timezone)
    with read_only(chosen) as session:
        keys = published_keys(session, chosen.timezone)
        revoked = revoked_digests(session, today)
    if is_json:
        now = clock.now().astimezone(ZoneInfo(chosen.timezone))
        click.echo(json.dumps(key_list(keys, revoked, now), indent=1))
        return
    for one in keys:
        click.echo(f"{one.code}  {one.public_key}  since {one.first_day}, {_state(one)}")
    if not keys:
        click.echo("No key yet: make one by `qa keys rotate`.")


def _state(one: PublishedKey) -> str:
    if one.revoked is not None:
        why = one.revoked.why.value
        return f"retired {one.last_day}, revoked from {one.revoked.first_day} on ({why})"
    return "signs" if one.last_day is None else f"verifies, retired {one.last_day}"


@command.command("field")
def field_keys() -> None:
    """List the keys that seal free text, and how much stands under each."""
    with read_only(settings()) as session:
        held, counts = held_keys(session), key_counts(session)
    for name in dict.fromkeys((*held, *sorted(counts))):
        if name not in held:
            state = "MISSING: put it into QA_FIELD_KEYS_OLD"
        else:
            state = "seals" if name == held[0] else "only opens"
        click.echo(f"{name}  {counts.get(name, 0)} texts, {state}")


@command.command("rotate-field")
def rotate_field() -> None:
    """Seal under QA_FIELD_KEY what QA_FIELD_KEYS_OLD sealed; it may be cut short and run again."""
    with keys_database(settings()) as session:
        try:
            keep_digest_key(session, operator(), at=clock.now())
            count = seal_anew(session, operator(), at=clock.now())
        except WrongKeyError as fault:
            stop(f"Not everything could be opened: {fault}. What was sealed anew stays so.", 1)
        except ConflictError as fault:
            stop(
                "Somebody still seals with an earlier key: start every server with the new"
                f" QA_FIELD_KEY, then run this again ({' '.join(map(str, _keys(fault)))}).",
                1,
            )
        key = held_keys(session)[0]
    click.echo(f"{count} rows were sealed anew; everything is sealed with {key}.")
    click.echo("QA_FIELD_KEYS_OLD may go now; keep the old key as long as backups made before.")


def _keys(fault: ConflictError) -> Sequence[str]:
    return cast("Sequence[str]", fault.params["keys"])
