"""Remove a robot of a chat group: its address and secret are forgotten, nothing more is sent."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.reminder_events import RobotRemoved
from qa_app.models.reminders import GroupRobotRow
from qa_app.models.transaction import transaction
from qa_app.queries.robots import robot_to_manage


def remove_robot(session: Session, actor: Actor, robot_id: int, *, at: datetime) -> int:
    """Remove a robot.

    Args:
        session: A database session.
        actor: Who looks after the links of its centre.
        robot_id: The robot.
        at: The present.

    Returns:
        Its centre.

    Raises:
        OutOfReachError: There is no such robot at a centre whose links the actor looks after, or
            it was removed.
    """
    with transaction(session, RobotRemoved(actor=actor, at=at, object_id=robot_id)) as act:
        found = robot_to_manage(session, actor, robot_id)
        act.learn(centre_id=found.centre_id)
        session.execute(
            update(GroupRobotRow)
            .where(GroupRobotRow.id == robot_id)
            .values(removed_at=at, address=b"", secret=None)
        )
    return found.centre_id
