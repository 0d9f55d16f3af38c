"""What the journal tells of second factors and of accounts elsewhere."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfSignedIn(Event):
    """The first factor was right; the second one is waited for and nothing is open yet."""

    action: ClassVar[str] = "session:half"
    object_type: ClassVar[str] = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorChanged(Event):
    """A second factor of an account was set up, renewed, named or taken away."""

    action: ClassVar[str] = "factor:change"
    object_type: ClassVar[str] = "account"
    factor: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorReset(Event):
    """Taking every second factor from an account was asked for, done or declined."""

    action: ClassVar[str] = "factor:reset"
    object_type: ClassVar[str] = "account"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideLinked(Event):
    """An account was linked with one elsewhere, or unlinked; who it is there as a digest."""

    action: ClassVar[str] = "account:outside"
    object_type: ClassVar[str] = "account"
    step: str
