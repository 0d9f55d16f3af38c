"""Pages about papers that anyone may open."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.web.pages import Page
from qa_app.wording.said import SaidLine


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPage(Page):
    """How a paper stands now; without one, where to ask.

    Attributes:
        shape: Sign of how it stands; empty before anybody asked.
        standing: Its word.
        lines: Centre, area, days, conditions, body; empty when nothing is found.
        checked: When this was looked up.
        advice: What to do when nothing is found, or too much was asked.
        signed: Address of the signed file; empty without one.
        other: Address of the page in the other language.
    """

    template: ClassVar[str] = "papers_public/verify.html"

    shape: str
    standing: str
    lines: tuple[SaidLine, ...]
    checked: str
    advice: str
    signed: str
    other: str


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key in the list; `until` is empty while it signs, `revoked` while it counts."""

    code: str
    public_key: str
    since: str
    until: str
    revoked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysPage(Page):
    """The keys that sign papers."""

    template: ClassVar[str] = "papers_public/keys.html"

    keys: tuple[ListedKey, ...]
    other: str
