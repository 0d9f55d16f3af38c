"""When who reads, or how files are drawn, changed so much that limits begin anew."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from qa_app.domain.charting import Cut, CutReason
from qa_app.domain.defaults import FILES_PER_POINT, STRETCH_KNOWN_PCT, STRETCH_MEMORY_MONTHS
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


def cuts_by_facts(months: Iterable[ReadingMonth]) -> tuple[Cut, ...]:
    """Find where a new stretch begins because other people read, or files are drawn otherwise.

    Months are gathered, in order of time, until they hold `FILES_PER_POINT` files. Such a run of
    months begins a new stretch when fewer than `STRETCH_KNOWN_PCT` of its files were read by
    people who read there in the `STRETCH_MEMORY_MONTHS` months that end with the last month read
    before it; designs likewise. Files whose reader or design is not known are left out, and
    fewer than `FILES_PER_POINT` files before say nothing.

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
    cuts = [Cut(month, CutReason.READERS) for month in _new_months(readers)]
    cuts += (Cut(month, CutReason.DESIGN) for month in _new_months(designs))
    return tuple(sorted(cuts, key=lambda cut: (cut.month, cut.reason)))


def _new_months(counts: Mapping[int, Counter[_Kind]]) -> Iterable[int]:
    begun: int | None = None
    run: Counter[_Kind] = Counter()
    for month in sorted(counts):
        begun = month if begun is None else begun
        run += counts[month]
        if run.total() < FILES_PER_POINT:
            continue
        before = _memory(counts, begun)
        known = sum(files for kind, files in run.items() if kind in before)
        if before.total() >= FILES_PER_POINT and (
            known * _WHOLE_PCT < STRETCH_KNOWN_PCT * run.total()
        ):
            yield begun
        begun, run = None, Counter()


def _memory(counts: Mapping[int, Counter[_Kind]], begun: int) -> Counter[_Kind]:
    earlier = [month for month in counts if month < begun]
    if not earlier:
        return Counter()
    first = max(earlier) - STRETCH_MEMORY_MONTHS + 1
    return sum((counts[month] for month in earlier if month >= first), Counter())
