"""Routes of a region's quality-assurance system."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.maturity import year_from
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.region_reviews import Region, region_within, regions_within
from qa_app.services.audits.start_region_review import NewRegionReview, start_region_review
from qa_app.web.guard import current_actor, requires
from qa_app.web.maturity.pages import RegionsPage
from qa_app.web.maturity.view import maturity_page
from qa_app.web.settings import installation, local_today

bp = Blueprint("maturity", __name__, url_prefix="/maturity")
_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("")
@requires(Permission.CENTRE_READ)
def index() -> ResponseReturnValue:
    return RegionsPage(regions=regions_within(database(), current_actor())).render()


@bp.get("/<int:place_id>")
@requires(Permission.CENTRE_READ)
def show(place_id: int) -> ResponseReturnValue:
    region, text = _region(place_id), request.args.get("year", "")
    year = year_from(text) if text else local_today().year - 1
    # nothing is known of years to come
    if year is None or year > local_today().year:
        abort(404)
    return maturity_page(current_actor(), region, year).render()


@bp.post("/<int:place_id>")
@requires(Permission.REGION_REVIEW)
def begin(place_id: int) -> ResponseReturnValue:
    actor, region = current_actor(), _region(place_id)
    year = year_from(request.form.get("year", "")) or abort(_UNPROCESSABLE)
    zone = installation().timezone
    try:
        made = start_region_review(
            database(), actor, NewRegionReview(place_id, year), zone, at=clock.now()
        )
    except (ConflictError, InvalidError) as fault:
        code = _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE
        return maturity_page(actor, region, year, _refusal(fault)).render(), code
    return redirect(url_for("audits.workspace", audit_id=made, notice="region_review_begun"))


def _region(place_id: int) -> Region:
    return region_within(database(), current_actor(), place_id) or abort(404)


def _refusal(fault: RefusedError) -> str:
    words = {
        "year_running": _("This year is not over yet."),
        "unknown_rubric": _("No rubric that is read for a region and year is in force."),
        "no_centre": _("This region has no centre yet."),
        "year_signed": _("This year is reviewed already."),
        "year_begun": _("Somebody else has begun the review of this year."),
    }
    return str(words.get(fault.code, _("This value does not fit here. It was not saved.")))
