"""The coverage matrix as page and as workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.coverage import (
    ClauseUse,
    Coverage,
    OpenItem,
    coverage_of,
    narrowed,
    shown_sum,
)
from qa_app.domain.permissions import Permission
from qa_app.domain.sources import Source
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.extensions import database
from qa_app.queries.centres import area_names
from qa_app.queries.library import library_index
from qa_app.reports.workbooks import Sheet, workbook
from qa_app.services.operations.note_list import note_list
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.labels import plain
from qa_app.web.library import labels
from qa_app.web.library.blueprint import bp
from qa_app.web.library.pages import CoveragePage, MatrixLine, MatrixPart, OpenLine
from qa_app.web.library.uses import criteria_used, items_used
from qa_app.web.locale import page_language
from qa_app.web.session_labels import clauses
from qa_app.web.settings import local_today
from qa_app.wording import Words

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for, and what there is.

    Attributes:
        area: Only rubrics and documents of this area; empty for all.
        document: Only this document; empty for all.
        areas: Code and name of every area.
        sources: Every document of the library.
        matrix: The matrix.
    """

    area: str
    document: str
    areas: dict[str, BilingualText]
    sources: dict[str, Source]
    matrix: Coverage


@bp.get("/coverage")
@requires(Permission.RUBRIC_READ)
def coverage() -> ResponseReturnValue:
    chosen = _chosen()
    matrix = chosen.matrix
    return CoveragePage(
        title=_title(matrix),
        areas={code: plain(name) for code, name in chosen.areas.items()},
        area=chosen.area,
        documents={code: plain(one.title) for code, one in chosen.sources.items()},
        document=chosen.document,
        parts=tuple(_parts(chosen)),
        clause_count=sum(row.is_known for row in matrix.rows),
        unused=tuple(row.citation for row in matrix.unused),
        unknown=tuple(row.citation for row in matrix.unknown),
        open_items=tuple(_open_line(one, chosen.sources) for one in matrix.open_items),
        without_data=tuple(map(labels.criterion_line, matrix.without_data)),
        counted=labels.counted(),
        xlsx_address=url_for(
            "library.coverage_xlsx", area=chosen.area or None, document=chosen.document or None
        ),
    ).render()


@bp.get("/coverage.xlsx")
@requires(Permission.RUBRIC_READ)
def coverage_xlsx() -> ResponseReturnValue:
    chosen = _chosen()
    sheets = _sheets(chosen)
    count = len(chosen.matrix.rows) + len(chosen.matrix.open_items) + len(chosen.matrix.criteria)
    note_list(database(), current_actor(), "coverage_xlsx", count, at=clock.now())
    return Response(workbook(sheets), mimetype=_XLSX, headers=named_file("coverage.xlsx"))


def _chosen() -> Chosen:
    actor, session, today = current_actor(), database(), local_today()
    area, document = request.args.get("area", ""), request.args.get("document", "")
    areas = dict(area_names(session))
    index = library_index(session)
    if (area and area not in areas) or (document and document not in index.sources):
        abort(404)
    # criteria look at the items of every area
    everything = items_used(actor, today)
    items = tuple(one for one in everything if area in {"", one[0].area})
    matrix = coverage_of(index.clauses, items, criteria_used(actor, everything, today))
    return Chosen(
        area,
        document,
        areas,
        index.sources,
        narrowed(matrix, document, area, index.areas),
    )


def _title(matrix: Coverage) -> str:
    unused, open_items = len(matrix.unused), len(matrix.open_items)
    without = len(matrix.without_data)
    parts = clauses(
        ngettext("%(num)d clause without an item", "%(num)d clauses without an item", unused)
        if unused
        else "",
        ngettext("%(num)d item lacking a clause", "%(num)d items lacking a clause", open_items)
        if open_items
        else "",
        ngettext("%(num)d criterion without data", "%(num)d criteria without data", without)
        if without
        else "",
    )
    if parts:
        return str(_("Coverage: %(gaps)s", gaps=parts))
    return str(_("Coverage: no gap"))


def _parts(chosen: Chosen) -> Iterator[MatrixPart]:
    for code, rows in groupby(chosen.matrix.rows, key=lambda row: row.citation.document):
        source = chosen.sources.get(code)
        lines = tuple(map(_line, rows))
        yield MatrixPart(code, NO_TEXT if source is None else source.title, lines)


def _line(row: ClauseUse) -> MatrixLine:
    return MatrixLine(
        row.citation,
        tuple(labels.item_name(use) for use, _n in row.items),
        labels.found_words(shown_sum(row.items), is_sum=len(row.items) > 1) if row.items else "",
        tuple(one.criterion.code for one in row.criteria),
        row.is_known,
    )


def _open_line(one: OpenItem, sources: Mapping[str, Source]) -> OpenLine:
    gaps = tuple((code, sources[code].title if code in sources else NO_TEXT) for code in one.gaps)
    return OpenLine(labels.item_name(one.use), one.use.item.text, gaps, one.cited)


def _sheets(chosen: Chosen) -> list[Sheet]:
    words, matrix = Words(page_language()), chosen.matrix
    return [
        Sheet(
            _("Matrix"),
            (
                _("Document"),
                _("Title"),
                _("Clause"),
                _("In the library"),
                _("Items"),
                _("Below the top option"),
                _("Answers"),
                _("Criteria"),
            ),
            [_matrix_row(words, row, chosen) for row in matrix.rows],
        ),
        Sheet(
            _("Items lacking a clause"),
            (
                _("Item"),
                _("Rubric"),
                _("Code of the rubric"),
                _("What it asks"),
                _("Clause to be filled in of"),
                _("Rests on"),
            ),
            [
                (
                    one.use.item.code,
                    words.text(one.use.title),
                    one.use.rubric,
                    words.text(one.use.item.text),
                    words.listed(_document_name(words, code, chosen) for code in one.gaps),
                    words.listed(f"{c.document}#{c.locus}" for c in one.cited),
                )
                for one in matrix.open_items
            ],
        ),
        Sheet(
            _("Criteria"),
            (_("Criterion"), _("What it asks"), _("Data of the last year")),
            [
                (
                    one.criterion.code,
                    words.text(one.criterion.text),
                    labels.data_words(one.data),
                )
                for one in matrix.criteria
            ],
        ),
    ]


def _matrix_row(words: Words, row: ClauseUse, chosen: Chosen) -> tuple[str | int | None, ...]:
    source = chosen.sources.get(row.citation.document)
    told = shown_sum(row.items)
    return (
        row.citation.document,
        "" if source is None else words.text(source.title),
        row.citation.locus,
        words.yes_or_no(is_yes=row.is_known),
        words.listed(f"{words.text(use.title)} {use.item.code}" for use, _n in row.items),
        told.below,
        told.n,
        words.listed(one.criterion.code for one in row.criteria),
    )


def _document_name(words: Words, code: str, chosen: Chosen) -> str:
    source = chosen.sources.get(code)
    return code if source is None else f"{words.text(source.title)} {code}"
