"""Routes of a region's quality-assurance system."""

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.maturity import year_from
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.region_reviews import Region, region_within, regions_within
from qa_app.reports.printed import printed_pdf
from qa_app.reports.word_draft import word_draft
from qa_app.services.audits.start_region_review import NewRegionReview, start_region_review
from qa_app.web.filters import chosen, chosen_language
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import WORD_TYPE, named_file
from qa_app.web.maturity.pages import RegionsPage
from qa_app.web.maturity.view import maturity_page, region_year
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.maturity_papers import said_region_year

bp = Blueprint("maturity", __name__, url_prefix="/maturity")
_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("")
@requires(Permission.CENTRE_READ)
def index() -> ResponseReturnValue:
    return RegionsPage(regions=regions_within(database(), current_actor())).render()


@bp.get("/<int:place_id>")
@requires(Permission.CENTRE_READ)
def show(place_id: int) -> ResponseReturnValue:
    return maturity_page(current_actor(), _region(place_id), _year()).render()


@bp.get("/<int:place_id>.<any(pdf, docx):form>")
@requires(Permission.CENTRE_READ)
def file(place_id: int, form: str) -> ResponseReturnValue:
    region, year = _region(place_id), _year()
    language = chosen_language()
    of = region_year(region, year) or abort(404)
    said = said_region_year(Words(language), of, (clock.now(), installation().timezone))
    is_pdf = form == "pdf"
    return Response(
        printed_pdf(said) if is_pdf else word_draft(said),
        mimetype="application/pdf" if is_pdf else WORD_TYPE,
        headers=named_file(f"maturity_{region.code}_{year}_{language}.{form}", is_shown=is_pdf),
    )


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


def _year() -> int:
    text = chosen("year")
    year = year_from(text) if text else local_today().year - 1
    # nothing is known of years to come
    return year if year is not None and year <= local_today().year else abort(404)


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
