"""Standards of a centre or place: sections by quarter, answers by section, the dearest items."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app.domain.defaults import FILES_PER_POINT, SPARKLINE_POINTS
from qa_app.domain.option_shares import option_share
from qa_app.domain.quarter_means import (
    QuarterMean,
    Shade,
    period_of,
    quarter_means,
    quarters_shown,
    shade_of,
)
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_axis import ScoreAxis, axis_of
from qa_app.domain.series import NO_SERIES
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import WHOLE_FILE
from qa_app.extensions import database
from qa_app.queries.chart_cuts import cuts_of
from qa_app.queries.item_counts import AnswersAsked, item_counts
from qa_app.queries.trends import RubricTrend, Scope, ScopeKind
from qa_app.web.centre_links import Tab, tabs_of_centre, tabs_of_place
from qa_app.web.centres.item_addresses import behind_address, reviews_address, standards_address
from qa_app.web.centres.moved_view import MovedView, moved_view
from qa_app.web.centres.option_bars import OptionBar, option_bar
from qa_app.web.centres.pages import NoTrendPage, RubricChoice
from qa_app.web.centres.rubric_choices import rubric_choices, trend_asked
from qa_app.web.centres.shown_items import SeenTrend, seen_trend
from qa_app.web.centres.trend_pages import address_of, name_of
from qa_app.web.locale import page_language
from qa_app.web.pages import Page
from qa_app.wording import Words
from qa_app.wording import trends as wording


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A section in a quarter.

    Attributes:
        value: Its mean as written; empty when not rated.
        n: Files.
        shade: How it stands to the lines; decides tint and shape.
        is_hollow: True while one of its files is provisional.
        address: What stands behind it; empty where there are no files.
    """

    value: str
    n: int
    shade: Shade
    is_hollow: bool
    address: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A section.

    Attributes:
        code: Its code; empty for the whole file.
        title: Its title.
        address: Its trend.
        cells: One for each column.
    """

    code: str
    title: BilingualText
    address: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class AnswersRow:
    """Answers to the items of a section in the latest rated period.

    Attributes:
        title: Its title.
        address: Its trend; empty for one that is not rated by itself.
        bar: The answers.
    """

    title: BilingualText
    address: str
    bar: OptionBar


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsPage(Page):
    """Sections by quarter.

    Attributes:
        scope_name: Whose files.
        tabs: The pages beside it.
        here_address: This page without a choice.
        rubrics: What may be chosen.
        rubric: The version in use.
        headline: What it shows.
        coverage: Which files.
        columns: Quarter and version of each column.
        rows: The whole file, then the sections.
        lines: Percentages of the lines across, the higher first; none for levels.
        period: Name of the latest rated period; empty without one.
        moved: The items that cost most; None where no period is rated.
        answers: Answers by section; none of a rubric without items, and for who may not see them.
        is_open: True for those who may see them in general.
        is_held: True where so few of these files are to be asked for that the answers would tell
            of them.
        reviews_address: The reviews of these files; empty for places.
        least: Files from which on a quarter is rated.
    """

    template: ClassVar[str] = "centres/standards.html"

    scope_name: str
    tabs: list[Tab]
    here_address: str
    rubrics: tuple[RubricChoice, ...]
    rubric: Rubric
    headline: str
    coverage: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    lines: tuple[int, ...]
    period: str
    moved: MovedView | None
    answers: tuple[AnswersRow, ...]
    is_open: bool
    is_held: bool
    reviews_address: str
    least: int


def standards_page(scope: Scope) -> ResponseReturnValue:
    """Answer with sections by quarter.

    Args:
        scope: Whose.

    Returns:
        The page, or the one that says that nothing was read yet.
    """
    tabs = _tabs(scope)
    choices = rubric_choices(scope)
    if not choices:
        return NoTrendPage(
            scope_name=name_of(scope),
            tabs=tabs,
            back_address=tabs[0].address,
            least=FILES_PER_POINT,
        ).render()
    trend = trend_asked(scope, choices)
    words = Words(page_language())
    axis = axis_of(trend.current)
    rows, columns = _rows(scope, trend, axis)
    latest, seen = trend.whole(trend.main_coverage).latest, seen_trend(scope, trend)
    return StandardsPage(
        scope_name=name_of(scope),
        tabs=tabs,
        here_address=standards_address(scope),
        rubrics=choices,
        rubric=trend.current,
        headline=_headline(words, scope, trend, axis),
        coverage=words.say(wording.COVERAGES[trend.main_coverage]),
        columns=tuple(
            (
                wording.period(words, period_of(quarter).while_runs(scope.running)),
                trend.versions[version].version,
            )
            for quarter, version in columns
        ),
        rows=rows,
        lines=axis.lines,
        period="" if latest is None else wording.period(words, latest.period),
        moved=moved_view(words, seen, WHOLE_FILE, cuts_of(database(), scope, trend.code)),
        answers=tuple(_answers(seen)),
        is_open=seen.is_open,
        is_held=latest is not None and seen.holds(latest.version_id, latest.period),
        reviews_address=""
        if latest is None
        else reviews_address(
            scope, trend.versions[latest.version_id], latest.period, trend.main_coverage
        ),
        least=FILES_PER_POINT,
    ).render()


def _headline(words: Words, scope: Scope, trend: RubricTrend, axis: ScoreAxis) -> str:
    """Name the lowest section of the latest rated quarter of the version in use."""
    # found once: it looks through every point
    current, found = trend.current, []
    for section in current.sections:
        series = trend.series.get((trend.main_coverage, section.code), NO_SERIES)
        rated = {
            key: mean
            for key, mean in quarter_means(series).items()
            if mean.value is not None and trend.versions[key[1]] is current
        }
        if rated:
            found.append((max(rated), rated[max(rated)], section))
    if not found:
        return _headline_of_whole(words, scope, trend, axis)
    last = max(key for key, _mean, _section in found)
    value, mean, title = min(
        (
            (mean.value, mean, section.title)
            for key, mean, section in found
            if key == last and mean.value is not None
        ),
        key=lambda one: one[0],
    )
    return str(
        _(
            "%(period)s: lowest is %(section)s with %(value)s (%(files)s)",
            period=wording.period(words, period_of(mean.first_month).while_runs(scope.running)),
            section=words.text(title),
            value=wording.score(words, axis, value),
            files=wording.counted(words, mean.file_count),
        )
    )


def _headline_of_whole(words: Words, scope: Scope, trend: RubricTrend, axis: ScoreAxis) -> str:
    """Say what whole files come to where no section is rated: some rubrics rate none."""
    current, means = trend.current, quarter_means(trend.whole(trend.main_coverage))
    rated = {
        mean.first_month: (mean.value, mean.file_count)
        for key, mean in means.items()
        if mean.value is not None and trend.versions[key[1]] is current
    }
    if not rated:
        return str(_("Too few files to rate a section yet"))
    value, files = rated[max(rated)]
    return str(
        _(
            "%(period)s: whole files at %(value)s (%(files)s), no section rated by itself",
            period=wording.period(words, period_of(max(rated)).while_runs(scope.running)),
            value=wording.score(words, axis, value),
            files=wording.counted(words, files),
        )
    )


def _rows(
    scope: Scope, trend: RubricTrend, axis: ScoreAxis
) -> tuple[tuple[HeatRow, ...], tuple[tuple[int, int], ...]]:
    titles = {WHOLE_FILE: BilingualText()}
    for rubric in (trend.current, *trend.versions.values()):
        for one in rubric.sections:
            titles.setdefault(one.code, one.title)
    series = {
        code: found
        for code in titles
        if (found := trend.series.get((trend.main_coverage, code), NO_SERIES)).points
    }
    columns = quarters_shown(series.values(), SPARKLINE_POINTS)
    rows = []
    for code, of_section in series.items():
        means = quarter_means(of_section)
        cells = tuple(_cell(scope, trend, axis, code, key, means) for key in columns)
        address = address_of(scope, rubric=trend.code, section=code)
        rows.append(HeatRow(code, titles[code], address, cells))
    return tuple(rows), columns


def _cell(
    scope: Scope,
    trend: RubricTrend,
    axis: ScoreAxis,
    section: str,
    key: tuple[int, int],
    means: Mapping[tuple[int, int], QuarterMean],
) -> HeatCell:
    mean = means.get(key)
    if mean is None:
        return HeatCell("", 0, Shade.NONE, is_hollow=False, address="")
    address = behind_address(
        scope,
        trend.versions[mean.version_id],
        period_of(mean.first_month),
        section=section,
        coverage=trend.main_coverage,
    )
    value = "" if mean.value is None else display(axis.shown(mean.value))
    shade = shade_of(mean.value, axis.lines)
    return HeatCell(value, mean.file_count, shade, mean.is_hollow, address)


def _answers(seen: SeenTrend) -> Iterator[AnswersRow]:
    scope, trend = seen.scope, seen.trend
    latest = trend.whole(trend.main_coverage).latest
    if latest is None or not seen.is_open or seen.holds(latest.version_id, latest.period):
        return
    rubric = trend.versions[latest.version_id]
    if not rubric.items:
        return
    asked = AnswersAsked(
        latest.version_id, latest.period, frozenset(rubric.items), trend.main_coverage
    )
    counts = item_counts(database(), scope, [asked])
    for at, section in enumerate(rubric.sections):
        bar = option_bar(
            f"answers-{at}",
            str(_("Answers to the items of this section")),
            option_share(rubric, counts, [item.code for item in section.items]),
            latest.file_count * len(section.items),
        )
        has_trend = (trend.main_coverage, section.code) in trend.series
        address = address_of(scope, rubric=trend.code, section=section.code)
        yield AnswersRow(section.title, address if has_trend else "", bar)


def _tabs(scope: Scope) -> list[Tab]:
    if scope.kind is ScopeKind.CENTRE:
        return tabs_of_centre(scope.object_id, "centres.standards")
    return tabs_of_place(scope.object_id, "centres.place_standards")
