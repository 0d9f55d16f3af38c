"""What the journal tells of passwords asked for again, and of links that set them."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInAgain(Event):
    """Somebody signed in gave the password again, before an act of weight."""

    action: ClassVar[str] = "session:again"
    object_type: ClassVar[str] = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLinkMade(Event):
    """A link was made by which the owner of an account sets a password, once."""

    action: ClassVar[str] = "account:link"
    object_type: ClassVar[str] = "account"
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLinked(Event):
    """An account was tied to the worker of a centre that its owner is."""

    action: ClassVar[str] = "account:worker"
    object_type: ClassVar[str] = "account"
    practitioner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(Event):
    """Several sessions of an account were ended at once."""

    action: ClassVar[str] = "session:end_all"
    object_type: ClassVar[str] = "account"
    why: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNoteSeen(Event):
    """The owner of an account put away what they had been told about it."""

    action: ClassVar[str] = "account:note_seen"
    object_type: ClassVar[str] = "account_note"
