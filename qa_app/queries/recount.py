"""The totals counted anew from the signed audits, and where the standing ones differ."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from qa_app.domain.new_stretches import ReadingMonthKey, changes_to_reading_months
from qa_app.domain.tally import Tally
from qa_app.domain.totals import (
    NETWORK,
    CountedReading,
    ItemKey,
    TotalKey,
    practitioner_scope,
    scopes_of,
)
from qa_app.models.audits import AuditRow
from qa_app.models.base import table_of
from qa_app.models.places import CentreRow
from qa_app.models.transaction import one_moment
from qa_app.models.trends import ItemTotalRow, MonthTotalRow, ReadingMonthRow
from qa_app.queries.readings import COUNTED, counted_reading

CHUNK = 500
Key = tuple[Any, ...]
Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """A total that does not equal the signed audits.

    Attributes:
        table: `month_total`, `item_total` or `reading_month`.
        key: Which total, its parts joined by slashes.
        standing: Column to number as it stands; columns that are nothing left out.
        counted: The same, as counted.
    """

    table: str
    key: str
    standing: Mapping[str, int]
    counted: Mapping[str, int]


class Kept:
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


MONTHS = Kept(MonthTotalRow, TotalKey._fields)
ITEMS = Kept(ItemTotalRow, ItemKey._fields)
READERS = Kept(ReadingMonthRow, ReadingMonthKey._fields)


@dataclass(frozen=True, slots=True)
class Level:
    """One table's totals of a centre, a place, a worker or the network, where they differ.

    Attributes:
        kept: The table.
        standing: Key to numbers as they stand, rows of nothing too.
        counted: Key to numbers as counted, none of them nothing.
        differing: Keys of those that differ.
    """

    kept: Kept
    standing: Mapping[Key, Numbers]
    counted: Mapping[Key, Numbers]
    differing: Sequence[Key]


_SIGNED = (
    select(*COUNTED, AuditRow.result_state)
    .where(
        AuditRow.centre_id == bindparam("centre"),
        AuditRow.state == "signed",
        AuditRow.id > bindparam("last"),
    )
    .order_by(AuditRow.id)
    .limit(CHUNK)
)


def readings(session: Session) -> Iterator[Sequence[CountedReading]]:
    """Read back what every signed audit adds to the totals.

    Args:
        session: A database session.

    Yields:
        Chunks of readings of one centre, void audits left out; the centres in the order of the
        places that they lie in, so that those of a place come together.
    """
    places = session.execute(
        select(CentreRow.id, CentreRow.place_path).order_by(CentreRow.place_path, CentreRow.id)
    ).all()
    for centre_id, place_path in places:
        asked = {"centre": centre_id, "last": 0}
        while chunk := session.connection().execute(_SIGNED, asked).all():
            yield [
                counted_reading(session, row, place_path, is_final=row.result_state == "final")
                for row in chunk
            ]
            if len(chunk) < CHUNK:
                break
            asked["last"] = chunk[-1].id


def checked_totals(session: Session) -> tuple[Drift, ...]:
    """Compare the totals with the signed audits at one moment, while others go on signing.

    Args:
        session: A database session without unsaved changes.

    Returns:
        The totals that differ, month totals first, by their keys.
    """
    with one_moment(session):
        return drifted_totals(session)


def drifted_totals(session: Session) -> tuple[Drift, ...]:
    """Count every signed audit and compare with the totals that stand.

    Args:
        session: A database session that nobody else can change totals beside.

    Returns:
        The totals that differ, month totals first, by their keys.
    """
    order = [one.table.name for one in (MONTHS, ITEMS, READERS)]
    found = [
        (order.index(level.kept.table.name), key, level)
        for level in drifted_levels(session)
        for key in level.differing
    ]
    return tuple(
        Drift(
            level.kept.table.name,
            "/".join(map(str, key)),
            level.kept.told(level.standing.get(key)),
            level.kept.told(level.counted.get(key)),
        )
        for _, key, level in sorted(found, key=itemgetter(0, 1))
    )


def drifted_levels(session: Session) -> Iterator[Level]:
    """Count every signed audit, level by level, and compare with the totals that stand.

    No more is held at a time than one centre and the places above it.

    Args:
        session: A database session that nobody else can change totals beside.

    Yields:
        The levels that differ.
    """
    seen: dict[str, set[str | int]] = defaultdict(set)
    # asked once: level by level would be as many questions as centres and workers
    empty = [one for one in (MONTHS, ITEMS, READERS) if one.is_empty(session)]
    for kept, level, counted in _counted(session):
        seen[kept.table.name].add(level)
        standing = {} if kept in empty else kept.standing(session, level)
        yield from _compared(kept, standing, counted)
    for kept in (one for one in (MONTHS, ITEMS, READERS) if one not in empty):
        for level in kept.levels(session):
            if level not in seen[kept.table.name]:
                yield from _compared(kept, kept.standing(session, level), {})


def _compared(
    kept: Kept, standing: Mapping[Key, Numbers], counted: Mapping[Key, Numbers]
) -> Iterator[Level]:
    if not standing and counted:
        yield Level(kept, standing, counted, tuple(counted))
    elif standing != counted:
        differing = [
            key
            for key in sorted({*standing, *counted})
            if standing.get(key) != counted.get(key) and (key in counted or any(standing[key]))
        ]
        if differing:
            yield Level(kept, standing, counted, differing)


_Counted = tuple[Kept, str | int, Mapping[Key, Numbers]]


def _counted(session: Session) -> Iterator[_Counted]:
    above: list[tuple[str, Tally]] = [(NETWORK, Tally())]
    workers: dict[int, Tally] = {}
    elsewhere = _of_several_centres(session)
    by_centre = groupby(readings(session), lambda chunk: (chunk[0].centre_id, chunk[0].place_path))
    for (centre_id, place_path), chunks in by_centre:
        scope, *places, _ = scopes_of(centre_id, place_path)
        while [name for name, _ in above[1:]] != places[: len(above) - 1]:
            yield from _closed(above)
        above += [(name, Tally()) for name in places[len(above) - 1 :]]
        own, read = _of_centre(chunks, workers)
        above[-1][1].merge(own)
        yield from _named(scope, own)
        yield READERS, centre_id, read
        for worker in workers.keys() - elsewhere:
            yield _of_worker(worker, workers.pop(worker))
    for worker, tally in workers.items():
        yield _of_worker(worker, tally)
    while above:
        yield from _closed(above)


def _of_centre(
    chunks: Iterable[Sequence[CountedReading]], workers: dict[int, Tally]
) -> tuple[Tally, dict[Key, Numbers]]:
    own, read = Tally(), Counter[ReadingMonthKey]()
    for chunk in chunks:
        own.add(chunk)
        read.update(changes_to_reading_months(chunk, 1))
        for one in chunk:
            if one.practitioner_id is not None:
                workers.setdefault(one.practitioner_id, Tally(has_items=False)).add([one])
    return own, {key: (files,) for key, files in read.items()}


def _of_several_centres(session: Session) -> frozenset[int]:
    query = (
        select(AuditRow.practitioner_id)
        .where(AuditRow.state == "signed", AuditRow.practitioner_id.is_not(None))
        .group_by(AuditRow.practitioner_id)
        .having(func.min(AuditRow.centre_id) != func.max(AuditRow.centre_id))
    )
    return frozenset(one for one in session.execute(query).scalars() if one is not None)


def _closed(above: list[tuple[str, Tally]]) -> Iterator[_Counted]:
    # a place that is left is complete, and a part of the one above it
    scope, tally = above.pop()
    if above:
        above[-1][1].merge(tally)
    yield from _named(scope, tally)


def _of_worker(worker: int, tally: Tally) -> _Counted:
    scope = practitioner_scope(worker)
    return MONTHS, scope, tally.months(scope)


def _named(scope: str, tally: Tally) -> Iterator[_Counted]:
    yield MONTHS, scope, tally.months(scope)
    yield ITEMS, scope, tally.items(scope)
