"""Gaps of competency: what audits, assessments and surveys say, counted and never weighed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.competencies import Competency, Framework, Level, expected_level
from qa_app.domain.competency_answers import Marks
from qa_app.domain.defaults import (
    COMPETENCY_FILES_LEAST,
    COMPETENCY_GAP_PCT,
    COMPETENCY_PEOPLE_LEAST,
)
from qa_app.domain.statistics.disclosure import is_told

_WHOLE_PCT = 100


class GapSource(StrEnum):
    """Where a gap may be seen."""

    AUDITS = "audits"
    ASSESSMENTS = "assessments"
    SURVEYS = "surveys"


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """How an item stands in the files of a place or a worker.

    Attributes:
        rubric: Its rubric.
        code: The item.
        files: Files with a score in which it was scored.
        reached: Mean share of its points that these reached, 0..1; 0 without files.
        lost: Points of the whole score that it cost all of them together.
        line: Share from which on it stands in the second band or above; None where its rubric has
            no such band.
    """

    rubric: str
    code: str
    files: int
    reached: Fraction
    lost: Fraction
    line: Fraction | None

    @property
    def is_below(self) -> bool | None:
        """Tell whether it stands below the second band; None for too few files or no band."""
        if self.line is None or self.files < COMPETENCY_FILES_LEAST:
            return None
        return self.reached < self.line


@dataclass(frozen=True, slots=True)
class WorkerStanding:
    """What is known of one worker.

    Attributes:
        centre_id: Their centre.
        tier: Tier of the workforce; empty where it was never recorded.
        is_open: True where the reader may read this worker's own results.
        levels: Competency to level, from the latest assessment by a supervisor; empty without.
        marks: Competency to marks, from the latest survey; empty without.
    """

    centre_id: int
    tier: str
    is_open: bool
    levels: Mapping[str, Level] = field(default_factory=dict)
    marks: Mapping[str, Marks] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SaidBy:
    """What one source says of a competency.

    Attributes:
        source: Which source.
        is_gap: True where it says so, False where not, None where it cannot tell.
        short: Workers below what is expected, or who need it; for audits items below the band.
        n: Workers counted; for audits items that can be told.
        files: Audits: files behind the items; 0 for other sources.
        items: Audits: items below the band, the dearest first; empty for other sources.
        lost: Audits: points that those cost; nothing for other sources.
    """

    source: GapSource
    is_gap: bool | None
    short: int = 0
    n: int = 0
    files: int = 0
    items: tuple[ItemStanding, ...] = ()
    lost: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Gap:
    """A competency with what the three sources say of it.

    Attributes:
        competency: The competency.
        said: One for each source, in the order of `GapSource`.
    """

    competency: Competency
    said: tuple[SaidBy, ...]

    @property
    def sources(self) -> int:
        """How many of the sources say that there is a gap."""
        return sum(one.is_gap is True for one in self.said)


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """A row of a centre's matrix.

    Attributes:
        competency: The competency.
        counts: Level to how many workers have it; None where it is not told.
        below: Workers below what is expected of their tier; None where it is not told.
        expected: Workers of whom something is expected.
        n: Workers counted.
    """

    competency: Competency
    counts: Mapping[Level, int] | None
    below: int | None
    expected: int
    n: int


def gaps_of(
    framework: Framework, items: Iterable[ItemStanding], people: Sequence[WorkerStanding]
) -> tuple[Gap, ...]:
    """Say where there are gaps, by how many sources say so.

    Args:
        framework: The framework.
        items: How items stand, of any rubric.
        people: Workers of the area.

    Returns:
        Every competency of which at least one source says so: those of which more sources do come
        first, then what cost more points, then in the order of the framework. Nothing is weighed.

    Source: domain.md (f), needs assessment of professionals; docs/defaults.md for the bounds.
    """
    standing = {(one.rubric, one.code): one for one in items}
    found = [
        Gap(
            one,
            (
                audits_say(one, standing),
                _assessments_say(one, people),
                _surveys_say(one, people),
            ),
        )
        for one in framework.competencies.values()
    ]
    shown = (one for one in found if one.sources)
    return tuple(sorted(shown, key=lambda one: (-one.sources, -one.said[0].lost)))


def audits_say(competency: Competency, standing: Mapping[tuple[str, str], ItemStanding]) -> SaidBy:
    """Say what reviews tell of a competency.

    Args:
        competency: The competency.
        standing: Rubric and item to how it stands.

    Returns:
        A gap where at least one of its items stands below the second band in
        `COMPETENCY_FILES_LEAST` files or more; cannot tell where no item has so many.
    """
    keys = ((rubric, code) for rubric, codes in competency.items.items() for code in codes)
    known = [standing[key] for key in keys if key in standing]
    told = [one for one in known if one.is_below is not None]
    below = sorted((one for one in told if one.is_below), key=lambda one: (-one.lost, one.code))
    return SaidBy(
        GapSource.AUDITS,
        bool(below) if told else None,
        len(below),
        len(told),
        max((one.files for one in told), default=0),
        tuple(below),
        sum((one.lost for one in below), Fraction(0)),
    )


def matrix_of(framework: Framework, people: Sequence[WorkerStanding]) -> tuple[LevelCounts, ...]:
    """Count workers by competency and level.

    Args:
        framework: The framework.
        people: Workers of the area at one or more centres.

    Returns:
        One row for each competency. Of those whose results the reader may not read it counts a
        centre's only where there are `COMPETENCY_PEOPLE_LEAST` of them or more.
    """
    return tuple(_counts(one, people) for one in framework.competencies.values())


def _counts(competency: Competency, people: Sequence[WorkerStanding]) -> LevelCounts:
    assessed = [one for one in people if competency.code in one.levels]
    told = told_people(assessed)
    if not told:
        return LevelCounts(competency, None, None, 0, 0)
    counts = {level: sum(one.levels[competency.code] is level for one in told) for level in Level}
    rated = told_people(one for one in told if expected_level(competency, one.tier) is not None)
    below = sum(bool(_is_below(competency, one)) for one in rated) if rated else None
    return LevelCounts(competency, counts, below, len(rated), len(told))


def told_people(people: Iterable[WorkerStanding]) -> tuple[WorkerStanding, ...]:
    """Leave out workers of whom nothing may be told.

    Args:
        people: Workers with something to count.

    Returns:
        Those whose own results the reader may read, and of each centre the others where they are
        `COMPETENCY_PEOPLE_LEAST` or more: so no sum or difference of centres and places tells of
        fewer.

    Source: docs/methods/disclosure.md.
    """
    by_centre: dict[int, list[WorkerStanding]] = defaultdict(list)
    for one in people:
        by_centre[one.centre_id].append(one)
    found: list[WorkerStanding] = []
    for _centre, group in sorted(by_centre.items()):
        closed = sum(not one.is_open for one in group)
        all_told = is_told(closed, COMPETENCY_PEOPLE_LEAST)
        found += [one for one in group if one.is_open or all_told]
    return tuple(found)


def _assessments_say(competency: Competency, people: Sequence[WorkerStanding]) -> SaidBy:
    rated = [
        one
        for one in people
        if competency.code in one.levels and expected_level(competency, one.tier) is not None
    ]
    told = told_people(rated)
    short = sum(bool(_is_below(competency, one)) for one in told)
    return SaidBy(GapSource.ASSESSMENTS, _is_many(short, len(told)), short, len(told))


def _surveys_say(competency: Competency, people: Sequence[WorkerStanding]) -> SaidBy:
    told = told_people(one for one in people if competency.code in one.marks)
    short = sum(one.marks[competency.code].is_need for one in told)
    return SaidBy(GapSource.SURVEYS, _is_many(short, len(told)), short, len(told))


def _is_below(competency: Competency, one: WorkerStanding) -> bool | None:
    expected = expected_level(competency, one.tier)
    return None if expected is None else one.levels[competency.code] < expected


def _is_many(short: int, n: int) -> bool | None:
    return short * _WHOLE_PCT >= n * COMPETENCY_GAP_PCT if n else None
