"""Routes of coverage."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from qa_app.domain.permissions import Permission
from qa_app.web.coverage.building import coverage_page, quarter_page, quarter_paper
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file

bp = Blueprint("coverage", __name__, url_prefix="/supervision/coverage")


@bp.get("")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    return coverage_page(current_actor()).render()


@bp.get("/report")
@requires(Permission.COVERAGE_READ)
def report() -> ResponseReturnValue:
    return quarter_page(current_actor()).render()


@bp.get("/report.pdf")
@requires(Permission.COVERAGE_READ)
def report_pdf() -> ResponseReturnValue:
    file, name = quarter_paper(current_actor())
    headers = named_file(name, is_shown=True)
    return Response(file, mimetype="application/pdf", headers=headers)
