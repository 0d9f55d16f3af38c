"""The list of criteria."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.citations import Citation
from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.text import BilingualText
from qa_app.queries.changed_areas import SinceDecided
from qa_app.queries.endorsement import Choices
from qa_app.web.endorsement.reading import Chosen
from qa_app.web.held_criteria import VerdictWord
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class Definition:
    """A criterion of the set.

    Attributes:
        code: Its code.
        head: A few words.
        text: What is asked.
        kind: What it does to a decision, in words.
        is_stop: True for a stop criterion.
        met: What makes it met.
        conditional: What makes it met on conditions; empty for nothing.
        least: Fewest files or items that can tell; None when any number can.
        asked_in: Areas it is asked of, in words; empty for every one.
        basis: What it leans on, in words.
        quote: Words of the law; empty unless the basis is law.
        gloss: Our translation of them; empty on a Chinese page.
        addressee: Whom they bind, in the words of the law.
        bound: Kinds of organisation confirmed to be that addressee; empty without a law.
        others: Kinds of organisation of which something else is asked, with its basis.
        rests_on: Clauses behind it that the library holds.
    """

    code: str
    head: str
    text: BilingualText
    kind: str
    is_stop: bool
    met: str
    conditional: str
    least: int | None
    asked_in: str
    basis: str
    quote: str
    gloss: str
    addressee: BilingualText
    bound: str
    others: tuple[str, ...]
    rests_on: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """How the criteria of one column stand together.

    Attributes:
        head: The column's few words.
        shown: Shape and word of the worst of them.
        value: How many of them are met, or what was found for the one there is.
    """

    head: str
    shown: VerdictWord
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a row, unfolded.

    Attributes:
        code: Its code.
        head: A few words.
        shown: Shape and word.
        value: What was found; empty where nothing was.
        sentence: Why it is so.
        is_changed: True when it stands otherwise than when the area was decided on last by the
            same set and version.
    """

    code: str
    head: str
    shown: VerdictWord
    value: str
    sentence: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One area of one centre.

    Attributes:
        centre_id: The centre.
        area_code: The area.
        name: Name of the centre.
        area: Name of the area.
        place: Where the centre stands.
        proposal: What the criteria propose.
        cells: One for each column; None where no criterion of it is asked.
        lines: Every criterion that is collected.
        since: What stands otherwise than at the last decision, by its criteria; None for nothing.
        worst: How the area stands as a whole; None when nothing is told.
        met: Criteria met.
        asked: Criteria told.
    """

    centre_id: int
    area_code: str
    name: BilingualText
    area: BilingualText
    place: BilingualText
    proposal: BilingualText
    cells: tuple[Cell | None, ...]
    lines: tuple[Line, ...]
    since: SinceDecided | None
    worst: VerdictWord | None
    met: int
    asked: int


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in the list the page stands.

    Attributes:
        page: From 1.
        pages: How many there are.
        total: Rows of all pages.
    """

    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaPage(Page):
    """Every centre and area against the criteria."""

    template: ClassVar[str] = "endorsement/criteria.html"

    title: str
    lede: str
    why_few: str
    without: tuple[str, ...]
    counted: str
    is_too_many: bool
    file: CriteriaFile
    chosen: Chosen
    choices: Choices
    verdicts: tuple[VerdictWord, ...]
    heads: tuple[str, ...]
    definitions: tuple[Definition, ...]
    missing: tuple[str, ...]
    rows: tuple[Row, ...]
    paging: Paging
    may_publish: bool
    query: dict[str, str]
    without_centre: dict[str, str]
