"""Routes of reports of quarters and years."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.services.reports.open_report import open_report
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.period_reports.building import TYPES, list_page, report_page, report_paper

bp = Blueprint("period_reports", __name__, url_prefix="/reports")


@bp.get("")
@requires(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    return list_page(current_actor()).render()


@bp.get("/<int:report_id>")
@requires(Permission.REPORT_READ)
def report(report_id: int) -> ResponseReturnValue:
    actor = current_actor()
    page = report_page(actor, report_id)
    open_report(database(), actor, report_id, at=clock.now())
    return page.render()


@bp.get("/<int:report_id>.<any(pdf, docx, csv):form>")
@requires(Permission.REPORT_READ)
def paper(report_id: int, form: str) -> ResponseReturnValue:
    actor = current_actor()
    file, name = report_paper(actor, report_id, form)
    open_report(database(), actor, report_id, at=clock.now())
    return Response(file, mimetype=TYPES[form], headers=named_file(name, is_shown=form == "pdf"))
