"""Tables of a report of a quarter or a year: areas, sections by quarters, centres of a place."""

from collections.abc import Iterable
from fractions import Fraction

from qa_app.domain.defaults import CONDITIONAL_LINE_PCT, SCORE_LINE_PCT
from qa_app.domain.period_report import (
    AreaReport,
    CentreLine,
    HeatCell,
    HeatRow,
    PeriodReport,
    ShareShown,
)
from qa_app.domain.report_facts import ReportKind
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import ScoreAxis, axis_of
from qa_app.domain.series import Grain, Period
from qa_app.domain.trend_findings import findings_of
from qa_app.wording import trend_limits, trends
from qa_app.wording.catalogue import message as _
from qa_app.wording.said_period import SaidBlock
from qa_app.wording.said_printed import SaidPart, SaidTable
from qa_app.wording.words import Words

_WHOLE_PCT = 100
_NONE = "–"
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
    "● at the line of %(line)s or above, ◐ from %(conditional)s, ○ below; in brackets the number of"
    " files; %(few)s stands for too few files. Squares mark quarters with provisional results."
)
_HEAT_LEVELS = _(
    "Levels of the rubric's scale; in brackets the number of files; %(few)s stands for too few"
    " files. Squares mark quarters with provisional results."
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
        tuple(_summary_row(words, area) for area in report.read),
    )


def _summary_row(words: Words, area: AreaReport) -> tuple[str, ...]:
    span = area.span
    icons = [f"{_drawable(sign)} {word}" for sign, word in trend_limits.icons(words, area.now)]
    change, line = (*icons, _NONE, _NONE)[:2]
    files, mean = (0, None) if span is None else (span.files, span.mean)
    value = _NONE if mean is None else trends.score(words, area.axis, mean)
    return (words.text(area.rubric.title), str(files), value, change, line)


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
    rows = tuple(
        (words.text(title), trends.sentence(words, findings_of(series)[0], area.axis))
        for _code, title, series in area.sections
        if series.points
    )
    heads = tuple(words.say(head) for head in _SECTION)
    return SaidTable(heads, (40, 60), rows) if rows else None


def heat_block(words: Words, report: PeriodReport, area: AreaReport) -> SaidBlock:
    """Set sections by quarters.

    Args:
        words: The language.
        report: The report.
        area: The area.

    Returns:
        A block with a tint for each cell.
    """
    quarters = [_quarter(words, first) for first in report.quarters]
    rows = tuple(
        (
            words.text(row.title) if row.section else words.say(_WHOLE),
            *(_cell(area.axis, one) for one in row.cells),
        )
        for row in area.heat
    )
    if area.axis.lines:
        how = words.say(_HEAT_HOW, line=SCORE_LINE_PCT, conditional=CONDITIONAL_LINE_PCT, few=_NONE)
    else:
        how = words.say(_HEAT_LEVELS, few=_NONE)
    said = [how, *_versions(words, area, area.heat[0], quarters)]
    table = SaidTable(("", *quarters), (24, *([76 // len(quarters)] * len(quarters))), rows)
    heading = words.say(_HEAT, area=words.text(area.rubric.title))
    part = SaidPart(heading, (trends.paragraph(words, said),), table)
    tints = tuple(tuple(_tint(area.axis, one.mean) for one in row.cells) for row in area.heat)
    return SaidBlock(f"heat-{area.code}", part, tints=tints)


def _quarter(words: Words, first: int) -> str:
    period = trends.period(words, Period(first, Grain.QUARTER))
    return period.replace("年", "年\n") if words.language == "zh" else period


def _versions(words: Words, area: AreaReport, row: HeatRow, quarters: list[str]) -> Iterable[str]:
    changes, last = [], 0
    for cell, quarter in zip(row.cells, quarters, strict=True):
        if cell.version_id and cell.version_id != last:
            number = area.versions[cell.version_id].version
            changes.append(
                words.say(_VERSION_FROM, version=number, quarter=quarter.replace("\n", ""))
            )
            last = cell.version_id
    if len(changes) > 1:
        yield words.say(_VERSIONS, versions=words.listed(changes))


def _cell(axis: ScoreAxis, cell: HeatCell) -> str:
    if not cell.files:
        return ""
    if cell.mean is None:
        return f"{_NONE} ({cell.files})"
    sign = "" if not axis.lines else f"{'○◐●'[_step(axis, cell.mean)]} "
    value = f"{sign}{display(axis.shown(cell.mean))} ({cell.files})"
    return value if cell.is_final else f"{value} □"


def _step(axis: ScoreAxis, mean: Fraction) -> int:
    high, low = max(axis.lines), min(axis.lines)
    shown = mean * _WHOLE_PCT
    return 2 if shown >= high else 1 if shown >= low else 0


def _tint(axis: ScoreAxis, mean: Fraction | None) -> int | None:
    if mean is None:
        return None
    if axis.lines:
        return _step(axis, mean) + 1
    return min(3, 1 + int(mean * 3))


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
        lines = sorted(
            (one for one in report.centres if one.code == area.code and one.span is not None),
            key=lambda one: (words.text(one.name), one.id),
        )
        if not lines:
            continue
        table = SaidTable(
            tuple(words.say(head) for head in _CENTRE),
            (32, 10, 16, 21, 21),
            tuple(_centre_row(words, area, one) for one in lines),
        )
        heading = words.say(_CENTRES, area=words.text(area.rubric.title))
        part = SaidPart(heading, (words.say(_CENTRES_HOW),), table)
        yield SaidBlock(f"centres-{area.code}", part)


def _centre_row(words: Words, area: AreaReport, line: CentreLine) -> tuple[str, ...]:
    span = line.span
    if span is None:
        return (words.text(line.name), "0", _NONE, _NONE, _NONE)
    axis = axis_of(area.versions[span.version_id])
    mean = _NONE if span.mean is None else trends.score(words, axis, span.mean)
    return (
        words.text(line.name),
        str(span.files),
        mean,
        _share(words, span.reached),
        _share(words, span.clear),
    )


def _share(words: Words, share: ShareShown | None) -> str:
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
