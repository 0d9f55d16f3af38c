"""The page on which results are taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from qa_app.domain.export_columns import Column
from qa_app.web.exports.forms import ItemExportForm, ResearchForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPage(Page):
    """What may be taken away, and what the columns mean."""

    template: ClassVar[str] = "exports/index.html"

    form: ItemExportForm
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in words.

    Attributes:
        id: It.
        what: Which results.
        purpose: What for, and as what kind of file.
        asked_at: When it was asked for.
        asked_by: By whom.
        standing: Where it stands, and until when.
        look: How that is shown.
        may_take: True while the file may be taken.
        project: What the research is; empty for what is taken item by item.
    """

    id: int
    what: str
    purpose: str
    asked_at: datetime
    asked_by: str
    standing: str
    look: str
    may_take: bool
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsPage(Page):
    """What somebody asked for, and the form to ask."""

    template: ClassVar[str] = "exports/requests.html"

    form: ItemExportForm
    research: ResearchForm
    key: str
    lines: tuple[RequestLine, ...]
    fault: str
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A request that waits, with what its file would hold.

    Attributes:
        line: The request in words.
        holds: Reviews, files and rows, in words.
        span: Days on which they were read, in words; empty without any.
        centres: Each centre with how many of the reviews are its own.
        fault: What is wrong with the answer that was given; empty otherwise.
    """

    line: RequestLine
    holds: str
    span: str
    centres: tuple[tuple[str, str], ...]
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsPage(Page):
    """Requests that wait for an answer; reasons to refuse as code and words.

    Attributes:
        days: How long who asked may take what was approved.
    """

    template: ClassVar[str] = "exports/approvals.html"

    waiting: tuple[WaitingRequest, ...]
    days: int
    reasons: tuple[tuple[str, str], ...]
    fault: str
    columns: Sequence[Column]
