"""What the journal tells of supervision records; never their words.

`name_reason` is the digest of the reason why what looks like a name is kept; None without one.
"""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOpened(Event):
    """The record of a session was begun."""

    action: ClassVar[str] = "record:open"
    object_type: ClassVar[str] = "supervision_session"
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSaved(Event):
    """A block of a record was saved, or a save lost against another; `revision` tells which."""

    action: ClassVar[str] = "record:save"
    object_type: ClassVar[str] = "supervision_session"
    block: str
    revision: int = 0
    name_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSigned(Event):
    """Somebody signed a record; `count` signatures on paper were attested."""

    action: ClassVar[str] = "record:sign"
    object_type: ClassVar[str] = "supervision_session"
    part: str = ""
    state: str = ""
    count: int = 0
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswered(Event):
    """A supervised person acknowledged a record or disagreed with it."""

    action: ClassVar[str] = "record:answer"
    object_type: ClassVar[str] = "supervision_session"
    kind: str
    name_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WellBeingNoted(Event):
    """One of two people saved the note that only they read; nothing of it is told."""

    action: ClassVar[str] = "record:note"
    object_type: ClassVar[str] = "supervision_session"
