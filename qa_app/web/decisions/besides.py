"""Pages beside decisions: texts released to judicial users, and names of act, paper and bodies."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.register_terms import Names
from qa_app.domain.text import BilingualText
from qa_app.queries.register_names import ProposedNames
from qa_app.web.decisions.pages import Trouble
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release in the list."""

    id: int
    what: str
    centre: BilingualText
    reason: str
    when: str
    withdrawn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasesPage(Page):
    """What judicial users were let read, and until when."""

    template: ClassVar[str] = "decisions/releases.html"

    lines: tuple[ReleaseLine, ...]
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesPage(Page):
    """What the register, the act, the paper and the bodies are called here."""

    template: ClassVar[str] = "decisions/names.html"

    names: Names
    fields: tuple[tuple[str, str, str, str], ...]
    waiting: tuple[tuple[ProposedNames, bool, tuple[tuple[str, BilingualText], ...]], ...]
    key: str
    trouble: Trouble
