"""Routes of centres, and of the places above them."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.centres import (
    CentreFilter,
    CentreLine,
    area_names,
    centre_head,
    centres_page,
    count_centres,
    place_choices,
)
from qa_app.queries.trends import (
    Scope,
    ScopeKind,
    centre_scope,
    network_scope,
    place_scope,
    whole_file_trends,
)
from qa_app.web.centres.area_lines import AreaLine, area_lines
from qa_app.web.centres.behind_pages import behind_page
from qa_app.web.centres.item_pages import item_trend_page
from qa_app.web.centres.moved_csv import moved_csv as moved_table
from qa_app.web.centres.overview import overview_page
from qa_app.web.centres.pages import CentresPage
from qa_app.web.centres.standards_pages import standards_page
from qa_app.web.centres.trend_pages import (
    address_of,
    scope_of,
    trend_csv,
    trend_figure,
    trend_page,
)
from qa_app.web.filters import chosen, chosen_number
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.wording import Words

bp = Blueprint("centres", __name__, url_prefix="/centres")


@bp.get("")
@requires(Permission.CENTRE_READ)
def index() -> ResponseReturnValue:
    actor, session = current_actor(), database()
    wanted = CentreFilter(
        chosen("q"),
        chosen_number("place"),
        chosen("area", dict(area_names(session))),
    )
    after = _after()
    found = centres_page(session, actor, wanted, after)
    shown = found[:ROWS_PER_PAGE]
    count = count_centres(session, actor, wanted)
    place_id = wanted.place_id
    scope = None if place_id is None else place_scope(session, actor, place_id, local_today())
    network = network_scope(actor)
    areas = area_names(session)
    return CentresPage(
        heading=_("1 centre") if count == 1 else _("%(count)s centres", count=f"{count:,}"),
        wanted=wanted,
        centres=shown,
        next_address=_next(shown, wanted) if len(found) > ROWS_PER_PAGE else None,
        is_first=after is None,
        places=place_choices(session, actor, wanted.place_id),
        areas=areas,
        place=None if scope is None else scope.name,
        lines=() if scope is None else _lines(scope, areas),
        trend_address=None if scope is None else address_of(scope),
        network_address=None if network is None else address_of(network),
    ).render()


@bp.get("/<int:centre_id>")
@requires(Permission.CENTRE_READ)
def overview(centre_id: int) -> ResponseReturnValue:
    actor, session, today = current_actor(), database(), local_today()
    centre = centre_head(session, actor, centre_id, today)
    scope = centre_scope(session, actor, centre_id, today)
    if centre is None or scope is None:
        abort(404)
    return overview_page(centre, scope, whole_file_trends(session, scope), today).render()


@bp.get("/<int:centre_id>/trends")
@requires(Permission.CENTRE_READ)
def trends(centre_id: int) -> ResponseReturnValue:
    return trend_page(scope_of(ScopeKind.CENTRE, centre_id))


@bp.get("/<int:centre_id>/trends.csv")
@requires(Permission.CENTRE_READ)
def trends_csv(centre_id: int) -> ResponseReturnValue:
    return trend_csv(scope_of(ScopeKind.CENTRE, centre_id))


@bp.get("/<int:centre_id>/trends.json")
@requires(Permission.CENTRE_READ)
def trends_figure(centre_id: int) -> ResponseReturnValue:
    return trend_figure(scope_of(ScopeKind.CENTRE, centre_id))


@bp.get("/places/<int:place_id>/trends")
@requires(Permission.CENTRE_READ)
def place_trends(place_id: int) -> ResponseReturnValue:
    return trend_page(scope_of(ScopeKind.PLACE, place_id))


@bp.get("/places/<int:place_id>/trends.csv")
@requires(Permission.CENTRE_READ)
def place_trends_csv(place_id: int) -> ResponseReturnValue:
    return trend_csv(scope_of(ScopeKind.PLACE, place_id))


@bp.get("/places/<int:place_id>/trends.json")
@requires(Permission.CENTRE_READ)
def place_trends_figure(place_id: int) -> ResponseReturnValue:
    return trend_figure(scope_of(ScopeKind.PLACE, place_id))


@bp.get("/<int:centre_id>/items/<code>/<item>")
@requires(Permission.CENTRE_READ)
def item_trends(centre_id: int, code: str, item: str) -> ResponseReturnValue:
    return item_trend_page(ScopeKind.CENTRE, centre_id, code, item)


@bp.get("/places/<int:place_id>/items/<code>/<item>")
@requires(Permission.CENTRE_READ)
def place_item_trends(place_id: int, code: str, item: str) -> ResponseReturnValue:
    return item_trend_page(ScopeKind.PLACE, place_id, code, item)


@bp.get("/<int:centre_id>/standards")
@requires(Permission.CENTRE_READ)
def standards(centre_id: int) -> ResponseReturnValue:
    return standards_page(scope_of(ScopeKind.CENTRE, centre_id))


@bp.get("/places/<int:place_id>/standards")
@requires(Permission.CENTRE_READ)
def place_standards(place_id: int) -> ResponseReturnValue:
    return standards_page(scope_of(ScopeKind.PLACE, place_id))


@bp.get("/<int:centre_id>/moved.csv")
@requires(Permission.CENTRE_READ)
def moved_csv(centre_id: int) -> ResponseReturnValue:
    return moved_table(scope_of(ScopeKind.CENTRE, centre_id))


@bp.get("/places/<int:place_id>/moved.csv")
@requires(Permission.CENTRE_READ)
def place_moved_csv(place_id: int) -> ResponseReturnValue:
    return moved_table(scope_of(ScopeKind.PLACE, place_id))


@bp.get("/<int:centre_id>/behind/<code>/<version>/<period>")
@requires(Permission.CENTRE_READ)
def behind(centre_id: int, code: str, version: str, period: str) -> ResponseReturnValue:
    return behind_page(scope_of(ScopeKind.CENTRE, centre_id), code, version, period)


@bp.get("/places/<int:place_id>/behind/<code>/<version>/<period>")
@requires(Permission.CENTRE_READ)
def place_behind(place_id: int, code: str, version: str, period: str) -> ResponseReturnValue:
    return behind_page(scope_of(ScopeKind.PLACE, place_id), code, version, period)


def _after() -> tuple[str, str] | None:
    place, code = chosen("after_place"), chosen("after")
    return (place, code) if place and code else None


def _next(shown: tuple[CentreLine, ...], wanted: CentreFilter) -> str:
    last = shown[-1]
    return url_for(
        "centres.index",
        q=wanted.words or None,
        place=wanted.place_id,
        area=wanted.area or None,
        after_place=last.place_code,
        after=last.code,
    )


def _lines(scope: Scope, areas: tuple[tuple[str, BilingualText], ...]) -> tuple[AreaLine, ...]:
    found = whole_file_trends(database(), scope)
    return area_lines(Words(page_language()), found, areas)
