"""Put a goal into a worker's learning plan."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.agreed_events import GoalChanged
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.identity_guard import names_in
from qa_app.domain.journal import canonical_json
from qa_app.domain.learning import GoalState, NewGoal, check_goal, goal_place
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.idempotency import Request, once
from qa_app.models.records import LearningGoalRow
from qa_app.models.sealing import sealer_of
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.transaction import Act
from qa_app.queries.learning import learners


def add_goal(
    session: Session, actor: Actor, practitioner_id: int, goal: NewGoal, zone: str, *, at: datetime
) -> int:
    """Put a goal into the learning plan of somebody whom one supervises.

    Args:
        session: A database session.
        actor: Who supervises the worker.
        practitioner_id: The worker.
        goal: The goal.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The goal, the same for the same key.

    Raises:
        OutOfReachError: The actor supervises no such worker.
        InvalidError: The goal may not be written down (`domain.learning.check_goal`), or it names
            a session that the actor did not lead with the worker (`unknown_session`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    request = Request(actor.account_id, goal.key, "learning:add", f"{practitioner_id}\n{goal!r}")
    event = GoalChanged(
        actor=actor, at=at, object_id=practitioner_id, step="add_goal", source=goal.source.value
    )
    return once(
        session, request, event, lambda act: _add(session, act, practitioner_id, goal, zone)
    )


def _add(session: Session, act: Act, practitioner_id: int, goal: NewGoal, zone: str) -> int:
    actor, at = act.event.actor, act.event.at
    today = local_day(at, zone)
    found = learners(session, actor, today, only=practitioner_id)
    if not found or not may(actor, Permission.LEARNING_WRITE):
        raise OutOfReachError("practitioner")
    check_goal(goal, today)
    _check_session(session, actor, practitioner_id, goal)
    body, reason = {"text": goal.text}, goal.name_reason.strip()
    sealer, place, why = sealer_of(session), goal_place(practitioner_id), None
    if names_in(goal.text):
        body["name_reason"] = reason
        why = sealer.digest(reason, place)
    made: int = session.execute(
        insert(LearningGoalRow)
        .values(
            practitioner_id=practitioner_id,
            session_id=goal.session_id,
            source=goal.source.value,
            body=sealer.seal(canonical_json(body), place),
            due_on=goal.due_on,
            state=GoalState.OPEN.value,
            revision=1,
            created_at=at,
            created_by=actor.account_id,
        )
        .returning(LearningGoalRow.id)
    ).scalar_one()
    act.learn(centre_id=found[0].centre_id, name_reason=why)
    return made


def _check_session(session: Session, actor: Actor, practitioner_id: int, goal: NewGoal) -> None:
    if goal.session_id is None:
        return
    led = session.execute(
        select(SupervisionSessionRow.id)
        .join(SessionPersonRow, SessionPersonRow.session_id == SupervisionSessionRow.id)
        .where(
            SupervisionSessionRow.id == goal.session_id,
            SupervisionSessionRow.supervisor_id == actor.account_id,
            SessionPersonRow.practitioner_id == practitioner_id,
        )
    ).scalar_one_or_none()
    if led is None:
        raise InvalidError("unknown_session")
