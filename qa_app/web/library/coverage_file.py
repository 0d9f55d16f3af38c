"""The coverage matrix as a workbook, in the language of the page."""

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.coverage import ClauseUse
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.reports.workbooks import Sheet, workbook
from qa_app.services.operations.note_list import note_list
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.library import labels
from qa_app.web.library.blueprint import bp
from qa_app.web.library.coverage import Chosen, chosen_matrix
from qa_app.web.library.uses import told_sum
from qa_app.web.locale import page_language
from qa_app.web.settings import local_today
from qa_app.wording import Words

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/coverage.xlsx")
@requires(Permission.RUBRIC_READ)
def coverage_xlsx() -> ResponseReturnValue:
    chosen = chosen_matrix()
    matrix = chosen.matrix
    count = sum(map(len, (matrix.rows, matrix.open_items, matrix.proposals, matrix.criteria)))
    note_list(database(), current_actor(), "coverage_xlsx", count, at=clock.now())
    name = f"coverage_{local_today().isoformat()}_{page_language()}.xlsx"
    return Response(workbook(_sheets(chosen)), mimetype=_XLSX, headers=named_file(name))


def _sheets(chosen: Chosen) -> list[Sheet]:
    words = Words(page_language())
    made = (_sums, _matrix, _open_items, _proposals, _criteria)
    return [one(words, chosen) for one in made]


def _title(words: Words, chosen: Chosen, about: str) -> tuple[str, ...]:
    """Name what a sheet holds, as of which day and for whom, above its heads."""
    asked = (
        words.text(chosen.areas[chosen.area]) if chosen.area else "",
        words.text(chosen.rubrics[chosen.rubric]) if chosen.rubric else "",
        words.text(chosen.sources[chosen.document].title) if chosen.document else "",
    )
    bounds = words.listed(one for one in asked if one) or str(_("all areas"))
    day = _("As of %(day)s", day=words.day(local_today()))
    return (
        words.pair(str(_("Coverage matrix")), about),
        words.listed((str(day), bounds)),
        labels.counted(),
    )


def _sums(words: Words, chosen: Chosen) -> Sheet:
    return Sheet(
        _("By rubric"),
        (
            _("Rubric"),
            _("Code of the rubric"),
            _("Area"),
            _("Items"),
            _("Rest on clauses"),
            _("Clause to be filled in"),
            _("Proposed without a named basis"),
        ),
        [
            (
                words.text(one.title),
                one.rubric,
                words.text(chosen.areas[one.area]) if one.area in chosen.areas else one.area,
                one.items,
                one.resting,
                one.open_items,
                one.proposals,
            )
            for one in chosen.sums
        ],
        _title(words, chosen, _("By rubric")),
    )


def _matrix(words: Words, chosen: Chosen) -> Sheet:
    return Sheet(
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
        [_matrix_row(words, row, chosen) for row in chosen.matrix.rows],
        _title(words, chosen, _("Clause by clause")),
    )


def _matrix_row(words: Words, row: ClauseUse, chosen: Chosen) -> tuple[str | int | None, ...]:
    source = chosen.sources.get(row.citation.document)
    told = told_sum(current_actor(), row.items)
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


def _open_items(words: Words, chosen: Chosen) -> Sheet:
    return Sheet(
        _("Clause to be filled in"),
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
            for one in chosen.matrix.open_items
        ],
        _title(words, chosen, _("Clause to be filled in")),
    )


def _document_name(words: Words, code: str, chosen: Chosen) -> str:
    source = chosen.sources.get(code)
    return code if source is None else f"{words.text(source.title)} {code}"


def _proposals(words: Words, chosen: Chosen) -> Sheet:
    return Sheet(
        _("Proposed without a named basis"),
        (_("Item"), _("Rubric"), _("Code of the rubric"), _("What it asks")),
        [
            (use.item.code, words.text(use.title), use.rubric, words.text(use.item.text))
            for use in chosen.matrix.proposals
        ],
        _title(words, chosen, _("Proposed without a named basis")),
    )


def _criteria(words: Words, chosen: Chosen) -> Sheet:
    return Sheet(
        _("Criteria"),
        (
            _("Criterion"),
            _("What it asks"),
            _("Data"),
            _("Source of data"),
            _("Since when"),
        ),
        [
            (line.code, words.text(line.text), line.data, source, since)
            for line in map(labels.criterion_line, chosen.matrix.criteria)
            for source, since in line.kept or (("", ""),)
        ],
        _title(words, chosen, _("Criteria")),
    )
