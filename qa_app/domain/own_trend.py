"""What somebody's own files show by section, the strongest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.defaults import OWN_TREND_QUARTERS
from qa_app.domain.month_grid import MONTHS_A_QUARTER, quarter_start
from qa_app.domain.series import Point, Series


@dataclass(frozen=True, slots=True)
class SectionMean:
    """One section over the last quarters.

    Attributes:
        section: Its code.
        value: Mean ratio 0..1, exact.
        file_count: Files that it rests on.
        is_strength: True at or above the line.
    """

    section: str
    value: Fraction
    file_count: int
    is_strength: bool


def strongest_first(
    sections: Mapping[str, Series], version_id: int, line: Fraction | None
) -> tuple[SectionMean, ...]:
    """Put the sections of one version in order.

    Args:
        sections: Section to its series by quarter, in the order of the rubric.
        version_id: The version.
        line: What should be reached, as a ratio 0..1; None where a rubric has no line, so that
            nothing is called a strength.

    Returns:
        The mean of each section over the last `OWN_TREND_QUARTERS` quarters, counted back from
        the last rated one; the highest first, alike ones in the order of the rubric. A quarter
        with too few files is in no mean, or what it hides could be worked out.
    """
    points = {code: _points(series, version_id) for code, series in sections.items()}
    last = max((one.last_used for found in points.values() for one in found), default=None)
    if last is None:
        return ()
    first = quarter_start(last) - MONTHS_A_QUARTER * (OWN_TREND_QUARTERS - 1)
    made = [
        one
        for code, found in points.items()
        if (one := _mean(code, [p for p in found if p.period.first_month >= first], line))
    ]
    return tuple(sorted(made, key=lambda one: one.value, reverse=True))


def _points(series: Series, version_id: int) -> tuple[Point, ...]:
    return tuple(one for one in series.rated if one.version_id == version_id)


def _mean(section: str, points: Sequence[Point], line: Fraction | None) -> SectionMean | None:
    files = sum(one.scored_count for one in points)
    if not files:
        return None
    total = sum(((one.value or Fraction(0)) * one.scored_count for one in points), Fraction(0))
    value = total / files
    return SectionMean(section, value, files, line is not None and value >= line)
