"""Many readings of one level added up at once, for counting totals anew."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import starmap
from operator import add
from typing import NamedTuple

from qa_app.domain.totals import (
    WHOLE_FILE,
    CountedReading,
    ItemKey,
    TotalKey,
    counting,
)


class _Place(NamedTuple):
    rubric_version_id: int
    sample_type: str
    month: int
    area_code: str
    is_final: bool


@dataclass(slots=True)
class _Sums:
    """Readings of one month that count alike: all of them final, or none."""

    files: int = 0
    scored: int = 0
    score_sum: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    sections: dict[str, tuple[int, int]] = field(default_factory=dict)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, reading: CountedReading) -> None:
        self.files += 1
        if reading.score_millionths is not None:
            self.scored += 1
            self.score_sum += reading.score_millionths
        if reading.stop_count > 0:
            self.marks["stop_count"] += 1
        if reading.gate_count > 0:
            self.marks["gate_count"] += 1
        if reading.band_position is not None:
            self.marks[f"band_{reading.band_position}"] += 1
        sections = self.sections
        for section, millionths in reading.sections.items():
            count, total = sections.get(section, (0, 0))
            sections[section] = (count + 1, total + millionths)

    def merge(self, other: "_Sums") -> None:
        self.files += other.files
        self.scored += other.scored
        self.score_sum += other.score_sum
        self.marks.update(other.marks)
        for section, sums in other.sections.items():
            self.sections[section] = tuple(map(add, self.sections.get(section, (0, 0)), sums))
        self.codes.update(other.codes)


class Tally:
    """What the readings of one level add up to: a centre, a place, a worker, the network.

    It says the same as `totals.changes_to_totals` and `totals.changes_to_items` of one scope, but
    holds readings of one month together and names its totals only when it is asked for them.
    """

    def __init__(self, *, has_items: bool = True) -> None:
        """Begin with nothing.

        Args:
            has_items: False for a level that has no totals of items.
        """
        self._sums: dict[_Place, _Sums] = {}
        self._has_items = has_items

    def add(self, readings: Iterable[CountedReading]) -> None:
        """Count readings.

        Args:
            readings: Signed audits; those that enter no total are left out.
        """
        for one in counting(readings):
            place = _Place(
                one.rubric_version_id, one.sample_type, one.month, one.area_code, one.is_final
            )
            sums = self._sums.get(place)
            if sums is None:
                sums = self._sums[place] = _Sums()
            sums.add(one)
            if self._has_items:
                sums.codes.update(one.codes.items())

    def merge(self, other: "Tally") -> None:
        """Count what another level holds, which lies below this one.

        Args:
            other: The other one; it stays as it is.
        """
        for place, sums in other._sums.items():  # noqa: SLF001 - another of the same class
            self._sums.setdefault(place, _Sums()).merge(sums)

    def months(self, scope: str) -> dict[TotalKey, dict[str, int]]:
        """Give the month totals.

        Args:
            scope: Name of the level.

        Returns:
            Total to column to number; columns that are nothing left out.
        """
        found: dict[TotalKey, dict[str, int]] = {}
        for place, sums in self._sums.items():
            for section, columns in _columns(sums):
                key = TotalKey(
                    scope,
                    place.rubric_version_id,
                    place.sample_type,
                    section,
                    place.month,
                    place.area_code,
                )
                total = found.setdefault(key, {})
                for column, number in columns:
                    total[column] = total.get(column, 0) + number
                    if place.is_final:
                        total[_FINAL.get(column, f"final_{column}")] = number
        return found

    def items(self, scope: str) -> dict[ItemKey, tuple[int, int]]:
        """Give the item totals.

        Args:
            scope: Name of the level.

        Returns:
            Total to its files and its final files.
        """
        found: dict[ItemKey, tuple[int, int]] = {}
        for place, sums in self._sums.items():
            version, sample, month, _, is_final = place
            for (item, code), files in sums.codes.items():
                key = ItemKey(scope, version, sample, month, item, code)
                before, final = found.get(key, _NONE)
                found[key] = (before + files, final + files if is_final else final)
        return found


_NONE = (0, 0)
_FINAL = {"file_count": "final_count"}
_Columns = Iterator[tuple[str, int]]


def _columns(sums: _Sums) -> Iterator[tuple[str, _Columns]]:
    whole = _scored(sums.files, sums.scored, sums.score_sum)
    yield WHOLE_FILE, iter([*whole, *sums.marks.items()])
    yield from starmap(_of_section, sums.sections.items())


def _of_section(section: str, sums: tuple[int, int]) -> tuple[str, _Columns]:
    count, total = sums
    return section, _scored(count, count, total)


def _scored(files: int, scored: int, score_sum: int) -> _Columns:
    columns = (("file_count", files), ("scored_count", scored), ("score_sum", score_sum))
    return (one for one in columns if one[1])
