"""Today."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage(Page):
    """What needs the person today."""

    template: ClassVar[str] = "home/today.html"

    name: str
