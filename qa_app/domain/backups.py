"""What a backup says of itself, and whether what was restored is the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


class BackupError(Exception):
    """A backup cannot be made, opened or put back; nothing was changed.

    Attributes:
        code: What is wrong: `not_an_archive`, `newer_format`, `wrong_key`, `truncated`, `damaged`,
            `integrity`, `foreign_keys`, `newer_version`, `differs`, `not_empty`, `away`,
            `in_use`, `in_use_by`, `journal_broken`, `posts_twice`, `post_alone`, `target_behind`.
        detail: The version, the posts, what stops a migration, the tables that differ, what the
            database says, how many connections hold it; may be empty.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class TableDigest:
    """The rows of one table.

    Attributes:
        count: How many.
        digest: Digest of all of them, whatever their order: 64 hexadecimal digits.
    """

    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        made_at: When it was made, UTC.
        source: `sqlite` or `postgresql`.
        revision: The last migration of the database, such as `0028`.
        head: Head of its journal: number, colon, digest.
        size: Bytes of the database inside.
        tables: Its rows, by table.
    """

    made_at: datetime
    source: str
    revision: str
    head: str
    size: int
    tables: Mapping[str, TableDigest]

    @property
    def rows(self) -> int:
        """Give how many rows there are in all tables."""
        return sum(one.count for one in self.tables.values())

    def plain(self) -> dict[str, Any]:
        """Give it as JSON values.

        Returns:
            What `manifest_of` reads.
        """
        tables = {name: [one.count, one.digest] for name, one in sorted(self.tables.items())}
        return {
            "made_at": self.made_at.isoformat(),
            "source": self.source,
            "revision": self.revision,
            "head": self.head,
            "size": self.size,
            "tables": tables,
        }


def manifest_of(plain: Mapping[str, Any]) -> Manifest:
    """Read a manifest back.

    Args:
        plain: JSON values of `Manifest.plain`.

    Returns:
        The manifest.
    """
    return Manifest(
        datetime.fromisoformat(plain["made_at"]),
        plain["source"],
        plain["revision"],
        plain["head"],
        plain["size"],
        {name: TableDigest(*one) for name, one in plain["tables"].items()},
    )


def differing_tables(
    one: Mapping[str, TableDigest], other: Mapping[str, TableDigest]
) -> tuple[str, ...]:
    """Name the tables whose rows differ.

    Args:
        one: Rows of one database.
        other: Rows of the other.

    Returns:
        Names in order; a table that one of them lacks differs.
    """
    return tuple(
        sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    )
