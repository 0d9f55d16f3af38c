"""What follows a result, in words of one language: what page and paper both show."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """Something that was said: what kind of word, the words, by whom and when."""

    kind: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class SaidAction:
    """What has to be done.

    Attributes:
        id: The action; None while its limits do not run.
        what: What.
        who: Who does it, and by when.
        evidence: What would show it; empty for later readings alone.
        state: Where it stands.
        look: Look of its chip.
        waits: What must happen next, by whom and by when; empty while nothing must.
        came_back: How often the fault came back; empty for never.
    """

    id: int | None
    what: str
    who: str
    evidence: str
    state: str
    look: str
    waits: str
    came_back: str


@dataclass(frozen=True, slots=True)
class SaidFinding:
    """A finding or a strength.

    Attributes:
        id: It.
        items: Codes of its items.
        codes: The same in words.
        tag: `Main finding`, or that a rule put it there; empty for others.
        requirement: Text of its first item.
        text: The reader's words; empty for none.
        action: What has to be done; None when nothing has to be.
        answers: What was said to it, oldest first.
        is_queried: True while a query waits for its reply.
    """

    id: int
    items: tuple[str, ...]
    codes: str
    tag: str
    requirement: str
    text: str
    action: SaidAction | None
    answers: tuple[SaidAnswer, ...]
    is_queried: bool


@dataclass(frozen=True, slots=True)
class SaidObjection:
    """An objection: its ground, the words, who and when; how it was decided, or until when."""

    ground: str
    text: str
    raised: str
    state: str
    look: str
    decision: str
    decided: str
    until: str


@dataclass(frozen=True, slots=True)
class SaidAmendment:
    """An amended reading: what changes, why, how far it is, its result before and after.

    Attributes:
        bands: Points and band before and after, each in words; empty ones left out.
        refusal: Why it was refused; empty unless it was.
    """

    state: str
    changes: tuple[str, ...]
    text: str
    asked: str
    settled: str
    new_audit_id: int | None
    bands: tuple[str, ...]
    refusal: str


@dataclass(frozen=True, slots=True)
class SaidFollowUp:
    """Everything that follows a result.

    Attributes:
        strengths: What was good.
        findings: What was found.
        discussed: When it was talked over with the worker; empty when nobody said.
        answers: What was said to the whole result, oldest first.
        is_queried: True while a query to the whole waits for its reply.
        objection: The centre's objection; None without one.
        amendments: Amended readings, oldest first.
        heads: Headings, by name.
    """

    strengths: tuple[SaidFinding, ...]
    findings: tuple[SaidFinding, ...]
    discussed: str
    answers: tuple[SaidAnswer, ...]
    is_queried: bool
    objection: SaidObjection | None
    amendments: tuple[SaidAmendment, ...]
    heads: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """True when nothing follows the result."""
        return not (
            self.strengths
            or self.findings
            or self.discussed
            or self.answers
            or self.objection
            or self.amendments
        )
