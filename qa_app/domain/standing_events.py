"""Acts about standing in the register, as the journal tells them."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationMoved(Event):
    """An application for the register was made, taken up or taken back."""

    action: ClassVar[str] = "register:apply"
    object_type: ClassVar[str] = "register_application"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMoved(Event):
    """A decision was proposed, recorded, confirmed, returned or taken back.

    Attributes:
        overtaken: Decisions about the same area that waited, and were closed by a confirmation.
        compared: How the second person held it against its paper, a
            `domain.second_reading.Compared`; empty otherwise.
    """

    action: ClassVar[str] = "register:decide"
    object_type: ClassVar[str] = "register_decision"
    step: str
    route: str
    standing: str
    digest: str = ""
    overtaken: tuple[int, ...] = ()
    compared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSettled(Event):
    """Somebody looked whether a condition is met."""

    action: ClassVar[str] = "register:condition"
    object_type: ClassVar[str] = "decision_condition"
    is_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingsExpired(Event):
    """Entries of the register ran out.

    Attributes:
        overtaken: Decisions about these areas that waited, and were closed thereby.
    """

    action: ClassVar[str] = "register:expire"
    object_type: ClassVar[str] = "register_step"
    count: int
    overtaken: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionObjected(Event):
    """An objection to a decision was filed, its panel filled, or a member voted.

    Attributes:
        overtaken: Decisions about the area that waited, and were closed by the panel's end.
    """

    action: ClassVar[str] = "register:object"
    object_type: ClassVar[str] = "decision_objection"
    step: str
    outcome: str = ""
    overtaken: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRead(Event):
    """A member of the panel opened the words of the objection."""

    action: ClassVar[str] = "register:read_objection"
    object_type: ClassVar[str] = "decision_objection"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReleased(Event):
    """One free text was released to judicial users, or the release withdrawn."""

    action: ClassVar[str] = "register:release"
    object_type: ClassVar[str] = "released_item"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesMoved(Event):
    """Names of the act, the paper and the bodies were proposed or answered."""

    action: ClassVar[str] = "register:name"
    object_type: ClassVar[str] = "register_names"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFrozen(Event):
    """Evidence about an area was frozen for a decision."""

    action: ClassVar[str] = "register:freeze"
    object_type: ClassVar[str] = "evidence_snapshot"
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingReevaluated(Event):
    """An area of the register was held against its criteria anew because of a red line.

    Nothing is decided by it; `digest` is that of the evidence that was frozen.
    """

    action: ClassVar[str] = "register:reevaluate"
    object_type: ClassVar[str] = "evidence_snapshot"
    digest: str
    area: str
