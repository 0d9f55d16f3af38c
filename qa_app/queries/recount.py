"""The totals counted anew from the signed audits, and where the standing ones differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from sqlalchemy.orm import Session

from qa_app.domain.tally import Tally
from qa_app.domain.totals import NETWORK, scopes_of
from qa_app.models.transaction import one_moment
from qa_app.queries.counted_parts import (
    CountedPart,
    Counting,
    counted_part,
    of_scope,
    of_worker,
    tasks_of,
)
from qa_app.queries.kept_totals import KEPT, CountedTotals, TotalsLevel, compared, empty_tables


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
    order = list(KEPT)
    found = [
        (order.index(level.table), key, level)
        for level in drifted_levels(session)
        for key in level.differing()
    ]
    return tuple(
        Drift(
            order[table],
            "/".join(map(str, key)),
            KEPT[order[table]].told(level.standing.get(key)),
            KEPT[order[table]].told(level.counted.get(key)),
        )
        for table, key, level in sorted(found, key=itemgetter(0, 1))
    )


def drifted_levels(session: Session, counting: Counting | None = None) -> Iterator[TotalsLevel]:
    """Count every signed audit, level by level, and compare with the totals that stand.

    No more is held at a time than some centres of one place and the places above them.

    Args:
        session: A database session that nobody else can change totals beside.
        counting: Counts the centres elsewhere, such as in other processes; None counts them here.

    Yields:
        The levels that differ.
    """
    # asked once: level by level would be as many questions as centres and workers
    empty = empty_tables(session)
    tasks = tasks_of(session, empty)
    parts = (counted_part(session, task) for task in tasks) if counting is None else counting(tasks)
    seen: dict[str, set[str | int]] = defaultdict(set)
    for level in _levels(session, parts, empty):
        seen[level.table].add(level.level)
        if level.standing or level.counted:
            yield level
    gone = (
        CountedTotals(table, level, {})
        for table, kept in KEPT.items()
        if table not in empty
        for level in kept.levels(session)
        if level not in seen[table]
    )
    yield from (level for level in compared(session, gone, empty) if level.standing)


def _levels(
    session: Session, parts: Iterable[CountedPart], empty: frozenset[str]
) -> Iterator[TotalsLevel]:
    above: list[tuple[str, Tally]] = [(NETWORK, Tally())]
    workers: dict[int, Tally] = {}
    for part in parts:
        places = scopes_of(0, part.place_path)[1:-1]
        while tuple(name for name, _ in above[1:]) != places[: len(above) - 1]:
            yield from compared(session, _closed(above), empty)
        above += [(name, Tally()) for name in places[len(above) - 1 :]]
        above[-1][1].merge(part.tally)
        for worker, tally in part.workers.items():
            workers.setdefault(worker, Tally(has_items=False)).merge(tally)
        yield from part.levels
    yield from compared(session, (of_worker(*one) for one in workers.items()), empty)
    while above:
        yield from compared(session, _closed(above), empty)


def _closed(above: list[tuple[str, Tally]]) -> Iterator[CountedTotals]:
    # a place that is left is complete, and a part of the one above it
    scope, tally = above.pop()
    if above:
        above[-1][1].merge(tally)
    yield from of_scope(scope, tally)
