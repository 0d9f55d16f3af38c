"""Acts about calendar feeds and reminders, as the journal tells them."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMade(Event):
    """Somebody got a secret address of a calendar."""

    action: ClassVar[str] = "feed:make"
    object_type: ClassVar[str] = "calendar_feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRevoked(Event):
    """A secret address of a calendar opens nothing any more."""

    action: ClassVar[str] = "feed:revoke"
    object_type: ClassVar[str] = "calendar_feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddressSet(Event):
    """Somebody said where they want reminders, or that they want none."""

    action: ClassVar[str] = "reminder:address"
    object_type: ClassVar[str] = "account"
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotAdded(Event):
    """A centre got a robot of a chat group."""

    action: ClassVar[str] = "robot:add"
    object_type: ClassVar[str] = "group_robot"
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotRemoved(Event):
    """A robot of a chat group was removed."""

    action: ClassVar[str] = "robot:remove"
    object_type: ClassVar[str] = "group_robot"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersQueued(Event):
    """Reminders that are due were put into the outbox."""

    action: ClassVar[str] = "reminder:queue"
    object_type: ClassVar[str] = "outbox_message"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSettled(Event):
    """A reminder left, or did not."""

    action: ClassVar[str] = "reminder:send"
    object_type: ClassVar[str] = "outbox_message"
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersLost(Event):
    """Reminders of which nobody knows whether they left."""

    action: ClassVar[str] = "reminder:lose"
    object_type: ClassVar[str] = "outbox_message"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRetried(Event):
    """An administrator had a reminder sent once more."""

    action: ClassVar[str] = "reminder:retry"
    object_type: ClassVar[str] = "outbox_message"
