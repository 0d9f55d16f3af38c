"""Puts the pages of comparison together."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext as _

from qa_app.domain.compared_months import Twelve, months_offered, twelve_to
from qa_app.domain.comparison import Shown
from qa_app.domain.permissions import Permission, may
from qa_app.domain.shares import Measure
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.extensions import database
from qa_app.queries.compared_places import (
    ComparedPlace,
    Unit,
    compared_place,
    places_to_compare,
)
from qa_app.web.centre_links import tabs_of_place
from qa_app.web.comparison import drawn
from qa_app.web.comparison.asked import FILTERS, Asked, Refused, asked_from
from qa_app.web.comparison.found import SEALED, Found, found_of
from qa_app.web.comparison.pages import (
    ComparisonPage,
    NoComparisonPage,
    PlacesPage,
    RubricOfArea,
    UnitLine,
)
from qa_app.web.guard import current_actor
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.pages import Choice, Page
from qa_app.web.rated import RatedFiles, rated_of
from qa_app.web.settings import local_today
from qa_app.wording import Words, comparison_faults, funnels
from qa_app.wording import comparison as wording

Answer = tuple[Page, int]
OK, BAD = 200, 404


def places_page() -> Page:
    """List where the signed-in person may compare centres."""
    found = places_to_compare(database(), current_actor())
    return PlacesPage(
        places=tuple(
            Choice(url_for("comparison.show", place_id=one), _name(name), is_chosen=False)
            for one, name in found
        )
    )


def comparison_page(place_id: int) -> Answer:
    """Show a comparison, or say why there is none.

    Args:
        place_id: The place of the address; 0 is the network.

    Returns:
        The page and its status; it stops with 404 for what is out of reach.
    """
    words = Words(page_language())
    asked = _asked(words, place_id)
    if isinstance(asked, Refused):
        return _refused(words, asked)
    found = found_of(asked, words.language)
    pages = drawn.chart_pages(found)
    if asked.charts > pages:
        fault = comparison_faults.fault(words, "charts", str(asked.charts))
        return _refused(words, Refused(asked.place, asked.below, asked.twelve, (fault,)))
    return _shown(words, found, pages), OK


def found_for(place_id: int, *, is_table: bool = False) -> tuple[Words, Found]:
    """Read a comparison for its figure or its table.

    Args:
        place_id: The place of the address.
        is_table: True for the table, which tells how each centre changes.

    Returns:
        The language and what was found; it stops with 404 where there is nothing to show.
    """
    words = Words(page_language())
    asked = _asked(words, place_id)
    if isinstance(asked, Refused):
        abort(404)
    return words, found_of(asked, words.language, is_table=is_table)


def _asked(words: Words, place_id: int) -> Asked | Refused:
    today = local_today()
    place = compared_place(database(), current_actor(), place_id, today) or abort(404)
    return asked_from(words, place, request.args, today)


def place_name(found: Found) -> str:
    """Name the place that is compared."""
    return _name(found.asked.within.scope.name)


def headline_of(words: Words, found: Found) -> str:
    """Say what a comparison finds."""
    names = [drawn.name_in(words, one) for one in found.units]
    return wording.headline(words, found.ground, place_name(found), found.comparison, names)


def title_of(words: Words, found: Found) -> str:
    """Name the rubric that files were read against."""
    return found.asked.rubric.title.in_language(words.language)


def _name(name: BilingualText) -> str:
    return plain(name) if name != NO_TEXT else str(_("Whole network"))


def _address(found: Found, endpoint: str = "comparison.show", **changed: Any) -> str:
    kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return url_for(endpoint, place_id=found.asked.place.scope.object_id, **kept | changed)


def _shown(words: Words, found: Found, pages: int) -> ComparisonPage:
    asked = found.asked
    headline, title = headline_of(words, found), title_of(words, found)
    plot = drawn.funnel_plot(words, found, title, headline)
    quarters, heat = drawn.heat_rows(words, found)
    return ComparisonPage(
        place=place_name(found),
        above=_above(found),
        tabs=_tabs(asked.place),
        title=asked.rubric.title,
        headline=headline,
        lede=wording.lede(words, found.ground, found.comparison),
        here_address=url_for("comparison.show", place_id=asked.place.scope.object_id),
        rubrics=_rubrics(asked),
        measures=tuple(
            (one.value, wording.measure_name(words, one, asked.rating), one is asked.measure)
            for one in asked.measures
        ),
        months=_months(words, asked.twelve, sees_files=asked.place.scope.sees_files),
        kept=_kept(),
        versions=_versions(found),
        below=_below(found),
        attention=_attention(found),
        caption=wording.measured(words, found.ground),
        intervals=drawn.interval_plot(words, found, title, headline),
        funnel=drawn.drawn_funnel(plot),
        funnel_words=funnels.about_funnel(words, found.ground, found.comparison),
        figure_address=_address(found, "comparison.figure"),
        lines=tuple(_lines(words, found)),
        has_funnel=plot is not None,
        has_changes=bool(found.now) and found.is_all,
        are_places=found.are_places,
        charts=drawn.unit_charts(words, found),
        chart_pages=_chart_pages(found, pages),
        quarters=quarters,
        heat=heat,
        heat_lines=found.axis.lines,
        rated=rated_of(words, _rated_files(asked)),
        csv_address="" if asked.rubric.access == SEALED else _address(found, "comparison.table"),
    )


def _rated_files(asked: Asked) -> RatedFiles:
    return RatedFiles(
        asked.within.scope,
        asked.rubric,
        asked.version.version_id,
        asked.version.coverage,
        range(asked.twelve.first, asked.twelve.last + 1),
        asked.is_visits,
    )


def _rubrics(asked: Asked) -> tuple[RubricOfArea, ...]:
    chosen = asked.version.rubric
    return tuple(
        RubricOfArea(
            asked.areas.get(one.area, NO_TEXT), one.rubric, one.title, one.rubric == chosen
        )
        for one in {one.rubric: one for one in asked.used}.values()
    )


def _months(words: Words, twelve: Twelve, *, sees_files: bool) -> tuple[tuple[str, str, bool], ...]:
    today = local_today()
    offered = months_offered(today, sees_files=sees_files)
    every = [twelve_to(one, today) for one in sorted({*offered, twelve.last}, reverse=True)]
    return tuple((one.text, wording.span(words, one), one.last == twelve.last) for one in every)


def _kept() -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, request.args[name]) for name in ("within", "attention") if request.args.get(name)
    )


def _versions(found: Found) -> tuple[Choice, ...]:
    asked = found.asked
    return tuple(
        Choice(
            _address(found, rubric=one.rubric, version=one.version, charts=None),
            one.version,
            one is asked.version,
        )
        for one in reversed(asked.used)
        if one.rubric == asked.version.rubric
    )


def _below(found: Found) -> tuple[Choice, ...]:
    asked = found.asked
    if not asked.below:
        return ()
    whole = Choice(
        _address(found, within=None, charts=None), str(_("all")), asked.within is asked.place
    )
    return (
        whole,
        *(
            Choice(
                _address(found, within=one.object_id, charts=None),
                plain(one.name),
                one.object_id == asked.within.scope.object_id,
            )
            for one in asked.below
        ),
    )


def _attention(found: Found) -> tuple[Choice, ...]:
    is_chosen = found.asked.is_attention
    return (
        Choice(_address(found, attention=None, charts=None), str(_("all")), not is_chosen),
        Choice(
            _address(found, attention=1, charts=None),
            _attention_words(found),
            is_chosen,
        ),
    )


def _attention_words(found: Found) -> str:
    # how many there are is known only once every trend was read
    if not found.is_all:
        return str(_("what needs attention"))
    return str(_("what needs attention: %(count)s", count=len(found.noted)))


def _chart_pages(found: Found, pages: int) -> tuple[Choice, ...]:
    if pages == 1:
        return ()
    return tuple(
        Choice(
            _address(found, charts=page, _anchor="charts"), str(page), page == found.asked.charts
        )
        for page in range(1, pages + 1)
    )


def _above(found: Found) -> tuple[str, str] | None:
    above = found.asked.place.above
    if above is None:
        return None
    return url_for("comparison.show", place_id=above[0]), _name(above[1])


def _tabs(place: ComparedPlace) -> tuple[Choice, ...]:
    if may(current_actor(), Permission.CENTRE_READ) and place.scope.sees_files:
        tabs = tabs_of_place(place.scope.object_id, "comparison.show")
        return tuple(Choice(one.address, one.words, is_chosen=one.is_current) for one in tabs)
    here = url_for("comparison.show", place_id=place.scope.object_id)
    return (
        Choice(url_for("comparison.index"), str(_("Places")), is_chosen=False),
        Choice(here, str(_("Comparison")), is_chosen=True),
    )


def _lines(words: Words, found: Found) -> Iterable[UnitLine]:
    signs = drawn.signs(words, found)
    noted = found.noted
    for number in found.shown:
        unit, row = found.units[number], found.comparison.rows[number]
        sign, change = signs.get(number, ("", ""))
        yield UnitLine(
            name=unit.name,
            address=drawn.unit_address(found, unit),
            value=wording.said_value(words, found.ground, row),
            interval=wording.said_interval(words, found.ground, row),
            open_count=row.open_count,
            flag=funnels.said_flag(words, row),
            sign=sign,
            change=change,
            is_noted=number in noted,
        )


def _refused(words: Words, refused: Refused) -> Answer:
    place, twelve = refused.place, refused.twelve
    sees_files = place.scope.sees_files
    place_id = place.scope.object_id
    page = NoComparisonPage(
        place=_name((refused.within or place).scope.name),
        tabs=_tabs(place),
        faults=refused.faults,
        months="" if twelve is None else wording.span(words, twelve),
        here_address=url_for("comparison.show", place_id=place_id),
        earlier=tuple(
            Choice(
                url_for("comparison.show", place_id=place_id, end=text), said, is_chosen=is_chosen
            )
            for text, said, is_chosen in _months(
                words,
                twelve or Twelve(months_offered(local_today(), sees_files=sees_files)[0]),
                sees_files=sees_files,
            )
        ),
        below=tuple(_of_place(one) for one in refused.below),
    )
    return page, BAD if refused.faults else OK


def _of_place(one: Unit) -> Choice:
    address = url_for("comparison.show", place_id=one.object_id)
    return Choice(address, plain(one.name), is_chosen=False)


def csv_rows(words: Words, found: Found) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Give the table to keep.

    Args:
        words: The page's language.
        found: The comparison.

    Returns:
        Names of columns and rows: numbers as shown, what is not shown left empty. Columns that the
        measure or the reader never has are left out.
    """
    is_share = found.asked.measure is not Measure.SCORE
    sees_files = found.asked.sees_files
    columns = (
        (_("Code of centre or place"), True),
        (_("Centre or place"), True),
        (_("Rubric"), True),
        (_("Rubric version"), True),
        (_("Months"), True),
        (_("Measure"), True),
        (_("Share or mean"), True),
        (_("Interval"), True),
        (_("Files"), True),
        (_("Conforming"), is_share),
        (_("Provisional"), sees_files),
        (_("Within the funnel"), is_share),
        (_("Change over time"), sees_files),
    )
    signs = drawn.signs(words, found)
    rows = (_cells(words, found, number, signs) for number in found.shown)
    kept = [place for place, (_head, is_kept) in enumerate(columns) if is_kept]
    heads = tuple(str(columns[place][0]) for place in kept)
    return heads, [tuple(row[place] for place in kept) for row in rows]


def _cells(
    words: Words, found: Found, number: int, signs: Mapping[int, tuple[str, str]]
) -> tuple[object, ...]:
    asked, unit, row = found.asked, found.units[number], found.comparison.rows[number]
    return (
        unit.code,
        drawn.name_in(words, unit),
        asked.version.rubric,
        asked.version.version,
        wording.span(words, asked.twelve),
        wording.measure_name(words, asked.measure, asked.rating),
        _value(words, found, number),
        wording.said_interval(words, found.ground, row),
        None if row.shown is Shown.HELD else row.count,
        row.found,
        row.open_count,
        funnels.said_flag(words, row),
        signs.get(number, ("", ""))[1],
    )


def _value(words: Words, found: Found, number: int) -> str | None:
    value = found.comparison.rows[number].value
    if value is None:
        return None
    is_mean = found.asked.measure is Measure.SCORE
    return wording.bare_mean(found.ground, value) if is_mean else wording.percent(words, value)
