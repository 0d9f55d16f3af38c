"""Brings a database to the version that the code expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine


def alembic_config(folder: Path, url: str) -> Config:
    """Set up Alembic without a file of its own.

    Args:
        folder: The migrations folder.
        url: Database address.

    Returns:
        The configuration.
    """
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
    """
    command.upgrade(alembic_config(folder, url), revision)


def downgrade(folder: Path, url: str, revision: str) -> None:
    """Take migrations back.

    Args:
        folder: The migrations folder.
        url: Database address.
        revision: Where to stop; `base` for an empty database.
    """
    command.downgrade(alembic_config(folder, url), revision)


def is_current(folder: Path, engine: Engine) -> bool:
    """Tell whether a database is at the version that the code expects.

    Args:
        folder: The migrations folder.
        engine: An engine of the database.

    Returns:
        False when migrations are pending, or none was ever applied.
    """
    head = ScriptDirectory.from_config(alembic_config(folder, "")).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
