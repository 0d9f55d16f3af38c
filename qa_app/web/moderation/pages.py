"""Pages of second readings, of moderation and of agreement."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.agreement import VersionRead
from qa_app.queries.moderation import PairLine, PairPaper
from qa_app.queries.pairs import TwiceRead
from qa_app.queries.staff import StaffLine
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class ShownPair:
    """A pair in a list: its row, how far both are alike, why it has to be settled."""

    line: PairLine
    alike: str
    cause: str
    waits: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one reader entered.

    Attributes:
        lines: The answer, or one line for each dated row of a list.
        meaning: What the rubric says that this answer means here; empty for nothing.
        note: The note.
    """

    lines: tuple[str, ...]
    meaning: str
    note: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that both read differently.

    Attributes:
        place: Number of its fields in the form.
        code: Item, or name of the entry.
        text: The requirement; empty for facts, dates and the like.
        evidence: Where the rubric says to look for it; empty for nothing.
        tag: Red line, must-pass, or one step apart; empty for others.
        first: The first reader's.
        second: The second reader's.
        options: Answers it may get instead, as code and words; empty where it may get none.
        choice: What is chosen: first, second, other or nothing.
        other: Code of another answer that is chosen.
        chosen: What is chosen, in words.
        reason: Why.
    """

    place: int
    code: str
    text: str
    evidence: str
    tag: str
    first: Side
    second: Side
    options: tuple[tuple[str, str], ...]
    choice: str
    other: str
    chosen: str
    reason: str


@dataclass(frozen=True, slots=True)
class AlikeItem:
    """An item on which both agree: code, text, answer in words."""

    code: str
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class AlikeFact:
    """A fact, a date or a list that both entered alike: its name and its lines."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """One of the two readings above both columns: who, when, and the result."""

    name: str
    signed: str
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsPage(Page):
    """Pairs that wait to be settled."""

    template: ClassVar[str] = "moderation/index.html"

    title: str
    pairs: tuple[ShownPair, ...]
    settled: tuple[ShownPair, ...]
    next_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage(Page):
    """One pair, held against each other."""

    template: ClassVar[str] = "moderation/compare.html"

    paper: PairPaper
    alike: str
    cause: str
    readers: tuple[ReaderLine, ReaderLine]
    zone: str
    facts: tuple[Difference, ...]
    differences: tuple[Difference, ...]
    same_facts: tuple[AlikeFact, ...]
    same: tuple[AlikeItem, ...]
    may_settle: bool
    why_not: str
    alike_waits: str
    is_mine: bool
    has_small: bool
    settles_small: bool
    settled: str
    result: str
    settled_small: tuple[str, ...]
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReadingsPage(Page):
    """Files of a draw that are read twice, for whoever plans."""

    template: ClassVar[str] = "moderation/second.html"

    session_id: int
    twice: TwiceRead
    readers: tuple[StaffLine, ...]
    reasons: tuple[tuple[str, str], ...]
    told: str
    share: int
    low_share: int
    left: str
    fault: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """Agreement on one item, in words; few when too few files were scored by both to say."""

    code: str
    section: str
    text: str
    scored: str
    alike: str
    figure: str
    kappa: str
    alpha: str
    applies: str
    is_low: bool
    is_few: bool


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Agreement on a section, or of two readers, in words; few when there is too little to say."""

    name: str
    is_content: bool
    files: int
    alike: str
    alpha: str
    is_few: bool


@dataclass(frozen=True, slots=True)
class ShownTwo:
    """Two people who read the same files, in words.

    Attributes:
        name: Both names.
        files: How many they both read.
        items: Code, text, answers alike and Cohen's kappa of each item with enough answers.
        totals: ICC(2,1) of their scores; empty with too few.
        scores: Files that have two scores.
    """

    name: str
    files: int
    items: tuple[tuple[str, str, str, str], ...]
    totals: str
    scores: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage(Page):
    """How far readers agree on one version of a rubric."""

    template: ClassVar[str] = "moderation/agreement.html"

    versions: tuple[VersionRead, ...]
    chosen: int
    title: BilingualText | None
    finding: str
    items: tuple[ShownItem, ...]
    sections: tuple[ShownPart, ...]
    pairs: tuple[ShownPart, ...]
    whole: ShownPart | None
    two: ShownTwo | None
    others: tuple[tuple[str, str], ...]
    totals: str
    leniency: tuple[tuple[str, str], ...]
    shows_kappa: bool
    is_few: bool
    least: int
    batch: int
