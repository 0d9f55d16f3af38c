"""Pages of the import of past sessions."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.web.list_faults import ConfirmForm, FaultLine
from qa_app.web.pages import Page
from qa_app.web.past_sessions.forms import UploadForm


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPage(Page):
    """Where a list of past sessions is chosen, and its faults when it has any."""

    template: ClassVar[str] = "past_sessions/upload.html"

    form: UploadForm
    types: tuple[BilingualText, ...]
    faults: tuple[FaultLine, ...]
    fault_count: int
    totals: tuple[int, ...]
    years: int


@dataclass(frozen=True, slots=True)
class ReadSession:
    """A row of a list as it was understood."""

    row: int
    centre: str
    day: str
    type: str
    supervisor: str
    people: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunPage(Page):
    """What a list would do, before anything is stored."""

    template: ClassVar[str] = "past_sessions/dry_run.html"

    form: ConfirmForm
    added: int
    unchanged: int
    sample: tuple[ReadSession, ...]
    totals: tuple[int, ...]
    is_stale: bool
