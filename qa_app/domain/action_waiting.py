"""What must happen next with an action, by whom and by when; how something agreed begins."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa_app.domain.actions import (
    Action,
    ActionKind,
    ActionState,
    Owner,
    Party,
    Waits,
    open_action,
    owes_reading,
)
from qa_app.domain.defaults import AGREED_DUE_DAYS, PLAN_DAYS, SEEN_DAYS


@dataclass(frozen=True, slots=True)
class Waiting:
    """What must happen next.

    Attributes:
        by: Who must act; None while only later readings, or nothing, are waited for.
        what: What.
        until: By when; None without a limit.
    """

    by: Party | None
    what: Waits
    until: date | None


def agreed_action(owner: Owner, start: date, due_on: date | None) -> Action:
    """Let the limit of something begin that was agreed in a session.

    Args:
        owner: Who does it.
        start: Local day on which the record was signed.
        due_on: By when it was agreed to be done; None = `AGREED_DUE_DAYS` after the start.

    Returns:
        The open action.
    """
    due = start + timedelta(days=AGREED_DUE_DAYS) if due_on is None else max(due_on, start)
    made = open_action(ActionKind.OTHER, owner, start, None, is_structural=False)
    return replace(made, due_on=due, is_agreed=True)


def waiting(action: Action) -> Waiting:
    """Tell what must happen next.

    Args:
        action: The action.

    Returns:
        Who must do what by when: first the child is safe, then a plan stands, then it is done.
    """
    doer = Party(action.owner.value)
    if action.state in {ActionState.OPEN, ActionState.PLANNED}:
        if action.contain_on is not None and action.contained_on is None:
            return Waiting(doer, Waits.CONTAIN, action.contain_on)
        if action.plan_on is not None and action.planned_on is None:
            return Waiting(doer, Waits.PLAN, action.plan_on)
        return Waiting(doer, Waits.DO, action.due_on)
    if action.state is ActionState.DONE:
        return _waiting_to_be_verified(action)
    return Waiting(None, Waits.NOTHING, None)


def _waiting_to_be_verified(action: Action) -> Waiting:
    if owes_reading(action):
        return Waiting(Party.SUPERVISOR, Waits.RE_READ, action.re_read_on)
    if not (action.is_agreed or action.is_structural):
        return Waiting(None, Waits.READINGS, None)
    days, what = (SEEN_DAYS, Waits.SEEN) if action.is_agreed else (PLAN_DAYS, Waits.DOCUMENT)
    until = None if action.done_on is None else action.done_on + timedelta(days=days)
    return Waiting(Party.SUPERVISOR, what, until)
