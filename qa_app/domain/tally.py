"""Many readings of one level added up at once, for counting totals anew."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import add
from typing import Any

from qa_app.domain.file_losses import Loss
from qa_app.domain.totals import (
    BAND_PLACES,
    MONTH_COLUMNS,
    WHOLE_FILE,
    CountedReading,
    counting,
)

Totals = dict[tuple[Any, ...], tuple[int, ...]]
"""Fields of a key to numbers; made by the million, so plain tuples."""


_Place = tuple[int, str, int, str, bool, bool]
"""Rubric version, sample type, month, area, whether final, whether rated; made for each reading."""


@dataclass(slots=True)
class _Sums:
    """Readings of one month that count alike: all of them final, or none; rated likewise."""

    files: int = 0
    score_sum: int = 0
    square_sum: int = 0
    stops: int = 0
    gates: int = 0
    bands: list[int] = field(default_factory=lambda: [0] * BAND_PLACES)
    sections: dict[str, tuple[int, int]] = field(default_factory=dict)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_case: Counter[tuple[str, str]] = field(default_factory=Counter)
    losses: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, reading: CountedReading) -> None:
        self.files += 1
        score = reading.score_millionths or 0
        self.score_sum += score
        self.square_sum += score * score
        self.stops += reading.stop_count > 0
        self.gates += reading.gate_count > 0
        if reading.band_position is not None:
            self.bands[reading.band_position - 1] += 1
        sections = self.sections
        for code, number in reading.sections.items():
            count, total = sections.get(code, _NOTHING)
            sections[code] = count + 1, total + number

    def add_items(self, reading: CountedReading) -> None:
        codes, by_case = reading.codes, reading.by_case
        self.codes.update(codes.items())
        if by_case:
            self.by_case.update(by_case.items())
        if losses := reading.losses:
            coded = {**by_case, **codes}
            self._add_losses(((item, coded[item]), loss) for item, loss in losses.items())

    def merge(self, other: "_Sums") -> None:
        self.files += other.files
        self.score_sum += other.score_sum
        self.square_sum += other.square_sum
        self.stops += other.stops
        self.gates += other.gates
        self.bands = list(map(add, self.bands, other.bands))
        sections = self.sections
        for code, (count, total) in other.sections.items():
            count_before, before = sections.get(code, _NOTHING)
            sections[code] = count_before + count, before + total
        self.codes.update(other.codes)
        self.by_case.update(other.by_case)
        self._add_losses(other.losses.items())

    def _add_losses(self, more: Iterable[tuple[tuple[str, str], tuple[int, int] | Loss]]) -> None:
        losses = self.losses
        for item, (whole, own) in more:
            whole_before, own_before = losses.get(item, _NOTHING)
            losses[item] = whole_before + whole, own_before + own


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
            place = (
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

    def months(self, scope: str) -> Totals:
        """Give the month totals.

        Args:
            scope: Name of the level.

        Returns:
            Fields of `TotalKey` to the numbers of `MONTH_COLUMNS`.
        """
        return _together(
            (
                (scope, version, sample, section, month, area),
                numbers,
            )
            for (version, sample, month, area, is_final, is_rated), sums in self._sums.items()
            for section, numbers in _of_month(sums, is_final=is_final, is_rated=is_rated)
        )

    def items(self, scope: str) -> Totals:
        """Give the item totals.

        Args:
            scope: Name of the level.

        Returns:
            Fields of `ItemKey` to the numbers of `ItemNumbers`.
        """
        return _together(
            (
                (scope, version, item, sample, month, code),
                numbers,
            )
            for (version, sample, month, _, is_final, is_rated), sums in self._sums.items()
            for (item, code), numbers in _of_items(sums, is_final=is_final, is_rated=is_rated)
        )


_NOTHING = (0, 0)
_NO_MARKS = (0,) * (len(MONTH_COLUMNS) - 6)


def _together(found: Iterable[tuple[tuple[Any, ...], tuple[int, ...]]]) -> Totals:
    # what is final and what is not, what is rated and what is not stand under one key
    totals: Totals = {}
    for key, numbers in found:
        before = totals.get(key)
        totals[key] = numbers if before is None else tuple(map(add, before, numbers))
    return totals


def _of_month(
    sums: _Sums, *, is_final: bool, is_rated: bool
) -> Iterator[tuple[str, tuple[int, ...]]]:
    marks: Sequence[int] = (sums.stops, sums.gates)
    numbers = _scored(sums.files, sums.files if is_rated else 0, sums.score_sum, is_final=is_final)
    final = [one * is_final for one in sums.bands]
    told = chain.from_iterable((one, one * is_final) for one in marks)
    squares = sums.square_sum * is_final
    yield WHOLE_FILE, (*numbers, *sums.bands, *final, *told, squares)
    for section, (count, total) in sums.sections.items():
        yield section, _scored(count, count, total, is_final=is_final) + _NO_MARKS


def _scored(files: int, scored: int, total: int, *, is_final: bool) -> tuple[int, ...]:
    if is_final:
        return files, scored, total, files, scored, total
    return files, scored, total, 0, 0, 0


def _of_items(
    sums: _Sums, *, is_final: bool, is_rated: bool
) -> Iterator[tuple[tuple[str, str], tuple[int, ...]]]:
    losses = sums.losses
    for item, files in sums.codes.items():
        final, rated = files * is_final, files * is_rated
        yield item, (files, final, rated, *losses.get(item, _NOTHING))
    # an item answered case by case has no code that a file could be counted under
    for item, files in sums.by_case.items():
        yield item, (0, 0, files * is_rated, *losses.get(item, _NOTHING))
