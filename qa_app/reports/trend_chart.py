"""From a series to a chart: places along the axes, and every word in one language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from qa_app.domain.chart_notes import NumberedNote
from qa_app.domain.charting import CutReason, Stretch, stretch_now
from qa_app.domain.common_items import LineBreak
from qa_app.domain.defaults import CONDITIONAL_LINE_PCT, SCORE_LINE_PCT
from qa_app.domain.limit_findings import limit_findings, on_one_ground
from qa_app.domain.month_grid import MONTHS_A_QUARTER, quarter_start
from qa_app.domain.rounding import display, trimmed
from qa_app.domain.score_axis import AxisKind, ScoreAxis
from qa_app.domain.series import Point, Segment, Series
from qa_app.domain.statistics.chart_choice import Stage
from qa_app.domain.statistics.variation import PointType
from qa_app.domain.trend_findings import findings_of
from qa_app.reports.chart_limits import ChartStretch, Look, Step, steps_of
from qa_app.reports.chart_notes import note_marks
from qa_app.reports.charts import Chart, ChartPoint, ChartSegment, Mark
from qa_app.reports.version_rules import Places, places_of
from qa_app.wording import Words, linked_trends, trend_limits
from qa_app.wording import trends as wording
from qa_app.wording.catalogue import message as _

_YEAR = 12
_QUARTERS_MOST = 12
_YEARS_NARROW = 8
_AIR = 40
_WHOLE_PCT = 100

_LIMITS = {SCORE_LINE_PCT: _("met %(line)s"), CONDITIONAL_LINE_PCT: _("conditional %(line)s")}
_VERSION = _("version %(version)s")
_COUNT = _("n")
_FINAL, _OPEN = _("%(count)s final"), _("%(count)s provisional")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series with what is needed to write its numbers.

    Attributes:
        series: What is drawn.
        axis: How its results are written.
        versions: Version ids to version numbers.
        span: First month, and the month after the last; None takes the series' own.
        linked: Lines over several versions, with what each is called.
        unjoined: Versions that no such line joins with the one before, and why.
        stretches: Its limits, from `charting.stretches_of`.
        lead: What is counted, to begin the finding with; empty for scores.
        notes: What happened, to be marked on the axis of time.
        behind: Gives the address of what stands behind a point; None without such pages.
    """

    series: Series
    axis: ScoreAxis
    versions: Mapping[int, str]
    span: tuple[int, int] | None = None
    linked: tuple[tuple[str, Series], ...] = ()
    unjoined: Sequence[LineBreak] = ()
    stretches: Sequence[Stretch] = ()
    lead: str = ""
    notes: Sequence[NumberedNote] = ()
    behind: Callable[[Point], str] | None = None


def trend_chart(words: Words, key: str, heading: str, drawn: Drawn) -> Chart:
    """Lay a series out.

    Args:
        words: The language.
        key: Unique on its page.
        heading: Whose series it is.
        drawn: The series.

    Returns:
        The chart.
    """
    series, axis, versions = drawn.series, drawn.axis, drawn.versions
    first, last = drawn.span or span_of(series)
    now = stretch_now(drawn.stretches)
    headline = on_one_ground(findings_of(series)[0], now)
    places = places_of(series)
    # limits belong to the versions' own points
    bare = replace(drawn, stretches=(), behind=None)
    return Chart(
        key=key,
        heading=heading,
        description=trend_limits.headline(
            words,
            wording.led(words, drawn.lead, wording.sentence(words, headline, axis, dict(versions))),
            limit_findings(now)[0] if now is not None else None,
        ),
        segments=tuple(
            _segment(words, one, drawn, (first, last), place)
            for one, place in zip(series.segments, places, strict=True)
        ),
        breaks=tuple(
            Mark(
                _x(place.rule, first, last),
                words.say(_VERSION, version=versions[segment.version_id]),
                why=_why(words, drawn, places, number),
                below=_unjoined(drawn, segment, lambda one: linked_trends.break_mark(words, one)),
            )
            for number, (segment, place) in enumerate(zip(series.segments, places, strict=True))
            if place.rule is not None
        )
        + _cuts(words, drawn, (first, last)),
        limits=tuple(
            Mark(Fraction(line, _WHOLE_PCT), words.say(_LIMITS[line], line=line))
            for line in axis.lines
        ),
        heights=tuple(Mark(tick.ratio, display(tick.number, 0)) for tick in axis.ticks),
        rules=tuple(_x(month, first, last) for month in range(first, last) if month % _YEAR == 0),
        rows=_rows(words, first, last),
        count_words=words.say(_COUNT),
        linked=tuple(
            replace(_segment(words, segment, bare, (first, last), Places()), name=name)
            for name, line in drawn.linked
            for segment in line.segments
        ),
        notes=note_marks(words, drawn.notes, (first, last)),
    )


