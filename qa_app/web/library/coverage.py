"""The coverage matrix as page: which rubric rests on what, and where nothing does."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.answer_counts import ItemUse
from qa_app.domain.coverage import ClauseUse, Coverage, OpenItem, coverage_of, narrowed
from qa_app.domain.coverage_sums import RubricSum, sums_by_rubric
from qa_app.domain.permissions import Permission
from qa_app.domain.sources import Source
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.extensions import database
from qa_app.queries.centres import area_names
from qa_app.queries.library import library_index
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.library import labels
from qa_app.web.library.blueprint import bp
from qa_app.web.library.coverage_pages import (
    CoveragePage,
    Filters,
    MatrixLine,
    MatrixPart,
    OpenLine,
    OpenPart,
    ProposalPart,
    SumLine,
)
from qa_app.web.library.uses import criteria_used, items_used, told_sum
from qa_app.web.session_labels import clauses
from qa_app.web.settings import local_today


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for, and what there is.

    Attributes:
        area: Only rubrics and documents of this area; empty for all.
        rubric: Only this rubric; empty for all.
        document: Only this document; empty for all.
        areas: Code and name of every area.
        rubrics: Code and title of every rubric in force.
        sources: Every document of the library.
        sums: How far the items of each rubric rest on clauses.
        matrix: The matrix.
    """

    area: str
    rubric: str
    document: str
    areas: dict[str, BilingualText]
    rubrics: dict[str, BilingualText]
    sources: dict[str, Source]
    sums: tuple[RubricSum, ...]
    matrix: Coverage

    @property
    def is_narrow(self) -> bool:
        """True when one rubric or one document is asked for: there is little to fold away."""
        return bool(self.rubric or self.document)


@bp.get("/coverage")
@requires(Permission.RUBRIC_READ)
def coverage() -> ResponseReturnValue:
    chosen = chosen_matrix()
    matrix = chosen.matrix
    return CoveragePage(
        title=_title(matrix),
        filters=Filters(
            {code: plain(name) for code, name in chosen.areas.items()},
            {code: plain(title) for code, title in chosen.rubrics.items()},
            {code: plain(one.title) for code, one in chosen.sources.items()},
            chosen.area,
            chosen.rubric,
            chosen.document,
        ),
        is_narrow=chosen.is_narrow,
        sums=tuple(_sum_line(chosen, one) for one in chosen.sums),
        parts=tuple(_parts(chosen)),
        clause_count=sum(row.is_known for row in matrix.rows),
        unused=tuple(row.citation for row in matrix.unused),
        unknown=tuple(row.citation for row in matrix.unknown),
        open_count=len(matrix.open_items),
        open_parts=tuple(_open_parts(chosen)),
        proposal_count=len(matrix.proposals),
        proposals=tuple(_proposals(matrix.proposals)),
        without_data=len(matrix.without_data),
        all_criteria=tuple(map(labels.criterion_line, matrix.criteria)),
        counted=labels.counted(),
        xlsx_address=_address("library.coverage_xlsx", chosen),
    ).render()


def _address(endpoint: str, chosen: Chosen, **other: str) -> str:
    asked = {"area": chosen.area, "rubric": chosen.rubric, "document": chosen.document, **other}
    given: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return url_for(endpoint, **given)


def chosen_matrix() -> Chosen:
    """Read what the address asks for; what is not there is answered with 404.

    Returns:
        The choice with its matrix.
    """
    actor, session, today = current_actor(), database(), local_today()
    area, rubric, document = (request.args.get(n, "") for n in ("area", "rubric", "document"))
    areas = dict(area_names(session))
    index = library_index(session)
    # criteria look at the items of every area
    everything = items_used(actor, today)
    rubrics = {use.rubric: use.title for use, _answers in everything}
    known = ((area, areas), (rubric, rubrics), (document, index.sources))
    if any(code and code not in them for code, them in known):
        abort(404)
    items = tuple(
        one for one in everything if area in {"", one[0].area} and rubric in {"", one[0].rubric}
    )
    matrix = coverage_of(index.clauses, items, criteria_used(actor, everything, today))
    return Chosen(
        area,
        rubric,
        document,
        areas,
        rubrics,
        index.sources,
        sums_by_rubric(use for use, _answers in items) if not document else (),
        narrowed(matrix, document, area, index.areas, is_one_rubric=bool(rubric)),
    )


def _title(matrix: Coverage) -> str:
    unused, open_items = len(matrix.unused), len(matrix.open_items)
    without = len(matrix.without_data)
    parts = clauses(
        ngettext("%(num)d clause without an item", "%(num)d clauses without an item", unused)
        if unused
        else "",
        ngettext(
            "%(num)d item with a clause to be filled in",
            "%(num)d items with a clause to be filled in",
            open_items,
        )
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
        labels.found_words(told_sum(current_actor(), row.items), is_sum=len(row.items) > 1)
        if row.items
        else "",
        tuple(map(labels.criterion_line, row.criteria)),
        row.is_known,
    )


def _sum_line(chosen: Chosen, one: RubricSum) -> SumLine:
    area = chosen.areas.get(one.area, NO_TEXT)
    return SumLine(one, area, _address("library.coverage", chosen, rubric=one.rubric))


def _open_parts(chosen: Chosen) -> Iterator[OpenPart]:
    for _code, them in groupby(chosen.matrix.open_items, key=lambda one: one.use.rubric):
        found = tuple(them)
        lines = tuple(_open_line(one, chosen.sources) for one in found)
        yield OpenPart(found[0].use.title, lines)


def _open_line(one: OpenItem, sources: Mapping[str, Source]) -> OpenLine:
    gaps = tuple((code, sources[code].title if code in sources else NO_TEXT) for code in one.gaps)
    return OpenLine(labels.item_name(one.use), one.use.item.text, gaps, one.cited)


def _proposals(uses: Iterable[ItemUse]) -> Iterator[ProposalPart]:
    for _code, them in groupby(uses, key=lambda one: one.rubric):
        found = tuple(them)
        lines = tuple((labels.item_name(one), one.item.text) for one in found)
        yield ProposalPart(found[0].title, lines)
