"""The tables of totals as they stand, and where they differ from what was counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from qa_app.domain.new_stretches import ReadingMonthKey
from qa_app.domain.totals import ItemKey, TotalKey
from qa_app.models.base import table_of
from qa_app.models.trends import ItemTotalRow, MonthTotalRow, ReadingMonthRow

Key = tuple[Any, ...]
Numbers = tuple[int, ...]


class TotalsTable:
    """A table of totals: which columns are its key, the level first, and which its numbers."""

    def __init__(self, row: type[Any], key: Sequence[str]) -> None:
        """Take its columns apart.

        Args:
            row: Its class.
            key: Names of the columns that say which total it is.
        """
        self.table = table_of(row)
        self.key = tuple(key)
        self.numbers = tuple(one.name for one in self.table.columns if one.name not in self.key)
        columns = [self.table.c[name] for name in (*self.key, *self.numbers)]
        self._level = self.table.c[self.key[0]]
        # built once: there are as many levels as centres and workers
        self._read = select(*columns).where(self._level == bindparam("level"))
        self._first = select(func.min(self._level))
        self._next = self._first.where(self._level > bindparam("last"))

    def standing(self, session: Session, level: str | int) -> dict[Key, Numbers]:
        """Read what stands of one level.

        Args:
            session: A database session.
            level: Value of the first column of its key.

        Returns:
            Key to numbers, rows of nothing too.
        """
        rows = session.connection().execute(self._read, {"level": level})
        parts = len(self.key)
        return {tuple(row[:parts]): tuple(row[parts:]) for row in rows}

    def is_empty(self, session: Session) -> bool:
        """Tell whether nothing stands.

        Args:
            session: A database session.

        Returns:
            True for a table without rows.
        """
        return session.connection().execute(select(self._level).limit(1)).first() is None

    def levels(self, session: Session) -> Iterator[str | int]:
        """Name the levels that anything stands of, one look into the index for each.

        Args:
            session: A database session.

        Yields:
            Values of the first column of its key.
        """
        last = session.connection().execute(self._first).scalar()
        while last is not None:
            yield last
            last = session.connection().execute(self._next, {"last": last}).scalar()

    def told(self, numbers: Numbers | None) -> dict[str, int]:
        """Name the numbers of a total.

        Args:
            numbers: In order; None where there is no such total.

        Returns:
            Column to number; columns that are nothing left out.
        """
        named = zip(self.numbers, numbers or (), strict=False)
        return {name: number for name, number in named if number}


MONTHS = TotalsTable(MonthTotalRow, TotalKey._fields)
ITEMS = TotalsTable(ItemTotalRow, ItemKey._fields)
READERS = TotalsTable(ReadingMonthRow, ReadingMonthKey._fields)
KEPT: Mapping[str, TotalsTable] = {one.table.name: one for one in (MONTHS, ITEMS, READERS)}
"""Name of each table of totals to what is known of it."""


class CountedTotals(NamedTuple):
    """What was counted of a centre, a place, a worker or the network.

    Attributes:
        table: Name of the table.
        level: Value of the first column of its key.
        totals: Key to numbers, none of them nothing.
    """

    table: str
    level: str | int
    totals: Mapping[Key, Numbers]


@dataclass(frozen=True, slots=True)
class TotalsLevel:
    """One table's totals of a centre, a place, a worker or the network, held against what stands.

    Attributes:
        table: Name of the table.
        level: Value of the first column of its key.
        standing: Of the totals that differ those that stand, key to numbers.
        counted: Of the totals that differ those that are counted, key to numbers.
        blank: Rows of nothing that stand, of which nothing is counted: no difference, but one
            may be in the way of a total of another area.
    """

    table: str
    level: str | int
    standing: Mapping[Key, Numbers]
    counted: Mapping[Key, Numbers]
    blank: Sequence[Key] = ()

    def differing(self) -> set[Key]:
        """Give the keys of the totals that differ.

        Returns:
            Keys, none where the level is as it should be.
        """
        return {*self.standing, *self.counted}


def empty_tables(session: Session) -> frozenset[str]:
    """Name the tables in which nothing stands, of which nothing need be asked.

    Args:
        session: A database session.

    Returns:
        Names of tables.
    """
    return frozenset(name for name, kept in KEPT.items() if kept.is_empty(session))


def compared(
    session: Session, counted: Iterable[CountedTotals], empty: frozenset[str]
) -> Iterator[TotalsLevel]:
    """Hold what was counted against what stands.

    Args:
        session: A database session.
        counted: What was counted.
        empty: Tables in which nothing stands.

    Yields:
        Every level, with the totals of it that differ. A row of nothing that nothing is counted
        under is none of them.
    """
    for table, level, totals in counted:
        standing = {} if table in empty else KEPT[table].standing(session, level)
        if not standing:
            yield TotalsLevel(table, level, standing, totals)
            continue
        wrong = {
            key: numbers
            for key, numbers in standing.items()
            if totals.get(key) != numbers and (key in totals or any(numbers))
        }
        right = {key: numbers for key, numbers in totals.items() if standing.get(key) != numbers}
        blank = [key for key, numbers in standing.items() if not any(numbers) and key not in totals]
        yield TotalsLevel(table, level, wrong, right, blank)
