"""The numbers beside a chart: a percentage, or the levels of the rubric's own scale."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import CONDITIONAL_LINE_PCT, SCORE_LINE_PCT
from qa_app.domain.rounding import rounded_half_up
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.signing import place_in_scale
from qa_app.domain.text import NO_TEXT, BilingualText

_STEP_PCT = 20
_WHOLE_PCT = 100


class AxisKind(StrEnum):
    """What the numbers are."""

    PERCENT = "percent"
    SHARE = "share"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis.

    Attributes:
        ratio: Where it stands, 0..1.
        number: What is written there.
        label: The level's words; empty on a percentage.
    """

    ratio: Fraction
    number: Fraction
    label: BilingualText = NO_TEXT


@dataclass(frozen=True, slots=True)
class ScoreAxis:
    """How ratios are written.

    Attributes:
        kind: Points out of 100, share of files, or level.
        lowest: Number at ratio 0.
        highest: Number at ratio 1.
        ticks: From the lowest up.
        lines: Percentages at which a line is drawn, the higher one first.
    """

    kind: AxisKind
    lowest: Fraction
    highest: Fraction
    ticks: tuple[Tick, ...]
    lines: tuple[int, ...] = ()

    def number(self, ratio: Fraction) -> Fraction:
        """Give the number that stands for a ratio.

        Args:
            ratio: 0..1.

        Returns:
            The exact number on this axis.
        """
        return self.lowest + ratio * (self.highest - self.lowest)

    def shown(self, ratio: Fraction) -> Fraction:
        """Give the number that pages show for a ratio, with one digit after the point.

        Args:
            ratio: 0..1.

        Returns:
            The number, rounded half up.
        """
        return rounded_half_up(self.number(ratio), 1)

    def level_at(self, ratio: Fraction) -> Tick | None:
        """Name the level that a shown number is exactly.

        Args:
            ratio: 0..1.

        Returns:
            The level; None between levels and on a percentage.
        """
        if self.kind is not AxisKind.LEVEL:
            return None
        return next((tick for tick in self.ticks if tick.number == self.shown(ratio)), None)


PERCENT_AXIS = ScoreAxis(
    AxisKind.PERCENT,
    Fraction(0),
    Fraction(_WHOLE_PCT),
    tuple(
        Tick(Fraction(number, _WHOLE_PCT), Fraction(number))
        for number in range(0, _WHOLE_PCT + 1, _STEP_PCT)
    ),
    (SCORE_LINE_PCT, CONDITIONAL_LINE_PCT),
)

SHARE_AXIS = ScoreAxis(AxisKind.SHARE, Fraction(0), Fraction(_WHOLE_PCT), PERCENT_AXIS.ticks)


def axis_of(rubric: Rubric) -> ScoreAxis:
    """Choose the axis of a rubric's charts.

    Args:
        rubric: The version in use.

    Returns:
        The levels of its scale where the result is a level (`lowest`,
        `dimension_profile`), else a percentage.
    """
    if rubric.method not in {Method.LOWEST, Method.DIMENSION_PROFILE} or not rubric.sections:
        return PERCENT_AXIS
    scale = rubric.sections[0].items[0].scale
    levels = sorted(
        ((one.score, one.label) for one in scale.options if one.score is not None),
        key=lambda level: level[0],
    )
    ticks = tuple(Tick(place_in_scale(scale, score), score, label) for score, label in levels)
    return ScoreAxis(AxisKind.LEVEL, levels[0][0], levels[-1][0], ticks)
