"""What was measured for one test of a criterion, and the verdict that follows from it alone."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.metrics import METRICS, Scale
from qa_app.domain.rules.records import Record, RecordSum, in_order, plain_records, sum_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.scoring_compile import holds
from qa_app.domain.scoring_plain import ratio_text, read_ratio
from qa_app.domain.statistics.intervals import wilson_ends
from qa_app.domain.trust_defaults import RECORDS_LISTED_MOST
from qa_app.domain.verdicts import Verdict

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was found for one test.

    Attributes:
        value: The exact number (a share between 0 and 1), or the state; None when there is none.
        n: Files, people or events looked at.
        count: Of those, how many the value counts; None when it counts none.
        gap: Why nothing can be told, as a code; empty when something can.
        is_vacuous: True when nothing fell due: met, if so few may tell.
        is_mild: True when what stands against the centre is kept in bounds, as its parameters ask.
        low: Lower end of the value's interval of 95 %; None without one.
        high: Upper end; None likewise.
        first_day: First day that is looked at; None when everything until the last is.
        last_day: Last day; None when the state of the day itself counts.
        records: What it rests on, in a fixed order.
        summed: What it rests on where that is more than is listed; None else.
        stated: Verdict of the test as the platform states it, where numbers are held back from a
            dossier (`sight.without_numbers`); None everywhere else.
        lacking: Codes of what is not there, where it has names; not kept, since it only says what
            somebody could do.
        not_before: First day on which it can come out otherwise, whatever anybody does; None where
            that can be any day; not kept either.
        around: Both ends of an interval of 95 % that is shown while the value is fresh; not kept
            either, so that evaluations of past days stay as they were.
        is_older: True when it counts what lies before the twelve months up to the day, which a
            view of an earlier day counted as well; not kept either.
        versions: Versions of a rubric whose scores are put together or compared, though charts
            keep them apart, and how many files each; none where there is one; not kept either.
    """

    value: Fraction | str | None = None
    n: int = 0
    count: int | None = None
    gap: str = ""
    is_vacuous: bool = False
    is_mild: bool = False
    low: Fraction | None = None
    high: Fraction | None = None
    first_day: date | None = None
    last_day: date | None = None
    records: tuple[Record, ...] = ()
    summed: RecordSum | None = None
    stated: Verdict | None = None
    lacking: tuple[str, ...] = ()
    not_before: date | None = None
    around: tuple[Fraction, Fraction] | None = None
    is_older: bool = False
    versions: tuple[tuple[str, int], ...] = ()

    @property
    def record_count(self) -> int:
        """How many records it names, listed or not."""
        return len(self.records) if self.summed is None else self.summed.count


def with_records(found: Measurement, records: Iterable[Record]) -> Measurement:
    """Name what a measurement rests on.

    Args:
        found: The measurement.
        records: Its records, whose ids are numbers.

    Returns:
        It with the records by kind and number.
    """
    return replace(found, records=in_order(records))


def summed_up(leaf: Leaf, found: Measurement) -> Measurement:
    """Keep of many records of the review programme how many they are, and one digest of the list.

    Args:
        leaf: The test.
        found: What was measured.

    Returns:
        The same where it lists no more than `RECORDS_LISTED_MOST`, and where it tells of the
        centre: what is listed then is its own. Whoever measures again can hold their list against
        the sum.
    """
    metric = METRICS.get(leaf.metric)
    is_owed = metric is not None and metric.is_of_programme
    if not is_owed or len(found.records) <= RECORDS_LISTED_MOST:
        return found
    return replace(found, records=(), summed=sum_of(found.records))


def without_records(found: Measurement) -> Measurement:
    """Leave out which records a measurement rests on, and how many.

    Args:
        found: The measurement.

    Returns:
        All else of it.
    """
    return replace(found, records=(), summed=None)


def verdict_of(leaf: Leaf, found: Measurement) -> Verdict:
    """Hold what was measured against a test.

    Args:
        leaf: The test.
        found: What was measured.

    Returns:
        `cannot_tell` for a gap, for fewer than `min_n`, and for what the review programme owes and
        does not reach; else met, conditional or not met. What is stated, as it is stated.

    Source: the criteria file, `evidence_rule` and `criteria`.
    """
    if found.stated is not None:
        return found.stated
    if found.gap or found.n < (leaf.min_n or 0):
        return Verdict.CANNOT_TELL
    if found.is_vacuous or _passes(leaf.met, found.value):
        return Verdict.MET
    if found.is_mild or _passes(leaf.conditional, found.value):
        return Verdict.CONDITIONAL
    metric = METRICS.get(leaf.metric)
    is_owed = metric is not None and metric.is_of_programme
    return Verdict.CANNOT_TELL if is_owed or found.value is None else Verdict.NOT_MET


