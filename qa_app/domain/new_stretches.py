"""When who reads, or how files are drawn, changed so much that limits begin anew."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from qa_app.domain.charting import Cut, CutReason
from qa_app.domain.defaults import (
    FILES_PER_POINT,
    STRETCH_KNOWN_PCT,
    STRETCH_MEMORY_MONTHS,
    STRETCH_POOL_RUNS,
)
from qa_app.domain.sample_design import DrawMethod, SampleDesign
from qa_app.domain.totals import COUNTED_IN_CHARTS, CountedReading

UNNAMED = 0
"""Reader of a file whose reader is not known."""

UNDRAWN = ""
"""Design of a file that was not drawn here."""

_WHOLE_PCT = 100
_Kind = TypeVar("_Kind")


class ReadingMonthKey(NamedTuple):
    """Which total; the order of fields is the order in which totals are locked."""

    centre_id: int
    rubric_version_id: int
    month: int
    reader_id: int
    design: str


@dataclass(frozen=True, slots=True)
class ReadingMonth:
    """Files of a centre's month that one person read and that were drawn in one way.

    Attributes:
        month: As `totals.month_of` gives it.
        reader_id: Who read them; `UNNAMED` where nobody is named.
        design: How they were drawn, as `design_of` gives it.
        file_count: How many.
    """

    month: int
    reader_id: int
    design: str
    file_count: int


def drawn_as(design: SampleDesign) -> str:
    """Put a design into short: how files are chosen and what decides how many.

    Args:
        design: The design of a draw; its numbers are no part of it.

    Returns:
        Such as `simple/number`, `stratified:worker+risk/precision` or `all`.
    """
    if design.method is DrawMethod.ALL:
        return design.method.value
    by = "+".join(one.value for one in design.by)
    return f"{design.method.value}{':' if by else ''}{by}/{design.rule.value}"


def design_of(sample_type: str, drawn: str | None) -> str:
    """Name the design that a file counts under.

    Args:
        sample_type: Value of `totals.SampleType`; a sample and all files there are differ.
        drawn: From `drawn_as`; None for a file that no draw gave.

    Returns:
        Such as `random/simple/number`; `UNDRAWN` without a draw.
    """
    return UNDRAWN if drawn is None else f"{sample_type}/{drawn}"


def changes_to_reading_months(
    readings: Iterable[CountedReading], sign: int
) -> dict[ReadingMonthKey, int]:
    """Add up what readings change in the totals of who read and how files were drawn.

    Args:
        readings: Signed audits; those that enter no chart change nothing.
        sign: 1 adds them, -1 takes them away.

    Returns:
        Total to the files added.
    """
    changes: dict[ReadingMonthKey, int] = defaultdict(int)
    for one in readings:
        if one.sample_type in COUNTED_IN_CHARTS:
            key = ReadingMonthKey(
                one.centre_id, one.rubric_version_id, one.month, one.reader_id, one.design
            )
            changes[key] += sign
    return dict(changes)


@dataclass(frozen=True, slots=True)
class _Run(Generic[_Kind]):
    """Months that hold enough files, and what was known before them."""

    begun: int
    files: Counter[_Kind]
    before: Counter[_Kind]


def cuts_by_facts(months: Iterable[ReadingMonth]) -> tuple[Cut, ...]:
    """Find where a new stretch begins because other people read, or files are drawn otherwise.

    Months are gathered, in order of time, until they hold `FILES_PER_POINT` files. Such a run is
    mostly new when fewer than `STRETCH_KNOWN_PCT` of its files were drawn in ways, or read by
    people, of the `STRETCH_MEMORY_MONTHS` months that end with the last month read before it.
    A run drawn in mostly new ways begins a stretch. One read by mostly new people does so only
    where the pool of readers had settled (its `STRETCH_POOL_RUNS` last runs, taken together, were
    not mostly new) and changed for good (it and the runs after it, as many together, are mostly
    new to what was known before it). So neither rotation nor a stand-in begins anything.
    Files whose reader or design is not known are left out, and fewer than `FILES_PER_POINT` files
    before say nothing.

    Args:
        months: Of one centre and one rubric, all its versions.

    Returns:
        The cuts by month, at most one for each reason and month.

    Source: docs/methods/charts.md, "A new stretch".
    """
    readers: dict[int, Counter[int]] = defaultdict(Counter)
    designs: dict[int, Counter[str]] = defaultdict(Counter)
    for one in months:
        if one.reader_id != UNNAMED and one.file_count:
            readers[one.month][one.reader_id] += one.file_count
        if one.design != UNDRAWN and one.file_count:
            designs[one.month][one.design] += one.file_count
    cuts = [Cut(month, CutReason.READERS) for month in _new_pools(_runs(readers))]
    cuts += (
        Cut(run.begun, CutReason.DESIGN)
        for run in _runs(designs)
        if run.before.total() >= FILES_PER_POINT and _is_mostly_new((run,), run.before)
    )
    return tuple(sorted(cuts, key=lambda cut: (cut.month, cut.reason)))


def _new_pools(runs: Sequence[_Run[int]]) -> Iterator[int]:
    place = STRETCH_POOL_RUNS
    while place + STRETCH_POOL_RUNS <= len(runs):
        run, settled = runs[place], runs[place - STRETCH_POOL_RUNS : place]
        window = runs[place : place + STRETCH_POOL_RUNS]
        new_files = sum(_new_to(one, one.before) for one in settled)
        has_settled = not _is_most(new_files, settled)
        if (
            has_settled
            and run.before.total() >= FILES_PER_POINT
            and _is_mostly_new((run,), run.before)
            and _is_mostly_new(window, run.before)
        ):
            yield run.begun
            # who reads in the window is the new pool
            place += STRETCH_POOL_RUNS
        else:
            place += 1


def _new_to(run: _Run[_Kind], known: Counter[_Kind]) -> int:
    return sum(files for kind, files in run.files.items() if kind not in known)


def _is_mostly_new(runs: Sequence[_Run[_Kind]], known: Counter[_Kind]) -> bool:
    return _is_most(sum(_new_to(one, known) for one in runs), runs)


def _is_most(new_files: int, runs: Sequence[_Run[_Kind]]) -> bool:
    every = sum(one.files.total() for one in runs)
    return (every - new_files) * _WHOLE_PCT < STRETCH_KNOWN_PCT * every


def _runs(counts: Mapping[int, Counter[_Kind]]) -> list[_Run[_Kind]]:
    runs: list[_Run[_Kind]] = []
    begun: int | None = None
    files: Counter[_Kind] = Counter()
    before: Counter[_Kind] = Counter()
    # what the months hold that are remembered, the oldest of them first: moved on month by month
    memory: Counter[_Kind] = Counter()
    remembered: deque[int] = deque()
    for month in sorted(counts):
        if begun is None:
            while remembered and remembered[0] <= remembered[-1] - STRETCH_MEMORY_MONTHS:
                memory -= counts[remembered.popleft()]
            begun, before = month, memory.copy()
        files += counts[month]
        memory += counts[month]
        remembered.append(month)
        if files.total() >= FILES_PER_POINT:
            runs.append(_Run(begun, files, before))
            begun, files = None, Counter()
    return runs
