"""What the journal tells of plans of a month."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.events import Event, SessionPlanned


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthProposed(Event):
    """A month was proposed, or proposed anew."""

    action: ClassVar[str] = "month:propose"
    object_type: ClassVar[str] = "month_plan"
    on: date
    count: int
    unplaced: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLineChanged(Event):
    """A line of a plan was moved or dropped by a person."""

    action: ClassVar[str] = "month:change"
    object_type: ClassVar[str] = "month_plan"
    state: str
    on: date
    to_account: int
    rules: tuple[str, ...]
    revision: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthAgreed(Event):
    """A plan was agreed to."""

    action: ClassVar[str] = "month:agree"
    object_type: ClassVar[str] = "month_plan"
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPublished(Event):
    """The sessions of a plan were put on their days."""

    action: ClassVar[str] = "month:publish"
    object_type: ClassVar[str] = "month_plan"
    count: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPutOnDay(SessionPlanned):
    """Something due was put on a day by hand, with the rules that were set aside for it."""

    rules: tuple[str, ...] = ()
    words: str = ""
