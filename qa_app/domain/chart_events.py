"""What the journal tells of notes on charts and of new baselines; never their words.

`name_reason` is the digest of the reason why what looks like a name is kept; None without one.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartNoted(Event):
    """A note was put on charts, its words were changed, or it was taken off."""

    action: ClassVar[str] = "chart:note"
    object_type: ClassVar[str] = "chart_note"
    scope: str
    change: str
    kind: str = ""
    on: date | None = None
    digest: str = ""
    name_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineBegun(Event):
    """A named person let limits begin anew."""

    action: ClassVar[str] = "chart:rebase"
    object_type: ClassVar[str] = "baseline"
    scope: str
    rubric: str
    section: str
    on: date
    old_mean: int
    new_mean: int
    digest: str
    name_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineTakenBack(Event):
    """A new baseline was taken back: limits go on as if it had not been begun."""

    action: ClassVar[str] = "chart:unrebase"
    object_type: ClassVar[str] = "baseline"
    scope: str
    rubric: str
    section: str
    on: date
    digest: str
    name_reason: str | None = None