def interval_of(leaf: Leaf, found: Measurement) -> tuple[Fraction, Fraction] | None:
    """Give the interval of 95 % of what was measured.

    That of a share of events follows from how many count and how many were looked at (Wilson), so
    it is kept nowhere and changes no digest of an evaluation; that of a mean of files is there
    while it is fresh; others were kept with their value.

    Args:
        leaf: The test.
        found: What was measured.

    Returns:
        Both ends; None where nothing can be told, where one end is missing, and of numbers that
        have no interval.

    Source: Newcombe 1998, method 3; ADR 0052.
    """
    if found.gap or not found.n or found.n < (leaf.min_n or 0):
        return None
    if found.low is not None and found.high is not None:
        return found.low, found.high
    if found.around is not None:
        return found.around
    metric = METRICS.get(leaf.metric)
    if metric is None or not metric.is_of_events or found.count is None or found.is_vacuous:
        return None
    low, high = wilson_ends(found.count, found.n)
    return Fraction(low), Fraction(high)


def number_told(leaf: Leaf, found: Measurement) -> Fraction | None:
    """Give the number that is shown, which for a difference may be another one than was tested.

    A difference whose interval holds zero is tested as 0 where the test asks for it; what was
    measured is the middle of its interval (`review_measures.score_change`), in evidence kept
    before as well.

    Args:
        leaf: The test.
        found: What was measured.

    Returns:
        The number, exact; None where there is none.
    """
    metric = METRICS.get(leaf.metric)
    is_change = metric is not None and metric.scale is Scale.CHANGE
    if is_change and found.low is not None and found.high is not None:
        return (found.low + found.high) / 2
    return found.value if isinstance(found.value, Fraction) else None


def counts_as_no_change(leaf: Leaf, found: Measurement) -> bool:
    """Tell whether a difference was tested as 0 because its interval holds zero.

    Args:
        leaf: The test.
        found: What was measured.

    Returns:
        True where the test asks for it and both ends do not lie on one side of zero.
    """
    if not leaf.params.get("significant_only") or found.low is None or found.high is None:
        return False
    return found.low <= 0 <= found.high


def _passes(test: Threshold | str | None, value: Fraction | str | None) -> bool:
    if isinstance(test, Threshold):
        return isinstance(value, Fraction) and holds(test, value)
    return test is not None and value == test


def plain_measurement(found: Measurement) -> dict[str, Any]:
    """Give a measurement as plain data.

    Args:
        found: The measurement.

    Returns:
        Numbers exact as `a/b`, days as text; what is not there is left out.
    """
    is_state = isinstance(found.value, str)
    plain: dict[str, Any] = {
        "state": found.value if is_state else None,
        "value": None if is_state else _ratio(found.value),
        "count": found.count,
        "gap": found.gap or None,
        "is_vacuous": found.is_vacuous or None,
        "is_mild": found.is_mild or None,
        "low": _ratio(found.low),
        "high": _ratio(found.high),
        "first_day": found.first_day and found.first_day.isoformat(),
        "last_day": found.last_day and found.last_day.isoformat(),
        "records": plain_records(found.records) or None,
        "records_sum": found.summed and asdict(found.summed),
        "stated": found.stated and found.stated.value,
    }
    counted = {} if found.stated else {"n": found.n}
    return counted | {name: value for name, value in plain.items() if value is not None}


def _ratio(value: Fraction | str | None) -> str | None:
    return ratio_text(value) if isinstance(value, Fraction) else None


def measurement_from(plain: Plain) -> Measurement:
    """Read a measurement back.

    Args:
        plain: What `plain_measurement` gave.

    Returns:
        An equal one.
    """
    return Measurement(
        value=read_ratio(plain["value"]) if "value" in plain else plain.get("state"),
        n=0 if "stated" in plain else plain["n"],
        count=plain.get("count"),
        gap=plain.get("gap", ""),
        is_vacuous=plain.get("is_vacuous", False),
        is_mild=plain.get("is_mild", False),
        low=read_ratio(plain.get("low")),
        high=read_ratio(plain.get("high")),
        first_day=_day(plain.get("first_day")),
        last_day=_day(plain.get("last_day")),
        records=tuple(Record(*one) for one in plain.get("records", ())),
        summed=RecordSum(**plain["records_sum"]) if "records_sum" in plain else None,
        stated=Verdict(plain["stated"]) if "stated" in plain else None,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
