"""Tables of a report of a quarter or a year: areas, sections by quarters, centres of a place."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from qa_app.domain.charting import stretch_now
from qa_app.domain.defaults import CONDITIONAL_LINE_PCT, SCORE_LINE_PCT
from qa_app.domain.limit_findings import on_one_ground
from qa_app.domain.name_order import text_key
from qa_app.domain.period_report import AreaReport, CentreSpan, PeriodReport
from qa_app.domain.quarter_means import QuarterMean, Shade, shade_of
from qa_app.domain.report_facts import ReportKind
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import ScoreAxis, axis_of
from qa_app.domain.series import Grain, Period
from qa_app.domain.span_sums import ShareShown, SpanSum
from qa_app.domain.trend_findings import findings_of
from qa_app.wording import trend_limits, trends
from qa_app.wording.catalogue import message as _
from qa_app.wording.said_period import SaidBlock
from qa_app.wording.said_printed import SaidPart, SaidTable
from qa_app.wording.words import Words

_WHOLE_PCT = 100
_NONE = "–"
_SIGNS = {Shade.ABOVE: "●", Shade.BETWEEN: "◐", Shade.BELOW: "▼", Shade.NONE: ""}
_TINTS = {Shade.ABOVE: 3, Shade.BETWEEN: 2, Shade.BELOW: 1, Shade.NONE: None}
_SUMMARY = (_("Area"), _("Files"), _("Mean score"), _("Change"), _("The line"))
_SECTION = (_("Section"), _("What its line shows"))
_CENTRE = (
    _("Centre"),
    _("Files"),
    _("Mean score"),
    _("At band B or above"),
    _("Without a red line crossed"),
)
_HEAT, _CENTRES = _("Sections by quarters: %(area)s"), _("Centres by name: %(area)s")
_HEAT_HOW = _(
    "● at the line of %(line)s or above, ◐ from %(conditional)s, ▼ below; in brackets the number of"
    " files; %(few)s stands for too few files. ○ marks quarters with provisional results."
)
_HEAT_LEVELS = _(
    "Levels of the rubric's scale; in brackets the number of files; %(few)s stands for too few"
    " files. ○ marks quarters with provisional results."
)
_VERSIONS = _("The rubric changed within these quarters: %(versions)s.")
_VERSION_FROM = _("version %(version)s from %(quarter)s")
_WHOLE = _("Whole file")
_CENTRES_HOW = _(
    "Shares with 95 per cent intervals (Wilson). Intervals that overlap say that the centres"
    " cannot be told apart; the order is that of the names."
)
_INTERVAL = _("%(percent)s %% (%(low)s–%(high)s %%)")
_PERCENT = _("%(percent)s %%")
_OF = _("%(found)s of %(count)s")
_NO_RED_LINES = _("has no red lines")


def summary_table(words: Words, report: PeriodReport) -> SaidTable:
    """List areas with files in the span.

    Args:
        words: The language.
        report: The report.

    Returns:
        Files, mean of the span, what its latest period says, whether the line is kept.
    """
    return SaidTable(
        tuple(words.say(head) for head in _SUMMARY),
        (38, 10, 16, 18, 18),
        tuple(_summary_row(words, area, span) for area in report.read for span in area.spans),
    )


def _summary_row(words: Words, area: AreaReport, span: SpanSum) -> tuple[str, ...]:
    # limits speak of the latest version alone
    now = area.now if span is area.span else None
    icons = [f"{_drawable(sign)} {word}" for sign, word in trend_limits.icons(words, now)]
    change, line = (*(icons if span is area.span else ()), _NONE, _NONE)[:2]
    return (
        span_title(words, area, span),
        str(span.files),
        span_mean(words, area, span),
        change,
        line,
    )


def span_title(words: Words, area: AreaReport, span: SpanSum) -> str:
    """Name an area, and the version where several were in use in the span.

    Args:
        words: The language.
        area: The area.
        span: One of its sums.

    Returns:
        Such as `Legal aid` or `Legal aid · 1.1.0`.
    """
    rubric = area.versions[span.version_id]
    title = words.text(rubric.title)
    return f"{title} · {rubric.version}" if len(area.spans) > 1 else title


def span_mean(words: Words, area: AreaReport, span: SpanSum) -> str:
    """Write the mean of a sum as its version writes results.

    Args:
        words: The language.
        area: The area.
        span: One of its sums.

    Returns:
        Such as `87.0 points`; a dash where there are too few files.
    """
    if span.mean is None:
        return _NONE
    return trends.score(words, axis_of(area.versions[span.version_id]), span.mean)


def _drawable(sign: str) -> str:
    # the faces of papers have no ballot cross
    return "×" if sign == "✕" else sign


def sections_part(words: Words, area: AreaReport) -> SaidTable | None:
    """Say in a table what the line of each section shows.

    Args:
        words: The language.
        area: The area.

    Returns:
        The table; None for a rubric without sections.
    """
    now = stretch_now(area.stretches)
    rows = tuple(
        (
            words.text(title),
            trends.sentence(words, on_one_ground(findings_of(series)[0], now), area.axis),
        )
        for _code, title, series in area.sections
        if series.points
    )
    heads = tuple(words.say(head) for head in _SECTION)
    return SaidTable(heads, (40, 60), rows) if rows else None


def heat_block(words: Words, area: AreaReport) -> SaidBlock:
    """Set sections by quarters.

    Args:
        words: The language.
        area: The area.

    Returns:
        A block with a tint for each cell.
    """
    quarters = list(_columns(words, area))
    rows = tuple(
        (
            words.text(row.title) if row.section else words.say(_WHOLE),
            *(_cell(_axis(area, one), one) for one in row.cells),
        )
        for row in area.heat
    )
    if area.axis.lines:
        how = words.say(_HEAT_HOW, line=SCORE_LINE_PCT, conditional=CONDITIONAL_LINE_PCT, few=_NONE)
    else:
        how = words.say(_HEAT_LEVELS, few=_NONE)
    said = [how, *_versions(words, area)]
    table = SaidTable(("", *quarters), (24 * len(quarters), *([76] * len(quarters))), rows)
    heading = words.say(_HEAT, area=words.text(area.rubric.title))
    part = SaidPart(heading, (trends.paragraph(words, said),), table)
    tints = tuple(tuple(_tint(_axis(area, one), one) for one in row.cells) for row in area.heat)
    return SaidBlock(
        f"heat-{area.code}", part, tints=tints, is_explained=True, breaks=_breaks(area)
    )


def _columns(words: Words, area: AreaReport) -> Iterable[str]:
    # a version is named where it begins
    last = area.columns[0][1] if len({one for _first, one in area.columns}) == 1 else 0
    for first, version in area.columns:
        quarter = _quarter(words, first)
        said = quarter.replace("年", "年\n") if words.language == "zh" else quarter
        yield said if version == last else f"{said}\n{area.versions[version].version}"
        last = version


def _quarter(words: Words, first: int) -> str:
    return trends.period(words, Period(first, Grain.QUARTER))


def _versions(words: Words, area: AreaReport) -> Iterable[str]:
    starts: dict[int, int] = {}
    for first, version in area.columns:
        starts.setdefault(version, first)
    if len(starts) > 1:
        changes = [
            words.say(
                _VERSION_FROM, version=area.versions[one].version, quarter=_quarter(words, first)
            )
            for one, first in starts.items()
        ]
        yield words.say(_VERSIONS, versions=words.listed(changes))


def _breaks(area: AreaReport) -> tuple[int, ...]:
    pairs = enumerate(pairwise(area.columns), 2)
    return tuple(at for at, (one, following) in pairs if one[1] != following[1])


def _axis(area: AreaReport, cell: QuarterMean | None) -> ScoreAxis:
    return area.axis if cell is None else axis_of(area.versions[cell.version_id])


def _cell(axis: ScoreAxis, cell: QuarterMean | None) -> str:
    if cell is None:
        return ""
    if cell.value is None:
        return f"{_NONE} ({cell.file_count})"
    sign = "" if not axis.lines else f"{_SIGNS[shade_of(cell.value, axis.lines)]} "
    value = f"{sign}{display(axis.shown(cell.value))} ({cell.file_count})"
    return f"{value} ○" if cell.is_hollow else value


def _tint(axis: ScoreAxis, cell: QuarterMean | None) -> int | None:
    if cell is None or cell.value is None:
        return None
    if axis.lines:
        return _TINTS[shade_of(cell.value, axis.lines)]
    return min(3, 1 + int(cell.value * 3))


def centre_blocks(words: Words, report: PeriodReport) -> Iterable[SaidBlock]:
    """List the centres of a place by name, a block for each rubric.

    Args:
        words: The language.
        report: The report of a year.

    Yields:
        Blocks; none for the report of a centre.
    """
    if report.facts.span.kind is not ReportKind.YEAR:
        return
    for area in report.areas:
        lines = centre_lines(words, report, area)
        if not lines:
            continue
        table = SaidTable(
            tuple(words.say(head) for head in _CENTRE),
            (32, 10, 16, 21, 21),
            tuple(_centre_row(words, area, one) for one in lines),
        )
        heading = words.say(_CENTRES, area=words.text(area.rubric.title))
        part = SaidPart(heading, (words.say(_CENTRES_HOW),), table)
        yield SaidBlock(f"centres-{area.code}", part, is_explained=True, centres=area.code)


def centre_lines(words: Words, report: PeriodReport, area: AreaReport) -> Sequence[CentreSpan]:
    """Put the centres of a rubric in order.

    Args:
        words: The language.
        report: The report.
        area: The area.

    Returns:
        Their lines by name, those of one centre by version.
    """
    return sorted(
        (one for one in report.centres if one.code == area.code),
        key=lambda one: (text_key(one.name, words.language), one.id),
    )


def line_name(words: Words, area: AreaReport, line: CentreSpan) -> str:
    """Name a line of a centre.

    Args:
        words: The language.
        area: The area.
        line: The line.

    Returns:
        The centre's name, with the version where several were in use.
    """
    name = words.text(line.name)
    if len(area.spans) > 1:
        return f"{name} · {area.versions[line.span.version_id].version}"
    return name


def _centre_row(words: Words, area: AreaReport, line: CentreSpan) -> tuple[str, ...]:
    span = line.span
    return (
        line_name(words, area, line),
        str(span.files),
        span_mean(words, area, span),
        share_words(words, span.reached),
        words.say(_NO_RED_LINES) if span.clear is None else share_words(words, span.clear),
    )


def share_words(words: Words, share: ShareShown | None) -> str:
    """Write a share with its interval.

    Args:
        words: The language.
        share: The share; None where there is none to tell.

    Returns:
        Such as `80 % (58–92 %)`, `3 of 8` where there are too few files, or a dash.
    """
    if share is None or not share.count:
        return _NONE
    if share.value is None:
        return (
            _NONE if share.found is None else words.say(_OF, found=share.found, count=share.count)
        )
    percent = display(share.value * _WHOLE_PCT, 0)
    if share.interval is None:
        return words.say(_PERCENT, percent=percent)
    low, high = (Fraction(end) * _WHOLE_PCT for end in (share.interval.low, share.interval.high))
    return words.say(_INTERVAL, percent=percent, low=display(low, 0), high=display(high, 0))
