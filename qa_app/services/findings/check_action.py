"""Return what was not done, or verify by a document or a session what no later file can show."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.action_steps import StepSent, check_step
from qa_app.domain.actions import CLOSING, ActionStep, Party, after
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.follow_up_events import ActionMoved
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.parties import is_checker
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.action_rows import action_of, keep_step
from qa_app.models.kept_names import NamedText, keep_reason_for
from qa_app.models.transaction import transaction
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.result_place import held_action, is_try_begun, session_seen_at

_STEPS = frozenset({ActionStep.RETURN, ActionStep.DOCUMENT, ActionStep.SEEN})


def check_action(
    session: Session, actor: Actor, action_id: int, sent: StepSent, zone: str, *, at: datetime
) -> str:
    """Take a step with an action that is said to be done.

    Args:
        session: A database session.
        actor: Who takes it.
        action_id: The action.
        sent: The step, the reason or the document, and the revision that the actor saw.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The state after it.

    Raises:
        OutOfReachError: There is no such action within reach, or the actor may not check it.
        InvalidError: It is no step of theirs (`unknown_step`), or the text is missing or
            refused.
        ConflictError: The action was changed since (`action_changed`), or the step cannot be
            taken now (`domain.actions.after`), such as by the one who did it (`same_person`);
            the actor led no later session at which they could see it (`no_later_session`).
        OnePersonError: It is to be verified, and one person may be behind who did it and who
            checks it (`queries.hands`).
    """
    if sent.step not in _STEPS:
        raise InvalidError("unknown_step")
    event = ActionMoved(actor=actor, at=at, object_id=action_id, step=sent.step.value, state="")
    with transaction(session, event) as act:
        row, place = held_action(session, actor, action_id, Permission.ACTION_CHECK)
        if not is_checker(actor, place):
            raise OutOfReachError("action")
        check_step(sent)
        if row.revision != sent.revision:
            raise ConflictError("action_changed")
        today = local_day(at, zone)
        # a file that fails still waits for its signature to stand: no return may discard it
        is_tried = is_try_begun(session, row)
        party, account_id = Party.SUPERVISOR, actor.account_id
        moved = after(action_of(row), sent.step, party, account_id, today, is_tried=is_tried)
        if sent.step in CLOSING:
            refuse_one_person(session, account_id, at, (row.done_by, row.done_at or at))
        seen_at = None
        if sent.step is ActionStep.SEEN:
            seen_at = session_seen_at(session, actor, row, today)
            if seen_at is None:
                raise ConflictError("no_later_session")
        keep_step(
            session,
            row,
            moved,
            sent.step,
            at=at,
            by=actor.account_id,
            text=sent.text,
            session_id=seen_at,
        )
        where = NamedText(
            row.audit_id, NamePlace.STEP, actor.account_id, at, session_id=row.session_id
        )
        why = keep_reason_for(session, where, [sent.text], sent.name_reason)
        act.learn(centre_id=row.centre_id, state=moved.state.value, name_reason=why)
    return moved.state.value
