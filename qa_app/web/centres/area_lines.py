"""One row for each area and rubric: score, files by band, last periods, change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.charting import Stretch
from qa_app.domain.defaults import (
    SHARE_DENOMINATOR,
    SPARKLINE_FLOOR_PCT,
    SPARKLINE_LEAST,
    SPARKLINE_POINTS,
)
from qa_app.domain.limit_findings import on_one_ground
from qa_app.domain.period_codes import period_code
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_axis import AxisKind, ScoreAxis, axis_of
from qa_app.domain.second_band import reaches_second
from qa_app.domain.series import Coverage, Point, Series
from qa_app.domain.standing import Head, bands_shown, head_of
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.trend_findings import FindingCode, findings_of
from qa_app.queries.trends import RubricTrend
from qa_app.reports.band_bar import BandPart, band_bar_svg
from qa_app.reports.sparkline import Sparkline, SparkPoint, sparkline_svg
from qa_app.reports.trend_chart import point_words
from qa_app.wording import Words
from qa_app.wording import trends as wording

_WHOLE_PCT = 100
_MARKS = {FindingCode.FEW: "few", FindingCode.NOTHING: "few", FindingCode.NO_NUMBER: "na"}


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period in the table twin.

    Attributes:
        period: Its name.
        value: Its score as written; empty when not rated.
        files: Files it stands on.
        final: Those of them that are final.
        provisional: The others.
        bands: Files by band as written; empty when not shown.
        version: Number of the rubric version.
        limits: Mean and limits that it stands under; empty where there are none.
        signal: Whether it stands out; empty where that cannot be told.
        code: The period as addresses name it.
    """

    period: str
    value: str
    files: int
    final: int
    provisional: int
    bands: str
    version: str
    limits: str = ""
    signal: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area against one rubric.

    Attributes:
        area: The area's code.
        name: The area's name.
        rubric: The rubric's code.
        title: The rubric's title.
        is_imported: True when everything was read elsewhere.
        value: Score of the latest rated period; empty when none is rated.
        level: Name of the level; empty on a percentage.
        period: The latest rated period; empty when none is rated.
        bar: Files by band; None when not shown.
        no_bar: What stands there when there is none.
        spark: The last periods; None when there are too few.
        scale: Ends of what the sparkline shows.
        line: Percentage at which the line of the criterion stands; 0 without one.
        no_spark: What stands there when there are too few periods.
        change: The change in a few words.
        mark: Shape beside it; empty when a shape would claim too much.
        files: Files of the latest rated period, or of the last one when none is rated.
        final: Those of them that are final.
        provisional: The others.
        version: Number of the version of that period.
        periods: The last periods for the table twin, newest first.
        signal: What limits say of the latest period, sign and word; empty without limits.
    """

    area: str
    name: BilingualText
    rubric: str
    title: BilingualText
    is_imported: bool
    value: str
    level: BilingualText
    period: str
    bar: Markup | None
    no_bar: str
    spark: Markup | None
    scale: str
    line: int
    no_spark: str
    change: str
    mark: str
    files: int
    final: int
    provisional: int
    version: str
    periods: tuple[PeriodLine, ...]
    signal: tuple[str, str] = ("", "")


def area_lines(
    words: Words,
    trends: Iterable[RubricTrend],
    areas: Iterable[tuple[str, BilingualText]],
    stretches: Mapping[str, Stretch] = MappingProxyType({}),
) -> tuple[AreaLine, ...]:
    """Lay out the table of areas.

    Args:
        words: The page's language.
        trends: What was read, by rubric.
        areas: Code and name of every area in the register's order.
        stretches: Rubric to the stretch of its latest period, as far as these are known.

    Returns:
        Rows in the order of the areas; an area without any reading has none.
    """
    order = {code: (place, name) for place, (code, name) in enumerate(areas)}
    known = sorted(
        trends, key=lambda one: (order.get(one.current.area, (len(order), NO_TEXT))[0], one.code)
    )
    return tuple(
        _line(words, one, order.get(one.current.area, (0, NO_TEXT))[1], stretches.get(one.code))
        for one in known
        if one.main_coverage is not Coverage.PURPOSIVE
    )


def head_of_trends(trends: Iterable[RubricTrend]) -> Head:
    """Count areas at or above band B of areas rated.

    Args:
        trends: What was read, by rubric.

    Returns:
        The counts; only sampled files enter.
    """
    standings = []
    for one in trends:
        latest = one.whole(Coverage.SAMPLED).latest
        rubric = one.current if latest is None else one.versions[latest.version_id]
        standings.append(
            (rubric.area, reaches_second(rubric, None if latest is None else latest.value))
        )
    return head_of(standings)


def period_line(words: Words, point: Point, rubric: Rubric) -> PeriodLine:
    """Lay out a period for the table twin.

    Args:
        words: The page's language.
        point: The period.
        rubric: The version it was read against.

    Returns:
        The row.
    """
    bands = bands_shown(point)
    return PeriodLine(
        period=wording.period(words, point.period),
        value="" if point.value is None else wording.score(words, axis_of(rubric), point.value),
        files=point.scored_count or point.file_count,
        final=point.final_count,
        provisional=point.provisional_count,
        bands="" if bands is None else _bands_in_words(rubric, bands),
        version=rubric.version,
        code=period_code(point.period),
    )


def _line(words: Words, trend: RubricTrend, name: BilingualText, now: Stretch | None) -> AreaLine:
    coverage = trend.main_coverage
    series = trend.whole(coverage)
    latest = series.latest
    rubric = trend.current if latest is None else trend.versions[latest.version_id]
    axis = axis_of(rubric)
    finding = on_one_ground(findings_of(series)[0], now)
    value, level = ("", NO_TEXT) if latest is None else _value(axis, latest)
    last = latest or series.points[-1]
    shown = series.points[-SPARKLINE_POINTS:]
    return AreaLine(
        area=rubric.area,
        name=name,
        rubric=trend.code,
        title=rubric.title,
        is_imported=coverage is Coverage.IMPORTED,
        value=value,
        level=level,
        period="" if latest is None else wording.period(words, latest.period),
        no_bar=_no_bar(words, rubric, series, latest),
        bar=None if latest is None else _bar(trend.code, rubric, latest),
        spark=_spark(words, trend, series, wording.sentence(words, finding, axis)),
        scale=_scale(axis),
        line=max(axis.lines, default=0),
        no_spark=_("fewer than %(least)s rated periods", least=SPARKLINE_LEAST),
        change=wording.change(words, series, axis),
        mark=_MARKS.get(finding.code, ""),
        files=last.file_count,
        final=last.final_count,
        provisional=last.provisional_count,
        version=trend.versions[last.version_id].version,
        periods=tuple(
            period_line(words, point, trend.versions[point.version_id]) for point in reversed(shown)
        ),
    )


def _no_bar(words: Words, rubric: Rubric, series: Series, latest: Point | None) -> str:
    if latest is None:
        return wording.sentence(words, findings_of(series)[0], axis_of(rubric))
    if not rubric.bands:
        return "–"
    return str(_("fewer than %(least)s files: not shown", least=SHARE_DENOMINATOR))


def _scale(axis: ScoreAxis) -> str:
    if axis.kind is AxisKind.PERCENT:
        return str(_("scale from 60 to 100 points"))
    low, high = display(axis.lowest, 0), display(axis.highest, 0)
    return str(_("levels %(low)s to %(high)s", low=low, high=high))


def _value(axis: ScoreAxis, point: Point) -> tuple[str, BilingualText]:
    value = point.value or Fraction(0)
    level = axis.level_at(value)
    if level is not None:
        return display(level.number, 0), level.label
    return display(axis.shown(value)), NO_TEXT


def _bar(key: str, rubric: Rubric, point: Point) -> Markup | None:
    bands = bands_shown(point)
    if bands is None:
        return None
    parts = [
        BandPart(band.code, count, place)
        for place, (band, count) in enumerate(zip(rubric.bands, bands, strict=True), 1)
    ]
    heading, said = _("Files by band"), _bands_in_words(rubric, bands)
    return Markup(band_bar_svg(f"bar-{key}", heading, said, parts))  # noqa: S704 - escaped there


def _bands_in_words(rubric: Rubric, bands: tuple[int, ...]) -> str:
    pairs = zip(rubric.bands, bands, strict=True)
    return " · ".join(f"{band.code} {count}" for band, count in pairs if count)


def _spark(words: Words, trend: RubricTrend, series: Series, said: str) -> Markup | None:
    shown = series.points[-SPARKLINE_POINTS:]
    rated = [point for point in shown if point.value is not None]
    if len(rated) < SPARKLINE_LEAST:
        return None
    axis = axis_of(trend.versions[rated[-1].version_id])
    joined = {
        pair for segment in series.segments for line in segment.lines for pair in pairwise(line)
    }
    earlier: list[Point | None] = [None, *shown[:-1]]
    is_percent = axis.kind is AxisKind.PERCENT
    spark = Sparkline(
        key=f"spark-{trend.code}",
        heading=_("Last periods"),
        description=said,
        points=[
            SparkPoint(
                point.value,
                is_final=not point.is_hollow,
                joins=(before, point) in joined,
                words=point_words(words, point, axis, is_visits=series.segments[-1].is_visits),
            )
            for before, point in zip(earlier, shown, strict=True)
        ],
        floor=Fraction(SPARKLINE_FLOOR_PCT, _WHOLE_PCT) if is_percent else Fraction(0),
        line=Fraction(axis.lines[0], _WHOLE_PCT) if axis.lines else None,
        last_words=_value(axis, rated[-1])[0],
    )
    return Markup(sparkline_svg(spark))  # noqa: S704 - escaped there
