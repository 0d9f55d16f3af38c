"""Contain, plan or do what has to be done, as the centre or the worker of the file."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.action_steps import StepSent, check_step
from qa_app.domain.actions import ActionStep, after
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.follow_up_events import ActionMoved
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.parties import doer_as
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.action_rows import action_of, keep_step
from qa_app.models.kept_names import NamedText, keep_reason_for
from qa_app.models.transaction import transaction
from qa_app.queries.result_place import held_action

_STEPS = frozenset({ActionStep.CONTAIN, ActionStep.PLAN, ActionStep.DO})


def work_action(
    session: Session, actor: Actor, action_id: int, sent: StepSent, zone: str, *, at: datetime
) -> str:
    """Take a step with an action that has to be done.

    Args:
        session: A database session.
        actor: Who takes it.
        action_id: The action.
        sent: The step, what was written, and the revision that the actor saw.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The state after it.

    Raises:
        OutOfReachError: There is no such action within reach, or the actor does not work at it.
        InvalidError: It is no step of theirs (`unknown_step`), or the text is missing or
            refused.
        ConflictError: The action was changed since (`action_changed`), or the step cannot be
            taken now (`domain.actions.after`).
    """
    if sent.step not in _STEPS:
        raise InvalidError("unknown_step")
    event = ActionMoved(actor=actor, at=at, object_id=action_id, step=sent.step.value, state="")
    with transaction(session, event) as act:
        row, place = held_action(session, actor, action_id, Permission.ACTION_WORK)
        party = doer_as(actor, place)
        if party is None:
            raise OutOfReachError("action")
        check_step(sent)
        if row.revision != sent.revision:
            raise ConflictError("action_changed")
        today = local_day(at, zone)
        action = action_of(row)
        if sent.step is ActionStep.DO:
            # before anything is drawn for it: what shows it is not chosen by what was found
            action = replace(action, proof=sent.proof)
        moved = after(action, sent.step, party, actor.account_id, today)
        keep_step(session, row, moved, sent.step, at=at, by=actor.account_id, text=sent.text)
        where = NamedText(
            row.audit_id, NamePlace.STEP, actor.account_id, at, session_id=row.session_id
        )
        why = keep_reason_for(session, where, [sent.text], sent.name_reason)
        act.learn(centre_id=row.centre_id, state=moved.state.value, name_reason=why)
    return moved.state.value
