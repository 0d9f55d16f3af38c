"""Which answers to items are told to somebody who would have to ask for some of the files.

Every number that counts answers of a period is a sum over parts of the same cut: a month, what is
left of a quarter beside its told months, a quarter. A part is told where no file of it is closed
to the reader, or `FILES_PER_POINT` are; a sum where all of its parts are. So whatever is told, and
whatever is added to or taken off it, stands on that many closed files or on none.

Source: docs/methods/disclosure.md, "answers of files that one would have to ask for".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.month_grid import quarter_start
from qa_app.domain.series import Coverage, Grain, Period
from qa_app.domain.statistics.disclosure import is_told
from qa_app.domain.trends import periods_of


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
    """

    parts: Mapping[tuple[int, Coverage], tuple[Part, ...]] = field(default_factory=dict)

    @property
    def has_closed(self) -> bool:
        """True where the reader would have to ask for some file."""
        return bool(self.parts)

    def tells(self, version_id: int, coverage: Coverage, months: Iterable[int]) -> bool:
        """Decide whether answers of some months are told, all of them added up.

        Args:
            version_id: The version.
            coverage: How its files were chosen.
            months: The months, any number of them.

        Returns:
            True where each part that lies in them lies there whole and is told.
        """
        wanted = frozenset(months)
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


def told_answers(files: Mapping[tuple[int, Coverage], Mapping[int, MonthFiles]]) -> ToldAnswers:
    """Cut the files of a centre or place into the parts that are told or held back.

    Args:
        files: Version and coverage to its months with files.

    Returns:
        What is told. A quarter is cut as the trend of whole files shows it: month by month where
        each has `FILES_PER_POINT` files, else as one. Its months with fewer closed files than that
        are one part together, because the quarter less its told months is what they tell.
    """
    found = {key: tuple(_parts(months)) for key, months in files.items()}
    return ToldAnswers({key: parts for key, parts in found.items() if parts})


def _parts(files: Mapping[int, MonthFiles]) -> Iterable[Part]:
    closed = {month: one.closed for month, one in files.items() if one.closed}
    few: dict[int, list[int]] = {}
    for period, months in periods_of(
        {month: one.counted for month, one in files.items()}, FILES_PER_POINT
    ):
        is_month = period.grain is Grain.MONTH
        if is_month and closed.get(period.first_month, 0) >= FILES_PER_POINT:
            yield Part(frozenset(months), is_told=True)
        else:
            few.setdefault(quarter_start(period.first_month), []).extend(
                month for month in months if month in closed
            )
    for months_left in few.values():
        if months_left:
            left = sum(closed[month] for month in months_left)
            yield Part(frozenset(months_left), is_told(left, FILES_PER_POINT))
