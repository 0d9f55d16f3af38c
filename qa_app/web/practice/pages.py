"""Pages of practice files."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from qa_app.domain.practice import PracticeFile
from qa_app.domain.text import BilingualText
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """A practice file in the list.

    Attributes:
        practice: The file.
        can_read: False when the rubric is not in force, or nothing is asked any more.
        state: What the reader did with it so far.
        result_id: The latest reading handed in; None without one.
    """

    practice: PracticeFile
    can_read: bool
    state: str
    result_id: int | None


@dataclass(frozen=True, slots=True)
class PracticeGroup:
    """The practice files of one rubric, and where the reader stands.

    Attributes:
        title: The rubric.
        standing: In words.
        shares: Share of critical items alike and of others near, with n and interval.
        lines: Its files.
    """

    title: BilingualText
    standing: str
    shares: tuple[str, ...]
    lines: tuple[PracticeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeListPage(Page):
    """Every practice file."""

    template: ClassVar[str] = "practice/index.html"

    groups: tuple[PracticeGroup, ...]


@dataclass(frozen=True, slots=True)
class PracticeSection:
    """A section with its items as keys."""

    code: str
    title: BilingualText | None
    items: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePage(Page):
    """A practice file being read."""

    template: ClassVar[str] = "practice/read.html"

    practice: PracticeFile
    background: tuple[tuple[str, str], ...]
    sections: tuple[PracticeSection, ...]
    open_items: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One item: what I chose, what is agreed, and why.

    Attributes:
        code: The item.
        text: What it asks.
        is_critical: True for red lines and must-pass items.
        mine: What was chosen.
        agreed: What is agreed.
        why: The reasoning.
        verdict: How far apart, in words.
        look: Look of its chip.
    """

    code: str
    text: BilingualText | None
    is_critical: bool
    mine: str
    agreed: str
    why: BilingualText
    verdict: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeResultPage(Page):
    """What came out: yours, agreed, reasoning."""

    template: ClassVar[str] = "practice/result.html"

    practice: PracticeFile
    finding: str
    shares: tuple[str, ...]
    lines: tuple[ResultLine, ...]
    came_to: str
