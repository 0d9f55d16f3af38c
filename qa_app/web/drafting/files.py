"""Rubrics come in as files and go out as files: YAML, JSON, workbooks."""

from collections.abc import Mapping
from http import HTTPStatus
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
from qa_app.domain.rubric_unfreeze import unfreeze
from qa_app.extensions import database
from qa_app.queries.rubrics import published_content
from qa_app.rubric_files.forms import FORMS
from qa_app.rubric_files.reader import FileProblem, RubricFileError, placed, rubric_text
from qa_app.rubric_files.workbook_build import WorkbookText
from qa_app.rubric_files.yaml_text import YamlText
from qa_app.services.operations.note_list import note_list
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.editor_pages import FileFault, FromFilePage
from qa_app.web.drafting.forms import FileForm
from qa_app.web.drafting.labels import refusal_words
from qa_app.web.drafting.reading import ground, the_draft, untold_words
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.rubric_places import fault_words

_TYPES = {
    "yaml": "application/yaml",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNPROCESSABLE, _CONFLICT = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.route("/drafts/from-file", methods=["GET", "POST"])
@requires(Permission.RUBRIC_WRITE)
def from_file() -> ResponseReturnValue:
    form = FileForm()
    if not form.is_submitted():
        return _page(form).render()
    if not form.validate():
        return _page(form).render(), _UNPROCESSABLE
    sent = form.file.data
    data = sent.read(RUBRIC_WORKBOOK_BYTES_MOST + 1)
    sent.close()
    try:
        text = rubric_text(data, sent.filename or "")
        plain = _usable(text)
    except RubricFileError as fault:
        return _page(form, fault.problems).render(), _UNPROCESSABLE
    return _begun(form, plain)


def _usable(text: YamlText | WorkbookText) -> dict[str, Any]:
    """Give the data of a file; what could not be read of it would be lost in a draft."""
    problems = ground().problems(text.plain)
    is_mapping = isinstance(text.plain, dict)
    cells = text.faults if isinstance(text, WorkbookText) else ()
    if not is_mapping or any(one.severity is Severity.ERROR for one, _place in cells):
        raise RubricFileError(placed(problems, text))
    plain: dict[str, Any] = text.plain
    return plain


def _begun(form: FileForm, plain: dict[str, Any]) -> ResponseReturnValue:
    new = NewDraft(plain=plain, key=form.idempotency_key.data or None)
    try:
        made = start_rubric_draft(
            database(), current_actor(), new, ground().library, at=clock.now()
        )
    except InvalidError as fault:
        form.fail("file", refusal_words(fault))
        return _page(form).render(), _UNPROCESSABLE
    except ConflictError as fault:
        if fault.code != "draft_open":
            raise
        form.fail("file", refusal_words(fault))
        standing = int(str(fault.params["draft"]))
        return _page(form, open_draft=standing).render(), _CONFLICT
    return redirect(url_for("drafting.edit", draft_id=made, notice="draft_begun"))


def _page(
    form: FileForm, problems: tuple[FileProblem, ...] = (), open_draft: int | None = None
) -> FromFilePage:
    words = Words(page_language())
    told = problems[:RUBRIC_FAULTS_TOLD_MOST]  # in the order of the file
    return FromFilePage(
        form=form,
        open_draft=open_draft,
        faults=tuple(
            FileFault(
                one.problem.severity is Severity.ERROR,
                _place(one),
                fault_words(words, one.problem),
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
        return write(plain)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError):
        return None  # a draft may hold anything while it is written


def _handed_out(
    made: bytes, plain: Mapping[str, Any], name: str, ending: str
) -> ResponseReturnValue:
    count = sum(part.kind is PartKind.ITEM for part in parts_of(plain))
    note_list(database(), current_actor(), "rubric_file", count, at=clock.now())
    return Response(
        made,
        mimetype=_TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )
