"""Work that passes from one person to another: why, and what the journal tells of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from qa_app.domain.events import Event


class HandOverReason(StrEnum):
    """Why somebody else goes on with a reading or a session."""

    LEFT = "left"
    AWAY = "away"
    WORKLOAD = "workload"
    CONFLICT_OF_INTEREST = "conflict_of_interest"


@dataclass(frozen=True, slots=True)
class HandOver:
    """From whom to whom.

    Attributes:
        from_id: The account that has the work now, as whoever hands it over saw it; None when
            nobody has it.
        to_id: The account that goes on with it.
        reason: Why.
    """

    from_id: int | None
    to_id: int
    reason: HandOverReason


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHandedOver(Event):
    """A draft went to another reader; what was saved stays saved by whoever saved it."""

    action: ClassVar[str] = "audit:hand_over"
    object_type: ClassVar[str] = "audit"
    from_account: int | None
    to_account: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderNamed(Event):
    """A draw got another reader for what nobody has begun to read; nothing was drawn anew."""

    action: ClassVar[str] = "sample:name_reader"
    object_type: ClassVar[str] = "draw"
    from_account: int
    to_account: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReassigned(Event):
    """A planned session got another supervisor."""

    action: ClassVar[str] = "session:reassign"
    object_type: ClassVar[str] = "supervision_session"
    from_account: int | None
    to_account: int
    reason: str
