"""Routes of comparison."""

from flask import Blueprint, Response, abort, jsonify
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.reports.tables import csv_table
from qa_app.services.operations.note_list import note_list
from qa_app.web.comparison import drawn
from qa_app.web.comparison.building import (
    comparison_page,
    csv_rows,
    found_for,
    headline_of,
    places_page,
    title_of,
)
from qa_app.web.comparison.found import SEALED
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file

bp = Blueprint("comparison", __name__, url_prefix="/places")


@bp.get("")
@requires(Permission.COMPARISON_READ)
def index() -> ResponseReturnValue:
    return places_page().render()


@bp.get("/<int:place_id>/compare")
@requires(Permission.COMPARISON_READ)
def show(place_id: int) -> ResponseReturnValue:
    page, status = comparison_page(place_id)
    return page.render(), status


@bp.get("/<int:place_id>/compare.json")
@requires(Permission.COMPARISON_READ)
def figure(place_id: int) -> ResponseReturnValue:
    words, found = found_for(place_id)
    plot = drawn.funnel_plot(words, found, title_of(words, found), headline_of(words, found))
    if plot is None:
        abort(404)
    return jsonify(drawn.interactive_funnel(words, plot))


@bp.get("/<int:place_id>/compare.csv")
@requires(Permission.COMPARISON_READ)
def table(place_id: int) -> ResponseReturnValue:
    words, found = found_for(place_id, is_table=True)
    if found.asked.rubric.access == SEALED:
        abort(404)
    heads, rows = csv_rows(words, found)
    note_list(database(), current_actor(), "comparison_csv", len(rows), at=clock.now())
    headers = named_file(f"comparison-{found.asked.version.rubric}.csv")
    return Response(csv_table(heads, rows), content_type="text/csv", headers=headers)
