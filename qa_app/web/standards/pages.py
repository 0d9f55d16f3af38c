"""Pages of published rubrics."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.expertise import Area
from qa_app.domain.text import BilingualText
from qa_app.queries.rubric_drafts import DraftLine
from qa_app.queries.rubric_list import RubricLine, VersionLine
from qa_app.web.pages import Page
from qa_app.wording.said_rubric import SaidRubric


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricsPage(Page):
    """The list of rubrics."""

    template: ClassVar[str] = "standards/index.html"

    lines: tuple[RubricLine, ...]
    kinds: dict[str, str]
    areas: tuple[Area, ...]
    area: str
    with_hidden: bool
    next_after: str
    drafts: dict[str, DraftLine]
    today: date


@dataclass(frozen=True, slots=True)
class Writing:
    """What those who write rubrics may do with a version.

    Attributes:
        draft_id: The draft of the rubric on which somebody works; None without one.
        missing: Texts that are still missing in the language that is not required.
        may_improve: Texts were added that may be changed.
        may_retire: The person may take the version out of use.
    """

    draft_id: int | None
    missing: int
    may_improve: bool
    may_retire: bool


@dataclass(frozen=True, slots=True)
class VersionState:
    """How a version stands: its state and since or until when, in words, and its look."""

    words: str
    look: str
    days: str


@dataclass(frozen=True, slots=True)
class ReadApart:
    """An item that reviewers read differently.

    Attributes:
        code: Its code.
        text: What it asks.
        alike: Files in which both readers gave the same answer.
        scored: Files in which both gave one.
    """

    code: str
    text: BilingualText
    alike: int
    scored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricVersionPage(Page):
    """One version of a rubric.

    Attributes:
        code: The rubric.
        rubric: The version in words.
        shelf: Clauses that the library holds.
        line: The version.
        versions: The others.
        fingerprint: Digest of its content.
        item_count: How many items it has.
        state: How it stands.
        former: Number of the version that it followed; empty for the first.
        writing: What the person may do with it; None for nothing.
        apart: Items that reviewers read differently, of files within reach.
    """

    template: ClassVar[str] = "standards/version.html"

    code: str
    rubric: SaidRubric
    shelf: frozenset[tuple[str, str]]
    line: VersionLine
    versions: tuple[VersionLine, ...]
    fingerprint: str
    item_count: int
    state: VersionState
    former: str
    writing: Writing | None
    apart: tuple[ReadApart, ...]
