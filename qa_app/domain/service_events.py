"""Acts about referrals, feedback, complaints and incidents that the journal records."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRecorded(Event):
    """A referral was received, moved on, or taken back."""

    action: ClassVar[str] = "referral:record"
    object_type: ClassVar[str] = "referral"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRecorded(Event):
    """A complaint was received, answered, or taken back."""

    action: ClassVar[str] = "complaint:record"
    object_type: ClassVar[str] = "complaint"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintOpened(Event):
    """Somebody read the texts of a complaint."""

    action: ClassVar[str] = "complaint:read"
    object_type: ClassVar[str] = "complaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOpened(Event):
    """Somebody read the text of an incident."""

    action: ClassVar[str] = "incident:read"
    object_type: ClassVar[str] = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRecorded(Event):
    """An incident was recorded, contained, judged, handled, or taken back."""

    action: ClassVar[str] = "incident:record"
    object_type: ClassVar[str] = "incident"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentsStated(Event):
    """A centre said that every incident known until a day is recorded."""

    action: ClassVar[str] = "incident:state"
    object_type: ClassVar[str] = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAsked(Event):
    """Somebody is asked what they think, or could not be asked safely."""

    action: ClassVar[str] = "feedback:ask"
    object_type: ClassVar[str] = "feedback"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven(Event):
    """Somebody who was asked has answered."""

    action: ClassVar[str] = "feedback:give"
    object_type: ClassVar[str] = "feedback"
    step: str
