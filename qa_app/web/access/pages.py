"""Pages of access to case files."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.access_requests import AccessRequest
from qa_app.web.access.forms import AskForm, HatsForm, OutsiderForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class AccessLine:
    """A request in words.

    Attributes:
        request: It.
        purpose: What for.
        standing: Where it stands, and until when.
        look: How that is shown.
        reason: Why it was refused; empty unless it was.
        may_end: True while it can be ended or taken back.
        readings: What it opens: address, rubric and day of the signature; of one's own request
            while access is in force.
        asker: Account, roles and places of whoever asked; for whoever answers.
    """

    request: AccessRequest
    purpose: str
    standing: str
    look: str
    reason: str
    may_end: bool
    readings: tuple[tuple[str, str], ...] = ()
    asker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage(Page):
    """Where somebody asks to open a file that is not theirs; what they said of it before."""

    template: ClassVar[str] = "access/ask.html"

    audit_id: int
    reference: str
    form: AskForm
    waiting: AccessLine | None
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccessPage(Page):
    """What somebody asked for."""

    template: ClassVar[str] = "access/own.html"

    lines: tuple[AccessLine, ...]
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsPage(Page):
    """Requests that wait for somebody, and access that they may revoke; reasons to refuse."""

    template: ClassVar[str] = "access/approvals.html"

    waiting: tuple[AccessLine, ...]
    held: tuple[AccessLine, ...]
    reasons: tuple[tuple[str, str], ...]
    fault: str
    about: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage(Page):
    """Who saw one file."""

    template: ClassVar[str] = "access/seen.html"

    asked: str
    is_unknown: bool
    reference: str
    centre_name: BilingualText | None
    readings: int
    people: int
    people_unnamed: int
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class HatLine:
    """A month of two hats in words; `checked` is empty before."""

    month: str
    people: str
    due: str
    is_late: bool
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HatsPage(Page):
    """Months in which one person was two administrators."""

    template: ClassVar[str] = "access/hats.html"

    lines: tuple[HatLine, ...]
    is_allowed_now: bool
    form: HatsForm | None
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HatMonthPage(Page):
    """One such month: every act, and where it is signed off."""

    template: ClassVar[str] = "access/hat_month.html"

    line: HatLine
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    form: OutsiderForm
    fault: str
