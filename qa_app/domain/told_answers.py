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

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.month_grid import quarter_start
from qa_app.domain.series import Coverage, Grain, Period
from qa_app.domain.statistics.disclosure import is_told
from qa_app.domain.trends import periods_of

Cell = tuple[int, Coverage]
"""A version and how its files were chosen."""


@dataclass(frozen=True, slots=True)
class MonthFiles:
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


@dataclass(frozen=True, slots=True)
class _Cut:
    """What the files of a version in a centre or place are cut into.

    Attributes:
        files: Its months with files.
        parts: Its parts with closed files.
        left: Month to the closed files that are told neither here nor below.
        tied: Months that are told together here or below and not one by one.
    """

    files: Mapping[int, MonthFiles]
    parts: tuple[Part, ...]
    left: Mapping[int, int]
    tied: frozenset[int]


def told_answers(files: Files) -> ToldAnswers:
    """Cut the files of a centre into the parts that are told or held back.

    Args:
        files: Of each version and way of choosing.

    Returns:
        What is told. A quarter is cut as the trend of whole files shows it: month by month where
        each has `FILES_PER_POINT` files, else as one. Its months with fewer closed files than that
        are one part together, because the quarter less its told months is what they tell.
    """
    found = {cell: _cut_centre(months).parts for cell, months in files.items()}
    return ToldAnswers({cell: parts for cell, parts in found.items() if parts})


def told_of_place(centres: Iterable[tuple[str, Files]], path: str = "") -> ToldAnswers:
    """Cut the files of a place, after those of everything in it.

    Args:
        centres: The path of the place that each of its centres stands in, and its files.
        path: Its own path; empty for the network.

    Returns:
        What is told of the place: as `told_answers`, by the closed files that neither a centre nor
        a place in it tells, of which a part needs `FILES_PER_POINT` or none.
    """
    waiting: dict[Cell, dict[str, list[_Cut]]] = defaultdict(lambda: defaultdict(list))
    for place, files in centres:
        for cell, months in files.items():
            waiting[cell][place].append(_cut_centre(months))
    found = {cell: _cut_branch(below, path).parts for cell, below in waiting.items()}
    return ToldAnswers({cell: parts for cell, parts in found.items() if parts})


def _cut_branch(below: dict[str, list[_Cut]], path: str) -> _Cut:
    # the deepest places first, each of which is then a part of the one above it
    while deeper := [one for one in below if one != path]:
        deepest = max(deeper, key=lambda one: one.count("/"))
        above = deepest[: deepest.rstrip("/").rfind("/") + 1]
        below.setdefault(above, []).append(_cut_place(below.pop(deepest)))
    return _cut_place(below[path])


def _cut_centre(files: Mapping[int, MonthFiles]) -> _Cut:
    return _cut(files, {month: one.closed for month, one in files.items()}, frozenset())


def _cut_place(below: Iterable[_Cut]) -> _Cut:
    files: dict[int, MonthFiles] = {}
    left: dict[int, int] = defaultdict(int)
    tied: frozenset[int] = frozenset()
    for one in below:
        for month, those in one.files.items():
            before = files.get(month, MonthFiles(0, 0))
            files[month] = MonthFiles(before.counted + those.counted, before.closed + those.closed)
            left[month] += one.left.get(month, 0)
        tied |= one.tied
    return _cut(files, left, tied)


def _cut(files: Mapping[int, MonthFiles], left: Mapping[int, int], tied: frozenset[int]) -> _Cut:
    parts = tuple(_parts(files, left, tied))
    told = [part.months for part in parts if part.is_told]
    return _Cut(
        files,
        parts,
        {month: count for month, count in left.items() if not any(month in one for one in told)},
        tied.union(*(months for months in told if len(months) > 1)),
    )


def _parts(
    files: Mapping[int, MonthFiles], left: Mapping[int, int], tied: frozenset[int]
) -> Iterable[Part]:
    closed = {month for month, one in files.items() if one.closed}
    few: dict[int, list[int]] = defaultdict(list)
    for period, months in periods_of(
        {month: one.counted for month, one in files.items()}, FILES_PER_POINT
    ):
        is_apart = period.grain is Grain.MONTH and closed.issuperset(months)
        if is_apart and tied.isdisjoint(months) and is_told(left[months[0]], FILES_PER_POINT):
            yield Part(frozenset(months), is_told=True)
        else:
            few[quarter_start(period.first_month)] += [one for one in months if one in closed]
    for together in few.values():
        if together:
            count = sum(left[month] for month in together)
            yield Part(frozenset(together), is_told(count, FILES_PER_POINT))
