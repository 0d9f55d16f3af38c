"""Routes of the papers of rounds and actions."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.permissions import Permission
from qa_app.domain.printed import PrintedActions
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.printed import UNDONE, UNSETTLED, CentreActions, centre_actions
from qa_app.queries.rounds import round_head
from qa_app.reports.printed import printed_pdf
from qa_app.reports.word_draft import word_draft
from qa_app.services.audits.open_audit import Look, open_audit
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.locale import page_language
from qa_app.web.printed.telling import told_actions, told_round
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.printed import (
    said_action_list,
    said_notice,
    said_round_report,
)
from qa_app.wording.said_printed import SaidPrinted

bp = Blueprint("printed", __name__)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/rounds/<int:round_id>/report.<any(pdf, docx):form>")
@requires(Permission.ROUND_REPORT)
def round_report(round_id: int, form: str) -> ResponseReturnValue:
    words, now, zone = _words(), clock.now(), installation().timezone
    actor = current_actor()
    head = round_head(database(), actor, round_id) or abort(404)
    told = told_round(actor, head, now)
    return _file(said_round_report(words, told, now, zone), form, f"round_{round_id}")


@bp.get("/centres/<int:centre_id>/actions.<any(pdf, docx):form>")
@requires(Permission.ACTION_READ)
def action_list(centre_id: int, form: str) -> ResponseReturnValue:
    found = centre_actions(
        database(), current_actor(), Permission.ACTION_READ, centre_id, UNSETTLED
    )
    if found is None:
        abort(404)
    _note(centre_id, found, "action_list")
    return _about(centre_id, told_actions(found, clock.now()), said_action_list, form, "actions")


@bp.get("/centres/<int:centre_id>/rectification.<any(pdf, docx):form>")
@requires(Permission.ACTION_CHECK)
def rectification(centre_id: int, form: str) -> ResponseReturnValue:
    found = centre_actions(database(), current_actor(), Permission.ACTION_CHECK, centre_id, UNDONE)
    if found is None:
        abort(404)
    _note(centre_id, found, "rectification")
    return _about(centre_id, told_actions(found, clock.now()), said_notice, form, "rectification")


def _words() -> Words:
    language = request.args.get("lang", page_language())
    return Words(language) if language in LANGUAGES else abort(404)


def _note(centre_id: int, found: CentreActions, view: str) -> None:
    actor, now = current_actor(), clock.now()
    for audit_id in sorted({one.audit_id for one in found.actions if one.audit_id is not None}):
        open_audit(database(), actor, audit_id, centre_id, at=now, look=Look(view))


def _about(
    centre_id: int,
    told: PrintedActions,
    say: Callable[[Words, PrintedActions, datetime, str], SaidPrinted],
    form: str,
    name: str,
) -> Response:
    said = say(_words(), told, clock.now(), installation().timezone)
    return _file(said, form, f"{name}_{centre_id}")


def _file(paper: SaidPrinted, form: str, name: str) -> Response:
    is_pdf = form == "pdf"
    content = printed_pdf(paper) if is_pdf else word_draft(paper)
    headers = named_file(f"{name}_{paper.language}.{form}", is_shown=is_pdf)
    return Response(content, mimetype="application/pdf" if is_pdf else _WORD, headers=headers)
