"""Every act that the journal records, as a typed value."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import ClassVar

from qa_app.domain.people import Actor

_COMMON = {"actor", "at", "object_id", "centre_id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act; a subclass adds what is worth recording besides.

    Fields of subclasses hold codes, numbers, dates and digests, never free text.

    Attributes:
        actor: Who acts.
        at: When, UTC.
        object_id: What is acted on; None when it has no id yet.
        centre_id: Centre concerned; None when none is.
    """

    action: ClassVar[str]
    object_type: ClassVar[str]
    journaled_as: ClassVar[str] = "done"

    actor: Actor
    at: datetime
    object_id: int | str | None = None
    centre_id: int | None = None

    def detail(self) -> dict[str, object]:
        """Give what a subclass records besides the common fields.

        Returns:
            Field name to a JSON value; dates as ISO text.
        """
        return {
            f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name not in _COMMON
        }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    """An account signed in."""

    action: ClassVar[str] = "session:start"
    object_type: ClassVar[str] = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRefused(Event):
    """A sign-in failed; the name tried is kept as a digest only."""

    action: ClassVar[str] = "session:refuse"
    object_type: ClassVar[str] = "account"
    login_digest: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Event):
    """A session ended."""

    action: ClassVar[str] = "session:end"
    object_type: ClassVar[str] = "login_session"
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAdded(Event):
    """An account was created with its first roles."""

    action: ClassVar[str] = "account:create"
    object_type: ClassVar[str] = "account"
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanged(Event):
    """An account was disabled, enabled, or given another password or roles."""

    action: ClassVar[str] = "account:change"
    object_type: ClassVar[str] = "account"
    change: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesImported(Event):
    """A case list was taken in."""

    action: ClassVar[str] = "case:import"
    object_type: ClassVar[str] = "case_list"
    added: int
    updated: int
    unchanged: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlanned(Event):
    """A supervision session was put on a day."""

    action: ClassVar[str] = "session:plan"
    object_type: ClassVar[str] = "supervision_session"
    type: str
    planned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSettled(Event):
    """A supervision session was held or cancelled."""

    action: ClassVar[str] = "session:settle"
    object_type: ClassVar[str] = "supervision_session"
    state: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameFrozen(Event):
    """A sampling frame was frozen, before any seed existed."""

    action: ClassVar[str] = "sample:freeze"
    object_type: ClassVar[str] = "draw"
    frame_digest: str
    frame_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDrawn(Event):
    """Files were drawn from a frozen frame."""

    action: ClassVar[str] = "sample:draw"
    object_type: ClassVar[str] = "draw"
    seed: str
    count: int
    by_version: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAdded(Event):
    """A file was added by hand, apart from the draw."""

    action: ClassVar[str] = "sample:add"
    object_type: ClassVar[str] = "audit"
    reason: str
    by_version: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementOpened(Event):
    """A signed audit got a supplementary one under a later version."""

    action: ClassVar[str] = "audit:supplement"
    object_type: ClassVar[str] = "audit"
    supplements: int
    version: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOpened(Event):
    """The content of an audit was shown to someone.

    `why` says by what right, `request` by which approved request; both None for a draft of
    one's own.
    """

    action: ClassVar[str] = "audit:read"
    object_type: ClassVar[str] = "audit"
    view: str
    why: str | None = None
    request: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySaved(Event):
    """One answer, fact, clock or log of a draft audit was saved."""

    action: ClassVar[str] = "audit:score"
    object_type: ClassVar[str] = "audit"
    kind: str
    key: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesSaved(Event):
    """Several entries of a draft audit were saved in one call."""

    action: ClassVar[str] = "audit:score_many"
    object_type: ClassVar[str] = "audit"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKept(Event):
    """An entry was saved whose note holds what looks like a name; `name_reason` as a digest."""

    action: ClassVar[str] = "audit:keep_name"
    object_type: ClassVar[str] = "audit"
    kind: str
    key: str
    revision: int
    name_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesKept(Event):
    """Several entries were saved; notes of some hold what looks like a name, kept for a reason."""

    action: ClassVar[str] = "audit:keep_names"
    object_type: ClassVar[str] = "audit"
    count: int
    keys: tuple[str, ...]
    name_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSigned(Event):
    """An audit was signed; its score froze as provisional."""

    action: ClassVar[str] = "audit:sign"
    object_type: ClassVar[str] = "audit"
    score_digest: str | None = None
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWithdrawn(Event):
    """A signature was taken back by its signer."""

    action: ClassVar[str] = "audit:withdraw"
    object_type: ClassVar[str] = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVoided(Event):
    """Voiding an audit was asked for, or confirmed by a second person."""

    action: ClassVar[str] = "audit:void"
    object_type: ClassVar[str] = "audit"
    step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditsFinalised(Event):
    """Provisional scores became final when their answer window ended."""

    action: ClassVar[str] = "audit:finalise"
    object_type: ClassVar[str] = "audit"
    count: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryImported(Event):
    """A chunk of an inspection history was taken in."""

    action: ClassVar[str] = "history:import"
    object_type: ClassVar[str] = "history"
    source: str
    step: str
    count: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesChanged(Event):
    """Places, areas, centres or practitioners were added or changed."""

    action: ClassVar[str] = "place:change"
    object_type: ClassVar[str] = "place"
    what: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayChanged(Event):
    """A day of the holiday table was changed."""

    action: ClassVar[str] = "holiday:change"
    object_type: ClassVar[str] = "holiday"
    region: str
    on: date
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidaysLoaded(Event):
    """Years of the shipped holiday table were taken in."""

    action: ClassVar[str] = "holiday:load"
    object_type: ClassVar[str] = "holiday_year"
    years: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsRebuilt(Event):
    """Month totals were counted anew from the signed audits."""

    action: ClassVar[str] = "totals:rebuild"
    object_type: ClassVar[str] = "month_total"
    drift: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSet(Event):
    """The notice that stands on every page was set or taken away."""

    action: ClassVar[str] = "notice:set"
    object_type: ClassVar[str] = "setting"
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead(Event):
    """A list that tells about many was taken away or searched."""

    action: ClassVar[str] = "list:read"
    object_type: ClassVar[str] = "list"
    view: str
    count: int
