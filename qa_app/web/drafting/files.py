"""Rubrics come in as files and go out as files: YAML, JSON, workbooks."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import RUBRIC_FAULTS_TOLD_MOST, RUBRIC_WORKBOOK_BYTES_MOST
from qa_app.domain.draft_parts import PartKind, parts_of
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.problems import Severity
from qa_app.domain.rubric_draft import DraftState
from qa_app.domain.rubric_unfreeze import unfreeze
from qa_app.extensions import database
from qa_app.queries.rubric_drafts import DraftInHand
from qa_app.queries.rubrics import published_content
from qa_app.reports.workbooks import with_notice
from qa_app.rubric_files.forms import FORMS
from qa_app.rubric_files.reader import FileProblem, RubricFileError, placed, rubric_text
from qa_app.rubric_files.workbook_build import WorkbookText
from qa_app.rubric_files.yaml_text import YamlText
from qa_app.services.operations.note_list import note_list
from qa_app.services.standards.save_rubric_draft import DraftChange, save_rubric_draft
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.editor_pages import FileFault, FromFilePage
from qa_app.web.drafting.editor_words import refusal_of_save
from qa_app.web.drafting.forms import FileForm, ReplaceForm
from qa_app.web.drafting.labels import refusal_words
from qa_app.web.drafting.reading import ground, the_draft, untold_words
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.locale import page_language
from qa_app.web.text_guard import look_through
from qa_app.wording import Words
from qa_app.wording.rubric_places import fault_words

_TYPES = {
    "yaml": "application/yaml",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNPROCESSABLE, _CONFLICT = 422, 409


@bp.route("/drafts/from-file", methods=["GET", "POST"])
@requires(Permission.RUBRIC_WRITE)
def from_file() -> ResponseReturnValue:
    form = FileForm()
    if not form.is_submitted():
        return _page(form).render()
    if not form.validate():
        return _page(form).render(), _UNPROCESSABLE
    try:
        text, problems = _read(form)
    except RubricFileError as fault:
        return _page(form, fault.problems).render(), _UNPROCESSABLE
    new = NewDraft(plain=text.plain, key=form.idempotency_key.data or None)
    try:
        made = start_rubric_draft(
            database(), current_actor(), new, ground().library, at=clock.now()
        )
    except InvalidError as fault:
        form.fail("file", refusal_words(fault))
        return _page(form, problems).render(), _UNPROCESSABLE
    except ConflictError as fault:
        if fault.code != "draft_open":
            raise
        form.fail("file", refusal_words(fault))
        standing = int(str(fault.params["draft"]))
        return _page(form, problems, open_draft=standing).render(), _CONFLICT
    return _taken(form, problems, made, "draft_begun")


@bp.route("/drafts/<int:draft_id>/from-file", methods=["GET", "POST"])
@requires(Permission.RUBRIC_WRITE)
def replace_from_file(draft_id: int) -> ResponseReturnValue:
    draft, form = the_draft(draft_id), ReplaceForm()
    form.show(draft)
    if draft.line.state is not DraftState.DRAFT:
        return redirect(url_for("drafting.show", draft_id=draft_id))
    if not form.is_submitted():
        return _page(form, replaces=draft).render()
    if not form.validate():
        return _page(form, replaces=draft).render(), _UNPROCESSABLE
    try:
        text, problems = _read(form)
    except RubricFileError as fault:
        return _page(form, fault.problems, replaces=draft).render(), _UNPROCESSABLE
    change = DraftChange(draft_id, form.revision.data or 0, text.plain)
    try:
        save_rubric_draft(database(), current_actor(), change, at=clock.now())
    except InvalidError as fault:
        form.fail("file", refusal_of_save(fault.code))
        return _page(form, problems, replaces=draft).render(), _UNPROCESSABLE
    except ConflictError as fault:
        if fault.code != "draft_stale":
            raise
        form.fail(
            "file", str(_("Somebody saved this draft meanwhile: look at it, then send again."))
        )
        return _page(form, problems, replaces=draft).render(), _CONFLICT
    return _taken(form, problems, draft_id, "part_saved")


def _read(form: FileForm) -> tuple[YamlText | WorkbookText, tuple[FileProblem, ...]]:
    """Read the file that was sent; what could not be read of it would be lost in a draft."""
    sent = form.file.data
    data = sent.read(RUBRIC_WORKBOOK_BYTES_MOST + 1)
    sent.close()
    text = rubric_text(data, sent.filename or "")
    look_through(text.plain)
    problems = placed(ground().problems(text.plain), text)
    cells = text.faults if isinstance(text, WorkbookText) else ()
    if not isinstance(text.plain, dict) or any(
        one.severity is Severity.ERROR for one, _place in cells
    ):
        raise RubricFileError(problems)
    return text, problems


def _taken(
    form: FileForm, problems: tuple[FileProblem, ...], draft_id: int, notice: str
) -> ResponseReturnValue:
    # only here the faults have their cells and lines: a draft knows nothing of its file
    if any(one.problem.severity is Severity.ERROR for one in problems):
        return _page(form, problems, taken=draft_id).render()
    return redirect(url_for("drafting.edit", draft_id=draft_id, notice=notice))


def _page(
    form: FileForm,
    problems: tuple[FileProblem, ...] = (),
    *,
    open_draft: int | None = None,
    taken: int | None = None,
    replaces: DraftInHand | None = None,
) -> FromFilePage:
    words = Words(page_language())
    # faults before what is only pointed out, each in the order of the file
    ordered = sorted(problems, key=lambda one: one.problem.severity is not Severity.ERROR)
    told = ordered[:RUBRIC_FAULTS_TOLD_MOST]
    return FromFilePage(
        form=form,
        open_draft=open_draft,
        taken=taken,
        replaces=replaces,
        faults=tuple(
            FileFault(
                one.problem.severity is Severity.ERROR,
                _place(one),
                fault_words(words, one.problem, in_file=True),
            )
            for one in told
        ),
        untold=untold_words(len(problems) - len(told)),
    )


def _place(one: FileProblem) -> str:
    if one.sheet:
        return str(
            _("sheet %(sheet)s, cell %(cell)s", sheet=one.sheet, cell=one.place.rpartition("!")[2])
        )
    return str(_("line %(line)s, column %(column)s", line=one.line, column=one.column))


@bp.get("/drafts/<int:draft_id>/export.<ending>")
@requires(Permission.RUBRIC_WRITE)
def export_draft(draft_id: int, ending: str) -> ResponseReturnValue:
    draft = the_draft(draft_id)
    made = _written(draft.plain, ending)
    if made is None:
        return redirect(url_for("drafting.edit", draft_id=draft_id, notice="export_needs_shape"))
    return _handed_out(made, draft.plain, f"{draft.line.code}-draft", ending)


@bp.get("/<code>/<version>/export.<ending>")
@requires(Permission.RUBRIC_READ)
def export_version(code: str, version: str, ending: str) -> ResponseReturnValue:
    content = published_content(database(), code, version) or abort(404)
    plain = unfreeze(content, ground().library)
    made = _written(plain, ending) or abort(404)
    return _handed_out(made, plain, f"{code}-{version}", ending)


def _written(plain: Mapping[str, Any], ending: str) -> bytes | None:
    """Write a rubric; None when it has a shape that this kind of file cannot hold."""
    write = FORMS.get(ending) or abort(404)
    try:
        return write(plain, page_language())
    except (ValueError, TypeError, AttributeError, KeyError, IndexError):
        return None  # a draft may hold anything while it is written


def _handed_out(
    made: bytes, plain: Mapping[str, Any], name: str, ending: str
) -> ResponseReturnValue:
    count = sum(part.kind is PartKind.ITEM for part in parts_of(plain))
    note_list(database(), current_actor(), "rubric_file", count, at=clock.now())
    made = with_notice(made) if ending == "xlsx" else made
    return Response(made, mimetype=_TYPES[ending], headers=named_file(f"{name}.{ending}"))
