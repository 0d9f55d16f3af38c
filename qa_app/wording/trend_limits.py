"""What limits say: one sentence for each code, the words beside icons and in captions."""

from collections.abc import Iterable

from qa_app.domain.charting import CutReason, Stretch, is_edge
from qa_app.domain.defaults import LIMITS_LEAST, LIMITS_LOCK, RUN_CHART_POINTS
from qa_app.domain.limit_findings import LimitCode, LimitFinding
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import ScoreAxis
from qa_app.domain.statistics.chart_choice import ChartKind, Stage, WhyChart
from qa_app.domain.statistics.run_chart import RunStatus
from qa_app.domain.statistics.variation import Assurance, PointType
from qa_app.wording import trends
from qa_app.wording.catalogue import message as _
from qa_app.wording.run_rows import run_rows
from qa_app.wording.words import Words

SENTENCES: dict[LimitCode, str] = {
    LimitCode.ORDINARY: _(
        "No real change: %(value)s is within the %(low)s to %(high)s expected here."
        " These ups and downs are normal."
    ),
    LimitCode.OUTSIDE_ABOVE: _(
        "%(value)s is above the %(low)s to %(high)s expected here: a real improvement."
        " Find out what worked and keep it."
    ),
    LimitCode.OUTSIDE_BELOW: _(
        "%(value)s is below the %(low)s to %(high)s expected here: a real deterioration."
        " Look for the cause before the next visit."
    ),
    LimitCode.RISING: _(
        "%(count)s periods running only rise, more than chance: a real improvement."
        " Find out what worked and keep it."
    ),
    LimitCode.FALLING: _(
        "%(count)s periods running only fall, more than chance: a real deterioration."
        " Look for the cause before the next visit."
    ),
    LimitCode.NEAR_ABOVE: _(
        "Two of three periods in a row lie close to the upper limit of %(high)s, more than chance:"
        " a real improvement. Find out what worked and keep it."
    ),
    LimitCode.NEAR_BELOW: _(
        "Two of three periods in a row lie close to the lower limit of %(low)s, more than chance:"
        " a real deterioration. Look for the cause before the next visit."
    ),
    LimitCode.SHIFT_ABOVE: _(
        "%(count)s periods running lie above the mean, more than chance: a real improvement."
        " Find out what worked and keep it."
    ),
    LimitCode.SHIFT_BELOW: _(
        "%(count)s periods running lie below the mean, more than chance: a real deterioration."
        " Look for the cause before the next visit."
    ),
    LimitCode.PASSES: _("At this level it will reliably meet the line of %(target)s."),
    LimitCode.VARIES: _(
        "At this level the line of %(target)s is met or missed by chance; the way of working must"
        " change to be sure."
    ),
    LimitCode.FAILS: _(
        "At this level it will not meet the line of %(target)s unless the way of working changes."
    ),
    LimitCode.TRIAL: _(
        "Early days: the limits rest on %(count)s periods and still move until there are %(lock)s."
    ),
    LimitCode.FEW_POINTS: _(
        "Limits need %(least)s periods with enough files; periods that count so far: %(count)s."
    ),
    LimitCode.NO_VARIATION: _(
        "The periods that limits would rest on do not vary, so no limits are drawn: that is neither"
        " an achievement nor an alarm."
    ),
    LimitCode.UNTESTED: _(
        "The latest period is longer or shorter than those that the limits come from, so it is not"
        " held against them."
    ),
    LimitCode.RUN_ORDINARY: _(
        "No real change: the periods lie above and below the median of %(middle)s as chance has it."
        " These ups and downs are normal."
    ),
    LimitCode.RUN_ABOVE: _(
        "%(count)s periods in a row, those on it left out, lie above the median of %(middle)s, more"
        " than chance: a real improvement. Find out what worked and keep it."
    ),
    LimitCode.RUN_BELOW: _(
        "%(count)s periods in a row, those on it left out, lie below the median of %(middle)s, more"
        " than chance: a real deterioration. Look for the cause before the next visit."
    ),
    LimitCode.RUN_UNEVEN: _(
        "The periods keep to one side of the median of %(middle)s for longer than chance has it:"
        " something changed on the way. Look for when and why."
    ),
    LimitCode.RUN_FEW: _(
        "A run chart speaks from %(run)s periods off its median of %(middle)s; such periods so far:"
        " %(count)s."
    ),
    LimitCode.RUN_CONSTANT: _(
        "Every period shows %(middle)s: nothing has varied, so there is nothing yet to call a"
        " change."
    ),
    LimitCode.RUN_EDGE: _(
        "The median of %(middle)s is the end of the scale: nothing can lie beyond it, so no row can"
        " be told from chance. Periods off it: %(count)s; look at them one by one."
    ),
    LimitCode.LISTED: _("Red lines are too rare for limits: look at each one."),
}
"""Code to message; every code has one, by test."""

