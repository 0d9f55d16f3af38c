"""Acts about who may open what, and every opening, as the journal tells them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesAsked(Event):
    """Roles of weight were given to an account; a second person has to confirm them."""

    action: ClassVar[str] = "account:ask_roles"
    object_type: ClassVar[str] = "account"
    request: int | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesAnswered(Event):
    """Roles of weight were confirmed, and are held from now on, or declined."""

    action: ClassVar[str] = "account:answer_roles"
    object_type: ClassVar[str] = "account"
    request: int
    step: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessAsked(Event):
    """Somebody asked to open what was read of a case file that is not theirs."""

    action: ClassVar[str] = "access:ask"
    object_type: ClassVar[str] = "access_request"
    file: str
    purpose: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessAnswered(Event):
    """A request for access was approved until a day, or refused with a reason."""

    action: ClassVar[str] = "access:answer"
    object_type: ClassVar[str] = "access_request"
    file: str
    step: str
    refusal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEnded(Event):
    """Access ended before its time: given back, taken back while waiting, or revoked."""

    action: ClassVar[str] = "access:end"
    object_type: ClassVar[str] = "access_request"
    file: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOpened(Event):
    """Somebody opened something that tells of one case file.

    `what` and `which` name it, such as a reading; `why` says by what right, `request` by which
    approved request.
    """

    action: ClassVar[str] = "file:open"
    object_type: ClassVar[str] = "case_file"
    what: str
    which: int
    why: str
    request: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOpened(Event):
    """Somebody opened a supervision record."""

    action: ClassVar[str] = "record:read"
    object_type: ClassVar[str] = "supervision_session"
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalSearched(Event):
    """Somebody searched the journal, or asked who saw a file; `object_id` says for what."""

    action: ClassVar[str] = "journal:search"
    object_type: ClassVar[str] = "journal"
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningDenied(Event):
    """Somebody was kept from something; `object_id` says what they wanted."""

    action: ClassVar[str] = "access:deny"
    object_type: ClassVar[str] = "page"
    outcome: ClassVar[str] = "refused"
    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterChecked(Event):
    """A month of one person's acts as two administrators was looked through."""

    action: ClassVar[str] = "counter_check:sign"
    object_type: ClassVar[str] = "counter_check"
    month: str
    count: int
    digest: str
    route: str
    signed_on: date | None = None
