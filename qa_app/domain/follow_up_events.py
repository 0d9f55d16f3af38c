"""What the journal tells of findings, actions, answers and objections; never their words.

`name_reason` is the digest of the reason why what looks like a name is kept; None without one.
"""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsSaved(Event):
    """The findings of a draft were saved."""

    action: ClassVar[str] = "finding:save"
    object_type: ClassVar[str] = "audit"
    count: int
    revision: int
    name_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMoved(Event):
    """A step was taken with an action."""

    action: ClassVar[str] = "action:move"
    object_type: ClassVar[str] = "corrective_action"
    step: str
    state: str
    name_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTrained(Event):
    """A training was said to have answered an action, or this was taken back.

    `training` is its row; `step` is recorded or taken_back.
    """

    action: ClassVar[str] = "action:train"
    object_type: ClassVar[str] = "corrective_action"
    training: int
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsJudged(Event):
    """Later readings were held against what waits for them."""

    action: ClassVar[str] = "action:judge"
    object_type: ClassVar[str] = "corrective_action"
    count: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGiven(Event):
    """Somebody answered a result or one of its findings."""

    action: ClassVar[str] = "answer:give"
    object_type: ClassVar[str] = "audit"
    kind: str
    name_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionMoved(Event):
    """An objection was raised or decided."""

    action: ClassVar[str] = "objection:move"
    object_type: ClassVar[str] = "audit"
    step: str
    reason: str
    name_reason: str | None = None


REQUEST = "request"
"""Why an amendment is proposed where no objection is open: somebody asked for it."""

WITHDRAW = "withdraw"
"""Step of an amendment that its proposer takes back; no objection is moved by anybody so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentMoved(Event):
    """An amended reading moved on by a step; `reason` as `REQUEST`, or a ground."""

    action: ClassVar[str] = "audit:amend"
    object_type: ClassVar[str] = "audit"
    step: str
    reason: str
    name_reason: str | None = None
