"""Pages of papers and dossiers."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper in the list."""

    id: int
    number: str
    centre: str
    area: str
    days: str
    shape: str
    standing: str
    why: str
    decision_id: int


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """A decision that waits for its paper."""

    id: int
    centre: str
    area: str
    days: str


@dataclass(frozen=True, slots=True)
class ListedDossier:
    """Frozen evidence in the list."""

    id: int
    centre: str
    area: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersPage(Page):
    """Papers, decisions that wait for one, dossiers.

    Attributes:
        papers: What was issued, the newest first.
        next_after: The last paper of this page; None when it is the last page.
        entries: Decisions that wait for a paper; empty for who issues none.
        dossiers: Frozen evidence.
        older_dossiers: The last dossier of this page; None when it is the last page.
        reasons: Codes and words of why a paper is revoked or issued anew.
        issues: True for who issues papers.
        key: Random key of the forms.
        fault: Why the last act was refused; empty when nothing was.
        languages: Languages of files.
    """

    template: ClassVar[str] = "register_papers/index.html"

    papers: tuple[ListedPaper, ...]
    next_after: int | None
    entries: tuple[ListedEntry, ...]
    dossiers: tuple[ListedDossier, ...]
    older_dossiers: int | None
    reasons: tuple[tuple[str, str], ...]
    issues: bool
    key: str
    fault: str
    languages: tuple[tuple[str, str], ...]
