"""What rests on which clause: items, answers to them, criteria; and what rests on none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from qa_app.domain.answer_counts import Answers, ItemUse
from qa_app.domain.citations import OWN_PROPOSAL, Citation, citations_of, gaps_of
from qa_app.domain.criteria import Criterion
from qa_app.domain.criterion_data import DataKey, DataSpan, is_of_last_year, keys_of
from qa_app.domain.rubric import Basis, Item, SourceRef


def sources_of(criterion: Criterion) -> tuple[SourceRef, ...]:
    """List what a criterion rests on, with its variants.

    Args:
        criterion: The criterion.

    Returns:
        Each once, in order.
    """
    found = [*criterion.sources]
    for variant in criterion.variants:
        found += variant.sources
    return tuple(dict.fromkeys(found))


class DataState(StrEnum):
    """Whether a criterion has data at centres in reach; a reader without reach is not told."""

    PRESENT = "present"
    NONE = "none"
    NOT_COLLECTED = "not_collected"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True)
class CriterionUse:
    """A criterion with its data.

    Attributes:
        criterion: The criterion.
        data: Whether there is data that can be read today, in the reader's reach.
        kept: What it is read from, each with the span of days of which there is something; None
            where there is nothing, or nothing is told.
    """

    criterion: Criterion
    data: DataState
    kept: tuple[tuple[DataKey, DataSpan | None], ...] = ()


def data_of(
    criterion: Criterion, spans: Mapping[DataKey, DataSpan] | None, today: date
) -> CriterionUse:
    """Tell whether a criterion has data.

    Args:
        criterion: The criterion.
        spans: Since when and until when there is something, in reach; None for a reader without
            reach.
        today: The local date.

    Returns:
        What it is read from, and whether any of it can be read today; `NOT_COLLECTED` where
        nothing measures it at all.
    """
    keys = keys_of(criterion)
    if not keys:
        return CriterionUse(criterion, DataState.NOT_COLLECTED)
    if spans is None:
        untold = tuple((key, None) for key in keys)
        return CriterionUse(criterion, DataState.OUT_OF_REACH, untold)
    found = ((key, spans.get(key)) for key in keys)
    kept = tuple((key, None if span is None else span.until(today)) for key, span in found)
    is_there = any(span is not None and is_of_last_year(key, span, today) for key, span in kept)
    return CriterionUse(criterion, DataState.PRESENT if is_there else DataState.NONE, kept)


@dataclass(frozen=True, slots=True)
class ClauseUse:
    """One line of the matrix.

    Attributes:
        citation: The clause.
        is_known: False when items cite it but the library does not hold it.
        items: Items that cite it, with their answers.
        criteria: Criteria that cite it.
    """

    citation: Citation
    is_known: bool
    items: tuple[tuple[ItemUse, Answers], ...] = field(default=())
    criteria: tuple[CriterionUse, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item that names a document without a clause, or nothing on which it rests.

    Attributes:
        use: The item.
        gaps: Documents that it names without a clause; empty when it names nothing at all.
        cited: Clauses on which it rests all the same.
    """

    use: ItemUse
    gaps: tuple[str, ...]
    cited: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix and its gaps.

    Attributes:
        rows: One for each clause, known ones in the order given, then unknown ones.
        open_items: Items with a clause to be filled in.
        proposals: Items that the product proposes itself: there is no clause behind them, and
            none to be filled in.
        criteria: All criteria, with their data.
    """

    rows: tuple[ClauseUse, ...]
    open_items: tuple[OpenItem, ...]
    proposals: tuple[ItemUse, ...]
    criteria: tuple[CriterionUse, ...]

    @property
    def unused(self) -> tuple[ClauseUse, ...]:
        """Clauses of the library that no item cites."""
        return tuple(row for row in self.rows if row.is_known and not row.items)

    @property
    def unknown(self) -> tuple[ClauseUse, ...]:
        """Clauses that are cited and that the library does not hold."""
        return tuple(row for row in self.rows if not row.is_known)

    @property
    def without_data(self) -> tuple[CriterionUse, ...]:
        """Criteria that are known to have no data that can be read today."""
        known = (DataState.NONE, DataState.NOT_COLLECTED)
        return tuple(one for one in self.criteria if one.data in known)


def is_proposal(item: Item) -> bool:
    """Tell whether an item is a proposal of the product alone.

    Args:
        item: The item.

    Returns:
        True when no clause and no document stands behind it because it was proposed: nothing
        is to be filled in.
    """
    sources = item.sources
    if citations_of(sources) or gaps_of(sources):
        return False
    return item.basis is Basis.PROPOSED or any(one.source == OWN_PROPOSAL for one in sources)


def coverage_of(
    clauses: Sequence[Citation],
    items: Sequence[tuple[ItemUse, Answers]],
    criteria: Sequence[CriterionUse],
) -> Coverage:
    """Lay the matrix out.

    Args:
        clauses: Clauses of the library, in order.
        items: Items of the versions in force with their answers.
        criteria: Criteria of the register.

    Returns:
        The matrix.
    """
    by_items: dict[Citation, list[tuple[ItemUse, Answers]]] = {}
    open_items, proposals = [], []
    for use, found in items:
        cited, gaps = citations_of(use.item.sources), gaps_of(use.item.sources)
        for citation in cited:
            by_items.setdefault(citation, []).append((use, found))
        if is_proposal(use.item):
            proposals.append(use)
        elif gaps or not cited:
            open_items.append(OpenItem(use, gaps, cited))
    by_criteria: dict[Citation, list[CriterionUse]] = {}
    for one in criteria:
        for citation in citations_of(sources_of(one.criterion)):
            by_criteria.setdefault(citation, []).append(one)
    known = dict.fromkeys(clauses)
    unknown = sorted((by_items.keys() | by_criteria.keys()) - known.keys())
    rows = tuple(
        ClauseUse(
            citation,
            citation in known,
            tuple(by_items.get(citation, ())),
            tuple(by_criteria.get(citation, ())),
        )
        for citation in (*known, *unknown)
    )
    return Coverage(rows, tuple(open_items), tuple(proposals), tuple(criteria))


def narrowed(
    matrix: Coverage,
    document: str,
    area: str,
    area_of: Mapping[str, str | None],
    *,
    is_one_rubric: bool = False,
) -> Coverage:
    """Keep of a matrix what is about one document, one area or one rubric.

    Args:
        matrix: Made of the items of that area, or of that rubric.
        document: Only this document; empty for all.
        area: Only this area; empty for all.
        area_of: Document to its area; None when it is not about one.
        is_one_rubric: True leaves clauses out that none of the items cites.

    Returns:
        Of a document its clauses, the items that name it without one and the criteria that
        rest on it; of an area the clauses that its items cite and those of its own documents,
        and every criterion. A proposal names no document.
    """
    rows = (row for row in matrix.rows if document in {"", row.citation.document})
    if is_one_rubric:
        rows = (row for row in rows if row.items)
    elif area:
        rows = (row for row in rows if row.items or area_of.get(row.citation.document) == area)
    if not document:
        return replace(matrix, rows=tuple(rows))
    return Coverage(
        tuple(rows),
        tuple(one for one in matrix.open_items if document in one.gaps),
        (),
        tuple(
            one
            for one in matrix.criteria
            if any(source.source == document for source in sources_of(one.criterion))
        ),
    )
