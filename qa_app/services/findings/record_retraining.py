"""Say which training answered an action."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.follow_up_events import ActionTrained
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.idempotency import Request, once
from qa_app.models.recording import write_row
from qa_app.models.training_rows import ActionTrainingRow
from qa_app.models.transaction import Act
from qa_app.queries.result_place import held_action
from qa_app.queries.retraining import trainings_for


def record_retraining(
    session: Session,
    actor: Actor,
    action_id: int,
    event_id: int,
    *,
    at: datetime,
    key: str | None = None,
) -> int:
    """Join a training to the action that it answered.

    Args:
        session: A database session.
        actor: Who records trainings for the centre.
        action_id: The action.
        event_id: The training as it stands.
        at: The present.
        key: Random key of the form; None when the caller has none.

    Returns:
        The row that joins them, the same for the same key.

    Raises:
        OutOfReachError: There is no such action within reach, or it follows from no review.
        InvalidError: The training is not among those that could have answered it
            (`unknown_training`, see `trainings_for`).
        ConflictError: The action was cancelled (`wrong_state`), they are joined already
            (`training_joined`), or the key was used for something else (`key_reused`).
    """
    request = Request(actor.account_id, key, "action:train", f"{action_id}\n{event_id}")
    event = ActionTrained(
        actor=actor, at=at, object_id=action_id, training=event_id, step="recorded"
    )
    return once(session, request, event, lambda act: _join(session, act, action_id, event_id))


def _join(session: Session, act: Act, action_id: int, event_id: int) -> int:
    actor = act.event.actor
    row, _place = held_action(session, actor, action_id, Permission.TRAINING_RECORD)
    if row.audit_id is None:
        raise OutOfReachError("action")
    if row.state == ActionState.DROPPED.value:
        raise ConflictError("wrong_state")
    link = ActionTrainingRow
    stands = exists().where(
        link.action_id == action_id, link.event_id == event_id, link.ended_at.is_(None)
    )
    if session.execute(select(stands)).scalar_one():
        raise ConflictError("training_joined")
    if event_id not in {one.event_id for one in trainings_for(session, actor, action_id)}:
        raise InvalidError("unknown_training")
    act.learn(centre_id=row.centre_id)
    values = {"centre_id": row.centre_id, "action_id": action_id, "event_id": event_id}
    return write_row(session, link, values, actor.account_id, act.event.at)
