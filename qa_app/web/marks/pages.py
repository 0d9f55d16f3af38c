"""Pages of marks."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.queries.drafts import DraftAudit
from qa_app.queries.escalations import Harm
from qa_app.queries.staff import StaffLine
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A flagged item: its code, and why."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class HarmLine:
    """Possible unreported harm of a draft.

    Attributes:
        id: It.
        item: Code of the item; empty for none.
        said: What became of it, or until when it waits.
        waits: True while it has no outcome.
    """

    id: int
    item: str
    said: str
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksPage(Page):
    """Marks of one draft.

    Attributes:
        draft: The draft.
        choices: Items that may be marked, code and words.
        chosen: Code of the item to mark; empty for none yet.
        reason: Why, as chosen in a form that was refused; empty without one.
        reasons: Why an item may be flagged, code and words.
        flags: Items flagged by now.
        harms: Possible harm raised by now.
        fault: Why nothing was saved; empty without a refusal.
        key: What makes sending the form of possible harm twice harmless.
    """

    template: ClassVar[str] = "marks/show.html"

    draft: DraftAudit
    choices: tuple[tuple[str, str], ...]
    chosen: str
    reason: str
    reasons: tuple[tuple[str, str], ...]
    flags: tuple[FlagLine, ...]
    harms: tuple[HarmLine, ...]
    fault: str
    key: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form of an outcome holds."""

    outcome: str = ""
    told_to: str = ""
    day: str = ""
    time: str = ""
    before_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmPage(Page):
    """Possible unreported harm, and what became of it."""

    template: ClassVar[str] = "marks/harm.html"

    harm: Harm
    is_reader: bool
    asked: str
    asks_me: bool
    is_denied: bool
    until: str
    is_late: bool
    settled: str
    outcomes: tuple[tuple[str, str], ...]
    authorities: tuple[tuple[str, str], ...]
    seconds: tuple[StaffLine, ...]
    typed: Typed
    fault: str
    asks: tuple[str, ...]
