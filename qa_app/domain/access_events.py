"""Acts about who may open what, and every opening, as the journal tells them."""

import hashlib
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
class RecordOpened(Event):
    """Somebody opened a supervision record."""

    action: ClassVar[str] = "record:read"
    object_type: ClassVar[str] = "supervision_session"
    view: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsRead(Event):
    """Findings behind a point of a trend were read; `object_id` names centre, point and page.

    `named` are the reviews whose findings were shown with file and day, `unnamed` those whose
    findings were shown without; `count` is of findings. It ends with `shown_digest` of the two, so
    that whoever is shown more within a quarter of an hour is noted again.
    """

    action: ClassVar[str] = "finding:read"
    object_type: ClassVar[str] = "list"
    view: str
    count: int
    named: tuple[int, ...]
    unnamed: tuple[int, ...]


def shown_digest(named: tuple[int, ...], unnamed: tuple[int, ...]) -> str:
    """Tell apart what was shown behind a point.

    Args:
        named: Reviews shown with file and day.
        unnamed: Reviews shown without.

    Returns:
        Twelve hexadecimal digits, the same for the same reviews shown in the same way.
    """
    told = f"{sorted(named)} {sorted(unnamed)}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditDenied(Event):
    """Somebody was kept from what was read of a case file; `view` is the page they wanted."""

    action: ClassVar[str] = "audit:deny"
    object_type: ClassVar[str] = "audit"
    journaled_as: ClassVar[str] = "refused"
    view: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDenied(Event):
    """Somebody was kept from a page about cases; `object_id` names page and thing."""

    action: ClassVar[str] = "page:deny"
    object_type: ClassVar[str] = "page"
    journaled_as: ClassVar[str] = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregatesAsked(Event):
    """An account asked for aggregates so fast that it was not heard; `count` in one minute."""

    action: ClassVar[str] = "aggregates:burst"
    object_type: ClassVar[str] = "account"
    journaled_as: ClassVar[str] = "refused"
    count: int


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
