"""Routes of indicators of the workforce."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from qa_app import clock
from qa_app.domain.indicators import Year, rate_of
from qa_app.domain.permissions import Permission
from qa_app.domain.rounding import display
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.indicators import Indicators, Maturity, indicators
from qa_app.reports.level_bar import level_bar_svg
from qa_app.reports.lost_bars import LostBar, lost_bars_svg
from qa_app.reports.tables import csv_table
from qa_app.services.operations.note_list import note_list
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.indicators.pages import IndicatorsPage, SystemShown
from qa_app.web.locale import page_language
from qa_app.web.session_labels import sentences
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.indicators import (
    district_table,
    said_definitions,
    said_gaps,
    said_heading,
    said_per,
    said_small,
    tier_table,
    year_table,
)

bp = Blueprint("indicators", __name__, url_prefix="/indicators")
_LEVELS = 4


@bp.get("")
@requires(Permission.INDICATOR_READ)
def index() -> ResponseReturnValue:
    words, found = Words(page_language()), _found()
    year, names = found.years[0], _names(found)
    has_any = bool(found.districts)
    return IndicatorsPage(
        heading=said_heading(words, year),
        gaps=sentences(*said_gaps(words, year)) if has_any else "",
        small=said_small(words, is_open=found.is_open),
        chart=_chart(words, year, names),
        per=said_per(words),
        districts=district_table(words, year, names) if has_any else None,
        tiers=tier_table(words, year) if has_any else None,
        years=year_table(words, found.years) if has_any else None,
        systems=tuple(_system(words, one) for one in found.maturity),
        definitions=said_definitions(words),
    ).render()


@bp.get("/districts.csv")
@requires(Permission.INDICATOR_READ)
def districts_csv() -> ResponseReturnValue:
    words, found = Words(page_language()), _found()
    table = district_table(words, found.years[0], _names(found), str)
    note_list(database(), current_actor(), "indicators_csv", len(table.rows), at=clock.now())
    name = f"indicators-{found.years[0].year}.csv"
    content = csv_table(table.heads, table.rows)
    return Response(content, mimetype="text/csv", headers=named_file(name))


@bp.get("/years.csv")
@requires(Permission.INDICATOR_READ)
def years_csv() -> ResponseReturnValue:
    words, found = Words(page_language()), _found()
    table = year_table(words, found.years, str)
    note_list(database(), current_actor(), "indicators_csv", len(table.rows), at=clock.now())
    content = csv_table(table.heads, table.rows)
    return Response(content, mimetype="text/csv", headers=named_file("indicators-years.csv"))


def _found() -> Indicators:
    return indicators(database(), current_actor(), local_today(), clock.now())


def _names(found: Indicators) -> dict[int, BilingualText]:
    return {one.id: one.name for one in found.districts}


def _chart(words: Words, year: Year, names: dict[int, BilingualText]) -> Markup | None:
    rates = {
        district: rate
        for district, of in year.districts.items()
        if of.is_given
        and district in year.populations
        and (rate := rate_of(of.workers, year.populations[district].children)) is not None
    }
    if not rates:
        return None
    bars = [
        LostBar(f"{words.text(names[one])} {display(rate, 1)}", rate, None)
        for one, rate in rates.items()
    ]
    heading = said_per(words)
    told = words.sequence(bar.label for bar in bars)
    return Markup(lost_bars_svg("indicators", heading, told, bars))  # noqa: S704 - escaped there


def _system(words: Words, one: Maturity) -> SystemShown:
    profile = one.review.profile
    bar = None
    if profile.overall:
        name, level = words.text(one.name), str(profile.overall)
        svg = level_bar_svg(f"system-{one.review.audit_id}", name, level, profile.overall, _LEVELS)
        bar = Markup(svg)  # noqa: S704 - escaped there
    return SystemShown(
        one.name,
        one.review.year,
        str(profile.overall) if profile.overall else str(_("not rated")),
        "–" if profile.mean is None else display(profile.mean, 2),
        bar,
    )
