"""The block of one area of a report: what its chart shows, shares, what cost points."""

from collections.abc import Iterable
from fractions import Fraction

from qa_app.domain.charting import stretch_now
from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR
from qa_app.domain.limit_findings import limit_findings, on_one_ground
from qa_app.domain.period_report import AreaReport, PeriodReport
from qa_app.domain.report_facts import ReportKind, ReportSpan
from qa_app.domain.rounding import display, whole_percent
from qa_app.domain.series import Grain, Period
from qa_app.domain.span_sums import ShareShown, SpanSum
from qa_app.domain.trend_findings import findings_of
from qa_app.wording import trend_limits, trends
from qa_app.wording.catalogue import message as _
from qa_app.wording.chart_notes import KINDS
from qa_app.wording.report_tables import sections_part, span_mean
from qa_app.wording.said_period import SaidBlock
from qa_app.wording.said_printed import SaidPart
from qa_app.wording.words import Words

_STAND = _("%(said)s.")
_LAST_READ = _("Nothing was read here in %(period)s; the chart ends before it.")
_LOST_HELD = _(
    "Items are held back from who reads this: for fewer than %(least)s of the files they would have"
    " to ask, and the counts less the files that they may open would tell what was answered in"
    " those. Whoever opens every file is told of the items."
)
_LOST = _("Most points lost on %(items)s.")
_LOST_ITEM = _("%(item)s %(text)s (%(below)s of %(files)s files)")
_REACHED = _("At band B or above: %(share)s.")
_CLEAR = _("Without a red line crossed: %(share)s.")
_NO_RED_LINES = _("This rubric has no red lines.")
_AGAINST = _("Against version %(version)s:")
_SEVERAL = _(
    "In %(period)s files were read against several versions of the rubric: %(versions)s. Their"
    " scores rest on other items or weights; they are not comparable and never added up."
)
_EACH = _("%(files)s against %(version)s (mean %(mean)s)")
_EACH_FEW = _("%(files)s against %(version)s (too few for a mean)")
_SHARE = _("%(percent)s %% of %(count)s files, likely between %(low)s and %(high)s %%")
_SHARE_ALL = _("%(percent)s %% of %(count)s")
_OF = _("%(found)s of %(count)s files, too few for a share")
_NOTED = _("Noted on the chart: %(notes)s.")
_NOTE = _("%(number)s: %(day)s %(kind)s, %(text)s")
_HIDDEN = _("not shown, fewer than %(least)s files")


def span_words(words: Words, span: ReportSpan) -> str:
    """Name the months of a report.

    Args:
        words: The language.
        span: The quarter or year.

    Returns:
        Such as `2026年第一季度` or `Q1 2026`, `2025年` or `2025`.
    """
    if span.kind is ReportKind.QUARTER:
        return trends.period(words, Period(span.first_month, Grain.QUARTER))
    year = span.first.year
    return f"{year}年" if words.language == "zh" else str(year)


def area_headline(words: Words, area: AreaReport) -> str:
    """Say what the chart of an area shows, as the page of its trend does.

    Args:
        words: The language.
        area: The area.

    Returns:
        A sentence without a full stop.
    """
    headline = on_one_ground(findings_of(area.whole)[0], stretch_now(area.stretches))
    said = trends.sentence(words, headline, area.axis, _numbers(area))
    now = area.now
    if now is None:
        return said
    return trend_limits.headline(words, said, limit_findings(now, area.target)[0])


def _numbers(area: AreaReport) -> dict[int, str]:
    return {version: rubric.version for version, rubric in area.versions.items()}


def area_block(words: Words, report: PeriodReport, area: AreaReport) -> SaidBlock:
    """Tell of one area.

    Args:
        words: The language.
        report: The report.
        area: The area.

    Returns:
        The block.
    """
    said = [words.say(_STAND, said=area_headline(words, area))]
    if not area.spans:
        said.append(words.say(_LAST_READ, period=span_words(words, report.facts.span)))
    said += [
        trends.sentence(words, one, area.axis, _numbers(area))
        for one in findings_of(area.whole)[1:]
    ]
    now = area.now
    if now is not None:
        said += [
            trend_limits.sentence(words, one, area.axis) for one in limit_findings(now, area.target)
        ]
    paragraphs = [trends.paragraph(words, said)]
    if len(area.spans) > 1:
        period = span_words(words, report.facts.span)
        each = words.listed(_each(words, area, one) for one in area.spans)
        paragraphs.append(words.say(_SEVERAL, period=period, versions=each))
    for span in area.spans:
        paragraphs += _of_span(words, area, span)
    if area.marks:
        paragraphs.append(words.say(_NOTED, notes=words.sequence(_notes(words, area))))
    if now is not None:
        paragraphs.append(
            trends.paragraph(words, trend_limits.chart_reason(words, now, area.stretches))
        )
    part = SaidPart(
        f"{words.text(area.rubric.title)} · {area.rubric.version}",
        tuple(paragraphs),
        sections_part(words, area),
    )
    return SaidBlock(f"area-{area.code}", part, area.code)


def _share(words: Words, share: ShareShown) -> str:
    if share.value is None:
        if share.found is None:
            return words.say(_HIDDEN, least=SHARE_DENOMINATOR)
        return words.say(_OF, found=share.found, count=share.count)
    percent = whole_percent(share.value)
    if share.interval is None:
        return words.say(_SHARE_ALL, percent=percent, count=share.count)
    return words.say(
        _SHARE,
        percent=percent,
        count=share.count,
        low=display(Fraction(share.interval.low) * 100, 0),
        high=display(Fraction(share.interval.high) * 100, 0),
    )


def _notes(words: Words, area: AreaReport) -> Iterable[str]:
    return (
        words.say(
            _NOTE,
            number=number,
            day=words.day(one.on),
            kind=words.say(KINDS[one.kind]),
            text=words.written(one.text).rstrip("。."),
        )
        for number, one in enumerate(area.marks, 1)
    )


def _each(words: Words, area: AreaReport, span: SpanSum) -> str:
    return words.say(
        _EACH_FEW if span.mean is None else _EACH,
        files=trends.counted(words, span.files),
        version=area.versions[span.version_id].version,
        mean=span_mean(words, area, span),
    )


def _of_span(words: Words, area: AreaReport, span: SpanSum) -> Iterable[str]:
    said = []
    if len(area.spans) > 1:
        said.append(words.say(_AGAINST, version=area.versions[span.version_id].version))
    if span.reached is not None and span.reached.count:
        said.append(words.say(_REACHED, share=_share(words, span.reached)))
    said.append(
        words.say(_NO_RED_LINES)
        if span.clear is None
        else words.say(_CLEAR, share=_share(words, span.clear))
    )
    yield trends.paragraph(words, said)
    if span.is_held:
        yield words.say(_LOST_HELD, least=FILES_PER_POINT)
    if span.lost:
        yield _lost(words, area, span)


def _lost(words: Words, area: AreaReport, span: SpanSum) -> str:
    items = area.versions[span.version_id].items
    said = [
        words.say(
            _LOST_ITEM,
            item=one.item_code,
            text=words.text(items[one.item_code].text).rstrip("。.；;"),
            below=one.below_count,
            files=one.scored_count,
        )
        for one in span.lost
    ]
    return words.say(_LOST, items=words.sequence(said))
