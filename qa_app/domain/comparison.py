"""Centres of a place beside each other: what is shown of each, with its interval; never a rank."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from operator import attrgetter

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
from qa_app.domain.statistics.funnel import Counted, Flag, Funnel, funnel
from qa_app.domain.statistics.intervals import CONFIDENCE, hypergeometric, wilson
from qa_app.domain.statistics.student import t_quantile

_WHOLE_PCT = 100


class Shown(StrEnum):
    """How much is said of a centre."""

    VALUE = "value"
    COUNTED = "counted"
    FEW = "few"
    HELD = "held"
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
        group_count: Groups of files that were drawn together: of a centre its months with files,
            of a place its centres with files.
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
class Sums:
    """The files of a centre or a place.

    Attributes:
        every: All that count.
        final: Those of them whose result is final.
    """

    every: UnitSum
    final: UnitSum


NO_SUMS = Sums(NO_FILES, NO_FILES)


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
        flag: Where its final results lie in the funnel; None without one.
        held: What is held against the funnel: final results alone; None without a funnel, and
            where they are too few to be told.
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
    held: Counted | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that a page of comparison shows.

    Attributes:
        measure: What is compared.
        rows: One for each centre or place, in the order given.
        funnel: What shares are held against; None for means, and where no share is held.
    """

    measure: Measure
    rows: tuple[Compared, ...]
    funnel: Funnel | None

    @property
    def flagged(self) -> tuple[int, ...]:
        """Places of the rows that lie below the outer limits."""
        return tuple(number for number, row in enumerate(self.rows) if row.flag is Flag.BELOW_ACT)

    @property
    def judged(self) -> tuple[int, ...]:
        """Places of the rows that are held against the funnel."""
        return tuple(number for number, row in enumerate(self.rows) if row.held is not None)

    @property
    def valued(self) -> tuple[int, ...]:
        """Places of the rows that show a number."""
        return tuple(number for number, row in enumerate(self.rows) if row.shown is Shown.VALUE)


@dataclass(frozen=True, slots=True)
class Conforming:
    """What is compared, and which results conform.

    Attributes:
        measure: What is compared.
        good: How many bands or ratings conform, the best first.
    """

    measure: Measure
    good: int = CONFORMING_BAND


def line_pct(measure: Measure) -> int:
    """Give the line that a measure is held against.

    Args:
        measure: What is compared.

    Returns:
        In per cent: that of the criterion for a mean, the target of lot quality assurance for the
        share at band B or above, or rated well; no red line at all for the share without one.
    """
    return {
        Measure.SCORE: SCORE_LINE_PCT,
        Measure.BAND: LQAS_UPPER_PCT,
        Measure.RATING: LQAS_UPPER_PCT,
        Measure.REDLINE: _WHOLE_PCT,
    }[measure]


def counted_of(one: UnitSum, measure: Measure) -> Counted:
    """Count what conforms.

    Args:
        one: The files of a centre.
        measure: A share; of a mean nothing conforms.

    Returns:
        Files at band B or above of those that have a band, well rated ones of those that are rated
        (`by_rating`), or files without a red line of all.
    """
    if measure is Measure.REDLINE:
        return Counted(one.file_count - one.stop_count, one.file_count)
    return Counted(sum(one.bands[:CONFORMING_BAND]), sum(one.bands))


def by_rating(sums: Sums, good: int) -> Sums:
    """Part files that were rated by name, not by band, into those that conform and the others.

    Args:
        sums: Files, their places those of ratings.
        good: How many ratings conform, the best first.

    Returns:
        The same files, the conforming ones in the best place, the others below what conforms.
    """
    return Sums(_by_rating(sums.every, good), _by_rating(sums.final, good))


def _by_rating(one: UnitSum, good: int) -> UnitSum:
    found = sum(one.bands[:good])
    below = (0,) * (CONFORMING_BAND - 1)
    return replace(one, bands=(found, *below, sum(one.bands) - found))


def is_enough(one: UnitSum, measure: Measure, *, is_visits: bool = False) -> bool:
    """Tell whether a number may be shown of a centre.

    Args:
        one: Its files.
        measure: What is compared.
        is_visits: True where one audit covers the whole of one centre.

    Returns:
        True from `FILES_PER_POINT` files for a mean, from one visit to a whole centre, and from
        `SHARE_DENOMINATOR` files for a share; the rating of a visit is told with its number.
    """
    if measure is Measure.SCORE:
        return one.scored_count >= (1 if is_visits else FILES_PER_POINT)
    is_told_alone = is_visits and measure is Measure.RATING
    return counted_of(one, measure).count >= (1 if is_told_alone else SHARE_DENOMINATOR)