def span_of(series: Series) -> tuple[int, int]:
    """Choose the months that a chart covers: whole quarters, at least a year, some air if many.

    Args:
        series: What is drawn.

    Returns:
        The first month, and the month after the last.
    """
    points = series.points
    if not points:
        return 0, _YEAR
    first = quarter_start(points[0].period.first_month)
    last = quarter_start(max(point.period.last_month for point in points)) + MONTHS_A_QUARTER
    if last - first > _QUARTERS_MOST * MONTHS_A_QUARTER:
        # a dot must not sit on the axis
        air = (last - first) // _AIR
        return first - air, last + air
    return min(first, last - _YEAR), last


def point_words(words: Words, point: Point, axis: ScoreAxis, *, is_visits: bool) -> str:
    """Write a period out: when, how much, from how many files, how many of them final.

    Args:
        words: The language.
        point: A rated period.
        axis: How its results are written.
        is_visits: True when it counts visits.

    Returns:
        One line.
    """
    parts = [
        wording.period(words, point.period),
        "" if point.value is None else wording.score(words, axis, point.value),
        wording.counted(words, point.scored_count, is_visits=is_visits),
        words.say(_FINAL, count=point.final_count),
    ]
    if point.provisional_count:
        parts.append(words.say(_OPEN, count=point.provisional_count))
    return ("，" if words.language == "zh" else ", ").join(part for part in parts if part)


def _x(month: int | Fraction, first: int, last: int) -> Fraction:
    return Fraction(month - first) / (last - first)


def _why(words: Words, drawn: Drawn, places: tuple[Places, ...], number: int) -> str:
    segments = drawn.series.segments
    strays = [
        drawn.versions[segments[one].version_id]
        for one in range(number)
        if any(places[one].is_stray(point) for point in segments[one].rated)
    ]
    segment = segments[number]
    reason = wording.break_reason(
        words,
        drawn.versions[segment.version_id],
        (segment.rated or segment.points)[0].period,
        strays,
    )
    names = drawn.versions
    joining = _unjoined(drawn, segment, lambda one: linked_trends.break_sentence(words, one, names))
    return wording.paragraph(words, [part for part in (reason, joining) if part])


def _unjoined(drawn: Drawn, segment: Segment, said: Callable[[LineBreak], str]) -> str:
    found = (one for one in drawn.unjoined if one.after_id == segment.version_id)
    return next(map(said, found), "")


