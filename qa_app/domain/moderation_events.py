"""Acts of moderation, as the journal tells them."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReadingsChosen(Event):
    """Files of a draw were chosen for a second, blind reading."""

    action: ClassVar[str] = "pair:choose"
    object_type: ClassVar[str] = "draw"
    count: int
    share_pct: int
    to_account: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairMoved(Event):
    """A pair was given up, an agreement proposed, or one result settled."""

    action: ClassVar[str] = "pair:move"
    object_type: ClassVar[str] = "reading_pair"
    step: str
    reason: str = ""
    count: int = 0
    score_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleUpheld(Event):
    """A moderator looked at a review that one person read, and it stands."""

    action: ClassVar[str] = "single:uphold"
    object_type: ClassVar[str] = "audit"
    causes: tuple[str, ...]
