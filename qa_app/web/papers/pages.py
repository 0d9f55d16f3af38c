"""Pages of papers."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.sheet_scans import FiledScan
from qa_app.queries.supplements import Target
from qa_app.web.clause_links import RestsOn
from qa_app.web.pages import Page
from qa_app.wording.said import SaidReport
from qa_app.wording.said_follow_up import SaidFollowUp


@dataclass(frozen=True, slots=True)
class Acts:
    """What the person may still do to a signed audit.

    Attributes:
        withdraw_until: Up to here the signer may take the signature back; None = not any more.
        may_ask_void: True when nobody asked to void it and this person may.
        may_confirm_void: True when someone else asked and this person may confirm.
        has_asked: True when this person asked and a second one is awaited.
        why_not: Why this person may not take back or confirm what they see, in words; empty
            when nothing keeps them.
    """

    withdraw_until: datetime | None
    may_ask_void: bool
    may_confirm_void: bool
    has_asked: bool
    why_not: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """An item of a supplementary audit and its answer."""

    code: str
    text: BilingualText
    answer: BilingualText


@dataclass(frozen=True, slots=True)
class SupplementView:
    """A supplementary audit below the one that it belongs to.

    Attributes:
        audit_id: It.
        version: Number of its version.
        standing: How far it is, in words.
        reader: Who reads it; empty when nobody is named.
        address: Where it can be opened; empty for a draft of somebody else.
        score: Its score on its own items as written; empty in a draft and without one.
        lines: Its items; empty in a draft.
    """

    audit_id: int
    version: str
    standing: str
    reader: str
    address: str
    score: str
    lines: tuple[SupplementLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage(Page):
    """A signed audit, the twin of its paper."""

    template: ClassVar[str] = "papers/report.html"

    audit_id: int
    report: SaidReport
    has_strengths_first: bool
    acts: Acts
    reasons: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    supplements: tuple[SupplementView, ...]
    offer: Target | None
    earlier_id: int | None
    later: tuple[int, str] | None
    before: tuple[int, str] | None
    scans: tuple[FiledScan, ...]
    follow: SaidFollowUp
    rests_on: RestsOn
