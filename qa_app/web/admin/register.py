"""Routes of the area tree, centres and their workers."""

from collections.abc import Sequence
from datetime import date

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.post_lists import POSTS
from qa_app.domain.register import LEVELS, NewCentre, NewPlace, NewPractitioner
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.register import (
    CentreCard,
    PlaceNode,
    PractitionerLine,
    area_tree,
    centre_card,
    centres_below,
    everyday_areas,
    practitioners_page,
)
from qa_app.services.places.add_centre import add_centre
from qa_app.services.places.add_place import add_place
from qa_app.services.places.add_practitioner import add_practitioner
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.web.admin.blueprint import bp
from qa_app.web.admin.forms import CentreForm, EndForm, PlaceForm, PractitionerForm, named_choices
from qa_app.web.admin.labels import kind_name, level_name, refusal_words
from qa_app.web.admin.pages import (
    CentrePage,
    CentreRow,
    NewCentrePage,
    NewPlacePage,
    PlacePage,
    PlaceRow,
    PlacesPage,
    PractitionersPage,
)
from qa_app.web.guard import current_actor, requires
from qa_app.web.numbers import whole_number
from qa_app.web.settings import installation

_UNPROCESSABLE = 422
_FIELDS = {
    "not_a_code": "code",
    "code_taken": "code",
    "name_missing": "name_zh",
    "wrong_parent": "above",
    "unknown_place": "place",
    "unknown_area": "areas",
    "first_day": "started_on",
}


@bp.get("/admin/places")
@requires(Permission.PLACE_EDIT)
def places() -> ResponseReturnValue:
    nodes = _tree()
    page = request.args.get("page", 1, type=whole_number)
    first = (max(page or 1, 1) - 1) * ROWS_PER_PAGE
    shown = nodes[first : first + ROWS_PER_PAGE]
    return PlacesPage(
        rows=tuple(PlaceRow(node, level_name(node.level), _may_have_below(node)) for node in shown),
        centre_count=sum(node.centre_count for node in nodes if node.depth == 0),
        place_count=len(nodes),
        next_page=(page or 1) + 1 if len(nodes) > first + ROWS_PER_PAGE else None,
    ).render()


@bp.get("/admin/places/<int:place_id>")
@requires(Permission.PLACE_EDIT)
def place(place_id: int) -> ResponseReturnValue:
    nodes = {node.id: node for node in _tree()}
    node = nodes.get(place_id) or abort(404)
    found = centres_below(database(), current_actor(), node, request.args.get("after", ""))
    above = [nodes[int(part)] for part in node.path.split("/")[:-2] if int(part) in nodes]
    return PlacePage(
        place=node,
        level=level_name(node.level),
        above=tuple(above),
        rows=tuple(CentreRow(one, kind_name(one.kind)) for one in found[:ROWS_PER_PAGE]),
        next_after=found[ROWS_PER_PAGE - 1].code if len(found) > ROWS_PER_PAGE else None,
        may_have_below=_may_have_below(node),
    ).render()


@bp.route("/admin/places/new", methods=["GET", "POST"])
@requires(Permission.PLACE_EDIT)
def new_place() -> ResponseReturnValue:
    form = PlaceForm(above=request.args.get("above", ""))
    nodes = _tree()
    whole = reach_of(current_actor(), Permission.PLACE_EDIT).is_everything
    form.offer(nodes, has_whole_network=whole)
    if form.validate_on_submit():
        try:
            made = add_place(database(), current_actor(), _new_place(form, nodes), at=clock.now())
        except InvalidError as fault:
            form.fail(_FIELDS.get(fault.code, ""), refusal_words(fault.code))
        else:
            return redirect(url_for("admin.place", place_id=made, notice="place_added"))
    return NewPlacePage(form=form).render(), _UNPROCESSABLE if form.is_submitted() else 200


