"""What follows a result: findings, actions, answers, objection and amendment, as they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from qa_app.domain.action_course import WhyNot
from qa_app.domain.actions import Action, ActionStep
from qa_app.domain.answers import AnswerKind
from qa_app.domain.findings import ActionPlan, FindingKind
from qa_app.domain.objections import Ground, ObjectionState


@dataclass(frozen=True, slots=True)
class ActionTold:
    """An action whose limits run.

    Attributes:
        id: It.
        action: What decides about it.
        revision: Counts its steps, from 1.
        is_dropped: True once its reading is void.
    """

    id: int
    action: Action
    revision: int
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class FindingTold:
    """A finding or a strength.

    Attributes:
        id: It.
        kind: Which of the two.
        is_main: True for one of the few that come first.
        is_by_rule: True when signing put it there.
        items: Codes of its items.
        text: The reader's words; empty for none.
        plan: What has to be done; None when nothing has to be.
        action: The same with its limits; None while the reading is a draft.
    """

    id: int
    kind: FindingKind
    is_main: bool
    is_by_rule: bool
    items: tuple[str, ...]
    text: str
    plan: ActionPlan | None
    action: ActionTold | None


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """Something said to a result; finding None = to the whole."""

    id: int
    finding_id: int | None
    kind: AnswerKind
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ObjectionTold:
    """An objection.

    Attributes:
        ground: On what it rests.
        text: What is objected to.
        state: Where it stands.
        raised_at: When it was raised.
        raised_by: By whom.
        decision: Why it was decided so; empty before.
        decided_at: When; None before.
        decided_by: By whom; empty before.
    """

    ground: Ground
    text: str
    state: ObjectionState
    raised_at: datetime
    raised_by: str
    decision: str
    decided_at: datetime | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class AmendmentTold:
    """An amended reading, proposed or settled.

    Attributes:
        state: `asked`, `confirmed`, `refused` or `withdrawn`.
        text: Why.
        answers: Item to the code it is to have.
        asked_at: When it was proposed.
        asked_by: By whom.
        asked_by_id: Their account.
        settled_at: When a second person settled it, or it was withdrawn; None before.
        settled_by: Who; empty before, and for one that was withdrawn.
        new_audit_id: The reading that took the place; None unless confirmed.
        before: Item to the code it had.
        band_before: Code of the band it had; None without one.
        band_after: Code of the band it has with the change; None without one, or when nobody
            worked it out.
        percent_before: Exact percentage it had; None where the method gives none.
        percent_after: The one with the change; None likewise, or when nobody worked it out.
        refusal: Why it was refused; empty unless it was.
    """

    state: str
    text: str
    answers: Mapping[str, str]
    asked_at: datetime
    asked_by: str
    asked_by_id: int | None
    settled_at: datetime | None
    settled_by: str
    new_audit_id: int | None
    before: Mapping[str, str]
    band_before: str | None
    band_after: str | None
    percent_before: Fraction | None = None
    percent_after: Fraction | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Everything that follows a result.

    Attributes:
        findings: Findings and strengths, main findings first, in the reader's order.
        discussed_on: When it was talked over with the worker; None when nobody said.
        revision: Revision of the sheet; 0 when none was saved.
        answers: Oldest first.
        objection: The centre's objection; None without one.
        amendments: Oldest first.
        is_withheld: True when texts are not for this reader.
    """

    findings: tuple[FindingTold, ...]
    discussed_on: date | None
    revision: int
    answers: tuple[AnswerTold, ...]
    objection: ObjectionTold | None
    amendments: tuple[AmendmentTold, ...]
    is_withheld: bool = False

    def of_kind(self, kind: FindingKind) -> tuple[FindingTold, ...]:
        """Give the findings, or the strengths.

        Args:
            kind: Which.

        Returns:
            In order.
        """
        return tuple(one for one in self.findings if one.kind is kind)


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step of an action; `audit_id` names the reading that led to it, `by` is empty for it.

    `session_id` names the session of supervision at which it was seen.
    """

    step: ActionStep
    text: str
    at: datetime
    by: str
    audit_id: int | None
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReadingTold:
    """A later reading of the same items at the same centre; `why_not`: why it proves nothing.

    `is_counted`: one of the first that the rule of proof asks for.
    """

    audit_id: int
    reference: str | None
    conforms: bool
    read_on: date
    why_not: WhyNot | None
    is_counted: bool
