"""What commands share: settings, the database, who acts, how to stop with one sentence."""

import getpass
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import NoReturn

import click

from qa_app.config import SettingError, Settings
from qa_app.domain.errors import TooLongError
from qa_app.domain.people import Actor, system_actor
from qa_app.paths import resource
from qa_app.queries.opening import Session, is_up_to_date, opened
from qa_app.queries.signing_keys import may_change_keys
from qa_app.wording import Words

LANGUAGE = "en"
"""Of every command that is not told another: most sentences of commands are in English alone, and
one sitting speaks one language, whatever the machine's own is."""
language_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=LANGUAGE,
    help="Language of the messages; English where none is named.",
)
"""Puts `--lang` on a command, which is handed `lang`."""


def stop(sentence: str, code: int = 2) -> NoReturn:
    """End the command with one sentence and the way out.

    Args:
        sentence: What is wrong and what to do.
        code: Exit status.
    """
    click.echo(sentence, err=True)
    sys.exit(code)


def settings() -> Settings:
    """Read the settings of an installation that was made before, or stop.

    Returns:
        The settings.
    """
    return _read(os.environ, makes_keys=False)


def settings_of_new(environ: Mapping[str, str]) -> Settings:
    """Read the settings of an installation that may be made now, or stop.

    Args:
        environ: The environment.

    Returns:
        The settings.
    """
    return _read(environ, makes_keys=True)


def _read(environ: Mapping[str, str], *, makes_keys: bool) -> Settings:
    try:
        return Settings.from_env(environ, makes_keys=makes_keys)
    except SettingError as fault:
        stop(str(fault))


def operator() -> Actor:
    """Give the actor of a command.

    Returns:
        The operating-system user, acting as the system.
    """
    return system_actor(getpass.getuser())


def refuse_unready(chosen: Settings) -> None:
    """Stop when the database is not there or is of another version.

    Args:
        chosen: Where it is.
    """
    if not is_up_to_date(resource("migrations"), chosen.database_url):
        stop("The database is not ready: run `qa init` first.")


@contextmanager
def database(chosen: Settings) -> Iterator[Session]:
    """Open the database for the length of a command, or stop.

    A text that is longer than what is kept of its kind ends the command with one sentence,
    whichever command it is.

    Args:
        chosen: Where it is.

    Yields:
        A session.
    """
    refuse_unready(chosen)
    try:
        with opened(chosen.database_url, chosen.field_key, chosen.field_keys_old) as session:
            yield session
    except TooLongError as fault:
        stop(Words(LANGUAGE).refusal(fault.code, **fault.params), 1)


def as_owner(chosen: Settings) -> Settings:
    """Give the settings by which the role that owns the tables comes to the database.

    Args:
        chosen: The installation's settings.

    Returns:
        The same where one role does both.
    """
    return replace(chosen, database_url=chosen.owner_database_url or chosen.database_url)


@contextmanager
def keys_database(chosen: Settings) -> Iterator[Session]:
    """Open the database to change keys, as the role that alone may, or stop.

    Args:
        chosen: Where it is.

    Yields:
        A session.
    """
    with database(as_owner(chosen)) as session:
        if not may_change_keys(session):
            stop(
                "Only the role that owns the tables may do this: give its address as"
                " QA_OWNER_DATABASE_URL for this command (docs/operating.md, The second lock).",
                1,
            )
        yield session


def read_only(chosen: Settings) -> AbstractContextManager[Session]:
    """Open the database for the length of a command that changes nothing, or stop.

    Args:
        chosen: Where it is.

    Returns:
        A session in a `with` block, in which the database refuses every change.
    """
    refuse_unready(chosen)
    keys = chosen.field_key, chosen.field_keys_old
    return opened(chosen.database_url, *keys, is_read_only=True)