CLAUSES: dict[LimitCode, str] = {
    LimitCode.ORDINARY: _("within normal variation"),
    LimitCode.OUTSIDE_ABOVE: _("above what is expected: a real improvement"),
    LimitCode.OUTSIDE_BELOW: _("below what is expected: a real deterioration"),
    LimitCode.RISING: _("rising %(count)s periods running: a real improvement"),
    LimitCode.FALLING: _("falling %(count)s periods running: a real deterioration"),
    LimitCode.NEAR_ABOVE: _("close to the upper limit: a real improvement"),
    LimitCode.NEAR_BELOW: _("close to the lower limit: a real deterioration"),
    LimitCode.SHIFT_ABOVE: _("%(count)s periods above the mean: a real improvement"),
    LimitCode.SHIFT_BELOW: _("%(count)s periods below the mean: a real deterioration"),
    LimitCode.RUN_ORDINARY: _("within normal variation"),
    LimitCode.RUN_ABOVE: _("%(count)s periods above the median: a real improvement"),
    LimitCode.RUN_BELOW: _("%(count)s periods below the median: a real deterioration"),
}
"""Code to the words that end a title; codes without say nothing of the latest period."""

CHARTS: dict[WhyChart, str] = {
    WhyChart.FEW_POINTS: _("Dots alone: limits of so few periods would mean nothing."),
    WhyChart.ONE_NUMBER: _(
        "An XmR chart, because each period gives one mean score: its limits come from how far"
        " neighbouring periods lie apart, single large jumps left out."
    ),
    WhyChart.ENOUGH_FILES: _(
        "A p chart, because most periods have enough files for the limits of a share."
    ),
    WhyChart.SPREADS_MORE: _(
        "A p' chart, because the share varies clearly more than the files drawn explain."
    ),
    WhyChart.FEW_FILES: _(
        "A run chart, because most periods have too few files for the limits of a share."
    ),
    WhyChart.ITEMS_CLUSTER: _("A p' chart, because the answers of one file resemble each other."),
    WhyChart.UNVARIED: _("Dots alone: the periods that limits would rest on do not vary."),
    WhyChart.NO_VARIATION: _("A run chart, because nothing has varied yet: no limits."),
    WhyChart.RARE: _("Each one listed, because they are too rare for limits."),
}
"""Why it is this chart; every reason has a sentence, by test."""

_AFTER: dict[WhyChart, str] = {
    WhyChart.FEW_POINTS: _(
        "Dots alone since the latest break: limits of so few periods would mean nothing. Limits"
        " that are drawn are of what came before it."
    ),
    WhyChart.UNVARIED: _(
        "Dots alone since the latest break: the periods that limits would rest on do not vary."
        " Limits that are drawn are of what came before it."
    ),
}
_UNCOUNTED = _(
    "Drawn but not counted, because they are longer or shorter than the other periods: %(periods)s."
)
CUTS: dict[CutReason, str] = {
    CutReason.DESIGN: _("sampling changed"),
    CutReason.READERS: _("reviewers changed"),
    CutReason.REBASED: _("re-based"),
}
_CUT_WHY: dict[CutReason, str] = {
    CutReason.DESIGN: _(
        "Limits begin anew in %(month)s: from then on files were drawn in another way."
    ),
    CutReason.READERS: _(
        "Limits begin anew in %(month)s: from then on other people read most of the files."
    ),
    CutReason.REBASED: _("Limits begin anew in %(month)s: a named person set a new baseline."),
}
VARIATION: dict[PointType, tuple[str, str]] = {
    PointType.COMMON: ("●", _("no real change")),
    PointType.IMPROVEMENT_HIGH: ("▲", _("better")),
    PointType.IMPROVEMENT_LOW: ("▲", _("better")),
    PointType.CONCERN_HIGH: ("▼", _("worse")),
    PointType.CONCERN_LOW: ("▼", _("worse")),
    PointType.NEUTRAL_HIGH: ("●", _("higher")),
    PointType.NEUTRAL_LOW: ("●", _("lower")),
}
"""What the latest point says, as sign and word."""