@bp.route("/admin/centres/new", methods=["GET", "POST"])
@requires(Permission.PLACE_EDIT)
def new_centre() -> ResponseReturnValue:
    form = CentreForm(place=request.args.get("place", ""))
    nodes, areas = _tree(), everyday_areas(database())
    form.offer(nodes, areas)
    if form.validate_on_submit():
        name = BilingualText(form.name_zh.data, form.name_en.data)
        new = NewCentre(
            form.code.data,
            name,
            form.place.data,
            form.kind.data,
            tuple(form.areas.data or ()),
            form.onboarded_on.data,
        )
        try:
            made = add_centre(database(), current_actor(), new, at=clock.now())
        except InvalidError as fault:
            form.fail(_FIELDS.get(fault.code, ""), refusal_words(fault.code))
        else:
            return redirect(url_for("admin.centre", centre_id=made, notice="centre_added"))
    page = NewCentrePage(form=form, has_areas=bool(areas), has_places=bool(nodes))
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


@bp.route("/admin/centres/<int:centre_id>", methods=["GET", "POST"])
@requires(Permission.PLACE_EDIT)
def centre(centre_id: int) -> ResponseReturnValue:
    card = _card(centre_id, Permission.PLACE_EDIT)
    form = _practitioner_form(card)
    if form.validate_on_submit():
        new = NewPractitioner(card.code, form.code.data, form.area.data, form.started_on.data)
        try:
            add_practitioner(database(), current_actor(), new, at=clock.now())
        except InvalidError as fault:
            form.fail(_FIELDS.get(fault.code, ""), refusal_words(fault.code))
        else:
            return redirect(
                url_for("admin.centre", centre_id=centre_id, notice="practitioner_added")
            )
    page = _centre_page(card, form, EndForm(formdata=None))
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


@bp.post("/admin/centres/<int:centre_id>/practitioners/<int:practitioner_id>/end")
@requires(Permission.PLACE_EDIT)
def end_one(centre_id: int, practitioner_id: int) -> ResponseReturnValue:
    card = _card(centre_id, Permission.PLACE_EDIT)
    form = EndForm()
    if form.validate_on_submit():
        ended_on: date | None = form.ended_on.data
        try:
            zone, now = installation().timezone, clock.now()
            end_practitioner(database(), current_actor(), practitioner_id, ended_on, zone, at=now)
        except InvalidError as fault:
            form.fail("ended_on", refusal_words(fault.code))
        else:
            return redirect(
                url_for("admin.centre", centre_id=centre_id, notice="practitioner_changed")
            )
    fresh = _practitioner_form(card, is_fresh=True)
    return _centre_page(card, fresh, form).render(), _UNPROCESSABLE


@bp.get("/centres/<int:centre_id>/practitioners")
@requires(Permission.PRACTITIONER_READ)
def practitioners(centre_id: int) -> ResponseReturnValue:
    card = _card(centre_id, Permission.PRACTITIONER_READ)
    lines, next_after = _workers(card)
    return PractitionersPage(centre=card, lines=lines, next_after=next_after).render()


def _tree() -> Sequence[PlaceNode]:
    return area_tree(database(), current_actor(), Permission.PLACE_EDIT)


def _may_have_below(node: PlaceNode) -> bool:
    return node.level in LEVELS[:-1]


def _new_place(form: PlaceForm, nodes: Sequence[PlaceNode]) -> NewPlace:
    above = next((node for node in nodes if node.code == form.above.data), None)
    level = LEVELS[LEVELS.index(above.level) + 1] if above else LEVELS[0]
    name = BilingualText(form.name_zh.data, form.name_en.data)
    return NewPlace(form.code.data, name, level, above.code if above else None)


def _card(centre_id: int, permission: Permission) -> CentreCard:
    return centre_card(database(), current_actor(), centre_id, permission) or abort(404)


def _practitioner_form(card: CentreCard, *, is_fresh: bool = False) -> PractitionerForm:
    form = PractitionerForm(formdata=None) if is_fresh else PractitionerForm()
    form.area.choices = named_choices(card.areas)
    return form


def _workers(card: CentreCard) -> tuple[tuple[PractitionerLine, ...], str | None]:
    found = practitioners_page(database(), card, request.args.get("after", ""))
    is_more = len(found) > ROWS_PER_PAGE
    return found[:ROWS_PER_PAGE], found[ROWS_PER_PAGE - 1].code if is_more else None


def _centre_page(card: CentreCard, form: PractitionerForm, end_form: EndForm) -> CentrePage:
    lines, next_after = _workers(card)
    return CentrePage(
        centre=card,
        posts=POSTS.title,
        kind=kind_name(card.kind),
        lines=lines,
        next_after=next_after,
        form=form,
        end_form=end_form,
    )
