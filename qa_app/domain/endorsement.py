"""What reviews say of a centre's area, and what can be measured by it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Final

from qa_app.domain.action_evidence import NO_ACTIONS, ActionEvidence
from qa_app.domain.criteria_period import first_month_of
from qa_app.domain.defaults import ROUND_FILES, ROUNDS_JUDGED
from qa_app.domain.item_pairs import NO_PAIRS, Pairs
from qa_app.domain.month_grid import first_day
from qa_app.domain.profiles import GivenUp
from qa_app.domain.reliability import NO_RELIABILITY, Reliability
from qa_app.domain.rounding import MILLION
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import Measurement, verdict_of, with_records
from qa_app.domain.rules.metrics import METRICS
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.scoring_compile import holds as passes
from qa_app.domain.statistics.means import mean_ends
from qa_app.domain.verdicts import WORST_FIRST, Verdict

NO_FILE: Final = "no_file"
NOT_RATED: Final = "not_rated"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Which days were looked at.

    Attributes:
        first: First local day.
        last: Last one.
    """

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class HalfYear:
    """Scored files of one rubric in one half-year.

    Attributes:
        rubric: The rubric's code; scores of two rubrics are never mixed.
        half: The half-year, as `half_of` numbers it.
        file_count: Scored files.
        score_sum: Sum of their ratios 0..1 in millionths.
        square_sum: Sum of the squares of these.
        banded_count: Files with a grade band.
        upper_count: Those of them in band B or above.
        versions: Versions of the rubric that they were read with, oldest first, and how many
            scored files each; none where nobody asked.
    """

    rubric: str
    half: int
    file_count: int
    score_sum: int
    square_sum: int = 0
    banded_count: int = 0
    upper_count: int = 0
    versions: tuple[tuple[str, int], ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What final results of random and census samples say of a centre's area.

    Attributes:
        file_count: Files read in the period.
        banded_count: Those that have a grade band.
        lowest_band_count: Those in the lowest one.
        stop_count: Those with a red-line finding.
        halves: Scored files by rubric and half-year.
        tags: Tag to its pairs in the period.
        given_up: Safeguards that the team did without at some time of the period, though they
            would show how reliable readings are.
        reliability: What double readings of the area say, over every centre.
        actions: What corrective actions say.
    """

    file_count: int = 0
    banded_count: int = 0
    lowest_band_count: int = 0
    stop_count: int = 0
    halves: tuple[HalfYear, ...] = ()
    tags: Mapping[str, Pairs] = field(default_factory=dict)
    given_up: tuple[GivenUp, ...] = ()
    reliability: Reliability = NO_RELIABILITY
    actions: ActionEvidence = NO_ACTIONS


NO_EVIDENCE = Evidence()


def holds(test: Threshold | str | None, value: Fraction) -> bool:
    """Hold a number against a test.

    Args:
        test: The test; None and states hold for no number.
        value: The number, exact.

    Returns:
        True when it passes.
    """
    return isinstance(test, Threshold) and passes(test, value)


def measured(leaf: Leaf, tag: str, evidence: Evidence, window: Window) -> Measurement | None:
    """Measure one test by what reviews say.

    Args:
        leaf: The test.
        tag: Tag of the items that it reads; empty when it reads none.
        evidence: What reviews say.
        window: Days that were looked at, where no rounds of its own are.

    Returns:
        The measurement; None when reviews cannot answer the test.

    Source: the criteria file, `metric`; ADR 0013.
    """
    found = _MEASURES.get(leaf.metric)
    if found is None:
        return None
    if METRICS[leaf.metric].is_of_programme and evidence.given_up:
        return _relaxed(leaf, evidence, window)
    return found(_Test(leaf, tag, evidence, window))


def is_answered(metric: str) -> bool:
    """Tell whether reviews can answer a metric.

    Args:
        metric: The metric.

    Returns:
        False when what it needs comes from elsewhere.
    """
    return metric in _MEASURES


def versions_of(halves: Iterable[HalfYear]) -> tuple[tuple[str, int], ...]:
    """Tell which versions of a rubric scores are put together of.

    Args:
        halves: Half-years of one rubric whose scores are added up or compared.

    Returns:
        Versions and how many scored files each, in the order in which they came into use; none
        where all were read with one, so that nothing is mixed that charts keep apart.
    """
    counts: dict[str, int] = {}
    for version, count in (one for half in halves for one in half.versions if one[1]):
        counts[version] = counts.get(version, 0) + count
    return tuple(counts.items()) if len(counts) > 1 else ()


def span_of(halves: Sequence[int], window: Window) -> Window:
    """Give the days of some half-years.

    Args:
        halves: As `half_of` numbers them.
        window: What was looked at; the answer without half-years.

    Returns:
        From the first day of the first one to the last day of the last one, within the window.
    """
    if not halves:
        return window
    ends = first_day(first_month_of(max(halves) + 1)) - _ONE_DAY
    return Window(first_day(first_month_of(min(halves))), min(ends, window.last))


@dataclass(frozen=True, slots=True)
class _Test:
    # one test with all that it is held against
    leaf: Leaf
    tag: str
    evidence: Evidence
    window: Window

    @property
    def pairs(self) -> Pairs:
        return self.evidence.tags.get(self.tag, NO_PAIRS)

    def found(
        self, value: Fraction | str | None = None, n: int = 0, count: int | None = None
    ) -> Measurement:
        days = self.window
        return Measurement(value, n, count, first_day=days.first, last_day=days.last)

    def gap(self, code: str, n: int = 0, count: int | None = None) -> Measurement:
        days = self.window
        return Measurement(n=n, count=count, gap=code, first_day=days.first, last_day=days.last)

    def vacuous(self) -> Measurement:
        days = self.window
        return Measurement(is_vacuous=True, first_day=days.first, last_day=days.last)

    def is_below(self, n: int) -> bool:
        return n < (self.leaf.min_n or 0)


def _relaxed(leaf: Leaf, evidence: Evidence, window: Window) -> Measurement:
    # what was relaxed is never silently met; how many files were read twice stays to be seen
    test, read = _Test(leaf, "", evidence, window), evidence.reliability
    if leaf.metric != _TWICE or not read.read_count:
        return test.gap("relaxed")
    return with_records(test.gap("relaxed", read.read_count, read.twice_count), read.twice)


def _mean(test: _Test) -> Measurement:
    evidence = test.evidence
    halves = [half for half in evidence.halves if half.file_count]
    if not halves:
        return test.gap(NOT_RATED if evidence.file_count else NO_FILE)
    by_rubric = groupby(sorted(halves, key=lambda half: half.rubric), key=lambda half: half.rubric)
    found = [_mean_of(test, list(own)) for _, own in by_rubric]
    judged = [(verdict_of(test.leaf, one), one) for one in found if one is not None]
    if not judged:
        return test.gap("no_round", max(half.file_count for half in halves))
    return min(judged, key=lambda one: (WORST_FIRST.index(one[0]), one[1].value or 0))[1]


def _mean_of(test: _Test, halves: Sequence[HalfYear]) -> Measurement | None:
    rounds = sorted((h for h in halves if h.file_count >= ROUND_FILES), key=lambda h: h.half)
    rounds = rounds[-ROUNDS_JUDGED:]
    if not rounds:
        return None
    n = sum(half.file_count for half in rounds)
    if test.is_below(n):
        return test.found(n=n)
    total = sum(half.score_sum for half in rounds)
    days = span_of([half.half for half in rounds], test.window)
    return Measurement(
        Fraction(100 * total, n * MILLION),
        n,
        first_day=days.first,
        last_day=days.last,
        around=_around(n, total, sum(half.square_sum for half in rounds)),
        versions=versions_of(rounds),
    )


def _around(n: int, total: int, squares: int) -> tuple[Fraction, Fraction] | None:
    ends = mean_ends(n, total, squares)
    if ends is None:
        return None
    low, high = (100 * end / MILLION for end in ends)
    return max(low, Fraction(0)), min(high, Fraction(100))


def _lowest_band(test: _Test) -> Measurement:
    evidence, told = test.evidence, test.evidence.actions
    without = max(evidence.lowest_band_count - told.lowest_told, 0)
    count, loose = told.lowest_open + without, told.lowest_late + without
    if not count and not evidence.banded_count:
        return test.gap(NOT_RATED if evidence.file_count else NO_FILE)
    is_kind = test.leaf.params.get("running_in_time") == Verdict.CONDITIONAL
    return _open(test, count, evidence.banded_count, is_mild=is_kind and not loose)


def _red_lines(test: _Test) -> Measurement:
    evidence, told = test.evidence, test.evidence.actions
    without = max(evidence.stop_count - told.red_told, 0)
    count, loose = told.red_open + without, told.red_loose + without
    if not count and not evidence.file_count:
        return test.gap(NO_FILE)
    is_kind = test.leaf.params.get("contained") == Verdict.CONDITIONAL
    return _open(test, count, evidence.file_count, is_mild=is_kind and not loose)


def _open(test: _Test, count: int, n: int, *, is_mild: bool) -> Measurement:
    if test.is_below(n):
        return test.found(n=n)
    value, days = Fraction(count), test.window
    is_met = holds(test.leaf.met, value)
    return Measurement(
        value,
        n,
        count,
        is_mild=is_mild and not is_met,
        first_day=days.first,
        last_day=days.last,
    )


def _reports(test: _Test) -> Measurement:
    pairs = test.pairs
    n = pairs.due_count
    settled = _settled_without(test, pairs, n)
    if settled is not None:
        return settled
    unclear = n - pairs.top_count - pairs.failed_count
    told = test.evidence.actions
    whole, untrained = told.remedied.get(test.tag, 0), told.untrained.get(test.tag, 0)
    if pairs.failed_count > whole + untrained:
        return test.found("unremedied", n, pairs.failed_count)
    if pairs.failed_count > whole:
        return test.gap("remedy_unshown", n, pairs.failed_count)
    if unclear:
        return test.gap("unclear", n, unclear)
    return test.found("remedied" if pairs.failed_count else "none_failed", n, pairs.failed_count)


def _on_time(test: _Test) -> Measurement:
    pairs = test.pairs
    settled = _settled_without(test, pairs, pairs.scored_count)
    if settled is not None:
        return settled
    # "not applicable" by choice stays in force, or choosing it would raise the share
    n = pairs.due_count + pairs.left_out_count
    return test.found(Fraction(pairs.top_count, n), n, pairs.top_count)


def _actions_on_time(test: _Test) -> Measurement:
    told = test.evidence.actions.timely
    if not told.due:
        return test.gap("none_due")
    if test.is_below(told.due):
        return with_records(test.found(n=told.due), told.records)
    found = test.found(Fraction(told.in_time, told.due), told.due, told.in_time)
    return with_records(found, told.records)


def _agreement(test: _Test) -> Measurement:
    told = test.evidence.reliability
    n, days = told.banded_count, test.window
    if not n or told.agreement is None:
        return test.gap("none_twice")
    found = Measurement(told.agreement, n, low=told.low, first_day=days.first, last_day=days.last)
    return with_records(test.found(n=n) if test.is_below(n) else found, told.banded)


def _read_twice(test: _Test) -> Measurement:
    told = test.evidence.reliability
    if not told.read_count:
        return test.gap(NO_FILE)
    value = Fraction(told.twice_count, told.read_count)
    return with_records(test.found(value, told.read_count, told.twice_count), told.twice)


def _settled_without(test: _Test, pairs: Pairs, n: int) -> Measurement | None:
    # what can be said before looking at how the pairs turned out
    if not test.evidence.file_count:
        return test.gap(NO_FILE)
    if not pairs.has_item:
        return test.gap("no_item")
    if not pairs.due_count:
        return test.vacuous()
    if test.is_below(n):
        return test.found(n=n)
    return None if n else test.gap("too_few")


_TWICE = "share_double_rated_12m"

_MEASURES: dict[str, Callable[[_Test], Measurement]] = {
    "mean_score_last_two_rounds": _mean,
    "open_band_d_files": _lowest_band,
    "open_stop_findings": _red_lines,
    "mandatory_report_state": _reports,
    "share_tag_on_time_12m": _on_time,
    "agreement_ac2": _agreement,
    _TWICE: _read_twice,
    "share_actions_on_time_12m": _actions_on_time,
}
