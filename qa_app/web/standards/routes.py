"""Routes of published rubrics."""

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from qa_app.domain.agreement_table import agreement_table
from qa_app.domain.defaults import AGREEMENT_FILES_LEAST, ROWS_PER_PAGE
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_schema import rubric_schema
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.paths import resource
from qa_app.queries.agreement import files_read_twice
from qa_app.queries.library import library_index
from qa_app.queries.rubric_drafts import open_draft_of, open_drafts
from qa_app.queries.rubric_list import (
    Place,
    VersionLine,
    areas_with_rubrics,
    rubrics_page,
    versions_of,
)
from qa_app.queries.rubric_reach import may_publish_for
from qa_app.queries.rubric_texts import texts_of_version
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.rubric_files.sources import read_sources
from qa_app.web.guard import current_actor, public, requires
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.regions import region_words
from qa_app.web.settings import installation, local_today
from qa_app.web.standards.labels import version_state
from qa_app.web.standards.pages import ReadApart, RubricsPage, RubricVersionPage, Writing
from qa_app.wording import Words
from qa_app.wording.rubrics import said_rubric

bp = Blueprint("standards", __name__, url_prefix="/rubrics")
_KINDS = ("case_file", "site", "practice", "system")


@bp.get("")
@requires(Permission.RUBRIC_READ)
def index() -> ResponseReturnValue:
    area = request.args.get("area", "")
    with_hidden = request.args.get("hidden") == "1"
    lines = rubrics_page(
        database(),
        area=area or None,
        with_hidden=with_hidden,
        after=_place(request.args.get("after", "")),
    )
    has_more = len(lines) > ROWS_PER_PAGE
    position, code = lines[ROWS_PER_PAGE - 1].place if has_more else (0, "")
    words = Words(page_language())
    return RubricsPage(
        lines=lines[:ROWS_PER_PAGE],
        kinds={kind: words.named("kind", kind) for kind in _KINDS},
        areas=areas_with_rubrics(database()),
        area=area,
        with_hidden=with_hidden,
        next_after=f"{position}.{code}" if has_more else "",
        drafts=open_drafts(database(), current_actor()),
        today=local_today(),
    ).render()


def _place(text: str) -> Place | None:
    position, _, code = text.partition(".")
    try:
        return (whole_number(position), code) if code else None
    except ValueError:
        return None


@bp.get("/schema.json")
@public
def schema() -> ResponseReturnValue:
    return jsonify(rubric_schema())


@bp.get("/<code>/<version>")
@requires(Permission.RUBRIC_READ)
def version(code: str, version: str) -> ResponseReturnValue:
    versions = versions_of(database(), code)
    line = next((one for one in versions if one.version == version), None) or abort(404)
    rubric = rubric_in_words(database(), line.id) or abort(404)
    index = library_index(database())
    # what the library does not hold is named by the register that the product brings along
    sources = {**read_sources(resource("rubrics") / "sources.yaml"), **index.sources}
    return RubricVersionPage(
        code=code,
        rubric=said_rubric(Words(page_language()), rubric, sources, region_words(rubric)),
        shelf=frozenset((one.document, one.locus) for one in index.clauses),
        line=line,
        versions=tuple(one for one in versions if one.id != line.id),
        fingerprint=rubric.fingerprint,
        item_count=len(rubric.items) or len(rubric.rule_items),
        state=version_state(line, local_today()),
        former=_former(line, versions),
        writing=_writing(code, line),
        apart=_read_apart(line.id, rubric),
    ).render()


def _read_apart(version_id: int, rubric: Rubric) -> tuple[ReadApart, ...]:
    """List the items for the rubric's owner: those on which two readers part too often."""
    actor = current_actor()
    if not rubric.items or not may(actor, Permission.AUDIT_SIGN):
        return ()
    files, _names = files_read_twice(database(), actor, version_id, rubric)
    if len(files) < AGREEMENT_FILES_LEAST:
        return ()
    return tuple(
        ReadApart(one.code, rubric.items[one.code].text, one.alike, one.scored)
        for one in agreement_table(rubric, files).items
        if one.is_low
    )


def _former(line: VersionLine, versions: tuple[VersionLine, ...]) -> str:
    followed = next((one for one in versions if one.id == line.base_version_id), None)
    older = next((one for one in versions if one.id < line.id), None)
    one = followed or older
    return "" if one is None else one.version


def _writing(code: str, line: VersionLine) -> Writing | None:
    actor = current_actor()
    if not may(actor, Permission.RUBRIC_WRITE):
        return None
    required = installation().required_language
    language = next(one for one in LANGUAGES if one != required)
    texts = texts_of_version(database(), line.id, language)
    return Writing(
        draft_id=open_draft_of(database(), code),
        missing=0 if texts is None else texts.open_count,
        may_improve=bool(texts and texts.translated),
        may_retire=not line.is_retired and may_publish_for(database(), actor, line.id),
    )
