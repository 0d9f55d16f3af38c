"""The page of a trial."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.criteria_trials import TrialAsk
from qa_app.web.pages import Page
from qa_app.wording.sandbox import Table


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody who looked: name, when in words, and the reason that they gave."""

    name: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxPage(Page):
    """A draft of criteria with what came out when it was tried.

    Attributes:
        draft_id: The draft.
        title: Name of its file.
        version: Its version.
        heading: What came out, in a sentence.
        is_open: True while it is neither published nor discarded.
        is_mine: True for who handed it in.
        ran: When it was tried, in words; empty before.
        ran_by: Who had it run; empty before.
        ask: What was asked for and has no result yet; None for nothing.
        asked: When, in words; empty for nothing.
        digest: Digest of what came out; empty before.
        method: How it was tried.
        left_out: Areas that could not be simulated; empty for nothing.
        dry_run: How many honest centres pass; None before.
        biting: What keeps them out; None before.
        past: What would have been, in sentences.
        turns: When and of whom; None before.
        more: How many rows of it are in the file alone.
        wants_reason: True where publishing has to give one.
        has_looked: True when the person has said that they looked.
        looked: Who did.
        reason: What was typed; empty at first.
        reason_most: Most characters of it.
        fault: Why something was refused; empty for nothing.
    """

    template: ClassVar[str] = "sandbox/show.html"

    draft_id: int
    title: BilingualText
    version: str
    heading: str
    is_open: bool
    is_mine: bool
    ran: str
    ran_by: str
    ask: TrialAsk | None
    asked: str
    digest: str
    method: tuple[str, ...]
    changes: Table | None
    left_out: str
    dry_run: Table | None
    biting: Table | None
    past: tuple[str, ...]
    turns: Table | None
    more: int
    wants_reason: bool
    has_looked: bool
    looked: tuple[Looked, ...]
    reason: str
    reason_most: int
    fault: str
