"""Where the rule of a new version stands, and how the lines of older ones end before it.

A quarter of an old version and a month of a new one may begin together: put in the middle of
their periods, the line of the old one would run under the first dot of the new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.series import Point, Segment, Series

_STRAY = Fraction(1, 6)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the points of one version stand.

    Attributes:
        rule: Where its own rule stands, in months; None for the first version and for one
            without a value.
        later: Where the rules of newer versions stand that began after it, in months.
    """

    rule: Fraction | None = None
    later: tuple[Fraction, ...] = ()

    def middle(self, point: Point) -> Fraction:
        """Place a point in the middle of its period, as far as the period is its version's.

        Args:
            point: One of the version's.

        Returns:
            Months; a point that no line joins stands early in its period, beside the newer one.
        """
        first = Fraction(point.period.first_month)
        end = Fraction(point.period.last_month + 1)
        if self.is_stray(point):
            return first + (end - first) * _STRAY
        if self.rule is not None and first < self.rule < end:
            first = self.rule
        end = min((rule for rule in self.later if first < rule < end), default=end)
        return (first + end) / 2

    def is_stray(self, point: Point) -> bool:
        """Tell whether a point's period begins after the rule of a newer version.

        Args:
            point: One of the version's.

        Returns:
            True when no line joins it.
        """
        return any(rule <= point.period.first_month for rule in self.later)

    def cut(self, lines: Sequence[Sequence[Point]]) -> tuple[tuple[Point, ...], ...]:
        """End lines before the rules of newer versions.

        Args:
            lines: Unbroken runs of the version's points.

        Returns:
            The same without what stands behind such a rule.
        """
        kept = (tuple(one for one in line if not self.is_stray(one)) for line in lines)
        return tuple(line for line in kept if line)


def places_of(series: Series) -> tuple[Places, ...]:
    """Find the rules of a series.

    Args:
        series: The series.

    Returns:
        One for each segment, in their order.
    """
    rules = [
        _rule(segment, series.segments[:number]) for number, segment in enumerate(series.segments)
    ]
    return tuple(
        Places(
            rules[number],
            tuple(
                rule
                for rule in rules[number + 1 :]
                if rule is not None and segment.start_month < rule
            ),
        )
        for number, segment in enumerate(series.segments)
    )


def _rule(segment: Segment, before: Sequence[Segment]) -> Fraction | None:
    if not before or not segment.rated:
        return None
    period = segment.rated[0].period
    start, end = Fraction(period.first_month), Fraction(period.last_month + 1)
    # where an older version began the period as well, both have a part of it
    is_shared = any(
        start <= point.period.first_month < end and one.start_month <= start
        for one in before
        for point in one.rated
    )
    return (start + end) / 2 if is_shared else start