ASSURANCE: dict[Assurance, tuple[str, str]] = {
    Assurance.PASSES: ("✓", _("reliably meets")),
    Assurance.VARIES: ("~", _("sometimes meets")),
    Assurance.FAILS: ("✕", _("will not meet")),
}
"""Whether the line is kept, as sign and word."""

_TOO_FEW, _CANNOT_TELL = ("◌", _("too few periods")), ("◌", _("cannot tell"))
_LIMITS = _("mean %(mean)s, limits %(low)s to %(high)s, version %(version)s")
_TRIAL = _("mean %(mean)s, trial limits %(low)s to %(high)s, version %(version)s")
_LIMITS_NOW = _(
    "mean %(mean)s, limits of the latest period %(low)s to %(high)s, version %(version)s"
)
_TRIAL_NOW = _(
    "mean %(mean)s, trial limits of the latest period %(low)s to %(high)s, version %(version)s"
)
_MEDIAN = _("median %(mean)s, version %(version)s")
_LOCKED = _(
    "The limits rest on the first %(lock)s of %(count)s periods and stay, so that a change shows."
)
_BETTER, _WORSE = (
    _("%(point)s, better than chance explains"),
    _("%(point)s, worse than chance explains"),
)
_HEADLINE = _("%(headline)s, %(clause)s")


def sentence(words: Words, finding: LimitFinding, axis: ScoreAxis) -> str:
    """Put what limits say into words.

    Args:
        words: The language.
        finding: What there is to say.
        axis: How the rubric's results are written.

    Returns:
        A whole sentence.
    """
    value = finding.point.value
    return words.say(
        SENTENCES[finding.code],
        value="" if value is None else trends.score(words, axis, value),
        low="" if finding.low is None else display(axis.shown(finding.low)),
        high="" if finding.high is None else display(axis.shown(finding.high)),
        target="" if finding.target is None else display(axis.shown(finding.target), 0),
        count=finding.count,
        middle="" if finding.middle is None else display(axis.shown(finding.middle)),
        run=RUN_CHART_POINTS,
        least=LIMITS_LEAST,
        lock=LIMITS_LOCK,
    )


def headline(words: Words, said: str, finding: LimitFinding | None) -> str:
    """End a title with what limits say of the latest period.

    Args:
        words: The language.
        said: The title so far, without a full stop.
        finding: The first thing that limits say; None where nothing is rated.

    Returns:
        The title; unchanged where limits say nothing.
    """
    clause = None if finding is None else CLAUSES.get(finding.code)
    if finding is None or clause is None:
        return said
    return words.say(_HEADLINE, headline=said, clause=words.say(clause, count=finding.count))


def chart_reason(words: Words, stretch: Stretch, drawn: Iterable[Stretch] = ()) -> tuple[str, ...]:
    """Say which chart it is and why, what its limits rest on, and which periods do not count.

    Args:
        words: The language.
        stretch: The latest one.
        drawn: All that the chart shows; without them it is said as of the latest one alone.

    Returns:
        Whole sentences.
    """
    why = stretch.choice.why
    is_after = any(one.centre is not None for one in drawn)
    said = [words.say(_AFTER.get(why, CHARTS[why]) if is_after else CHARTS[why])]
    counted = {one.period for one in stretch.tested}
    uncounted = [one.period for one in stretch.points if one.period not in counted]
    if uncounted:
        periods = words.listed(trends.period(words, one) for one in uncounted)
        said.append(words.say(_UNCOUNTED, periods=periods))
    if stretch.choice.stage is Stage.LOCKED:
        said.append(words.say(_LOCKED, lock=LIMITS_LOCK, count=len(stretch.tested)))
    return (*said, *run_rows(words, stretch))


