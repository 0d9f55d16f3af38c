"""The page of what a session opens with, and what is agreed in it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.queries.records import RecordHead
from qa_app.web.agenda import AgendaShown
from qa_app.web.agreed.forms import AgreedForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class AgreedShown:
    """An action of the session: what, who by when, what shows it, where it stands."""

    id: int
    what: str
    who: str
    evidence: str
    state: str
    look: str
    is_draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedPage(Page):
    """What a session opens with and what is agreed in it; `form` for who writes the record."""

    template: ClassVar[str] = "agreed/show.html"

    head: RecordHead
    heading: str
    held_on: date
    agenda: tuple[AgendaShown, ...]
    lines: tuple[AgreedShown, ...]
    form: AgreedForm | None
    why_no_form: str
    fault: str
