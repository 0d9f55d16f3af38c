"""Routes of papers about decisions and of dossiers."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.papers import TOKEN_BITS, Revoked
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.services.papers.issue_paper import NewPaper, PaperTerms, issue_paper
from qa_app.services.papers.revoke_paper import revoke_paper
from qa_app.web.forms import sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import WORD_TYPE, named_file
from qa_app.web.numbers import whole_number
from qa_app.web.register_papers.building import dossier_file, paper_file, papers_page
from qa_app.web.settings import installation
from qa_app.web.step_up import asks_again

bp = Blueprint("register_papers", __name__, url_prefix="/papers")
_CONFLICT, _UNPROCESSABLE = 409, 422
_PDF = "application/pdf"
_TYPES = {"html": "text/html; charset=utf-8", "pdf": _PDF, "docx": WORD_TYPE}


@bp.get("")
@requires(Permission.PAPER_READ)
def index() -> ResponseReturnValue:
    after = request.args.get("after", type=whole_number)
    frozen_before = request.args.get("frozen_before", type=whole_number)
    return papers_page(current_actor(), after=after, frozen_before=frozen_before).render()


@bp.post("/decisions/<int:decision_id>")
@requires(Permission.PAPER_ISSUE)
@asks_again("register_papers.index")
def issue(decision_id: int) -> ResponseReturnValue:
    return _issued(decision_id, None)


@bp.post("/decisions/<int:decision_id>/anew")
@requires(Permission.PAPER_ISSUE)
@asks_again("register_papers.index")
def reissue(decision_id: int) -> ResponseReturnValue:
    why = _reason()
    if why is None:
        return _refused(InvalidError("reason_missing"))
    return _issued(decision_id, why)


@bp.post("/<int:paper_id>/revoke")
@requires(Permission.PAPER_ISSUE)
@asks_again("register_papers.index")
def revoke(paper_id: int) -> ResponseReturnValue:
    why = _reason()
    if why is None:
        return _refused(InvalidError("reason_missing"))
    try:
        revoke_paper(database(), current_actor(), paper_id, why, at=clock.now())
    except ConflictError as fault:
        return _refused(fault)
    return redirect(url_for("register_papers.index", notice="paper_revoked"))


@bp.get("/<int:paper_id>.pdf")
@requires(Permission.PAPER_READ)
def paper(paper_id: int) -> ResponseReturnValue:
    file, name = paper_file(current_actor(), paper_id)
    return Response(file, mimetype=_PDF, headers=named_file(name, is_shown=True))


@bp.get("/dossiers/<int:snapshot_id>.<any(html, pdf, docx):form>")
@requires(Permission.PAPER_READ)
def dossier(snapshot_id: int, form: str) -> ResponseReturnValue:
    file, name = dossier_file(current_actor(), snapshot_id, form)
    # its own policy holds where it is opened; here it is only handed out
    return Response(file, content_type=_TYPES[form], headers=named_file(name))


@bp.get("/dossiers/<int:snapshot_id>/letter.docx")
@requires(Permission.PAPER_ISSUE)
def letter(snapshot_id: int) -> ResponseReturnValue:
    try:
        file, name = dossier_file(current_actor(), snapshot_id, "letter.docx")
    except ConflictError as fault:
        return _refused(fault)
    return Response(file, mimetype=WORD_TYPE, headers=named_file(name))


def _reason() -> Revoked | None:
    sent = request.form.get("why", "")
    return Revoked(sent) if sent in set(Revoked) else None


def _issued(decision_id: int, why: Revoked | None) -> ResponseReturnValue:
    new = NewPaper(decision_id, clock.random_bits(TOKEN_BITS), why, sent_key())
    terms = PaperTerms(installation().paper_prefix, installation().timezone)
    try:
        issue_paper(database(), current_actor(), new, terms, at=clock.now())
    except (ConflictError, InvalidError) as fault:
        return _refused(fault)
    return redirect(url_for("register_papers.index", notice="paper_issued"))


def _refused(fault: ConflictError | InvalidError) -> ResponseReturnValue:
    code = _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE
    return papers_page(current_actor(), fault).render(), code
