"""A session for commands, without an application."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from qa_app.models.app_role import grant_to
from qa_app.models.engine import PRAGMAS, READING, REPEATABLE, make_engine, read_only
from qa_app.models.migrate import MigrationStoppedError, is_current, upgrade
from qa_app.models.row_lock import WHOLE_NETWORK, hold_to
from qa_app.models.sealing import Sealer


@contextmanager
def opened(
    url: str,
    field_key: bytes,
    old_keys: Sequence[bytes] = (),
    *,
    is_repeatable: bool = False,
    is_read_only: bool = False,
) -> Iterator[Session]:
    """Open a database for the length of a block.

    Args:
        url: Database address.
        field_key: 32 bytes that encrypt free text.
        old_keys: Keys before it, which only open.
        is_repeatable: True for work that begins anew when it is cut short; SQLite then syncs
            to disk in passing and not at every commit.
        is_read_only: True makes the database itself refuse every change.

    Yields:
        A session.
    """
    pragmas = READING if is_read_only else REPEATABLE if is_repeatable else PRAGMAS
    engine = make_engine(url, pragmas)
    bound = read_only(engine) if is_read_only else engine
    try:
        with Session(bound, info={"sealer": Sealer(field_key, old_keys)}) as session:
            hold_to(session, WHOLE_NETWORK)  # commands act for the system
            yield session
    finally:
        engine.dispose()


def bring_up_to_date(migrations: Path, url: str, owner_url: str = "") -> None:
    """Apply every migration that is pending.

    Args:
        migrations: The migrations folder.
        url: Database address, as whoever serves comes to it.
        owner_url: The same database for the role that owns its tables, which then lets the user
            of `url` in; empty where one role does both.

    Raises:
        MigrationStoppedError: Rows stand against a migration; nothing is changed.
    """
    upgrade(migrations, owner_url or url)
    if owner_url:
        engine = make_engine(owner_url)
        with engine.begin() as connection:
            grant_to(connection, make_url(url).username or "")
        engine.dispose()


def is_up_to_date(migrations: Path, url: str) -> bool:
    """Tell whether migrations are pending.

    Args:
        migrations: The migrations folder.
        url: Database address.

    Returns:
        False when some are, or none was ever applied.
    """
    engine = make_engine(url)
    try:
        return is_current(migrations, engine)
    finally:
        engine.dispose()


__all__ = ["MigrationStoppedError", "Session", "bring_up_to_date", "is_up_to_date", "opened"]
