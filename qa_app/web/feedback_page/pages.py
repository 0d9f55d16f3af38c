"""Pages on the centre's device: they name no product, and lead nowhere."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePage(Page):
    """What these pages have in common; every word is in the language of the asking.

    Attributes:
        language: For the browser.
        title: A title that says nothing of where this is.
    """

    language: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage(DevicePage):
    """Five questions."""

    template: ClassVar[str] = "feedback_page/ask.html"

    heading: str
    lede: str
    fault: str
    action: str
    questions: tuple[tuple[str, str, str], ...]
    answers: tuple[tuple[str, str], ...]
    has_faces: bool
    words_label: str
    words_hint: str
    typed: str
    most: int
    send: str
    leave: str
    leave_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPage(DevicePage):
    """Thanks, or that there is nothing here; it leads nowhere."""

    template: ClassVar[str] = "feedback_page/end.html"

    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayPage(DevicePage):
    """A calendar of the month, for whoever has to leave quickly."""

    template: ClassVar[str] = "feedback_page/away.html"

    heading: str
    days: tuple[str, ...]
    weeks: tuple[tuple[str, ...], ...]
