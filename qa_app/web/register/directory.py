"""The route of the directory."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.centre_register import PARTNERS
from qa_app.domain.permissions import Permission
from qa_app.domain.register import KINDS
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.centre_facts import area_names_of
from qa_app.queries.directory import District, Wanted
from qa_app.queries.directory import directory as districts_of
from qa_app.web.filters import chosen
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.register.blueprint import bp
from qa_app.web.register.paper_pages import DirectoryCentre, DirectoryPage, DirectoryPlace
from qa_app.web.settings import local_today


@bp.get("/directory")
@requires(Permission.DIRECTORY_READ)
def directory() -> ResponseReturnValue:
    every = districts_of(database(), current_actor(), Wanted(), clock.now(), local_today())
    names = area_names_of(database())
    used = {area for one in every for centre in one.centres for area in centre.areas}
    areas = {code: name for code, name in names.items() if code in used}
    kinds = sorted({centre.kind for one in every for centre in one.centres})
    wanted = Wanted(
        chosen("place", {one.code for one in every}),
        chosen("area", areas),
        chosen("kind", kinds),
    )
    shown = districts_of(database(), current_actor(), wanted, clock.now(), local_today())
    columns = {wanted.area: areas[wanted.area]} if wanted.area else areas
    page = DirectoryPage(
        places=tuple(_place(one, columns, areas) for one in shown),
        areas=tuple(columns.values()),
        place_choices=_choices(wanted.place, [(one.code, plain(one.name)) for one in every]),
        area_choices=_choices(wanted.area, [(c, plain(n)) for c, n in areas.items()]),
        kind_choices=_choices(wanted.kind, [(one, _kind(one)) for one in kinds]),
        centre_count=sum(len(one.centres) for one in shown),
        empty_count=sum(not one.centres for one in shown),
    )
    return page.render()


def _kind(kind: str) -> str:
    return plain(KINDS[kind]) if kind in KINDS else kind


def _choices(now: str, values: list[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    return [(code, words, code == now) for code, words in [("", str(_("all"))), *values]]


def _place(
    one: District, columns: dict[str, BilingualText], areas: dict[str, BilingualText]
) -> DirectoryPlace:
    return DirectoryPlace(
        one.code,
        one.name,
        tuple(
            DirectoryCentre(
                centre.name,
                _kind(centre.kind),
                PARTNERS.get(centre.partner),
                tuple(areas[area] for area in centre.areas if area in areas),
                centre.contact,
            )
            for centre in one.centres
        ),
        tuple(sum(area in centre.areas for centre in one.centres) for area in columns),
    )
