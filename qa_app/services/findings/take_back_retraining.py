"""Take back that a training answered an action."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.follow_up_events import ActionTrained
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.workers import EndedWhy
from qa_app.models.recording import end_row
from qa_app.models.training_rows import ActionTrainingRow
from qa_app.models.transaction import transaction
from qa_app.queries.result_place import held_action


def take_back_retraining(
    session: Session, actor: Actor, action_id: int, link_id: int, *, at: datetime
) -> None:
    """End what joins a training to an action; what was known until now stays known.

    Args:
        session: A database session.
        actor: Who records trainings for the centre.
        action_id: The action.
        link_id: The row that joins them.
        at: The present.

    Raises:
        OutOfReachError: There is no such action within reach, or no such row of it.
        ConflictError: It was taken back before (`training_gone`).
    """
    event = ActionTrained(
        actor=actor, at=at, object_id=action_id, training=link_id, step="taken_back"
    )
    with transaction(session, event) as act:
        row, _place = held_action(session, actor, action_id, Permission.TRAINING_RECORD)
        link = ActionTrainingRow
        found = session.execute(
            select(link.event_id).where(link.id == link_id, link.action_id == action_id)
        ).scalar_one_or_none()
        if found is None:
            raise OutOfReachError("action")
        act.learn(centre_id=row.centre_id, training=found)
        if not end_row(session, link, link_id, EndedWhy.MISTAKEN, (actor.account_id, at)):
            raise ConflictError("training_gone")
