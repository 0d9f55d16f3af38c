"""Page of the findings of a draft."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.queries.drafts import DraftAudit
from qa_app.web.asking.written import AnsweredItem
from qa_app.web.clause_links import RestsOn
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class NotedItem:
    """An item whose answer opened a note: the item, its note, and what makes it critical."""

    item: AnsweredItem
    note: str
    critical: str
    is_written: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the form.

    Attributes:
        name: Prefix of its fields, such as `f1`.
        number: Its number among those of its kind, from 1.
        item: Code of the first item; empty for none.
        more: Codes of further items.
        text: The words.
        is_main: True for a main finding.
        what: What has to be done.
        has_action: True when something has to be.
        owner: Who does it.
        due: By when, as text.
        evidence: What would show it.
        is_structural: True when a document shows it.
    """

    name: str
    number: int
    item: str = ""
    more: tuple[str, ...] = ()
    text: str = ""
    is_main: bool = False
    what: str = ""
    has_action: bool = False
    owner: str = "centre"
    due: str = ""
    evidence: str = ""
    is_structural: bool = False

    @property
    def is_empty(self) -> bool:
        """True when nothing was filled in."""
        return not (self.item or self.more or self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage(Page):
    """Findings, strengths and actions of a draft."""

    template: ClassVar[str] = "findings/sheet.html"

    draft: DraftAudit
    noted: tuple[NotedItem, ...]
    choices: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]
    findings: tuple[Block, ...]
    strengths: tuple[Block, ...]
    discussed: str
    revision: int
    mains: str
    owed: str
    contradictions: tuple[str, ...]
    fault: str
    wrong: str
    asks_name: bool
    rests_on: RestsOn
