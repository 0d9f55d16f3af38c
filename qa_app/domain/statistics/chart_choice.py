"""Which chart a row of figures gets, decided by the data and never by taste."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import (
    CHART_COUNT_LEAST,
    LIMITS_LEAST,
    LIMITS_LOCK,
    PRIME_SIGMA_PCT,
)
from qa_app.domain.statistics.control_charts import (
    ALL_POINTS,
    Baseline,
    ChartStatus,
    Kind,
    control_chart,
    prime_chart,
)


class Measured(StrEnum):
    """What a figure is."""

    SCORE = "score"
    SHARE_OF_FILES = "share_of_files"
    SHARE_OF_ITEMS = "share_of_items"
    RARE = "rare"


class ChartKind(StrEnum):
    """A chart."""

    DOTS = "dots"
    XMR = "xmr"
    P = "p"
    P_PRIME = "p_prime"
    RUN = "run"
    EACH_CASE = "each_case"


class WhyChart(StrEnum):
    """Why it is this chart: one sentence for each on the page."""

    FEW_POINTS = "few_points"
    ONE_NUMBER = "one_number"
    ENOUGH_FILES = "enough_files"
    SPREADS_MORE = "spreads_more"
    FEW_FILES = "few_files"
    ITEMS_CLUSTER = "items_cluster"
    NO_VARIATION = "no_variation"
    UNVARIED = "unvaried"
    RARE = "rare"


class Stage(StrEnum):
    """How firm the limits are."""

    NONE = "none"
    TRIAL = "trial"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Choice:
    """The chart, and why.

    Attributes:
        kind: The chart.
        why: Why it is this one.
        stage: How firm its limits are; a run chart has none.
        lock: So many points from the first shape the limits; None takes all, while on trial.
    """

    kind: ChartKind
    why: WhyChart
    stage: Stage
    lock: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """Numerator and denominator of one period.

    Attributes:
        found: What conforms, 0..count.
        count: What it is counted over, 1 or more.
    """

    found: int
    count: int


def stage_of(points: int) -> Stage:
    """Tell how firm limits are.

    Args:
        points: Figures of one segment that are not missing.

    Returns:
        No limits below `LIMITS_LEAST`, on trial below `LIMITS_LOCK`, then locked.
    """
    if points < LIMITS_LEAST:
        return Stage.NONE
    return Stage.TRIAL if points < LIMITS_LOCK else Stage.LOCKED


def score_chart(points: int) -> Choice:
    """Choose the chart of a mean score, one number for each period.

    Args:
        points: Figures of the segment that are not missing.

    Returns:
        Dots with few points, else an XmR chart.

    Source: docs/methods/charts.md.
    """
    stage = stage_of(points)
    if stage is Stage.NONE:
        return Choice(ChartKind.DOTS, WhyChart.FEW_POINTS, stage, None)
    return Choice(ChartKind.XMR, WhyChart.ONE_NUMBER, stage, _lock(stage))


def share_chart(measured: Measured, shares: Sequence[Share]) -> Choice:
    """Choose the chart of a share.

    Args:
        measured: What is counted, not a score.
        shares: The periods of one segment that have anything, in order of time.

    Returns:
        Rare events one by one. Dots with few points. Shares of items always as p', because items
        of one file resemble each other. Shares of files as p where at most points so many files
        are expected on the rarer side that limits mean something (once they are locked, of those
        that shape them), as p' where they spread clearly
        more than by chance; else a run chart, which needs no limits. The same where all or none
        conform, and for items where the points do not differ.

    Source: docs/methods/charts.md.
    """
    stage = stage_of(len(shares))
    if measured is Measured.RARE:
        return Choice(ChartKind.EACH_CASE, WhyChart.RARE, Stage.NONE, None)
    if stage is Stage.NONE:
        return Choice(ChartKind.DOTS, WhyChart.FEW_POINTS, stage, None)
    lock = _lock(stage)
    baseline = ALL_POINTS if lock is None else Baseline(lock)
    counted = [one.found for one in shares]
    possible = [one.count for one in shares]
    chart = control_chart(Kind.SHARE, counted, possible, baseline)
    spread = prime_chart(Kind.SHARE, counted, possible, baseline)
    is_items = measured is Measured.SHARE_OF_ITEMS
    shown = spread if is_items else chart
    if chart.centre is None or shown.status is not ChartStatus.OK:
        return Choice(ChartKind.RUN, WhyChart.NO_VARIATION, Stage.NONE, None)
    if is_items:
        return Choice(ChartKind.P_PRIME, WhyChart.ITEMS_CLUSTER, stage, lock)
    rarer = min(chart.centre, 1 - chart.centre)
    # what was locked stays: later periods with fewer files take no limits away
    shaping = shares[:lock]
    enough = sum(one.count * rarer >= CHART_COUNT_LEAST for one in shaping)
    if 2 * enough <= len(shaping):
        return Choice(ChartKind.RUN, WhyChart.FEW_FILES, Stage.NONE, None)
    spreads = spread.sigma_z is not None and spread.sigma_z > Fraction(PRIME_SIGMA_PCT, 100)
    if spreads and stage is Stage.LOCKED:
        return Choice(ChartKind.P_PRIME, WhyChart.SPREADS_MORE, stage, lock)
    return Choice(ChartKind.P, WhyChart.ENOUGH_FILES, stage, lock)


def _lock(stage: Stage) -> int | None:
    return LIMITS_LOCK if stage is Stage.LOCKED else None
