"""Robots of the chat groups of centres."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.reminders import RobotDoor, RobotKind
from qa_app.models.places import CentreRow
from qa_app.models.reminders import GroupRobotRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class RobotLine:
    """A robot in a list; its address and secret are shown to nobody.

    Attributes:
        id: It.
        kind: Whose robot.
        language: Language of its messages.
        is_signed: True when a secret signs its messages.
        made_at: When it was added.
    """

    id: int
    kind: RobotKind
    language: str
    is_signed: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Robot:
    """A robot that is there.

    Attributes:
        id: It.
        centre_id: Its centre.
        language: Language of its messages.
        door: Where it is reached.
    """

    id: int
    centre_id: int
    language: str
    door: RobotDoor


def about_robot(centre_id: int) -> str:
    """Name what the sealed address and secret of a robot belong to.

    Args:
        centre_id: Its centre.

    Returns:
        What they are sealed about.
    """
    return f"robot/{centre_id}"


def robots_of_centre(session: Session, actor: Actor, centre_id: int) -> tuple[RobotLine, ...]:
    """List the robots of a centre for who looks after its links.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: The centre.

    Returns:
        Oldest first; nothing for anybody else.
    """
    rows = session.execute(
        select(GroupRobotRow)
        .join(CentreRow, CentreRow.id == GroupRobotRow.centre_id)
        .where(
            GroupRobotRow.centre_id == centre_id,
            GroupRobotRow.removed_at.is_(None),
            centres_within(actor, Permission.LINK_MANAGE),
        )
        .order_by(GroupRobotRow.id)
    ).scalars()
    return tuple(
        RobotLine(row.id, RobotKind(row.kind), row.language, row.secret is not None, row.made_at)
        for row in rows
    )


def robot_to_manage(session: Session, actor: Actor, robot_id: int) -> Robot:
    """Find a robot of a centre whose links somebody looks after.

    Args:
        session: A database session; inside `transaction` the robot is kept from others.
        actor: Who.
        robot_id: The robot.

    Returns:
        The robot.

    Raises:
        OutOfReachError: There is none, or it was removed.
    """
    query = (
        select(GroupRobotRow)
        .join(CentreRow, CentreRow.id == GroupRobotRow.centre_id)
        .where(
            GroupRobotRow.id == robot_id,
            GroupRobotRow.removed_at.is_(None),
            centres_within(actor, Permission.LINK_MANAGE),
        )
    )
    row = session.execute(locked(session, query, GroupRobotRow)).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("group_robot")
    return robot_of(session, row)


def robot_of(session: Session, row: GroupRobotRow) -> Robot:
    """Open what is sealed of a robot.

    Args:
        session: A database session.
        row: The robot, which was not removed.

    Returns:
        The robot.
    """
    sealer, about = sealer_of(session), about_robot(row.centre_id)
    secret = None if row.secret is None else sealer.open(row.secret, about)
    door = RobotDoor(RobotKind(row.kind), sealer.open(row.address, about), secret)
    return Robot(row.id, row.centre_id, row.language, door)
