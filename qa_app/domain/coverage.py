"""What rests on which clause: items, answers to them, criteria; and what rests on none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from qa_app.domain.citations import OWN_PROPOSAL, Citation, citations_of, gaps_of
from qa_app.domain.criteria import Criterion
from qa_app.domain.defaults import FINDINGS_LEAST, SHARE_DENOMINATOR
from qa_app.domain.rubric import Basis, Item, SourceRef
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
        closed_top: Of those at the top option, how many stand in files that the reader of the
            count may not read; sealed ones are closed to everybody.
        closed_below: Likewise of those below it.
    """

    top: int = 0
    below: int = 0
    closed_top: int = 0
    closed_below: int = 0

    @property
    def n(self) -> int:
        """All scored answers."""
        return self.top + self.below

    @property
    def closed_n(self) -> int:
        """Scored answers in files that the reader of the count may not read."""
        return self.closed_top + self.closed_below

    def __add__(self, other: "Answers") -> "Answers":
        return Answers(
            self.top + other.top,
            self.below + other.below,
            self.closed_top + other.closed_top,
            self.closed_below + other.closed_below,
        )

    def closed_but_for(self, opened: "Answers | None" = None) -> "Answers":
        """Say which of them the reader may not read.

        Args:
            opened: Those in files that the reader may read; None for none of them.

        Returns:
            The same answers, all but `opened` closed.
        """
        kept = opened or NO_ANSWERS
        return Answers(self.top, self.below, self.top - kept.top, self.below - kept.below)


NO_ANSWERS = Answers()


class Held(StrEnum):
    """Why a count is held back."""

    FEW_ANSWERS = "few_answers"
    FEW_FINDINGS = "few_findings"
    PART = "part"
    GIVES_AWAY = "gives_away"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Shown:
    """As much of answers as someone may see.

    Attributes:
        below: Answers below the top option; None when not shown.
        n: Scored answers; None when not shown.
        held: Why nothing is shown: fewer than `SHARE_DENOMINATOR` answers; fewer than
            `FINDINGS_LEAST` differ from the rest; one item of a sum is held back for such a
            reason; with this count another one could be worked out; only sealed readings.
            None when it is shown.
    """

    below: int | None = None
    n: int | None = None
    held: Held | None = None


def answers_of(item: Item, counts: Mapping[str, int]) -> Answers:
    """Add up answers to an item.

    Args:
        item: The item.
        counts: Code to how many files had it.

    Returns:
        Codes without a score, such as "not applicable", and codes that the scale does not
        know count for nothing.
    """
    below = codes_below(item)
    scored = {option.code for option in item.scale.options if option.score is not None}
    return Answers(
        sum(n for code, n in counts.items() if code in scored - below),
        sum(n for code, n in counts.items() if code in below),
    )


def codes_below(item: Item) -> frozenset[str]:
    """List the answers to an item that are scored, but not with the best score.

    Args:
        item: The item.

    Returns:
        Codes of its scale; none where every scored answer has the same score.
    """
    scores = {o.code: o.score for o in item.scale.options if o.score is not None}
    best = max(scores.values(), default=None)
    return frozenset(code for code, score in scores.items() if score != best)


def shown(answers: Answers) -> Shown:
    """Choose how much of answers may be shown.

    Args:
        answers: The answers; of them, what the reader may not read as `closed_`.

    Returns:
        Everything when the reader may read every file behind it. Otherwise it is the closed
        part that decides, because whoever reads the rest can take it off: nothing below
        `SHARE_DENOMINATOR` closed answers, and nothing when fewer than `FINDINGS_LEAST` of
        them differ from the rest. No answer at all is told to everyone.
    """
    if answers.closed_n and answers.closed_n < SHARE_DENOMINATOR:
        return Shown(held=Held.FEW_ANSWERS)
    if answers.closed_n and min(answers.closed_below, answers.closed_top) < FINDINGS_LEAST:
        return Shown(held=Held.FEW_FINDINGS)
    return Shown(answers.below, answers.n)


def shown_sum(items: Sequence[tuple[ItemUse, Answers]]) -> Shown:
    """Choose how much of a sum over items may be shown beside the counts of each of them.

    Args:
        items: Items with their answers.

    Returns:
        The sum of what is not sealed; sealed readings count in no sum. Nothing as soon as one
        item of several is held back, because the rest could be taken off the sum.
    """
    counted = [found for use, found in items if not use.is_sealed]
    if items and not counted:
        return Shown(held=Held.SEALED)
    held = [told for told in map(shown, counted) if told.held is not None]
    if held:
        return held[0] if len(items) == 1 else Shown(held=Held.PART)
    return shown(sum(counted, NO_ANSWERS))


def shown_parts(parts: Sequence[Answers]) -> tuple[Shown, ...]:
    """Choose how much of the parts of a count may be shown beside the count itself.

    Args:
        parts: Answers to one item, centre by centre; together they are the count.

    Returns:
        One for each. What is held back must together be a number that may be shown, because
        it is the count less the parts that are shown; where it is not, the smallest of the
        others with closed answers are held back besides.
    """
    told = [shown(part) for part in parts]
    others = sorted(
        (at for at, part in enumerate(parts) if part.closed_n and told[at].held is None),
        key=lambda at: (parts[at].closed_n, at),
    )
    for at in others:
        rest = sum((part for part, one in zip(parts, told, strict=True) if one.held), NO_ANSWERS)
        if shown(rest).held is None:
            break
        told[at] = Shown(held=Held.GIVES_AWAY)
    return tuple(told)


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
        """Criteria without data of the last year."""
        return tuple(one for one in self.criteria if one.data is not DataState.PRESENT)


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
        Of a document its clauses and the items that name it without one; of an area the
        clauses that its items cite and those of its own documents. Criteria stay; a proposal
        names no document.
    """
    rows = (row for row in matrix.rows if document in {"", row.citation.document})
    if is_one_rubric:
        rows = (row for row in rows if row.items)
    elif area:
        rows = (row for row in rows if row.items or area_of.get(row.citation.document) == area)
    items, proposals = matrix.open_items, matrix.proposals
    if document:
        items, proposals = tuple(one for one in items if document in one.gaps), ()
    return Coverage(tuple(rows), items, proposals, matrix.criteria)
