"""Pages of the library."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.citations import Citation
from qa_app.domain.library_search import Piece
from qa_app.domain.text import BilingualText
from qa_app.queries.library import DocumentFilter, StoredClause, StoredDocument
from qa_app.web.library.forms import (
    ClauseForm,
    DocumentForm,
    InForceForm,
    SupersedeForm,
)
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed to: code and words.

    Attributes:
        kinds: Kinds of document.
        states: States.
        regions: Regions.
        areas: Areas, in words of the page.
    """

    kinds: Mapping[str, str]
    states: Mapping[str, str]
    regions: Mapping[str, str]
    areas: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that holds the words searched for.

    Attributes:
        locus: Its number.
        pieces: Part of its text.
        language: Language of that text, as pages name it.
        tags: Labels of its items that the words name; empty when none is.
    """

    locus: str
    pieces: tuple[Piece, ...]
    language: str
    tags: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in the list.

    Attributes:
        document: The document.
        hits: Clauses that hold the words searched for.
    """

    document: StoredDocument
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage(Page):
    """The list of documents."""

    template: ClassVar[str] = "library/index.html"

    words: str
    wanted: DocumentFilter
    choices: Choices
    lines: tuple[DocumentLine, ...]
    is_filtered: bool
    next_address: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion of the register.

    Attributes:
        code: Its code.
        text: What it asks.
        data: Whether there is data, in words.
        has_data: True when there is.
        address: Where it stands among the criteria of the register.
        kept: What it is read from, and since when there is something, in words.
    """

    code: str
    text: BilingualText
    data: str
    has_data: bool
    address: str
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause among those of its document.

    Attributes:
        stored: The clause.
        limit: Until when, in words; empty for clauses.
        seen: What must be known of how much was read; empty for nothing.
        item_count: Items of versions in force that rest on it.
        criteria: Criteria that rest on it.
    """

    stored: StoredClause
    limit: str
    seen: str
    item_count: int
    criteria: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True)
class ItemName:
    """An item as pages name it.

    Attributes:
        rubric: Title of its rubric.
        code: Its code in the rubric.
        address: The item on the page of its version.
    """

    rubric: BilingualText
    code: str
    address: str


@dataclass(frozen=True, slots=True)
class GapLine:
    """An item that names the document without a clause.

    Attributes:
        name: The item.
        text: What it asks.
        others: Clauses on which it rests besides.
    """

    name: ItemName
    text: BilingualText
    others: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage(Page):
    """One document with its clauses."""

    template: ClassVar[str] = "library/document.html"

    document: StoredDocument
    facts: tuple[tuple[str, str], ...]
    kind: str
    state: str
    seen: str
    is_procedure: bool
    lines: tuple[ClauseLine, ...]
    why_empty: str
    gaps: tuple[GapLine, ...]
    in_force_form: InForceForm
    supersede_form: SupersedeForm
    review_note: str


@dataclass(frozen=True, slots=True)
class Found:
    """Answers below the top option, as far as they may be shown.

    Attributes:
        words: The count in words, or why none is shown.
        address: The trend behind them; empty without one.
    """

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item that rests on a clause.

    Attributes:
        key: Its name in addresses.
        code: Its code.
        text: What it asks.
        rubric: Title of the rubric.
        version: Version of the rubric.
        basis: What it leans on, in words.
        law: Label and words of addressee and confirmation; items by law only.
        quote: The words of the law that it leans on; items by law only.
        gloss: Our translation of them on pages that are not Chinese; else empty.
        address: The item on the page of its version.
        found: Answers to it.
        by_centre: Address of the answers centre by centre; empty when there is no answer.
        files: Address of the files behind the count; empty for who reads none of them.
    """

    key: str
    code: str
    text: BilingualText
    rubric: BilingualText
    version: str
    basis: str
    law: tuple[tuple[str, str], ...]
    quote: str
    gloss: str
    address: str
    found: Found
    by_centre: str
    files: str


@dataclass(frozen=True, slots=True)
class CentreLine:
    """Answers to one item at one centre.

    Attributes:
        name: The centre.
        basis: What the item rests on there; empty where it is what the rubric says.
        found: Its answers, with its trend.
        files: Address of the files behind them; empty for who reads none of them.
    """

    name: BilingualText
    basis: str
    found: Found
    files: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePage(Page):
    """One clause and everything that rests on it."""

    template: ClassVar[str] = "library/clause.html"

    document: StoredDocument
    stored: StoredClause
    gloss: str
    limit: str
    seen: str
    state: str
    items: tuple[ItemLine, ...]
    chosen: ItemLine | None
    centres: tuple[CentreLine, ...]
    has_more_centres: bool
    criteria: tuple[CriterionLine, ...]
    counted: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFormPage(Page):
    """A new document, or one that is changed."""

    template: ClassVar[str] = "library/document_form.html"

    form: DocumentForm
    code: str
    theirs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseFormPage(Page):
    """A new clause, or one that is changed."""

    template: ClassVar[str] = "library/clause_form.html"

    form: ClauseForm
    document: StoredDocument
    locus: str
    is_procedure: bool
    theirs: Mapping[str, str]
