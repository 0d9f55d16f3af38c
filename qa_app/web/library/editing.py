"""Routes that change the library; every form works without scripts."""

from collections.abc import Mapping
from datetime import date

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.standards import About, DocumentState, clause_fields
from qa_app.extensions import database
from qa_app.queries.centres import area_names
from qa_app.queries.library import StoredClause, StoredDocument, clause_by_locus
from qa_app.services.standards.add_clause import add_clause
from qa_app.services.standards.add_document import add_document
from qa_app.services.standards.change_clause import ClauseChange, change_clause
from qa_app.services.standards.change_document import change_document
from qa_app.services.standards.put_document_in_force import put_document_in_force
from qa_app.services.standards.supersede_document import supersede_document
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.library import labels
from qa_app.web.library.blueprint import bp
from qa_app.web.library.forms import ClauseForm, DocumentForm, InForceForm, SupersedeForm
from qa_app.web.library.pages import ClauseFormPage, DocumentFormPage
from qa_app.web.library.routes import document_page, found_document
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.settings import installation
from qa_app.wording import Words

_CONFLICT, _UNPROCESSABLE = 409, 422
_FIELDS = {
    "title": "title_zh",
    "dates": "in_force_until",
    "from": "in_force_from",
    "code_taken": "code",
    "text": "text_zh",
    "quote_long": "quote",
    "locus_taken": "locus",
}
"""Why something was refused to the field beside which it is told, where names differ."""

Form = DocumentForm | ClauseForm | InForceForm | SupersedeForm


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.STANDARD_EDIT)
def new_document() -> ResponseReturnValue:
    form = _document_form(None)
    if form.is_submitted():
        if not form.validate():
            return _document_page(form).render(), _UNPROCESSABLE
        about = form.about()
        try:
            add_document(
                database(),
                current_actor(),
                about,
                at=clock.now(),
                required_language=installation().required_language,
            )
        except (InvalidError, ConflictError) as fault:
            status = _tell(form, fault)
            return _document_page(form).render(), status
        return _to_document(about.code.strip(), "standard_added")
    return _document_page(form).render()


@bp.route("/documents/<code>/edit", methods=["GET", "POST"])
@requires(Permission.STANDARD_EDIT)
def edit_document(code: str) -> ResponseReturnValue:
    stored = found_document(code)
    form = _document_form(stored)
    if not form.is_submitted():
        return _document_page(form, stored).render()
    if not form.validate():
        return _document_page(form, stored).render(), _UNPROCESSABLE
    try:
        change_document(
            database(),
            current_actor(),
            form.about(code),
            _revision(form),
            at=clock.now(),
            required_language=installation().required_language,
        )
    except (InvalidError, ConflictError) as fault:
        status = _tell(form, fault)
        theirs = _theirs(form, _about_fields(stored.about), fault)
        _seen_now(form, stored.revision, fault)
        return _document_page(form, stored, theirs).render(), status
    return _to_document(code, "standard_changed")


