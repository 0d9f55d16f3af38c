"""Centres of a place beside each other: what is shown of each, with its interval; never a rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from qa_app.domain.defaults import (
    COMPARED_GROUPS_LEAST,
    CONFORMING_BAND,
    FILES_PER_POINT,
    LQAS_UPPER_PCT,
    SCORE_LINE_PCT,
    SHARE_DENOMINATOR,
)
from qa_app.domain.rounding import MILLION
from qa_app.domain.shares import Measure
from qa_app.domain.statistics.distributions import t_quantile
from qa_app.domain.statistics.funnel import Counted, Flag, Funnel, funnel
from qa_app.domain.statistics.intervals import CONFIDENCE, hypergeometric, wilson

_WHOLE_PCT = 100


class Shown(StrEnum):
    """How much is said of a centre."""

    VALUE = "value"
    COUNTED = "counted"
    FEW = "few"
    NO_FILES = "no_files"


@dataclass(frozen=True, slots=True)
class UnitSum:
    """Files of a centre or a place in twelve months, of one rubric version.

    Attributes:
        file_count: Files that count.
        scored_count: Those of them with a number.
        score_sum: Their ratios added up, in millionths.
        bands: Files by place of the band, best first.
        stop_count: Files with a tripped red line.
        final_count: Files whose result is final.
        census_count: Files read because all were.
        group_count: Months with files, each way of choosing files apart.
        group_squares: Sum over these of the squared sum of ratios by their number, in millionths
            squared; it is only used for an interval.
    """

    file_count: int
    scored_count: int
    score_sum: int
    bands: tuple[int, ...]
    stop_count: int
    final_count: int
    census_count: int = 0
    group_count: int = 0
    group_squares: float = 0.0


NO_FILES = UnitSum(0, 0, 0, (), 0, 0)


@dataclass(frozen=True, slots=True)
class Compared:
    """What is shown of one centre.

    Attributes:
        shown: How much.
        count: Files that the number rests on.
        found: How many of them conform; None of a mean, and where that is not shown.
        value: Share or mean, 0..1, exact; None where it is not shown.
        low: Lower end of its interval; None where there is none.
        high: Upper end; None likewise.
        is_census: True where every file there was has been read, so that nothing is uncertain.
        open_count: Files whose result may still change.
        flag: Where it lies in the funnel; None without one.
    """

    shown: Shown
    count: int
    found: int | None = None
    value: Fraction | None = None
    low: float | None = None
    high: float | None = None
    is_census: bool = False
    open_count: int = 0
    flag: Flag | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that a page of comparison shows.

    Attributes:
        measure: What is compared.
        rows: One for each centre or place, in the order given.
        funnel: What shares are held against; None for means, and where no share is shown.
        counted: What the funnel was drawn from, by the place of a row.
    """

    measure: Measure
    rows: tuple[Compared, ...]
    funnel: Funnel | None
    counted: Mapping[int, Counted]

    @property
    def flagged(self) -> tuple[int, ...]:
        """Places of the rows that lie below the outer limits."""
        return tuple(number for number, row in enumerate(self.rows) if row.flag is Flag.BELOW_ACT)

    @property
    def valued(self) -> tuple[int, ...]:
        """Places of the rows that show a number."""
        return tuple(number for number, row in enumerate(self.rows) if row.shown is Shown.VALUE)


def line_pct(measure: Measure) -> int:
    """Give the line that a measure is held against.

    Args:
        measure: What is compared.

    Returns:
        In per cent: that of the criterion for a mean, the target of lot quality assurance for the
        share at band B or above; no red line at all for the share without one.
    """
    return {
        Measure.SCORE: SCORE_LINE_PCT,
        Measure.BAND: LQAS_UPPER_PCT,
        Measure.REDLINE: _WHOLE_PCT,
    }[measure]


def counted_of(one: UnitSum, measure: Measure) -> Counted:
    """Count what conforms.

    Args:
        one: The files of a centre.
        measure: A share; of a mean nothing conforms.

    Returns:
        Files at band B or above of those that have a band, or files without a red line of all.
    """
    if measure is Measure.REDLINE:
        return Counted(one.file_count - one.stop_count, one.file_count)
    return Counted(sum(one.bands[:CONFORMING_BAND]), sum(one.bands))


def is_enough(one: UnitSum, measure: Measure, *, is_visits: bool = False) -> bool:
    """Tell whether a number may be shown of a centre.

    Args:
        one: Its files.
        measure: What is compared.
        is_visits: True where one audit covers the whole of one centre.

    Returns:
        True from `FILES_PER_POINT` files for a mean, from one visit to a whole centre, and from
        `SHARE_DENOMINATOR` files for a share.
    """
    if measure is Measure.SCORE:
        return one.scored_count >= (1 if is_visits else FILES_PER_POINT)
    return counted_of(one, measure).count >= SHARE_DENOMINATOR


