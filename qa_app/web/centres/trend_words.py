"""What a trend page says of its chart."""

from collections.abc import Iterator

from flask_babel import gettext as _

from qa_app.domain.common_items import is_same_section
from qa_app.domain.limit_findings import limit_findings, on_one_ground
from qa_app.domain.month_grid import month_of
from qa_app.domain.series import NO_SERIES
from qa_app.domain.shares import Measure, since_red_line
from qa_app.domain.trend_findings import Finding, FindingCode, findings_of
from qa_app.queries.linked_trends import LinkedTrend
from qa_app.queries.trends import RubricTrend
from qa_app.web.centres.charted import Charted, Wanted, second_band
from qa_app.web.centres.linked_view import version_numbers
from qa_app.web.settings import local_today
from qa_app.wording import Words, share_trends, trend_limits
from qa_app.wording import trends as wording

_COMPARED = frozenset({FindingCode.RISEN, FindingCode.FALLEN, FindingCode.SAME, FindingCode.ABOUT})


def said_of(
    words: Words, trend: RubricTrend, chart: Charted, section: str, linked: LinkedTrend
) -> list[str]:
    """Say what a chart shows.

    Args:
        words: The page's language.
        trend: The rubric's series.
        chart: The chart.
        section: Section code; empty for whole files.
        linked: What joins the rubric's versions.

    Returns:
        The title, then what limits say of the latest period, then the rest.
    """
    now = chart.now
    headline, *others = findings_of(chart.series)
    found = (on_one_ground(headline, now), *others)
    said = [
        _of_version(words, trend, one, section, linked)
        if one.code is FindingCode.BREAK
        else _sentence(words, one, chart)
        for one in found
    ]
    said[0] = wording.led(words, chart.lead, said[0])
    if now is not None:
        told = limit_findings(now, chart.target)
        said[0] = trend_limits.headline(words, said[0], told[0])
        said[1:1] = [trend_limits.sentence(words, one, chart.axis) for one in told]
        if not now.signals and found[0].code in _COMPARED:
            said.insert(1, wording.two_periods(words))
    return said


def _sentence(words: Words, finding: Finding, chart: Charted) -> str:
    if chart.lead and finding.point is not None and not finding.point.scored_count:
        is_open = finding.code is FindingCode.RUNNING
        return share_trends.uncounted(words, finding.point, is_open=is_open)
    return wording.sentence(words, finding, chart.axis)


def notes_of(words: Words, trend: RubricTrend, wanted: Wanted, chart: Charted) -> Iterator[str]:
    """Say what stands beside the findings.

    Args:
        words: The page's language.
        trend: The rubric's series.
        wanted: What was asked for.
        chart: What is shown.

    Returns:
        That a month with files has not come yet; how long ago the last red line was; why scores
        are shown where a share was asked for.
    """
    last = max((point.last_used for point in chart.series.points), default=0)
    if last > month_of(local_today()):
        yield str(
            _(
                "%(month)s has not come yet: the days of the reviews there cannot be right.",
                month=wording.month(words, last),
            )
        )
    if chart.measure is Measure.REDLINE:
        since = since_red_line(chart.series)
        if since is not None:
            yield share_trends.since(words, since)
    if chart.measure is not wanted.measure:
        name = share_trends.measure(words, wanted.measure, second_band(trend))
        why = (
            _("Shares are counted over whole files; of a section the mean score is shown.")
            if wanted.section
            else _("“%(name)s” cannot be counted with this rubric: scores are shown.", name=name)
        )
        yield str(why)


def _of_version(
    words: Words, trend: RubricTrend, finding: Finding, section: str, linked: LinkedTrend
) -> str:
    """Say what the newest version means for what came before; the line below agrees with it."""
    series = trend.series.get((trend.main_coverage, section), NO_SERIES)
    pair = [one.version_id for one in series.segments[-2:]]
    is_same = (
        is_same_section(trend.versions[pair[0]], trend.versions[pair[1]], section)
        if section
        else None
    )
    is_joined = any(set(pair) <= set(one.joined.version_ids) for one in linked.lines)
    return wording.version_sentence(
        words, finding, version_numbers(trend), is_joined=is_joined, is_same_section=is_same
    )
