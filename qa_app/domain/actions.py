"""Corrective actions: their states, who takes which step, by when, and who must act next."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from qa_app.domain.action_proof import ProofRule
from qa_app.domain.defaults import (
    ACTION_DUE_DAYS,
    CONTAIN_DAYS,
    GATE_DUE_DAYS,
    PLAN_DAYS,
    RE_READ_DAYS,
)
from qa_app.domain.errors import ConflictError, NotAllowedError


class ActionKind(StrEnum):
    """What made the action necessary; it decides the limits."""

    RED_LINE = "red_line"
    GATE = "must_pass"
    OTHER = "other"

    def latest(self, start: date) -> date:
        """Give the last day on which it may be due.

        Args:
            start: The day from which it runs.

        Returns:
            The day.
        """
        days = {
            ActionKind.RED_LINE: RE_READ_DAYS,
            ActionKind.GATE: GATE_DUE_DAYS,
            ActionKind.OTHER: ACTION_DUE_DAYS,
        }
        return start + timedelta(days=days[self])


class Owner(StrEnum):
    """Who does what has to be done: the centre's manager, the worker, who leads the session.

    The last stands only where something was agreed in a session of supervision.
    """

    CENTRE = "centre"
    WORKER = "worker"
    SUPERVISOR = "supervisor"


OF_FINDINGS = (Owner.CENTRE, Owner.WORKER)
"""Who does what follows from a finding: whoever reads never mends what was found."""


class ActionState(StrEnum):
    """Where an action stands.

    `draft` until its reading counts; `dropped` once that is void, or once the reading that took
    its place no longer finds the fault.
    """

    DRAFT = "draft"
    OPEN = "open"
    PLANNED = "planned"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


class ActionStep(StrEnum):
    """What may happen to it."""

    CONTAIN = "contain"
    PLAN = "plan"
    DO = "do"
    RETURN = "return"
    DOCUMENT = "document"
    SEEN = "seen"
    RE_READ = "re_read"
    PROVE = "prove"
    DISPROVE = "disprove"
    RECUR = "recur"
    UNPROVE = "unprove"
    AMENDED = "amended"
    DROP = "drop"


class Party(StrEnum):
    """Who takes a step."""

    CENTRE = "centre"
    WORKER = "worker"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"


class Waits(StrEnum):
    """For what an action waits."""

    CONTAIN = "contain"
    PLAN = "plan"
    DO = "do"
    RE_READ = "re_read"
    DOCUMENT = "document"
    SEEN = "seen"
    READINGS = "readings"
    NOTHING = "nothing"


_DOERS = frozenset({Party.CENTRE, Party.WORKER})
CLOSING = frozenset({ActionStep.DOCUMENT, ActionStep.SEEN})
_S, _A = ActionState, ActionStep
TABLE: dict[tuple[ActionState, ActionStep], tuple[frozenset[Party], ActionState]] = {
    (_S.OPEN, _A.CONTAIN): (_DOERS, _S.OPEN),
    (_S.PLANNED, _A.CONTAIN): (_DOERS, _S.PLANNED),
    (_S.OPEN, _A.PLAN): (_DOERS, _S.PLANNED),
    (_S.PLANNED, _A.PLAN): (_DOERS, _S.PLANNED),
    (_S.OPEN, _A.DO): (_DOERS, _S.DONE),
    (_S.PLANNED, _A.DO): (_DOERS, _S.DONE),
    (_S.DONE, _A.RETURN): (frozenset({Party.SUPERVISOR}), _S.PLANNED),
    (_S.DONE, _A.DOCUMENT): (frozenset({Party.SUPERVISOR}), _S.VERIFIED),
    (_S.DONE, _A.SEEN): (frozenset({Party.SUPERVISOR}), _S.VERIFIED),
    (_S.OPEN, _A.RE_READ): (frozenset({Party.SYSTEM}), _S.OPEN),
    (_S.PLANNED, _A.RE_READ): (frozenset({Party.SYSTEM}), _S.PLANNED),
    (_S.DONE, _A.RE_READ): (frozenset({Party.SYSTEM}), _S.DONE),
    (_S.OPEN, _A.DROP): (frozenset({Party.SYSTEM}), _S.DROPPED),
    (_S.PLANNED, _A.DROP): (frozenset({Party.SYSTEM}), _S.DROPPED),
    (_S.DONE, _A.DROP): (frozenset({Party.SYSTEM}), _S.DROPPED),
    (_S.DONE, _A.PROVE): (frozenset({Party.SYSTEM}), _S.VERIFIED),
    (_S.DONE, _A.DISPROVE): (frozenset({Party.SYSTEM}), _S.PLANNED),
    (_S.VERIFIED, _A.RECUR): (frozenset({Party.SYSTEM}), _S.OPEN),
    (_S.VERIFIED, _A.UNPROVE): (frozenset({Party.SYSTEM}), _S.DONE),
    (_S.VERIFIED, _A.AMENDED): (frozenset({Party.SYSTEM}), _S.DONE),
}
"""State and step to who may take it and what follows; whatever is missing cannot be done."""


@dataclass(frozen=True, slots=True)
class Action:
    """What decides about an action; days are local.

    Attributes:
        kind: What made it necessary.
        owner: Who does it.
        state: Where it stands.
        is_structural: True where a document shows it.
        contain_on: Red line: by when the harm must be contained; None otherwise.
        plan_on: Red line: by when there must be a plan; None otherwise.
        re_read_on: Red line: by when a file must be read again; None otherwise.
        due_on: By when it must be done.
        contained_on: When it was contained; None before.
        planned_on: When there was a plan; None before.
        re_read_at: When a file was read again; None before.
        done_on: When the centre said that it was done; None before, and after a return.
        done_by: The account that said so.
        verified_on: When it was verified; None unless it is.
        is_by_document: True when a document verified it.
        recurrences: How often the same fault came back within the time that counts.
        proof: What shows that it worked, fixed when it is said to be done.
        failed_proofs: How often later readings did not show it, or it was returned once one of
            them was there; each time it went back.
        is_agreed: True for what was agreed in a session of supervision and follows from no
            finding: a later session or a document shows it, no reading of files does.
    """

    kind: ActionKind
    owner: Owner
    state: ActionState
    is_structural: bool
    contain_on: date | None
    plan_on: date | None
    re_read_on: date | None
    due_on: date
    contained_on: date | None = None
    planned_on: date | None = None
    re_read_at: date | None = None
    done_on: date | None = None
    done_by: int | None = None
    verified_on: date | None = None
    is_by_document: bool = False
    recurrences: int = 0
    proof: ProofRule = ProofRule.RUN
    failed_proofs: int = 0
    is_agreed: bool = False


def open_action(
    kind: ActionKind, owner: Owner, start: date, due_on: date | None, *, is_structural: bool
) -> Action:
    """Let the limits of an action begin.

    Args:
        kind: What made it necessary.
        owner: Who does it.
        start: Local day from which the limits run: the reading's signature, or its coming back.
        due_on: By when the reader wants it; None, or a later day than its kind allows, = the
            limit of its kind.
        is_structural: True where a document shows it.

    Returns:
        The open action.
    """
    is_red = kind is ActionKind.RED_LINE
    latest = kind.latest(start)
    return Action(
        kind,
        owner,
        ActionState.OPEN,
        is_structural,
        start + timedelta(days=CONTAIN_DAYS) if is_red else None,
        start + timedelta(days=PLAN_DAYS) if is_red else None,
        start + timedelta(days=RE_READ_DAYS) if is_red else None,
        latest if due_on is None else min(max(due_on, start), latest),
    )


def takers(action: Action, step: ActionStep) -> frozenset[Party]:
    """Tell who takes a step with an action, whatever its state.

    Args:
        action: The action.
        step: The step.

    Returns:
        What its owner does, the supervisor does where that is who owns it, and nobody else.
    """
    parties = frozenset(one for (_, act), (who, _) in TABLE.items() if act is step for one in who)
    if action.owner is Owner.SUPERVISOR and parties == _DOERS:
        return frozenset({Party.SUPERVISOR})
    return parties


def may_step(action: Action, step: ActionStep, party: Party) -> bool:
    """Tell whether a step can be taken now, whoever of the party takes it.

    Args:
        action: The action.
        step: What is to happen.
        party: Who wants it.

    Returns:
        True when `after` would not refuse it for this party.
    """
    is_theirs = (action.state, step) in TABLE and party in takers(action, step)
    return is_theirs and not _hindrance(action, step, party)


def after(
    action: Action,
    step: ActionStep,
    party: Party,
    account_id: int | None,
    today: date,
    *,
    is_tried: bool = False,
) -> Action:
    """Take a step.

    Args:
        action: The action as it stands.
        step: What happens.
        party: Who does it.
        account_id: Their account; None for the system.
        today: Local day.
        is_tried: True once a file that counts was read since it was said to be done: a return
            then ends a try that failed, whatever that file would still have shown.

    Returns:
        The action after it.

    Raises:
        NotAllowedError: This party never takes that step (`not_your_step`).
        ConflictError: It cannot be taken in this state (`wrong_state`); a red line must be
            contained and planned first (`not_contained`, `not_planned`); only what is
            structural or agreed is verified by a document (`not_structural`), and only what
            is agreed by a later session (`not_agreed`); the one who did it does not verify it
            (`same_person`); what is not the worker's the worker does not do (`not_yours`).
    """
    if party not in takers(action, step):
        raise NotAllowedError("not_your_step")
    found = TABLE.get((action.state, step))
    if found is None:
        raise ConflictError("wrong_state")
    hindrance = _hindrance(action, step, party)
    if hindrance:
        raise ConflictError(hindrance)
    if step in CLOSING and account_id == action.done_by:
        raise ConflictError("same_person")
    then = moved(replace(action, state=found[1]), step, account_id, today)
    failed = then.failed_proofs + int(step is ActionStep.RETURN and is_tried)
    return replace(then, failed_proofs=failed)


def _hindrance(action: Action, step: ActionStep, party: Party) -> str:
    if party is Party.WORKER and action.owner is not Owner.WORKER:
        return "not_yours"
    if step is ActionStep.CONTAIN and (action.contain_on is None or action.contained_on):
        return "wrong_state"
    if step is ActionStep.DO and action.contain_on is not None:
        if action.contained_on is None:
            return "not_contained"
        return "" if action.planned_on else "not_planned"
    if step is ActionStep.SEEN and not action.is_agreed:
        return "not_agreed"
    if step is ActionStep.DOCUMENT and not (action.is_structural or action.is_agreed):
        return "not_structural"
    return ""


def moved(action: Action, step: ActionStep, account_id: int | None, today: date) -> Action:
    """Give the days of an action after a step.

    Args:
        action: The action, its state that after the step.
        step: What happened.
        account_id: Who did it; None for the system.
        today: Local day of it.

    Returns:
        The action after it.
    """
    if step is ActionStep.RECUR:
        again = open_action(
            action.kind, action.owner, today, None, is_structural=action.is_structural
        )
        return replace(
            again, recurrences=action.recurrences + 1, failed_proofs=action.failed_proofs
        )
    if step is ActionStep.DO:
        return replace(action, done_on=today, done_by=account_id)
    changes: dict[ActionStep, dict[str, Any]] = {
        ActionStep.CONTAIN: {"contained_on": today},
        ActionStep.PLAN: {"planned_on": today},
        ActionStep.RETURN: {"done_on": None, "done_by": None},
        ActionStep.RE_READ: {"re_read_at": today},
        ActionStep.DOCUMENT: {"verified_on": today, "is_by_document": True},
        ActionStep.SEEN: {"verified_on": today, "is_by_document": False},
        ActionStep.PROVE: {"verified_on": today, "is_by_document": False},
        # it goes back to its owner, and the limit of its kind runs anew
        ActionStep.DISPROVE: {
            "done_on": None,
            "done_by": None,
            "due_on": action.kind.latest(today),
            "failed_proofs": action.failed_proofs + 1,
        },
        ActionStep.UNPROVE: {"verified_on": None},
        ActionStep.AMENDED: {"verified_on": None},
        ActionStep.DROP: {},
    }
    return replace(action, **changes[step])


def still_stands(
    items: Collection[str], causes: Collection[str], failed_before: Collection[str]
) -> bool:
    """Tell whether an action goes on when another reading takes the place of its own.

    Args:
        items: Items it rests on.
        causes: Items that fail in the reading that counts now; for an action that only followed
            from a critical item, critical items that fail.
        failed_before: Items that failed in the reading that is replaced.

    Returns:
        True where one of its items still fails, and for what never rested on a failed item;
        False where all that it rested on is mended by the other reading.
    """
    rests_on_fault = bool(set(items) & set(failed_before))
    return not rests_on_fault or bool(set(items) & set(causes))


def owes_reading(action: Action) -> bool:
    """Tell whether a red line still owes that a file is read again.

    Args:
        action: The action.

    Returns:
        True until a file was read again, and no longer than the action is neither verified nor
        dropped: files drawn since it was done, or the document, then showed more.
    """
    is_open = action.state in {ActionState.OPEN, ActionState.PLANNED, ActionState.DONE}
    return is_open and action.re_read_on is not None and action.re_read_at is None


def days_late(until: date | None, today: date) -> int:
    """Count the days by which something is late.

    Args:
        until: By when it should have happened; None without a limit.
        today: Local day.

    Returns:
        Whole days; 0 when it is not late.
    """
    return 0 if until is None else max((today - until).days, 0)
