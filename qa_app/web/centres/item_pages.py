"""The trend of one item: from a clause of the library here, and back to it."""

from fractions import Fraction

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.answer_counts import Held
from qa_app.domain.citations import citations_of
from qa_app.domain.defaults import FILES_PER_POINT, FINDINGS_LEAST, SHARE_DENOMINATOR
from qa_app.domain.item_trend import ItemLine, ItemPeriod, series_of_lines
from qa_app.domain.limit_findings import limit_findings
from qa_app.domain.period_codes import period_code
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import SHARE_AXIS
from qa_app.domain.series import Coverage, Point
from qa_app.domain.share_charting import share_stretches
from qa_app.domain.shares import Measure
from qa_app.extensions import database
from qa_app.queries.chart_cuts import cuts_of
from qa_app.queries.item_trends import ItemTrend, item_trend
from qa_app.queries.library import library_index
from qa_app.queries.trends import Scope, ScopeKind
from qa_app.reports.charts import chart_svg
from qa_app.reports.trend_chart import Drawn, trend_chart
from qa_app.web.centres.charted import Charted, limit_cells
from qa_app.web.centres.item_addresses import behind_parts
from qa_app.web.centres.pages import ItemPeriodLine, ItemTrendPage
from qa_app.web.centres.trend_pages import address_of, scope_of
from qa_app.web.centres.trend_pages import name_of as scope_name
from qa_app.web.locale import page_language
from qa_app.web.told_here import told_here
from qa_app.wording import Words, trend_limits
from qa_app.wording import trends as wording


def item_trend_page(kind: ScopeKind, object_id: int, code: str, item: str) -> ResponseReturnValue:
    """Answer with the trend of an item.

    Args:
        kind: A centre or a place.
        object_id: Which one; place 0 is the whole network.
        code: The rubric.
        item: The item.

    Returns:
        The page; what is out of reach, or was never asked here, is not found.
    """
    scope = scope_of(kind, object_id)
    told_to = told_here(scope, code)
    trend = item_trend(database(), scope, code, item, told_to) or abort(404)
    words = Words(page_language())
    series = series_of_lines(trend.lines)
    stretches = share_stretches(series, cuts_of(database(), scope, code, trend.item.section))
    limits = Charted(Measure.BAND, series, SHARE_AXIS, stretches, None, "")
    now = limits.now
    told = limit_findings(now) if now is not None else ()
    names = {
        line.version_ids[-1]: _versions(words, trend, line) for line in trend.lines if line.periods
    }
    parts = {line.version_ids[-1]: _behind(scope, trend, line) for line in trend.lines}

    def behind(point: Point) -> str:
        return _address(parts[point.version_id], point)

    laid = Drawn(series, SHARE_AXIS, names, stretches=stretches, behind=behind)
    text = words.text(trend.item.text)
    chart = trend_chart(words, "item", text, laid) if series.points else None
    drawn = () if chart is None else tuple(
        one for segment in chart.segments for one in segment.stretches
    )  # fmt: skip
    known = set(library_index(database()).clauses)
    return ItemTrendPage(
        scope_name=scope_name(scope),
        heading=trend_limits.headline(words, _heading(words, trend), told[0] if told else None),
        lede=wording.paragraph(
            words, [trend_limits.sentence(words, one, SHARE_AXIS) for one in told]
        ),
        icons=trend_limits.icons(words, now),
        limits=tuple(one.words for one in drawn),
        has_bounds=any(one.steps for one in drawn),
        has_median=any(not one.steps for one in drawn),
        chart_reason=""
        if now is None
        else wording.paragraph(words, trend_limits.chart_reason(words, now)),
        cuts=tuple(mark.why for mark in chart.breaks if mark.why) if chart is not None else (),
        rubric=trend.rubric.title,
        code=trend.item.code,
        text=trend.item.text,
        item_address=url_for(
            "standards.version",
            code=code,
            version=trend.rubric.version,
            _anchor=f"item-{trend.item.code}",
        ),
        section_address=address_of(scope, rubric=code, section=trend.item.section),
        rests_on=tuple(c for c in citations_of(trend.item.sources) if c in known),
        svg=Markup(chart_svg(chart)) if chart is not None and series.rated else None,  # noqa: S704 - escaped there
        lines=tuple(
            (_versions(words, trend, line), _rows(words, limits, line, _behind(scope, trend, line)))
            for line in reversed(trend.lines)
        ),
        least=SHARE_DENOMINATOR,
        least_to_ask=FILES_PER_POINT,
        is_whole=not _held(trend) - {Held.TO_ASK},
        has_to_ask=Held.TO_ASK in _held(trend),
    ).render()


def _heading(words: Words, trend: ItemTrend) -> str:
    rated = [one for line in trend.lines for one in line.periods if one.point.value is not None]
    if not rated:
        return str(_("Too few answers for a share yet"))
    last = max(rated, key=lambda one: one.point.last_used)
    return str(
        _(
            "%(share)s%% of files met it in %(period)s (%(n)s files)",
            share=display(100 * (last.point.value or Fraction(0)), 0),
            period=wording.period(words, last.point.period),
            n=last.told.n,
        )
    )


def _versions(words: Words, trend: ItemTrend, line: ItemLine) -> str:
    return words.listed(trend.versions[one] for one in line.version_ids)


def _rows(
    words: Words, limits: Charted, line: ItemLine, behind: tuple[str, str]
) -> tuple[ItemPeriodLine, ...]:
    return tuple(_row(words, limits, one, behind) for one in reversed(line.periods))


def _behind(scope: Scope, trend: ItemTrend, line: ItemLine) -> tuple[str, str]:
    # a line that joins versions has points of several of them, and a page is about one
    if len(line.version_ids) != 1:
        return "", ""
    before, after = behind_parts(scope, trend.rubric.code, "", Coverage.SAMPLED)
    return f"{before}{trend.versions[line.version_ids[0]]}/", f"{after}?item={trend.item.code}"


def _row(words: Words, limits: Charted, one: ItemPeriod, behind: tuple[str, str]) -> ItemPeriodLine:
    told, period = one.told, wording.period(words, one.point.period)
    if told.held is not None or told.n is None or told.below is None:
        address = _address(behind, one.point) if told.held is Held.TO_ASK else ""
        return ItemPeriodLine(period, _why(told.held), "", "", address=address)
    value = one.point.value
    share = (
        _("too few for a share")
        if value is None
        else _("%(percent)s%%", percent=display(100 * value, 0))
    )
    said, signal = limit_cells(words, limits, one.point)
    met, n = str(told.n - told.below), str(told.n)
    return ItemPeriodLine(period, str(share), met, n, said, signal, _address(behind, one.point))


def _address(behind: tuple[str, str], point: Point) -> str:
    before, after = behind
    return f"{before}{period_code(point.period)}{after}" if before else ""


def _why(held: Held | None) -> str:
    words: dict[Held | None, str] = {
        Held.FEW_ANSWERS: _("not shown: fewer than %(least)s", least=SHARE_DENOMINATOR),
        Held.FEW_FINDINGS: _("not shown: fewer than %(least)s", least=FINDINGS_LEAST),
        Held.SEALED: _("sealed: counted in no sum"),
        Held.TO_ASK: _(
            "not shown: it would tell of fewer than %(least)s files for which you would have to"
            " ask",
            least=FILES_PER_POINT,
        ),
    }
    return str(words.get(held, _("not shown: it would give a smaller number away")))


def _held(trend: ItemTrend) -> set[Held]:
    return {
        one.told.held for line in trend.lines for one in line.periods if one.told.held is not None
    }
