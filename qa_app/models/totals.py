"""Keeps the totals in step with the signed audits, inside the transaction that changes them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Dialect, Table, and_, bindparam, delete, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.domain.new_stretches import ReadingMonthKey, changes_to_reading_months
from qa_app.domain.totals import (
    NO_NUMBERS,
    CountedReading,
    ItemKey,
    ItemNumbers,
    TotalKey,
    added_to,
    changes_to_items,
    changes_to_totals,
)
from qa_app.models.base import table_of
from qa_app.models.prepared import run_text_each
from qa_app.models.trends import ItemTotalRow, MonthTotalRow, ReadingMonthRow

_BATCH = 400
_Handed = Callable[[tuple[Any, ...]], tuple[Any, ...]]


def count_readings(session: Session, readings: Sequence[CountedReading], sign: int = 1) -> None:
    """Add readings to every total that shows them, or take them away.

    Args:
        session: A session inside `transaction`.
        readings: Signed audits.
        sign: 1 adds, -1 takes away.
    """
    _change(session, changes_to_totals(readings, sign), changes_to_items(readings, sign))
    _change_readers(session, changes_to_reading_months(readings, sign))


def recount_readings(
    session: Session, before: Sequence[CountedReading], after: Sequence[CountedReading]
) -> None:
    """Let readings count as something else in every total that shows them.

    Args:
        session: A session inside `transaction`.
        before: Signed audits as they counted.
        after: The same as they count from now on.
    """
    months = changes_to_totals(before, -1)
    for key, columns in changes_to_totals(after, 1).items():
        months[key] = added_to(months.get(key, {}), columns)
    items = changes_to_items(before, -1)
    for item, numbers in changes_to_items(after, 1).items():
        items[item] = items.get(item, NO_NUMBERS).plus(numbers)
    _change(session, months, items)
    readers = changes_to_reading_months(before, -1)
    for key_of_month, number in changes_to_reading_months(after, 1).items():
        readers[key_of_month] = readers.get(key_of_month, 0) + number
    _change_readers(session, readers)


def _change(
    session: Session,
    months: Mapping[TotalKey, Mapping[str, int]],
    items: Mapping[ItemKey, ItemNumbers],
) -> None:
    # in one fixed order, so that two signers never wait for each other in a circle; columns stand
    # in the tables as they do in the keys and numbers, which a test holds them to
    # scopes that count alike share one mapping, whose numbers are put in order once
    alike = {id(columns): columns for columns in months.values()}
    used = {name for columns in alike.values() for name, number in columns.items() if number}
    added = tuple(name for name in _numbers(table_of(MonthTotalRow)) if name in used)
    numbers = {
        which: tuple([columns.get(name, 0) for name in added]) for which, columns in alike.items()
    }
    rows = [
        key + numbers[id(columns)] for key, columns in sorted(months.items(), key=itemgetter(0))
    ]
    _add(session, table_of(MonthTotalRow), added, rows)
    counted = [key + numbers for key, numbers in sorted(items.items())]
    _add(session, table_of(ItemTotalRow), ItemNumbers._fields, counted)


def _change_readers(session: Session, changes: Mapping[ReadingMonthKey, int]) -> None:
    rows = [(*key, files) for key, files in sorted(changes.items()) if files]
    _add(session, table_of(ReadingMonthRow), ("file_count",), rows)


def put_totals(session: Session, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write many totals that are not there, as fast as the database takes them.

    Args:
        session: A session inside `transaction`.
        table: A table of totals.
        rows: Values of all its columns, in their order.
    """
    connection = session.connection()
    names = ", ".join(column.name for column in table.columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in table.columns)
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - own names
        handed = _handed(connection.dialect, tuple(table.columns))
        for some in _batches(rows, _BATCH * _BATCH):
            batch = some if handed is None else [handed(row) for row in some]
            connection.exec_driver_sql(statement, batch)
        return
    with (
        connection.connection.driver_connection.cursor() as cursor,  # type: ignore[union-attr]
        cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def remove_totals(session: Session, table: Table, keys: Sequence[Mapping[str, Any]]) -> None:
    """Remove totals.

    Args:
        session: A session inside `transaction`.
        table: A table of totals.
        keys: Columns of the primary key to their values, or some of them.
    """
    if keys:
        which = and_(*(table.c[name] == bindparam(f"of_{name}") for name in keys[0]))
        values = [{f"of_{name}": value for name, value in key.items()} for key in keys]
        session.connection().execute(delete(table).where(which), values)


def _batches(rows: Iterable[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def add_to_totals(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Upsert rows column-wise, all in one statement: what a row lacks is added as nothing.

    Args:
        session: A session inside `transaction`.
        table: A table of totals: its columns with a default are numbers, the others its key.
        rows: What is added, by column, each key once and in a fixed order.
    """
    if not rows:
        return
    used = {name for row in rows for name, number in row.items() if number}
    added = tuple(name for name in _numbers(table) if name in used)
    names = (*_keys(table), *added)
    _add(session, table, added, [tuple([row.get(name, 0) for name in names]) for row in rows])


def _keys(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.default is None)


def _numbers(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.default is not None)


def _add(
    session: Session, table: Table, added: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    # a row holds the columns of the key and then those that are added, as the table has them
    if not rows or not added:
        return
    connection = session.connection()
    upsert = _upsert(connection.dialect, table, added)
    batch = rows if upsert.values_of is None else [upsert.values_of(row) for row in rows]
    for start in range(0, len(batch), _BATCH):
        # past the compiler, which would look at each of hundreds of rows again at every signing
        run_text_each(upsert.text, connection, batch[start : start + _BATCH])


@dataclass(frozen=True, slots=True)
class _Upsert:
    """A statement in the words of its driver.

    Attributes:
        text: The statement.
        values_of: Gives the values of a row, key first, as its marks want them; None where they
            want them so.
    """

    text: str
    values_of: Callable[[tuple[Any, ...]], Any] | None


@lru_cache(maxsize=256)
def _upsert(dialect: Dialect, table: Table, added: tuple[str, ...]) -> _Upsert:
    insert = sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)
    names = (*_keys(table), *added)
    # what is not added is nothing in a row that is new, and is not handed over for each of them
    nothing: dict[str, Any] = {
        one.name: literal_column("0") for one in table.columns if one.name not in names
    }
    statement = insert.values(**nothing).on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: table.c[name] + insert.excluded[name] for name in added},
    )
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    # marks are named on PostgreSQL and stand in an order on SQLite
    places = getattr(compiled, "positiontup", None)
    if places is None:
        return _Upsert(str(compiled), lambda row: dict(zip(names, row, strict=True)))
    handed = _handed(dialect, tuple(table.c[name] for name in names))
    if tuple(places) == names:
        return _Upsert(str(compiled), handed)
    ordered = itemgetter(*map(names.index, places))
    if handed is None:
        return _Upsert(str(compiled), ordered)
    return _Upsert(str(compiled), lambda row: ordered(handed(row)))


def _handed(dialect: Dialect, columns: tuple[Column[Any], ...]) -> _Handed | None:
    # Python's own way of writing days for SQLite is on its way out
    ways = [one.type.dialect_impl(dialect).bind_processor(dialect) for one in columns]
    if not any(ways):
        return None
    return lambda row: tuple(
        value if way is None else way(value) for way, value in zip(ways, row, strict=True)
    )
