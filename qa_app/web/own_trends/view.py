"""What a practitioner's own trend shows: strengths, one chart, its table, its words."""

from collections.abc import Sequence
from fractions import Fraction

from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.charting import Cut, stretch_now, stretches_of
from qa_app.domain.limit_findings import limit_findings, on_one_ground, other_ground
from qa_app.domain.own_trend import SectionMean, strongest_first
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_axis import ScoreAxis, axis_of
from qa_app.domain.series import NO_SERIES, Coverage, Point
from qa_app.domain.text import NO_TEXT
from qa_app.domain.trend_findings import FindingCode, findings_of
from qa_app.queries.trends import RubricTrend
from qa_app.reports.charts import chart_svg
from qa_app.reports.trend_chart import Drawn, trend_chart
from qa_app.web.own_trends.pages import OwnTrendShown, QuarterShown, SectionShown
from qa_app.wording import Words, trend_limits
from qa_app.wording import trends as wording
from qa_app.wording.lost_points import not_compared

_WHOLE_PCT = 100


def own_trend_shown(words: Words, trend: RubricTrend, cuts: Sequence[Cut]) -> OwnTrendShown:
    """Lay out what one rubric shows.

    Args:
        words: The page's language.
        trend: The practitioner's series against it, with sampled files among them.
        cuts: Where files began to be drawn or read otherwise: what lies before is not compared,
            as on the page of the centre.

    Returns:
        What the page shows.
    """
    series = trend.whole(Coverage.SAMPLED)
    rubric = trend.versions[series.segments[-1].version_id]
    axis = axis_of(rubric)
    line = Fraction(max(axis.lines), _WHOLE_PCT) if axis.lines else None
    versions = {number: one.version for number, one in trend.versions.items()}
    stretches = stretches_of(series, cuts, target=line)
    now = stretch_now(stretches)
    first, *others = findings_of(series)
    headline = on_one_ground(first, now)
    said = [
        wording.version_sentence(words, one, versions)
        if one.code is FindingCode.BREAK
        else wording.sentence(words, one, axis)
        for one in (headline, *others)
    ]
    ground = other_ground(series, first.previous, cuts)
    if now is not None and now.limits is not None:
        told = limit_findings(now, line)
        said[0] = trend_limits.headline(words, said[0], told[0])
        said[1:1] = [trend_limits.sentence(words, one, axis) for one in told]
    elif headline.previous is not None:
        said.insert(1, wording.two_periods(words))
    if first.previous is not None and ground is not None:
        said.insert(1, not_compared(words, first.previous.period, ground))
    heading = rubric.title.in_language(words.language)
    chart = trend_chart(words, "own", heading, Drawn(series, axis, versions, stretches=stretches))
    sections = _sections(trend, rubric, series.segments[-1].version_id, line)
    return OwnTrendShown(
        rubric=rubric.title,
        headline=said[0],
        lede=wording.paragraph(words, said[1:]),
        strengths=tuple(_section(words, rubric, axis, one) for one in sections if one.is_strength),
        others=tuple(_section(words, rubric, axis, one) for one in sections if not one.is_strength),
        line=max(axis.lines, default=0),
        svg=Markup(chart_svg(chart)) if series.rated else None,  # noqa: S704 - escaped there
        limits=tuple(one.words for part in chart.segments for one in part.stretches),
        icons=() if now is None or now.limits is None else trend_limits.icons(words, now),
        reason=""
        if now is None
        else wording.paragraph(words, trend_limits.chart_reason(words, now)),
        version_rules=tuple(mark.why for mark in chart.breaks if mark.why),
        unit_words=_("points out of 100") if axis.lines else _("levels of the rubric's scale"),
        quarters=tuple(
            quarter_shown(words, trend.versions[one.version_id], one)
            for one in reversed(series.points)
        ),
    )


def quarter_shown(words: Words, rubric: Rubric, point: Point) -> QuarterShown:
    """Write a quarter out for the table twin.

    Args:
        words: The page's language.
        rubric: The version it was read against.
        point: The quarter.

    Returns:
        The row.
    """
    return QuarterShown(
        period=wording.period(words, point.period),
        value="" if point.value is None else wording.score(words, axis_of(rubric), point.value),
        files=point.scored_count or point.file_count,
        final=point.final_count,
        provisional=point.provisional_count,
        version=rubric.version,
    )


def _sections(
    trend: RubricTrend, rubric: Rubric, version_id: int, line: Fraction | None
) -> tuple[SectionMean, ...]:
    series = {
        one.code: trend.series.get((Coverage.SAMPLED, one.code), NO_SERIES)
        for one in rubric.sections
    }
    return strongest_first(series, version_id, line)


def _section(words: Words, rubric: Rubric, axis: ScoreAxis, one: SectionMean) -> SectionShown:
    titles = {part.code: part.title for part in rubric.sections}
    return SectionShown(
        titles.get(one.section, NO_TEXT),
        wording.score(words, axis, one.value),
        wording.counted(words, one.file_count),
    )
