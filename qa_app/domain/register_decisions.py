"""What a decision about the register must say, on screen and on paper alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from qa_app.domain.defaults import (
    CONDITION_TEXT_MOST,
    CONDITIONS_MOST,
    DECISION_AHEAD_DAYS,
    DECISION_REASON_LEAST,
    EVIDENCE_AGE_DAYS,
    STATEMENT_MOST,
)
from qa_app.domain.drafted_reasons import is_merely_drafted
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.findings import check_text
from qa_app.domain.permissions import Permission
from qa_app.domain.references import check_no_reference
from qa_app.domain.register_status import Cause, Mover, Step, check_move, rounds_on_conditions
from qa_app.domain.register_terms import Terms
from qa_app.domain.rules.decision import Status
from qa_app.domain.text import has_words
from qa_app.domain.text_folding import folded
from qa_app.domain.verdicts import CriterionType, Verdict

Plain = Mapping[str, Any]
_DIGEST = re.compile(r"[0-9a-f]{64}")


FOLLOWS: Final[Mapping[Status, frozenset[Status]]] = {
    Status.ENDORSED: frozenset({Status.ENDORSED}),
    Status.CONDITIONAL: frozenset({Status.CONDITIONAL}),
    Status.DEFERRED: frozenset({Status.DEFERRED}),
    Status.NOT_ENDORSED: frozenset({Status.NOT_ENDORSED}),
    # a stop criterion is not met, or so much is not met that the area would not be entered
    Status.SUSPENDED: frozenset({Status.SUSPENDED, Status.NOT_ENDORSED}),
    # out of the register is what would not be entered; where a suspension follows that comes first
    Status.WITHDRAWN: frozenset({Status.NOT_ENDORSED}),
}
"""What is decided, to the computed results that it follows from; from all others it departs."""

LIFTS: Final = frozenset({Status.ENDORSED, Status.CONDITIONAL})
"""Computed results from which it follows that a suspension is lifted, on conditions as it must."""


class Route(StrEnum):
    """How it is decided; neither ranks above the other."""

    SCREEN = "screen"
    PAPER = "paper"


class DecisionState(StrEnum):
    """Where a decision stands; only what is decided counts.

    Overtaken is what waited while its area moved: another decision was confirmed or set aside, or
    what held ran out.
    """

    PROPOSED = "proposed"
    DECIDED = "decided"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition.

    Attributes:
        text: What is asked.
        due_on: By which day.
    """

    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Paper:
    """A decision on paper, as a registrar reads it.

    Attributes:
        issuing_body: Who issued it.
        number: Its number.
        on: Its date.
        scan_digest: SHA-256 (hex) of the scan; empty while there is none.
        until: Last day on which the decision holds as it says; None where it says none.
        covers_more: True where whoever records it says that it decides about other areas as well.
    """

    issuing_body: str
    number: str
    on: date
    scan_digest: str = ""
    until: date | None = None
    covers_more: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed, or recorded from paper.

    Attributes:
        status: What is decided.
        effective_on: From which day.
        reasons: Why, in words; needed where it departs from what was computed.
        conditions: Conditions with their days; only for an entry on conditions.
        paper: The paper; None on screen.
        drafts: What was drafted as its reasons, in every language; it is no reason to depart.
    """

    status: Status
    effective_on: date
    reasons: str = ""
    conditions: tuple[Condition, ...] = ()
    paper: Paper | None = None
    drafts: tuple[str, ...] = ()

    @property
    def mover(self) -> Mover:
        """Who takes the step."""
        return Mover.SCREEN if self.paper is None else Mover.PAPER


def check_statement(text: str) -> None:
    """Refuse a text about standing in the register that is missing, too long or tells of somebody.

    Args:
        text: What a centre says for itself, or a member of a panel of its vote.

    Raises:
        InvalidError: `text_missing`, it names a case file (`reference_named`), or what
            `findings.check_text` finds.
    """
    if not has_words(text):
        raise InvalidError("text_missing")
    check_text(text, STATEMENT_MOST, name_reason="")
    check_no_reference(text)


def check_proposal(
    new: Proposal, before: Status | None, steps: Sequence[Step], evidence: Plain, terms: Terms
) -> None:
    """Refuse a decision that may not be proposed.

    Args:
        new: The decision.
        before: Where the area stands.
        steps: Its steps in their order.
        evidence: The frozen evaluation.
        terms: Limits in time.

    Raises:
        ConflictError: The step cannot be taken from here (`no_such_move`), too often on
            conditions (`conditional_rounds`), or a suspension would be lifted while a stop
            criterion is not met (`stop_still_fails`).
        InvalidError: Reasons are missing or too short (`reasons_missing`) or merely what was
            drafted (`reasons_drafted`), conditions are missing (`conditions_missing`), not asked
            for (`conditions_unasked`) or too many (`conditions_many`), or a text may not be kept
            or names a case file (`reference_named`, `field` says where).
    """
    check_move(before, new.status, new.mover)
    if (
        new.status is Status.CONDITIONAL
        and rounds_on_conditions(steps) >= terms.validity.conditional_max_rounds
    ):
        raise ConflictError("conditional_rounds", most=terms.validity.conditional_max_rounds)
    if before is Status.SUSPENDED and new.status is Status.CONDITIONAL and _stop_fails(evidence):
        raise ConflictError("stop_still_fails")
    if is_departing(new.status, evidence, before):
        _check_reasons(new, "reasons_missing")
    check_text(new.reasons, STATEMENT_MOST, name_reason="")
    check_no_reference(new.reasons, "reasons")
    _check_conditions(new)


def _check_reasons(new: Proposal, missing: str) -> None:
    if len(new.reasons.strip()) < DECISION_REASON_LEAST:
        raise InvalidError(missing, least=DECISION_REASON_LEAST)
    if is_merely_drafted(new.reasons, new.drafts, DECISION_REASON_LEAST):
        raise InvalidError("reasons_drafted", least=DECISION_REASON_LEAST)


def _check_conditions(new: Proposal) -> None:
    if new.status is not Status.CONDITIONAL:
        if new.conditions:
            raise InvalidError("conditions_unasked")
        return
    if not new.conditions:
        raise InvalidError("conditions_missing")
    if len(new.conditions) > CONDITIONS_MOST:
        raise InvalidError("conditions_many", most=CONDITIONS_MOST)
    for one in new.conditions:
        if not has_words(one.text):
            raise InvalidError("text_missing")
        check_text(one.text, CONDITION_TEXT_MOST, name_reason="")
        check_no_reference(one.text, "conditions")


def check_days(new: Proposal, today: date, until: date | None, steps: Sequence[Step]) -> None:
    """Refuse days that do not fit each other.

    Args:
        new: The decision.
        today: Local day.
        until: Last day on which it holds; None without an end.
        steps: Steps of the area.

    Raises:
        InvalidError: It begins before today or far ahead (`effective_day`), before the paper or
            the step before it (`effective_before`), the paper is of a day to come
            (`paper_ahead`), or a condition is due outside the days on which it holds
            (`condition_day`).
    """
    if new.paper is None and new.effective_on < today:
        raise InvalidError("effective_day", days=DECISION_AHEAD_DAYS)
    if new.effective_on > today + timedelta(days=DECISION_AHEAD_DAYS):
        raise InvalidError("effective_day", days=DECISION_AHEAD_DAYS)
    if new.paper is not None and new.paper.on > today:
        raise InvalidError("paper_ahead")
    earliest = max((step.effective_on for step in steps), default=date.min)
    if new.paper is not None:
        earliest = max(earliest, new.paper.on)
    if new.effective_on < earliest:
        raise InvalidError("effective_before", day=earliest)
    for one in new.conditions:
        if one.due_on <= new.effective_on or (until is not None and one.due_on > until):
            raise InvalidError("condition_day")


def is_departing(status: Status, evidence: Plain, before: Status | None) -> bool:
    """Tell whether a decision departs from what was computed.

    Args:
        status: What is decided.
        evidence: The frozen evaluation.
        before: Where the area stands; None where nobody applied or decided.

    Returns:
        True when it needs reasons.
    """
    return departs(status, Status(evidence["status"]), before)


def departs(status: Status, computed: Status, before: Status | None) -> bool:
    """Tell whether a decision is another one than follows from a computed result.

    Args:
        status: What is decided.
        computed: What was computed.
        before: Where the area stood.

    Returns:
        False where the table says that it follows. A suspension or removal follows from every
        result that is as bad or worse. A suspension is lifted on conditions alone, so that this
        follows from an entry as well; nothing else follows from another result than its own.
    """
    if before is Status.SUSPENDED and status is Status.CONDITIONAL:
        return computed not in LIFTS
    return computed not in FOLLOWS.get(status, frozenset())


def check_evidence(
    new: Proposal, evidence: Plain, steps: Sequence[Step], asked_set: str | None, today: date
) -> None:
    """Refuse evidence on which this decision may not rest.

    Args:
        new: The decision.
        evidence: The frozen evaluation.
        steps: Steps of the area.
        asked_set: The set that is applied for; None where nothing waits.
        today: Local day.

    Raises:
        ConflictError: The evidence is of before the step that holds, or tells only what was known
            before the last step was put down; what merely ran out does not count
            (`evidence_before`).
        InvalidError: It is more than `EVIDENCE_AGE_DAYS` older than today, for a decision on paper
            than the paper (`evidence_old`), or it judges by another set than is applied for and
            reasons are missing or too short (`set_reasons_missing`) or merely what was drafted
            (`reasons_drafted`).
    """
    as_of = date.fromisoformat(evidence["as_of"])
    known_at = datetime.fromisoformat(evidence["known_at"])
    for step in steps:
        if step.cause is Cause.EXPIRY:
            continue
        is_older = step.made_at is not None and known_at < step.made_at
        if is_older or as_of < step.effective_on <= today:
            raise ConflictError("evidence_before")
    # a difference fits for any two days, also at the ends of the calendar
    rests_until = today if new.paper is None else new.paper.on
    if rests_until - as_of > timedelta(days=EVIDENCE_AGE_DAYS):
        raise InvalidError("evidence_old", days=EVIDENCE_AGE_DAYS)
    is_other = asked_set is not None and asked_set != evidence["set"]
    if is_other:
        _check_reasons(new, "set_reasons_missing")


def is_before_evidence(paper: Paper | None, as_of: date) -> bool:
    """Tell whether a paper was written before the day of the evidence that it is recorded on.

    Args:
        paper: The paper; None on screen.
        as_of: Day of the evidence.

    Returns:
        True when whoever wrote it cannot have known this evidence; that is told, not refused.
    """
    return paper is not None and paper.on < as_of


def _stop_fails(evidence: Plain) -> bool:
    return any(
        one["type"] == CriterionType.STOP.value and one["verdict"] == Verdict.NOT_MET.value
        for one in evidence["criteria"]
    )


def check_paper(paper: Paper) -> None:
    """Refuse a paper of which something is missing.

    Args:
        paper: The paper.

    Raises:
        InvalidError: The body (`body_missing`), number (`number_missing`) or scan
            (`scan_missing`) is missing, or the digest is none.
    """
    if not has_words(paper.issuing_body):
        raise InvalidError("body_missing")
    if not paper.number.strip():
        raise InvalidError("number_missing")
    if not _DIGEST.fullmatch(paper.scan_digest):
        raise InvalidError("scan_missing")


def plain_number(text: str) -> str:
    """Write what stands on a paper so that it can be compared.

    Args:
        text: A number of a document, or a body, as somebody typed it.

    Returns:
        It, without blanks; 〔2026〕 and [2026] are the same brackets to whoever types.
    """
    plain = folded(text).replace("〔", "[").replace("〕", "]").replace("【", "[").replace("】", "]")
    return "".join(plain.split()).casefold()


CONFIRMED_BY: Final[Mapping[Route, Permission]] = {
    Route.SCREEN: Permission.STANDING_DECIDE,
    Route.PAPER: Permission.STANDING_RECORD,
}
"""Route to what the second person must be allowed to do."""


def returned_by(route: Route, *, is_own: bool) -> Permission:
    """Say who may return a decision that waits, or take it back.

    Args:
        route: How it was put forward.
        is_own: True for whoever put it forward.

    Returns:
        What they must be allowed to do: the route decides, as for confirming it.
    """
    if is_own and route is Route.SCREEN:
        return Permission.STANDING_PROPOSE
    return CONFIRMED_BY[route]


def check_second(state: DecisionState, proposed_by: int, account_id: int | None) -> None:
    """Refuse a second person who is none, or comes too late.

    Args:
        state: Where the decision stands.
        proposed_by: Who proposed or recorded it.
        account_id: Who confirms or returns it.

    Raises:
        ConflictError: Somebody answered first (`decision_answered`), or confirmed another decision
            about the area (`standing_moved`).
        NotAllowedError: It is their own (`same_person`).
    """
    if state is DecisionState.OVERTAKEN:
        raise ConflictError("standing_moved")
    if state is not DecisionState.PROPOSED:
        raise ConflictError("decision_answered")
    if account_id is None or account_id == proposed_by:
        raise NotAllowedError("same_person")
