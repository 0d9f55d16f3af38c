"""Say that a goal of a learning plan is reached, or dropped."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.agreed_events import GoalChanged
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.learning import ENDS, GoalState
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.records import LearningGoalRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.learning import learners


def close_goal(
    session: Session,
    actor: Actor,
    goal_id: int,
    ends: tuple[GoalState, int],
    zone: str,
    *,
    at: datetime,
) -> int:
    """End a goal of somebody whom one supervises.

    Args:
        session: A database session.
        actor: Who supervises the worker.
        goal_id: The goal.
        ends: Reached or dropped, and the revision that the actor saw.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The worker.

    Raises:
        OutOfReachError: The actor supervises nobody who has such a goal.
        InvalidError: Goals do not end so (`unknown_step`).
        ConflictError: It ended, or was changed since (`goal_changed`).
    """
    state, revision = ends
    if state not in ENDS:
        raise InvalidError("unknown_step")
    if not may(actor, Permission.LEARNING_WRITE):
        raise OutOfReachError("goal")
    event = GoalChanged(actor=actor, at=at, step=state.value)
    with transaction(session, event) as act:
        query = select(LearningGoalRow).where(LearningGoalRow.id == goal_id)
        row = session.execute(locked(session, query, LearningGoalRow)).scalar_one_or_none()
        today = local_day(at, zone)
        found = () if row is None else learners(session, actor, today, only=row.practitioner_id)
        if row is None or not found:
            raise OutOfReachError("goal")
        if row.state != GoalState.OPEN or row.revision != revision:
            raise ConflictError("goal_changed")
        session.execute(
            update(LearningGoalRow)
            .where(LearningGoalRow.id == goal_id)
            .values(state=state.value, closed_on=today, revision=revision + 1)
            .execution_options(synchronize_session=False)
        )
        act.learn(object_id=row.practitioner_id, centre_id=found[0].centre_id, source=row.source)
        return row.practitioner_id