def limits(words: Words, axis: ScoreAxis, stretch: Stretch, version: str) -> str:
    """Say what the lines across a chart are.

    Args:
        words: The language.
        axis: How the rubric's results are written.
        stretch: One with limits.
        version: Number of its rubric version.

    Returns:
        A clause for the chart's caption; limits beyond the scale are written as its end. Of limits
        that differ from period to period those of the last one.
    """
    said = limit_numbers(axis, stretch)
    if said is None:
        return ""
    mean, low, high = said
    if not low:
        return words.say(_MEDIAN, mean=mean, version=version)
    is_trial = stretch.choice.stage is Stage.TRIAL
    if stretch.bounds:
        message = _TRIAL_NOW if is_trial else _LIMITS_NOW
    else:
        message = _TRIAL if is_trial else _LIMITS
    return words.say(message, mean=mean, low=low, high=high, version=version)


def limit_numbers(
    axis: ScoreAxis, stretch: Stretch, place: int = -1
) -> tuple[str, str, str] | None:
    """Write the mean and the limits that a point stands under.

    Args:
        axis: How the rubric's results are written.
        stretch: Its stretch.
        place: Place of the point among those tested; -1 is the last.

    Returns:
        Mean or median, lower and upper limit, limits beyond the scale as its end and empty where
        there are none; None without a mean.
    """
    if stretch.centre is None:
        return None
    mean, bounds = display(axis.shown(stretch.centre)), stretch.bounds_of(place)
    if bounds is None:
        return mean, "", ""
    low = max(axis.ticks[0].ratio, bounds.low)
    high = min(axis.ticks[-1].ratio, bounds.high)
    return mean, display(axis.shown(low)), display(axis.shown(high))


def cut_mark(words: Words, reason: CutReason) -> str:
    """Name a cut in the little room on a chart.

    Args:
        words: The language.
        reason: Why limits begin anew.

    Returns:
        Two words or so.
    """
    return words.say(CUTS[reason])


def cut_reason(words: Words, reason: CutReason, start_month: int) -> str:
    """Say why limits begin anew.

    Args:
        words: The language.
        reason: Why.
        start_month: First month of the new stretch.

    Returns:
        A sentence.
    """
    return words.say(_CUT_WHY[reason], month=trends.month(words, start_month))


def with_look(words: Words, point: str, look: str) -> str:
    """Add to the words of a point whether it stands out.

    Args:
        words: The language.
        point: The point in words.
        look: `better`, `worse`, anything else for neither.

    Returns:
        The words.
    """
    message = {"better": _BETTER, "worse": _WORSE}.get(look)
    return point if message is None else words.say(message, point=point)


def icons(words: Words, stretch: Stretch | None) -> tuple[tuple[str, str], ...]:
    """Give the signs beside a chart, each with its word.

    Args:
        words: The language.
        stretch: The latest one; None where nothing is rated.

    Returns:
        What the latest point says, then whether the line is kept, where that can be told.
    """
    if stretch is None or stretch.choice.kind is ChartKind.EACH_CASE:
        return ()
    unknown = _TOO_FEW if _is_few(stretch) else _CANNOT_TELL
    sign, word = unknown if stretch.now is None else VARIATION[stretch.now]
    shown = [(sign, words.say(word))]
    if stretch.assurance is not None:
        sign, word = ASSURANCE[stretch.assurance]
        shown.append((sign, words.say(word)))
    return tuple(shown)


def _is_few(stretch: Stretch) -> bool:
    # with limits, or a median amid the scale, it is not the number of periods
    if stretch.run is not None:
        return stretch.run.status is RunStatus.TOO_FEW and not is_edge(stretch.middle)
    return stretch.centre is None and stretch.choice.why is not WhyChart.UNVARIED
