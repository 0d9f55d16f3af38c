"""Many readings of one level added up at once, for counting totals anew."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import starmap
from operator import add
from typing import NamedTuple

from qa_app.domain.file_losses import NO_LOSS, Loss
from qa_app.domain.totals import (
    NO_NUMBERS,
    WHOLE_FILE,
    CountedReading,
    ItemKey,
    ItemNumbers,
    TotalKey,
    counting,
)


class _Place(NamedTuple):
    rubric_version_id: int
    sample_type: str
    month: int
    area_code: str
    is_final: bool
    is_rated: bool


@dataclass(slots=True)
class _Sums:
    """Readings of one month that count alike: all of them final, or none; rated likewise."""

    files: int = 0
    scored: int = 0
    score_sum: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    sections: dict[str, tuple[int, int]] = field(default_factory=dict)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_case: Counter[tuple[str, str]] = field(default_factory=Counter)
    losses: dict[tuple[str, str], Loss] = field(default_factory=dict)

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

    def add_items(self, reading: CountedReading) -> None:
        codes, by_case = reading.codes, reading.by_case
        self.codes.update(codes.items())
        if by_case:
            self.by_case.update(by_case.items())
        for item, loss in reading.losses.items():
            code = codes.get(item) or by_case[item]
            self._add_loss((item, code), loss)

    def _add_loss(self, item: tuple[str, str], loss: Loss) -> None:
        whole, own = self.losses.get(item, NO_LOSS)
        self.losses[item] = Loss(whole + loss[0], own + loss[1])

    def merge(self, other: "_Sums") -> None:
        self.files += other.files
        self.scored += other.scored
        self.score_sum += other.score_sum
        self.marks.update(other.marks)
        for section, sums in other.sections.items():
            self.sections[section] = tuple(map(add, self.sections.get(section, (0, 0)), sums))
        self.codes.update(other.codes)
        self.by_case.update(other.by_case)
        for item, loss in other.losses.items():
            self._add_loss(item, loss)


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
                one.rubric_version_id,
                one.sample_type,
                one.month,
                one.area_code,
                one.is_final,
                one.score_millionths is not None,
            )
            sums = self._sums.get(place)
            if sums is None:
                sums = self._sums[place] = _Sums()
            sums.add(one)
            if self._has_items:
                sums.add_items(one)

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
                        final = _FINAL.get(column, f"final_{column}")
                        total[final] = total.get(final, 0) + number
        return found

    def items(self, scope: str) -> dict[ItemKey, ItemNumbers]:
        """Give the item totals.

        Args:
            scope: Name of the level.

        Returns:
            Total to its numbers.
        """
        found: dict[ItemKey, ItemNumbers] = {}
        for place, sums in self._sums.items():
            for item, code, numbers in _items(place, sums):
                key = ItemKey(
                    scope,
                    place.rubric_version_id,
                    place.sample_type,
                    place.month,
                    item,
                    code,
                )
                found[key] = found.get(key, NO_NUMBERS).plus(numbers)
        return found


def _items(place: _Place, sums: _Sums) -> Iterator[tuple[str, str, ItemNumbers]]:
    for counts, has_code in ((sums.codes, True), (sums.by_case, False)):
        for (item, code), number in counts.items():
            files = number if has_code else 0
            yield (
                item,
                code,
                ItemNumbers(
                    files,
                    files if place.is_final else 0,
                    number if place.is_rated else 0,
                    *sums.losses.get((item, code), NO_LOSS),
                ),
            )


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