def standard_of(centres: Iterable[UnitSum], measure: Measure) -> Funnel | None:
    """Make what shares are held against, from the whole network and never from a part of it.

    Args:
        centres: Final results of every centre of the network. Who looks, and from which place,
            changes nothing about them, so that a centre has one verdict.
        measure: What is compared.

    Returns:
        The funnel of all centres with `SHARE_DENOMINATOR` files or more; the target for its middle
        where these are fewer than `FUNNEL_CENTRES`, and none of ratings, which have no target.
        None of a mean.

    Source: docs/methods/funnel.md.
    """
    if measure is Measure.SCORE:
        return None
    return standard_of_counts((counted_of(one, measure) for one in centres), measure)


def standard_of_counts(counted: Iterable[Counted], measure: Measure) -> Funnel | None:
    """Make what shares are held against, from what conforms in each centre.

    Args:
        counted: Final results of every centre of the network; those with fewer than
            `SHARE_DENOMINATOR` may be left out, because nothing is made of them.
        measure: A share.

    Returns:
        As `standard_of`. The order of centres changes nothing, to the last digit.
    """
    ordered = sorted(sorted(counted, key=attrgetter("found")), key=attrgetter("count"))
    made = funnel(ordered, Fraction(line_pct(measure), _WHOLE_PCT))
    return None if measure is Measure.RATING and made.is_standard else made


def compare(
    sums: Sequence[Sums],
    measure: Measure,
    standard: Funnel | None,
    *,
    sees_files: bool,
    tells_few: bool = True,
    is_visits: bool = False,
) -> Comparison:
    """Lay centres beside each other.

    Args:
        sums: The files of each; those of none where nothing was read.
        measure: What is compared.
        standard: From `standard_of`.
        sees_files: True for those who may read the audits themselves: they see provisional results
            too, and of too few files how many conform. Others see how many final ones there were.
        tells_few: False where nobody is told how many of too few files conform.
        is_visits: True where one audit covers the whole of one centre.

    Returns:
        The comparison. Only final results are held against the funnel, whoever looks.

    Source: docs/methods/comparison.md.
    """
    seen = [one.every if sees_files else one.final for one in sums]
    if measure is Measure.SCORE:
        return Comparison(measure, tuple(_mean(one, is_visits=is_visits) for one in seen), None)
    rows = tuple(
        _held(
            _share(one, counted_of(one, measure), tells_few=sees_files and tells_few),
            counted_of(each.final, measure),
            standard,
        )
        for one, each in zip(seen, sums, strict=True)
    )
    return Comparison(measure, rows, standard if any(row.held for row in rows) else None)


def _held(row: Compared, final: Counted, standard: Funnel | None) -> Compared:
    if standard is None or row.shown is Shown.NO_FILES:
        return row
    is_told = final.count >= standard.least
    return replace(row, flag=standard.flag(final), held=final if is_told else None)


def _share(one: UnitSum, counted: Counted, *, tells_few: bool) -> Compared:
    if not counted.count:
        return Compared(Shown.NO_FILES, 0)
    open_count = one.file_count - one.final_count
    if counted.count < SHARE_DENOMINATOR:
        shown, found = (Shown.COUNTED, counted.found) if tells_few else (Shown.FEW, None)
        return Compared(shown, counted.count, found, open_count=open_count)
    is_census = _is_census(one)
    low, high = _share_ends(counted, is_census=is_census)
    count, found = counted.count, counted.found
    value = Fraction(found, count)
    return Compared(Shown.VALUE, count, found, value, low, high, is_census, open_count)


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


def place_sum(centres: Sequence[UnitSum]) -> UnitSum:
    """Add the centres of a place up.

    Args:
        centres: Their files.

    Returns:
        All of them together. What lies in one centre was drawn and read alike, so each centre with
        files is a group.
    """
    longest = max((len(one.bands) for one in centres), default=0)
    scored = [one for one in centres if one.scored_count]
    return UnitSum(
        file_count=sum(one.file_count for one in centres),
        scored_count=sum(one.scored_count for one in centres),
        score_sum=sum(one.score_sum for one in centres),
        bands=tuple(
            sum(one.bands[place] for one in centres if place < len(one.bands))
            for place in range(longest)
        ),
        stop_count=sum(one.stop_count for one in centres),
        final_count=sum(one.final_count for one in centres),
        census_count=sum(one.census_count for one in centres),
        group_count=len(scored),
        group_squares=sum(float(one.score_sum) ** 2 / one.scored_count for one in scored),
    )


def mean_ends(one: UnitSum) -> tuple[float | None, float | None]:
    """Give the interval of a mean score from how far its groups lie apart.

    Args:
        one: The files of a centre, in months, or of a place, in centres.

    Returns:
        Both ends, 0..1; None with fewer than `COMPARED_GROUPS_LEAST` groups, or where they do not
        differ.

    Source: docs/methods/comparison.md; random groups (Wolter 2007, chapter 2).
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
