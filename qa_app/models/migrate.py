"""Brings a database to the version that the code expects.

Alembic is loaded with the first migration: a server only asks where its database stands, and would
keep 10 MB in memory for it.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect

if TYPE_CHECKING:
    from alembic.config import Config

_REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision = (?:"(\w+)"|None)$', re.MULTILINE)


class MigrationStoppedError(RuntimeError):
    """Rows stand against a migration; it says which ones and what to do, and changed nothing.

    Attributes:
        rows: Those rows alone, one a line.
    """

    def __init__(self, message: str, rows: str) -> None:
        super().__init__(message)
        self.rows = rows


def alembic_config(folder: Path, url: str) -> "Config":
    """Set up Alembic without a file of its own.

    Args:
        folder: The migrations folder.
        url: Database address.

    Returns:
        The configuration.
    """
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(folder: Path, url: str, revision: str = "head") -> None:
    """Apply migrations.

    Args:
        folder: The migrations folder.
        url: Database address.
        revision: Where to stop.

    Raises:
        MigrationStoppedError: Rows stand against one; none is applied.
    """
    from alembic import command  # noqa: PLC0415 - see above

    command.upgrade(alembic_config(folder, url), revision)


def downgrade(folder: Path, url: str, revision: str) -> None:
    """Take migrations back.

    Args:
        folder: The migrations folder.
        url: Database address.
        revision: Where to stop; `base` for an empty database.
    """
    from alembic import command  # noqa: PLC0415 - see above

    command.downgrade(alembic_config(folder, url), revision)


def revisions(folder: Path) -> tuple[str, ...]:
    """List the versions of the database that the code knows.

    Args:
        folder: The migrations folder.

    Returns:
        From the first to the one that it expects.

    Raises:
        ValueError: The migrations are no chain.
    """
    after: dict[str, str] = {}
    for file in (folder / "versions").glob("*.py"):
        text = file.read_text("utf-8")
        own, before = _REVISION.search(text), _BEFORE.search(text)
        if own is None or before is None:
            raise ValueError(file.name)
        after[before[1] or ""] = own[1]
    found, last = [], ""
    while last in after:
        last = after.pop(last)
        found.append(last)
    if after:
        raise ValueError(sorted(after.values()))
    return tuple(found)


def is_current(folder: Path, engine: Engine) -> bool:
    """Tell whether a database is at the version that the code expects.

    Args:
        folder: The migrations folder.
        engine: An engine of the database.

    Returns:
        False when migrations are pending, or none was ever applied.
    """
    if not inspect(engine).has_table("alembic_version"):
        return False
    with engine.connect() as connection:
        stands = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
        return list(stands) == [revisions(folder)[-1]]
