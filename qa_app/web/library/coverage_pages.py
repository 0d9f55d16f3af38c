"""The page of the coverage matrix."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.citations import Citation
from qa_app.domain.coverage_sums import RubricSum
from qa_app.domain.text import BilingualText
from qa_app.web.library.pages import CriterionLine, ItemName
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One clause of the matrix.

    Attributes:
        citation: The clause.
        items: Its items.
        found: Answers to all of them.
        criteria: Its criteria.
        is_known: False when the library does not hold it.
    """

    citation: Citation
    items: tuple[ItemName, ...]
    found: str
    criteria: tuple[CriterionLine, ...]
    is_known: bool


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """The clauses of one document.

    Attributes:
        code: The document.
        title: Its title; empty when the library does not hold it.
        lines: Its clauses.
    """

    code: str
    title: BilingualText
    lines: tuple[MatrixLine, ...]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An item that lacks a clause.

    Attributes:
        name: The item.
        text: What it asks.
        gaps: Documents that it names without a clause; empty when it names nothing at all.
        cited: Clauses on which it rests all the same.
    """

    name: ItemName
    text: BilingualText
    gaps: tuple[tuple[str, BilingualText], ...]
    cited: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class OpenPart:
    """The items of one rubric that lack a clause."""

    title: BilingualText
    lines: tuple[OpenLine, ...]


@dataclass(frozen=True, slots=True)
class ProposalPart:
    """The items of one rubric that the platform proposes itself: the item and what it asks."""

    title: BilingualText
    lines: tuple[tuple[ItemName, BilingualText], ...]


@dataclass(frozen=True, slots=True)
class SumLine:
    """A rubric in numbers: the numbers, the name of its area, the matrix of it alone."""

    numbers: RubricSum
    area: BilingualText
    address: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the matrix can be narrowed to, and what it is narrowed to; empty for all.

    Attributes:
        areas: Areas, code and words.
        rubrics: Rubrics in force.
        documents: Documents of the library.
        area: The area asked for.
        rubric: The rubric asked for.
        document: The document asked for.
    """

    areas: Mapping[str, str]
    rubrics: Mapping[str, str]
    documents: Mapping[str, str]
    area: str
    rubric: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage(Page):
    """The coverage matrix and its gaps."""

    template: ClassVar[str] = "library/coverage.html"

    title: str
    filters: Filters
    is_narrow: bool
    sums: tuple[SumLine, ...]
    parts: tuple[MatrixPart, ...]
    clause_count: int
    unused: tuple[Citation, ...]
    unknown: tuple[Citation, ...]
    open_count: int
    open_parts: tuple[OpenPart, ...]
    proposal_count: int
    proposals: tuple[ProposalPart, ...]
    without_data: int
    all_criteria: tuple[CriterionLine, ...]
    counted: str
    xlsx_address: str
