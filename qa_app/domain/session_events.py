"""Acts about series of sessions and about their days, as the journal tells them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesStarted(Event):
    """Sessions were made to repeat; `added` of them have their day already."""

    action: ClassVar[str] = "series:start"
    object_type: ClassVar[str] = "session_series"
    type: str
    added: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesChanged(Event):
    """A series goes on otherwise: sessions were added, withdrawn, and kept."""

    action: ClassVar[str] = "series:change"
    object_type: ClassVar[str] = "session_series"
    added: int = 0
    removed: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEnded(Event):
    """A series goes on no more; what was planned of it and not begun was withdrawn."""

    action: ClassVar[str] = "series:end"
    object_type: ClassVar[str] = "session_series"
    removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesExtended(Event):
    """The next sessions of series were put on their days."""

    action: ClassVar[str] = "series:extend"
    object_type: ClassVar[str] = "session_series"
    added: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMoved(Event):
    """A planned session went to another day or time."""

    action: ClassVar[str] = "session:move"
    object_type: ClassVar[str] = "supervision_session"
    from_on: date
    to_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayProposed(Event):
    """A unit asked for another day of a session."""

    action: ClassVar[str] = "session:propose_day"
    object_type: ClassVar[str] = "supervision_session"
    to_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAnswered(Event):
    """A day that a unit proposed was taken or declined."""

    action: ClassVar[str] = "session:answer_day"
    object_type: ClassVar[str] = "supervision_session"
    to_on: date | None = None
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWithdrawn(Event):
    """A unit took back a day that it had proposed, before it was answered."""

    action: ClassVar[str] = "session:withdraw_day"
    object_type: ClassVar[str] = "supervision_session"
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsImported(Event):
    """Sessions of the past were taken in from a list."""

    action: ClassVar[str] = "session:import"
    object_type: ClassVar[str] = "supervision_session"
    added: int = 0
    unchanged: int = 0
