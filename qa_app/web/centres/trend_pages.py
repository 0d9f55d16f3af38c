"""A trend as page, as table and as figure, for a centre, a place or the network."""

import json
from dataclasses import replace
from typing import Any

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import axis_of
from qa_app.domain.shares import Measure
from qa_app.extensions import database
from qa_app.queries.chart_cuts import cuts_by_section, marks_of
from qa_app.queries.linked_trends import LinkedTrend, linked_trend
from qa_app.queries.trends import (
    RubricTrend,
    Scope,
    ScopeKind,
    centre_scope,
    network_scope,
    place_scope,
    rubric_trend,
)
from qa_app.reports.tables import csv_table
from qa_app.services.operations.note_list import note_list
from qa_app.web.centre_links import Tab, tabs_of_centre, tabs_of_place
from qa_app.web.centres.chart_beside import chart_beside
from qa_app.web.centres.charted import Wanted
from qa_app.web.centres.item_addresses import behind_parts
from qa_app.web.centres.linked_view import version_numbers
from qa_app.web.centres.moved_view import moved_view
from qa_app.web.centres.pages import NoTrendPage, RubricChoice, TrendPage
from qa_app.web.centres.rubric_choices import rubric_choices
from qa_app.web.centres.section_items import items_behind
from qa_app.web.centres.shown_items import seen_trend
from qa_app.web.centres.trend_rows import NO_LIMITS, trend_rows
from qa_app.web.centres.trend_view import Ground, figure_of, trend_view
from qa_app.web.centres.uncounted import uncounted_words
from qa_app.web.filters import chosen
from qa_app.web.guard import current_actor
from qa_app.web.handed_out import named_file
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.rated import Rated, files_of_trend, rated_of
from qa_app.web.settings import local_today
from qa_app.wording import Words, share_trends
from qa_app.wording import trends as wording
from qa_app.wording.linked_trends import version_names

NETWORK_ID = 0
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def scope_of(kind: ScopeKind, object_id: int) -> Scope:
    """Find whose trend is asked for.

    Args:
        kind: A centre or a place.
        object_id: Which one; place 0 is the whole network.

    Returns:
        The scope; what is out of reach is not found.
    """
    actor, session = current_actor(), database()
    if kind is ScopeKind.CENTRE:
        found = centre_scope(session, actor, object_id, local_today())
    elif object_id == NETWORK_ID:
        found = network_scope(actor, local_today())
    else:
        found = place_scope(session, actor, object_id, local_today())
    return found or abort(404)


def address_of(scope: Scope, ending: str = "", **filters: Any) -> str:
    """Give the address of a trend.

    Args:
        scope: Whose.
        ending: Empty for the page, `_csv` or `_figure`.
        **filters: Rubric, area, section and measure; empty ones are left out.

    Returns:
        The address.
    """
    filters = {name: value for name, value in filters.items() if value}
    if scope.kind is ScopeKind.CENTRE:
        return url_for(f"centres.trends{ending}", centre_id=scope.object_id, **filters)
    return url_for(f"centres.place_trends{ending}", place_id=scope.object_id, **filters)


def trend_page(scope: Scope) -> ResponseReturnValue:
    """Answer with the page.

    Args:
        scope: Whose trend.

    Returns:
        The page, or the one that says that nothing was read yet.
    """
    choices = rubric_choices(scope)
    tabs = _tabs(scope)
    if not choices:
        back = url_for("centres.index") if scope.kind is not ScopeKind.CENTRE else tabs[0].address
        return NoTrendPage(
            scope_name=name_of(scope), tabs=tabs, back_address=back, least=FILES_PER_POINT
        ).render()
    trend, wanted = _wanted(scope, choices)
    linked = linked_trend(database(), scope, trend)
    words = Words(page_language())
    behind = behind_parts(scope, trend.code, wanted.section, trend.main_coverage)
    ground = replace(_ground(scope, trend), behind=behind)
    view = trend_view(words, trend, wanted, linked, ground)
    if view is None:
        abort(404)
    is_plain = view.measure is Measure.SCORE
    shown = {
        "rubric": trend.code,
        "section": view.section,
        "measure": "" if is_plain else view.measure.value,
    }
    return TrendPage(
        scope_name=name_of(scope),
        tabs=tabs,
        rubrics=choices,
        view=view,
        items=items_behind(scope, view.rubric, view.section),
        moved=moved_view(
            words, seen_trend(scope, trend), view.section, ground.cuts_of(view.section)
        )
        if is_plain
        else None,
        rated=rated_of(words, files_of_trend(scope, trend, local_today()))
        if not view.section
        else Rated(),
        behind=behind,
        here_address=address_of(scope),
        csv_address=address_of(scope, "_csv", rubric=trend.code),
        figure_address=address_of(scope, "_figure", **shown),
        uncounted=uncounted_words(scope, trend.code),
        beside=chart_beside(words, scope, trend, view.section, ground.notes),
    ).render()


