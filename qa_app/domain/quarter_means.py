"""Sections × quarters: the mean of a quarter, from the points of a series."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.month_grid import quarter_start
from qa_app.domain.series import Grain, Period, Point, Series

_WHOLE_PCT = 100


@dataclass(frozen=True, slots=True)
class QuarterMean:
    """What a quarter came to under one version.

    Attributes:
        first_month: First month of the quarter.
        version_id: The rubric version.
        value: Mean ratio 0..1, exact; None when there are too few files.
        file_count: Files with a number; all files where none has one.
        is_hollow: True while one of its files is provisional.
    """

    first_month: int
    version_id: int
    value: Fraction | None
    file_count: int
    is_hollow: bool


class Shade(StrEnum):
    """How a mean stands to the lines across a chart."""

    ABOVE = "above"
    BETWEEN = "between"
    BELOW = "below"
    NONE = "none"


def shade_of(value: Fraction | None, lines: Sequence[int]) -> Shade:
    """Hold a mean against the lines.

    Args:
        value: Ratio 0..1; None when not rated.
        lines: Percentages, the higher first; none for levels.

    Returns:
        At or above the higher line, between both, or below; none without a mean or lines.
    """
    if value is None or not lines:
        return Shade.NONE
    if value * _WHOLE_PCT >= max(lines):
        return Shade.ABOVE
    return Shade.BETWEEN if value * _WHOLE_PCT >= min(lines) else Shade.BELOW


def quarter_means(series: Series) -> Mapping[tuple[int, int], QuarterMean]:
    """Put the points of a series together by quarter.

    A quarter of a series is either one point or some rated months, so nothing is left out and
    the mean is that of all its files, each counting once.

    Args:
        series: The series of one section and one coverage.

    Returns:
        Quarter and version to its mean, which is None where the series does not rate the quarter.
    """
    points: dict[tuple[int, int], list[Point]] = {}
    for one in series.points:
        points.setdefault((quarter_start(one.period.first_month), one.version_id), []).append(one)
    return {key: _mean(key, together) for key, together in points.items()}


def quarters_shown(many: Iterable[Series], most: int) -> tuple[tuple[int, int], ...]:
    """Choose the columns of a heat table.

    Args:
        many: The series of its rows.
        most: How many columns there may be.

    Returns:
        Quarter and version, oldest first, at most the latest ones; a quarter in which two
        versions were in use has two columns, and quarters without files have none.
    """
    found = {
        (quarter_start(one.period.first_month), one.version_id)
        for series in many
        for one in series.points
    }
    return tuple(sorted(found)[-most:])


def period_of(first_month: int) -> Period:
    """Give a quarter as a period.

    Args:
        first_month: Its first month.

    Returns:
        The period.
    """
    return Period(first_month, Grain.QUARTER)


def _mean(key: tuple[int, int], points: Sequence[Point]) -> QuarterMean:
    rated = [(one.value, one.scored_count) for one in points if one.value is not None]
    scored = sum(one.scored_count for one in points)
    value = None
    if len(rated) == len(points) and scored:
        value = sum((mean * n for mean, n in rated), Fraction(0)) / scored
    files = scored or sum(one.file_count for one in points)
    return QuarterMean(*key, value, files, any(one.is_hollow for one in points))