@bp.post("/documents/<code>/in-force")
@requires(Permission.STANDARD_EDIT)
def put_in_force(code: str) -> ResponseReturnValue:
    stored, form = found_document(code), InForceForm()
    if not form.validate():
        return document_page(stored, in_force_form=form).render(), _UNPROCESSABLE
    try:
        put_document_in_force(database(), current_actor(), code, form.start.data, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        status = _tell(form, fault, "start")
        return document_page(found_document(code), in_force_form=form).render(), status
    return _to_document(code, "standard_in_force")


@bp.post("/documents/<code>/supersede")
@requires(Permission.STANDARD_EDIT)
def supersede(code: str) -> ResponseReturnValue:
    stored, form = found_document(code), SupersedeForm()
    page = document_page(stored, supersede_form=form)
    if not form.validate():
        return page.render(), _UNPROCESSABLE
    successor, end = form.successor.data, form.end.data
    try:
        supersede_document(database(), current_actor(), code, successor, end, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        field = "successor" if fault.code == "successor" else "end"
        status = _tell(form, fault, field)
        return document_page(found_document(code), supersede_form=form).render(), status
    return _to_document(code, "standard_superseded")


@bp.route("/documents/<code>/clauses/new", methods=["GET", "POST"])
@requires(Permission.STANDARD_EDIT)
def new_clause(code: str) -> ResponseReturnValue:
    stored = found_document(code)
    form = _clause_form(None)
    if not form.is_submitted():
        return _clause_page(form, stored).render()
    if not form.validate():
        return _clause_page(form, stored).render(), _UNPROCESSABLE
    clause = form.clause()
    try:
        add_clause(
            database(),
            current_actor(),
            code,
            clause,
            at=clock.now(),
            required_language=installation().required_language,
        )
    except (InvalidError, ConflictError) as fault:
        status = _tell(form, fault)
        return _clause_page(form, stored).render(), status
    return _to_clause(code, clause.locus.strip(), "clause_added")


@bp.route("/documents/<code>/clauses/<locus>/edit", methods=["GET", "POST"])
@requires(Permission.STANDARD_EDIT)
def edit_clause(code: str, locus: str) -> ResponseReturnValue:
    known = clause_by_locus(database(), code, locus) or abort(404)
    stored = found_document(code)
    form = _clause_form(known)
    if not form.is_submitted():
        return _clause_page(form, stored, locus).render()
    if not form.validate():
        return _clause_page(form, stored, locus).render(), _UNPROCESSABLE
    try:
        change_clause(
            database(),
            current_actor(),
            ClauseChange(code, form.clause(locus), _revision(form)),
            at=clock.now(),
            required_language=installation().required_language,
        )
    except (InvalidError, ConflictError) as fault:
        status = _tell(form, fault)
        theirs = _theirs(form, clause_fields(known.clause), fault)
        _seen_now(form, known.revision, fault)
        return _clause_page(form, stored, locus, theirs).render(), status
    return _to_clause(code, locus, "clause_changed")


def _document_form(stored: StoredDocument | None) -> DocumentForm:
    given: dict[str, object] = {}
    if stored is not None:
        given = {**_about_fields(stored.about), "revision": str(stored.revision)}
    form = DocumentForm(data=given)
    words = Words(page_language())
    form.offer(
        tuple(labels.kinds(words).items()),
        tuple(labels.seen(words).items()),
        tuple((code, plain(name)) for code, name in area_names(database())),
    )
    return form


def _clause_form(known: StoredClause | None) -> ClauseForm:
    given: dict[str, object] = {}
    if known is not None:
        given = {**clause_fields(known.clause), "revision": str(known.revision)}
    form = ClauseForm(data=given)
    form.offer(tuple(labels.seen(Words(page_language())).items()))
    return form


def _about_fields(about: About) -> dict[str, str | date | None]:
    return {
        "code": about.code,
        "kind": about.kind,
        "title_zh": about.title.zh,
        "title_en": about.title.en,
        "issuer_zh": about.issuer.zh,
        "issuer_en": about.issuer.en,
        "number": about.number,
        "version": about.version,
        "region": about.region,
        "area": about.area or "",
        "in_force_from": about.in_force_from,
        "in_force_until": about.in_force_until,
        "review_on": about.review_on,
        "seen": about.seen,
        "where_zh": about.where.zh,
        "where_en": about.where.en,
    }


def _document_page(
    form: DocumentForm,
    stored: StoredDocument | None = None,
    theirs: Mapping[str, str] | None = None,
) -> DocumentFormPage:
    if stored is not None and stored.state is DocumentState.SUPERSEDED and not form.form_errors:
        form.fail("", labels.fault_words("superseded"))
    return DocumentFormPage(
        form=form, code="" if stored is None else stored.about.code, theirs=theirs or {}
    )


def _clause_page(
    form: ClauseForm,
    stored: StoredDocument,
    locus: str = "",
    theirs: Mapping[str, str] | None = None,
) -> ClauseFormPage:
    if stored.state is DocumentState.SUPERSEDED and not form.form_errors:
        form.fail("", labels.fault_words("superseded"))
    return ClauseFormPage(
        form=form,
        document=stored,
        locus=locus,
        is_procedure=stored.about.kind == "procedure",
        theirs=theirs or {},
    )


def _revision(form: DocumentForm | ClauseForm) -> int:
    try:
        return whole_number(form.revision.data)
    except ValueError:
        abort(_UNPROCESSABLE)


def _tell(form: Form, fault: InvalidError | ConflictError, field: str = "") -> int:
    codes = fault.codes if isinstance(fault, InvalidError) else (fault.code,)
    for code in codes:
        name = field or _FIELDS.get(code, code)
        form.fail(name if name in form else "", labels.fault_words(code))
    return _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT


def _theirs(
    form: DocumentForm | ClauseForm,
    stand: Mapping[str, str | date | None],
    fault: InvalidError | ConflictError,
) -> dict[str, str]:
    """Give what stands now wherever it differs from what was typed."""
    if fault.code != "stale":
        return {}
    found = {}
    for name, value in stand.items():
        typed = form[name].data
        if name != "code" and (typed or None) != (value or None):
            found[name] = value.isoformat() if isinstance(value, date) else (value or "–")
    return found


def _seen_now(form: DocumentForm | ClauseForm, revision: int, fault: Exception) -> None:
    # both values are on the page now: sending again is a decision and no slip
    if isinstance(fault, ConflictError) and fault.code == "stale":
        form.revision.data = str(revision)


def _to_document(code: str, notice: str) -> ResponseReturnValue:
    return redirect(url_for("library.document", code=code, notice=notice))


def _to_clause(code: str, locus: str, notice: str) -> ResponseReturnValue:
    return redirect(url_for("library.clause", code=code, locus=locus, notice=notice))
