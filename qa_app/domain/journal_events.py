"""Acts about the journal itself, and about copies of the whole database."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorHandedOut(Event):
    """The head of the journal left the system: by mail, or as a file of a folder."""

    action: ClassVar[str] = "journal:anchor"
    object_type: ClassVar[str] = "journal"
    way: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointMade(Event):
    """A signed checkpoint stands for rows whose time is over."""

    action: ClassVar[str] = "journal:checkpoint"
    object_type: ClassVar[str] = "journal"
    first_seq: int = 0
    last_seq: int = 0
    last_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalResealed(Event):
    """The journal goes on from a backup; rows up to the old head are lost.

    Signed with the key of papers: whoever only writes to the database cannot make one.
    """

    action: ClassVar[str] = "journal:reseal"
    object_type: ClassVar[str] = "journal"
    old_head: str
    kept_head: str = ""
    backup: str
    signing_key: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSetBack(Event):
    """The clock was set back by `seconds`; `last_seq` is the last act before it."""

    action: ClassVar[str] = "clock:set_back"
    object_type: ClassVar[str] = "journal"
    seconds: int
    last_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRestored(Event):
    """A backup was put back; what lets people in was ended, as nothing tells what of it was used.

    `kept_head` is the last row that the backup held; `posts_ended` counts posts that a worker had
    besides the right one, and that were ended.
    """

    action: ClassVar[str] = "backup:restore"
    object_type: ClassVar[str] = "backup"
    backup: str
    kept_head: str = ""
    sessions: int = 0
    links: int = 0
    calendars: int = 0
    recovery_codes: int = 0
    cards: int = 0
    approvals: int = 0
    posts_ended: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade(Event):
    """A backup was made, opened again and found whole."""

    action: ClassVar[str] = "backup:make"
    object_type: ClassVar[str] = "backup"
    digest: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillHeld(Event):
    """A backup was restored into a place of its own, to see that it can be."""

    action: ClassVar[str] = "backup:drill"
    object_type: ClassVar[str] = "backup"
    digest: str
    head: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseMoved(Event):
    """Everything was moved into another database."""

    action: ClassVar[str] = "backup:move"
    object_type: ClassVar[str] = "backup"
    digest: str
    head: str
