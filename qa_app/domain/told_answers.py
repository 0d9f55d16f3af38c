"""Which answers to items are told to somebody who would have to ask for some of the files.

Every number that counts answers of a period is a sum over parts of the same cut: a month, what is
left of a quarter beside its told months, a quarter. A part is told where no file of it is closed
to the reader, or `FILES_PER_POINT` are; a sum where all of its parts are. So whatever is told, and
whatever is added to or taken off it, stands on that many closed files or on none.

A place is cut after the centres and places in it: of its closed files those are counted that none
of these tells, and no month is taken out of a quarter that one of them tells as one. So numbers
of all levels lie in each other or apart, and a city less its centres tells of no few files either.

Source: docs/methods/disclosure.md, "answers of files that one would have to ask for".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.month_grid import MONTHS_A_QUARTER
from qa_app.domain.series import Coverage, Period
from qa_app.domain.statistics.disclosure import is_told

Cell = tuple[int, Coverage]
"""A version and how its files were chosen."""


class MonthFiles(NamedTuple):
    """Whole files of a month.

    Attributes:
        counted: Those that its point counts, 1 or more.
        closed: Those for which the reader would have to ask.
    """

    counted: int
    closed: int


@dataclass(frozen=True, slots=True)
class Part:
    """Months whose closed files are in a number together, or not at all.

    Attributes:
        months: Months with closed files.
        is_told: True where there are enough of these files.
    """

    months: frozenset[int]
    is_told: bool


@dataclass(frozen=True, slots=True)
class ToldAnswers:
    """Which answers of one centre or place somebody is told.

    Attributes:
        parts: Version and coverage to the parts that hold closed files; nothing of a version all
            of whose files the reader opens.
        is_unknown: True where there are too many to be looked at, so that nothing is told.
        looked_at: The months whose files were looked at, whole quarters, outside which nothing is
            told; None for all.
    """

    parts: Mapping[Cell, tuple[Part, ...]] = field(default_factory=dict)
    is_unknown: bool = False
    looked_at: range | None = None

    def tells(self, version_id: int, coverage: Coverage, months: Iterable[int]) -> bool:
        """Decide whether answers of some months are told, all of them added up.

        Args:
            version_id: The version.
            coverage: How its files were chosen.
            months: The months, any number of them.

        Returns:
            True where all were looked at, and each part that lies in them lies there whole and is
            told.
        """
        wanted = frozenset(months)
        if self.is_unknown or not (self.looked_at is None or wanted.issubset(self.looked_at)):
            return False
        return all(
            part.is_told and part.months <= wanted
            for part in self.parts.get((version_id, coverage), ())
            if not part.months.isdisjoint(wanted)
        )

    def tells_period(self, version_id: int, coverage: Coverage, period: Period) -> bool:
        """Decide whether answers of a period are told.

        Args:
            version_id: The version.
            coverage: How its files were chosen.
            period: A month or a quarter.

        Returns:
            As `tells`.
        """
        months = range(period.first_month, period.last_month + 1)
        return self.tells(version_id, coverage, months)


ALL_TOLD = ToldAnswers()
"""No file is closed to the reader."""
NOTHING_TOLD = ToldAnswers(is_unknown=True)
"""Nobody counted how many files are closed to the reader."""


Files = Mapping[Cell, Mapping[int, MonthFiles]]
"""Version and coverage to the months with files."""


_Quarter = tuple[MonthFiles, MonthFiles, MonthFiles]
"""Its three months."""
_NO_FILES = MonthFiles(0, 0)
_Parts = dict[Cell, list[Part]]


class _Cut(NamedTuple):
    """What the files of a quarter are cut into, in a centre or place.

    Attributes:
        files: Its months.
        parts: Places of months with closed files that are told together, or held back.
        left: Of each month the closed files that are told neither here nor below.
        tied: Places of months that are told together here or below and not one by one.
    """

    files: _Quarter
    parts: tuple[tuple[tuple[int, ...], bool], ...]
    left: tuple[int, int, int]
    tied: frozenset[int]


_Below = list[tuple[_Cut, int]]
"""What lies in a place, and how often what is cut alike."""


def told_answers(files: Files) -> ToldAnswers:
    """Cut the files of a centre into the parts that are told or held back.

    Args:
        files: Of each version and way of choosing.

    Returns:
        What is told. A quarter is cut as the trend of whole files shows it: month by month where
        each has `FILES_PER_POINT` files, else as one. Its months with fewer closed files than that
        are one part together, because the quarter less its told months is what they tell.
    """
    found: _Parts = defaultdict(list)
    for cell, months in files.items():
        for start, quarter in sorted(_quarters(months)):
            found[cell] += _laid(start, _cut_centre(quarter))
    return _told(found)


def told_of_place(centres: Iterable[tuple[str, Files]], path: str = "") -> ToldAnswers:
    """Cut the files of a place, after those of everything in it.

    Args:
        centres: The path of the place that each of its centres stands in, and its files.
        path: Its own path; empty for the network.

    Returns:
        What is told of the place: as `told_answers`, by the closed files that neither a centre nor
        a place in it tells, of which a part needs `FILES_PER_POINT` or none.
    """
    # centres of a place that have the same files in a quarter are cut once
    alike: dict[Cell, dict[str, Counter[tuple[int, _Quarter]]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for place, files in centres:
        for cell, months in files.items():
            alike[cell][place].update(_quarters(months))
    found: _Parts = defaultdict(list)
    for cell, places in alike.items():
        steps = _bottom_up(places, path)
        quarters: dict[int, dict[str, _Below]] = defaultdict(lambda: defaultdict(list))
        for place, those in places.items():
            for (start, quarter), times in those.items():
                quarters[start][place].append((_cut_centre(quarter), times))
        for start, below in sorted(quarters.items()):
            found[cell] += _laid(start, _cut_branch(below, steps, path))
    return _told(found)


def _quarters(months: Mapping[int, MonthFiles]) -> Iterator[tuple[int, _Quarter]]:
    get = months.get
    for start in {month - month % MONTHS_A_QUARTER for month in months}:
        yield start, (get(start, _NO_FILES), get(start + 1, _NO_FILES), get(start + 2, _NO_FILES))


def _laid(start: int, cut: _Cut) -> Iterator[Part]:
    for places, is_part_told in cut.parts:
        yield Part(frozenset(start + at for at in places), is_part_told)


def _told(found: _Parts) -> ToldAnswers:
    return ToldAnswers({cell: tuple(parts) for cell, parts in found.items() if parts})


def _bottom_up(places: Iterable[str], path: str) -> list[tuple[str, str]]:
    # the places below a path, the deepest first, each with the one above it
    above: dict[str, str] = {}
    for place in places:
        here = place
        while here != path and here not in above:
            above[here] = here[: here.rstrip("/").rfind("/") + 1]
            here = above[here]
    return sorted(above.items(), key=lambda one: -one[0].count("/"))


def _cut_branch(below: dict[str, _Below], steps: Iterable[tuple[str, str]], path: str) -> _Cut:
    for place, above in steps:
        if place in below:
            # it is then a part of the one above it
            below[above].append((_cut_place(below.pop(place)), 1))
    return _cut_place(below[path])


@lru_cache(maxsize=1024)
def _cut_centre(files: _Quarter) -> _Cut:
    # most centres have few files in a quarter, and so the same as others
    first, second, third = files
    return _cut(files, (first.closed, second.closed, third.closed), frozenset())


def _cut_place(below: _Below) -> _Cut:
    # month by month in so many words: a province has hundreds of places and quarters
    n1 = n2 = n3 = c1 = c2 = c3 = l1 = l2 = l3 = 0
    tied: frozenset[int] = frozenset()
    for one, times in below:
        (of1, closed1), (of2, closed2), (of3, closed3) = one.files
        left1, left2, left3 = one.left
        n1, n2, n3 = n1 + times * of1, n2 + times * of2, n3 + times * of3
        c1, c2, c3 = c1 + times * closed1, c2 + times * closed2, c3 + times * closed3
        l1, l2, l3 = l1 + times * left1, l2 + times * left2, l3 + times * left3
        if one.tied:
            tied |= one.tied
    files = MonthFiles(n1, c1), MonthFiles(n2, c2), MonthFiles(n3, c3)
    return _cut(files, (l1, l2, l3), tied)


def _cut(files: _Quarter, left: tuple[int, int, int], tied: frozenset[int]) -> _Cut:
    # as `trends.periods_of` lays a quarter out
    by_month = all(one.counted >= FILES_PER_POINT for one in files if one.counted)
    parts: list[tuple[tuple[int, ...], bool]] = []
    few: list[int] = []
    kept = list(left)
    for at, one in enumerate(files):
        if one.closed and by_month and at not in tied and is_told(left[at], FILES_PER_POINT):
            parts.append(((at,), True))
            kept[at] = 0
        elif one.closed:
            few.append(at)
    if few:
        are_told = is_told(sum(left[at] for at in few), FILES_PER_POINT)
        parts.append((tuple(few), are_told))
        for at in few if are_told else ():
            kept[at] = 0
        tied = tied.union(few) if are_told and len(few) > 1 else tied
    return _Cut(files, tuple(parts), (kept[0], kept[1], kept[2]), tied)