def compare(
    sums: Sequence[UnitSum], measure: Measure, *, sees_files: bool, is_visits: bool = False
) -> Comparison:
    """Lay centres beside each other.

    Args:
        sums: The files of each; those of none where nothing was read.
        measure: What is compared.
        sees_files: True for those who may read the audits themselves: of too few files they see
            how many conform. Others see how many files there were, and the common share is that
            of the centres shown to them, so that nothing hidden can be worked out from it.
        is_visits: True where one audit covers the whole of one centre.

    Returns:
        The comparison.

    Source: docs/methods/comparison.md.
    """
    if measure is Measure.SCORE:
        rows = tuple(_mean(one, is_visits=is_visits) for one in sums)
        return Comparison(measure, rows, None, {})
    counted = {number: counted_of(one, measure) for number, one in enumerate(sums)}
    if not sees_files:
        counted = {n: one for n, one in counted.items() if is_enough(sums[n], measure)}
    places = sorted(counted)
    standard = Fraction(line_pct(measure), _WHOLE_PCT)
    made = funnel([counted[number] for number in places], standard)
    flags = dict(zip(places, made.flags, strict=True))
    rows = tuple(
        _share(one, measure, flags.get(number), sees_files=sees_files)
        for number, one in enumerate(sums)
    )
    has_shares = any(row.shown is Shown.VALUE for row in rows)
    return Comparison(measure, rows, made if has_shares else None, counted)


def _share(one: UnitSum, measure: Measure, flag: Flag | None, *, sees_files: bool) -> Compared:
    counted = counted_of(one, measure)
    if not counted.count:
        return Compared(Shown.NO_FILES, 0)
    open_count = one.file_count - one.final_count
    if not is_enough(one, measure):
        shown, found = (Shown.COUNTED, counted.found) if sees_files else (Shown.FEW, None)
        return Compared(shown, counted.count, found, open_count=open_count, flag=flag)
    value = Fraction(counted.found, counted.count)
    low, high = _share_ends(counted, is_census=_is_census(one))
    return Compared(
        Shown.VALUE,
        counted.count,
        counted.found,
        value,
        low,
        high,
        _is_census(one),
        open_count,
        flag,
    )


def _share_ends(counted: Counted, *, is_census: bool) -> tuple[float | None, float | None]:
    if is_census:
        exact = hypergeometric(counted.found, counted.count, counted.count)
        return (None, None) if exact is None else (float(exact.low), float(exact.high))
    probable = wilson(counted.found, counted.count)
    return (None, None) if probable is None else (probable.low, probable.high)


def _is_census(one: UnitSum) -> bool:
    return 0 < one.file_count == one.census_count


def _mean(one: UnitSum, *, is_visits: bool) -> Compared:
    if not one.scored_count:
        return Compared(Shown.NO_FILES, 0)
    open_count = one.file_count - one.final_count
    if not is_enough(one, Measure.SCORE, is_visits=is_visits):
        return Compared(Shown.FEW, one.scored_count, open_count=open_count)
    value = Fraction(one.score_sum, one.scored_count * MILLION)
    is_census = _is_census(one)
    low, high = (float(value), float(value)) if is_census else mean_ends(one)
    return Compared(Shown.VALUE, one.scored_count, None, value, low, high, is_census, open_count)


def mean_ends(one: UnitSum) -> tuple[float | None, float | None]:
    """Give the interval of a mean score from how far its months lie apart.

    Args:
        one: The files of a centre.

    Returns:
        Both ends, 0..1; None with fewer than `COMPARED_GROUPS_LEAST` months, or where months do
        not differ.

    Source: docs/methods/comparison.md; the months as random groups (Wolter 2007, chapter 2).
    """
    count, groups = one.scored_count, one.group_count
    if groups < COMPARED_GROUPS_LEAST or count < groups:
        return None, None
    total = float(one.score_sum)
    between = (one.group_squares - total * total / count) / MILLION**2
    # rounding alone must not make an interval out of nothing
    if between <= count * 1e-12:
        return None, None
    mean = total / count / MILLION
    tail = float(1 - (1 - CONFIDENCE) / 2)
    reach = t_quantile(tail, groups - 1) * sqrt(between / (groups - 1) / count)
    return max(0.0, mean - reach), min(1.0, mean + reach)
