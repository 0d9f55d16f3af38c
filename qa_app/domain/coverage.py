"""What rests on which clause: items, answers to them, criteria; and what rests on none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from qa_app.domain.citations import Citation, citations_of, gaps_of
from qa_app.domain.criteria import Criterion
from qa_app.domain.defaults import FINDINGS_LEAST, SHARE_DENOMINATOR
from qa_app.domain.rubric import Item, SourceRef
from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class ItemUse:
    """An item of a version in force.

    Attributes:
        rubric: Code of the rubric.
        version: Its version.
        version_id: The version.
        title: The rubric's title.
        area: The rubric's area.
        is_sealed: True when its readings are sealed.
        item: The item.
    """

    rubric: str
    version: str
    version_id: int
    title: BilingualText
    area: str
    is_sealed: bool
    item: Item

    @property
    def key(self) -> tuple[int, str]:
        """Its place among the answers: version and item."""
        return self.version_id, self.item.code


@dataclass(frozen=True, slots=True)
class Answers:
    """Scored answers to items.

    Attributes:
        top: At the top option.
        below: Below it; these are the findings.
    """

    top: int = 0
    below: int = 0

    @property
    def n(self) -> int:
        """All scored answers."""
        return self.top + self.below

    def __add__(self, other: "Answers") -> "Answers":
        return Answers(self.top + other.top, self.below + other.below)


NO_ANSWERS = Answers()


@dataclass(frozen=True, slots=True)
class Shown:
    """As much of answers as someone may see.

    Attributes:
        below: Answers below the top option; None when not shown.
        n: Scored answers; None when not shown.
        held_below: Smaller numbers than this are held back, and here is one; 0 when nothing
            is held back.
    """

    below: int | None = None
    n: int | None = None
    held_below: int = 0


def answers_of(item: Item, counts: Mapping[str, int]) -> Answers:
    """Add up answers to an item.

    Args:
        item: The item.
        counts: Code to how many files had it.

    Returns:
        Codes without a score, such as "not applicable", and codes that the scale does not
        know count for nothing.
    """
    scores = {option.code: option.score for option in item.scale.options}
    best = max((score for score in scores.values() if score is not None), default=None)
    scored = {code: n for code, n in counts.items() if scores.get(code) is not None}
    top = sum(n for code, n in scored.items() if scores[code] == best)
    return Answers(top, sum(scored.values()) - top)


def shown(answers: Answers, *, sees_files: bool) -> Shown:
    """Choose how much of answers may be shown.

    Args:
        answers: The answers.
        sees_files: True for those who may read every file behind them.

    Returns:
        Everything to those; to others nothing below `SHARE_DENOMINATOR` answers, and
        nothing when fewer than `FINDINGS_LEAST` differ from the rest. No answer at all is
        told to everyone.
    """
    if sees_files or not answers.n:
        return Shown(answers.below, answers.n)
    if answers.n < SHARE_DENOMINATOR:
        return Shown(held_below=SHARE_DENOMINATOR)
    if min(answers.below, answers.top) < FINDINGS_LEAST:
        return Shown(held_below=FINDINGS_LEAST)
    return Shown(answers.below, answers.n)


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
    """Whether a criterion has data in the last year."""

    PRESENT = "present"
    NONE = "none"
    NOT_COLLECTED = "not_collected"


@dataclass(frozen=True, slots=True)
class CriterionUse:
    """A criterion with its data.

    Attributes:
        criterion: The criterion.
        data: Whether there is data of the last year in the reader's reach.
    """

    criterion: Criterion
    data: DataState


def data_of(
    criterion: Criterion,
    items: Iterable[tuple[ItemUse, Answers]],
    file_count: int,
    *,
    is_answered: bool,
) -> DataState:
    """Tell whether a criterion has data.

    Args:
        criterion: The criterion.
        items: Items of the versions in force with their answers of the last year.
        file_count: Files reviewed in that year.
        is_answered: True when reviews can answer it at all.

    Returns:
        For a criterion that reads tagged items: whether such an item has an answer.
    """
    if not is_answered:
        return DataState.NOT_COLLECTED
    tags = {one.item_tag for one in (criterion, *criterion.variants) if one.item_tag}
    count = file_count
    if tags:
        count = sum(found.n for use, found in items if not tags.isdisjoint(use.item.tags))
    return DataState.PRESENT if count else DataState.NONE


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

    @property
    def answers(self) -> Answers:
        """Answers to all its items together."""
        return sum((found for _use, found in self.items), NO_ANSWERS)

    @property
    def has_sealed(self) -> bool:
        """True when a sealed rubric's items are among them."""
        return any(use.is_sealed for use, _found in self.items)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item that rests on no clause.

    Attributes:
        use: The item.
        gaps: Documents that it names without a clause; empty for the product's own proposals.
    """

    use: ItemUse
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix and its gaps.

    Attributes:
        rows: One for each clause, known ones in the order given, then unknown ones.
        open_items: Items without any clause.
        criteria: All criteria, with their data.
    """

    rows: tuple[ClauseUse, ...]
    open_items: tuple[OpenItem, ...]
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
        """Criteria without data of the last year."""
        return tuple(one for one in self.criteria if one.data is not DataState.PRESENT)


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
    open_items = []
    for use, found in items:
        cited = citations_of(use.item.sources)
        for citation in cited:
            by_items.setdefault(citation, []).append((use, found))
        if not cited:
            open_items.append(OpenItem(use, gaps_of(use.item.sources)))
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
    return Coverage(rows, tuple(open_items), tuple(criteria))


def narrowed(
    matrix: Coverage, document: str, area: str, area_of: Mapping[str, str | None]
) -> Coverage:
    """Keep of a matrix what is about one document or one area.

    Args:
        matrix: Made of the items of that area.
        document: Only this document; empty for all.
        area: Only this area; empty for all.
        area_of: Document to its area; None when it is not about one.

    Returns:
        Of a document its clauses and the items that name it without one; of an area the
        clauses that its items cite and those of its own documents. Criteria stay.
    """
    rows = (row for row in matrix.rows if document in {"", row.citation.document})
    if area:
        rows = (row for row in rows if row.items or area_of.get(row.citation.document) == area)
    items = matrix.open_items
    if document:
        items = tuple(one for one in items if document in one.gaps)
    return Coverage(tuple(rows), items, matrix.criteria)