def trend_csv(scope: Scope) -> ResponseReturnValue:
    """Answer with every section of a rubric as a table.

    Args:
        scope: Whose trend.

    Returns:
        A file to keep.
    """
    trend, _chosen = _wanted(scope, rubric_choices(scope))
    words = Words(page_language())
    heads = (
        _("Code of centre or place"),
        _("Centre or place"),
        _("Coverage"),
        _("Section"),
        _("Rubric version"),
        _("Period"),
        _("Score"),
        _("Files"),
        _("Final"),
        _("Provisional"),
        _("Measure"),
        _("Mean or median"),
        _("Lower limit"),
        _("Upper limit"),
        _("What limits say"),
        _("Files that conform"),
    )
    linked = linked_trend(database(), scope, trend)
    whose = (scope.code, name_of(scope))
    own = trend_rows(words, trend, _ground(scope, trend, is_drawn=False))
    beside = (*_linked_rows(words, trend, linked), *_rated_rows(words, scope, trend))
    rows = [(*whose, *row) for row in (*own, *beside)]
    centre_id = scope.object_id if scope.kind is ScopeKind.CENTRE else None
    note_list(
        database(), current_actor(), "trends_csv", len(rows), at=clock.now(), centre_id=centre_id
    )
    content, headers = csv_table(heads, rows), named_file(f"{scope.code}_{trend.code}.csv")
    return Response(content, content_type="text/csv", headers=headers)


def trend_figure(scope: Scope) -> ResponseReturnValue:
    """Answer with the interactive form of the chart.

    Args:
        scope: Whose trend.

    Returns:
        What plotly.js draws.
    """
    trend, wanted = _wanted(scope, rubric_choices(scope))
    if wanted.section and (trend.main_coverage, wanted.section) not in trend.series:
        abort(404)
    linked = linked_trend(database(), scope, trend)
    words = Words(page_language())
    figure = figure_of(words, trend, wanted, linked, _ground(scope, trend))
    return Response(_JSON(figure), content_type="application/json")


def _wanted(scope: Scope, choices: tuple[RubricChoice, ...]) -> tuple[RubricTrend, Wanted]:
    area, code = chosen("area"), chosen("rubric")
    fitting = [
        one.code for one in choices if (not area or one.area == area) and code in {"", one.code}
    ]
    trend = rubric_trend(database(), scope, fitting[0]) if fitting else None
    measure = Measure(chosen("measure", set(Measure), Measure.SCORE))
    return trend or abort(404), Wanted(chosen("section"), measure)


def _ground(scope: Scope, trend: RubricTrend, *, is_drawn: bool = True) -> Ground:
    return Ground(
        cuts_by_section(database(), scope, trend.code),
        marks_of(database(), scope, trend.code) if is_drawn else (),
    )


def _linked_rows(words: Words, trend: RubricTrend, linked: LinkedTrend) -> list[tuple[object, ...]]:
    numbers = version_numbers(trend)
    return [
        (
            words.say(wording.COVERAGES[trend.main_coverage]),
            _("Common items"),
            version_names(words, line.joined, numbers),
            wording.period(words, point.period),
            None
            if point.value is None
            else display(axis_of(trend.versions[point.version_id]).shown(point.value)),
            point.scored_count,
            point.final_count,
            point.provisional_count,
            words.say(share_trends.MEASURES[Measure.SCORE]),
            *NO_LIMITS,
        )
        for line in linked.lines
        for point in line.series.points
    ]


def _rated_rows(words: Words, scope: Scope, trend: RubricTrend) -> list[tuple[object, ...]]:
    return [
        (
            words.say(wording.COVERAGES[trend.main_coverage]),
            f"{one.code} {plain(one.title)}",
            trend.current.version,
            _("The last twelve months"),
            one.percent or None,
            one.files,
            None,
            None,
            words.pair(_("Rating that counts"), one.rating),
            *NO_LIMITS[:3],
            one.verdict,
            one.found,
        )
        for one in rated_of(words, files_of_trend(scope, trend, local_today())).lines
    ]


def name_of(scope: Scope) -> str:
    """Name whose trend it is.

    Args:
        scope: Whose.

    Returns:
        The name in the page's language.
    """
    return _("Whole network") if scope.kind is ScopeKind.NETWORK else plain(scope.name)


def _tabs(scope: Scope) -> list[Tab]:
    if scope.kind is ScopeKind.CENTRE:
        return tabs_of_centre(scope.object_id, "centres.trends")
    return tabs_of_place(scope.object_id, "centres.place_trends")