def _segment(
    words: Words, segment: Segment, drawn: Drawn, span: tuple[int, int], place: Places
) -> ChartSegment:
    stretches = [one for one in drawn.stretches if one.version_id == segment.version_id]
    looks = {
        point: _LOOKS.get(kind, Look.PLAIN)
        for one in stretches
        for point, kind in zip(one.tested, one.types, strict=False)
    }

    def drawn_at(point: Point) -> ChartPoint:
        x = _x(place.middle(point), *span)
        made = _point(words, point, drawn.axis, x, is_visits=segment.is_visits)
        look = looks.get(point, Look.PLAIN)
        said = trend_limits.with_look(words, made.words, look.value)
        address = "" if drawn.behind is None else drawn.behind(point)
        return replace(made, look=look, words=said, address=address)

    return ChartSegment(
        name=drawn.versions[segment.version_id],
        lines=tuple(tuple(map(drawn_at, line)) for line in place.cut(segment.lines)),
        strays=tuple(drawn_at(point) for point in segment.rated if place.is_stray(point)),
        stretches=tuple(
            ChartStretch(
                _x(place.middle(one.points[0]), *span),
                _x(place.middle(one.points[-1]), *span),
                one.centre,
                _steps(one, [_x(place.middle(point), *span) for point in one.points]),
                one.choice.stage is Stage.TRIAL,
                trend_limits.limits(words, drawn.axis, one, drawn.versions[one.version_id]),
            )
            for one in stretches
            if one.centre is not None
        ),
    )


def _steps(stretch: Stretch, places: Sequence[Fraction]) -> tuple[Step, ...]:
    # limits of an XmR chart are the same all over the stretch, beside untested points as well
    is_even = not stretch.bounds
    found = []
    for number, at in enumerate(places):
        bounds = stretch.bounds_of(-1 if is_even else number)
        if bounds is not None:
            low, high = max(Fraction(0), bounds.low), min(Fraction(1), bounds.high)
            found.append((at, low, high))
    return steps_of(found) if found else ()


_LOOKS = {
    PointType.IMPROVEMENT_HIGH: Look.BETTER,
    PointType.IMPROVEMENT_LOW: Look.BETTER,
    PointType.CONCERN_HIGH: Look.WORSE,
    PointType.CONCERN_LOW: Look.WORSE,
}


def _cuts(words: Words, drawn: Drawn, span: tuple[int, int]) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            _x(one.points[0].period.first_month, *span),
            trend_limits.cut_mark(words, one.cut),
            why=trend_limits.cut_reason(words, one.cut, one.points[0].period.first_month),
        )
        for one in drawn.stretches
        if isinstance(one.cut, CutReason)
    )


def _point(
    words: Words, point: Point, axis: ScoreAxis, x: Fraction, *, is_visits: bool
) -> ChartPoint:
    value = point.value or Fraction(0)
    level = axis.level_at(value)
    is_level = axis.kind is AxisKind.LEVEL and level is not None
    shown, is_share = axis.shown(value), axis.kind is AxisKind.SHARE
    return ChartPoint(
        x=x,
        y=value,
        is_final=not point.is_hollow,
        value=trimmed(shown) if is_share else display(shown, 0 if is_level else 1),
        count=str(point.scored_count),
        words=point_words(words, point, axis, is_visits=is_visits),
    )


def _rows(words: Words, first: int, last: int) -> tuple[tuple[Mark, ...], ...]:
    quarters = range(first, last, MONTHS_A_QUARTER)
    is_long = len(quarters) > _QUARTERS_MOST
    years = _years(first, last, least=_YEAR // 2 if is_long else 1)
    row = tuple(
        Mark(
            _x(Fraction(start + end, 2), first, last),
            str(start // _YEAR),
            is_wide_only=len(years) > _YEARS_NARROW and number % 2 == 1,
        )
        for number, (start, end) in enumerate(years)
    )
    if is_long:
        return (row,)
    marks = tuple(
        Mark(
            _x(Fraction(2 * start + MONTHS_A_QUARTER, 2), first, last),
            wording.quarter_mark(words, start),
            is_wide_only=len(quarters) > _QUARTERS_MOST // 2,
        )
        for start in quarters
    )
    return marks, row


def _years(first: int, last: int, least: int) -> list[tuple[int, int]]:
    # a year of which only a corner is shown has no room for its number
    parts = [
        (max(year * _YEAR, first), min(year * _YEAR + _YEAR, last))
        for year in range(first // _YEAR, (last - 1) // _YEAR + 1)
    ]
    return [(start, end) for start, end in parts if end - start >= least]
