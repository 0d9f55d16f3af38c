"""Signed audits counted anew, some centres of one place at a time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from qa_app.domain.new_stretches import ReadingMonthKey, changes_to_reading_months
from qa_app.domain.tally import Tally
from qa_app.domain.totals import CountedReading, practitioner_scope, scopes_of
from qa_app.models.audits import AuditRow
from qa_app.models.places import CentreRow
from qa_app.queries.kept_totals import ITEMS, MONTHS, READERS, CountedTotals, TotalsLevel, compared
from qa_app.queries.readings import COUNTED, counted_reading

CHUNK = 500
_CENTRES = 8
"""Centres of one place that are counted together: few enough to be held at a time."""


@dataclass(frozen=True, slots=True)
class Task:
    """Some centres of one place, to be counted together.

    Attributes:
        place_path: Path of the place that they lie in.
        centres: Their ids.
        elsewhere: Workers who have files of several centres.
        empty: Names of the tables in which nothing stands.
    """

    place_path: str
    centres: tuple[int, ...]
    elsewhere: frozenset[int]
    empty: frozenset[str]


@dataclass(frozen=True, slots=True)
class CountedPart:
    """Centres counted together.

    Attributes:
        place_path: Path of the place that they lie in.
        levels: The centres and their workers, held against what stands.
        tally: What the centres add to the places above them.
        workers: What workers of theirs add up to who have files of other centres too.
    """

    place_path: str
    levels: Sequence[TotalsLevel]
    tally: Tally
    workers: Mapping[int, Tally]


Counting = Callable[[Sequence[Task]], Iterable[CountedPart]]
"""Gives `counted_part` of every task, in their order."""

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


def readings(
    session: Session, centre_id: int, place_path: str
) -> Iterator[Sequence[CountedReading]]:
    """Read back what every signed audit of a centre adds to the totals.

    Args:
        session: A database session.
        centre_id: The centre.
        place_path: Path of its place.

    Yields:
        Chunks of readings, void audits left out.
    """
    asked = {"centre": centre_id, "last": 0}
    while chunk := session.connection().execute(_SIGNED, asked).all():
        yield [
            counted_reading(session, row, place_path, is_final=row.result_state == "final")
            for row in chunk
        ]
        if len(chunk) < CHUNK:
            break
        asked["last"] = chunk[-1].id


def tasks_of(session: Session, empty: frozenset[str]) -> list[Task]:
    """Divide all centres into tasks.

    Args:
        session: A database session.
        empty: Names of the tables in which nothing stands.

    Returns:
        The tasks in the order of the places, so that those of a place come together.
    """
    elsewhere = _of_several_centres(session)
    centres = session.execute(
        select(CentreRow.id, CentreRow.place_path).order_by(CentreRow.place_path, CentreRow.id)
    ).all()
    tasks = []
    for place_path, some in groupby(centres, attrgetter("place_path")):
        ids = [one.id for one in some]
        tasks += [
            Task(place_path, tuple(ids[start : start + _CENTRES]), elsewhere, empty)
            for start in range(0, len(ids), _CENTRES)
        ]
    return tasks


def counted_part(session: Session, task: Task) -> CountedPart:
    """Count the signed audits of some centres and compare with the totals that stand.

    Args:
        session: A database session; nobody changes audits or totals meanwhile.
        task: The centres.

    Returns:
        What they add up to.
    """
    tally, workers = Tally(), dict[int, Tally]()
    levels: list[TotalsLevel] = []
    for centre_id in task.centres:
        own = _of_centre(session, centre_id, task.place_path, workers)
        tally.merge(own.tally)
        levels += compared(session, own.counted(centre_id), task.empty)
        here = [one for one in workers if one not in task.elsewhere]
        levels += compared(session, (of_worker(one, workers.pop(one)) for one in here), task.empty)
    return CountedPart(task.place_path, levels, tally, workers)


def of_worker(worker: int, tally: Tally) -> CountedTotals:
    """Name the totals of a worker.

    Args:
        worker: The worker.
        tally: What their files add up to.

    Returns:
        Their month totals; there are no others.
    """
    scope = practitioner_scope(worker)
    return CountedTotals(MONTHS.table.name, scope, tally.months(scope))


def of_scope(scope: str, tally: Tally) -> Iterator[CountedTotals]:
    """Name the totals of a centre, a place or the network.

    Args:
        scope: Name of the level.
        tally: What its files add up to.

    Yields:
        Its month totals, then those of its items.
    """
    yield CountedTotals(MONTHS.table.name, scope, tally.months(scope))
    yield CountedTotals(ITEMS.table.name, scope, tally.items(scope))


@dataclass(frozen=True, slots=True)
class _Centre:
    tally: Tally
    read: Mapping[ReadingMonthKey, int]

    def counted(self, centre_id: int) -> Iterator[CountedTotals]:
        yield from of_scope(scopes_of(centre_id, "")[0], self.tally)
        read = {tuple(key): (files,) for key, files in self.read.items()}
        yield CountedTotals(READERS.table.name, centre_id, read)


def _of_centre(
    session: Session, centre_id: int, place_path: str, workers: dict[int, Tally]
) -> _Centre:
    own, read = Tally(), Counter[ReadingMonthKey]()
    for chunk in readings(session, centre_id, place_path):
        own.add(chunk)
        read.update(changes_to_reading_months(chunk, 1))
        by_worker: dict[int, list[CountedReading]] = defaultdict(list)
        for one in chunk:
            if one.practitioner_id is not None:
                by_worker[one.practitioner_id].append(one)
        for worker, some in by_worker.items():
            workers.setdefault(worker, Tally(has_items=False)).add(some)
    return _Centre(own, read)


def _of_several_centres(session: Session) -> frozenset[int]:
    query = (
        select(AuditRow.practitioner_id)
        .where(AuditRow.state == "signed", AuditRow.practitioner_id.is_not(None))
        .group_by(AuditRow.practitioner_id)
        .having(func.min(AuditRow.centre_id) != func.max(AuditRow.centre_id))
    )
    return frozenset(one for one in session.execute(query).scalars() if one is not None)
