"""Give a centre a robot of a chat group, by which reminders reach the group."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROBOT_SECRET_MOST, ROBOTS_MOST
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.reminder_events import RobotAdded
from qa_app.domain.reminders import RobotKind, is_robot_address
from qa_app.models.idempotency import Request, once
from qa_app.models.places import CentreRow
from qa_app.models.reminders import GroupRobotRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act, locked
from qa_app.queries.reach import centres_within
from qa_app.queries.robots import about_robot


@dataclass(frozen=True, slots=True)
class NewRobot:
    """A robot to be added.

    Attributes:
        centre_id: Whose reminders it tells.
        kind: Whose robot it is.
        address: Its webhook, which is a secret by itself.
        secret: What signs its messages; empty for none.
        language: Language of its messages.
        key: Random key of the form; the same key twice adds one robot.
    """

    centre_id: int
    kind: RobotKind
    address: str
    secret: str
    language: str
    key: str | None = None


def add_robot(
    session: Session, actor: Actor, new: NewRobot, more_hosts: tuple[str, ...], *, at: datetime
) -> int:
    """Add a robot; address and secret are sealed.

    Args:
        session: A database session.
        actor: Who looks after the links of the centre.
        new: The robot.
        more_hosts: Hosts that this installation allows besides those of the vendors.
        at: The present.

    Returns:
        The robot.

    Raises:
        OutOfReachError: There is no such centre whose links the actor looks after.
        InvalidError: The address is none of the vendor's robots (`robot_address`), the secret is
            too long or holds blanks (`robot_secret`), or the centre has `ROBOTS_MOST` robots
            (`too_many_robots`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    secret = new.secret
    body = "\n".join(str(getattr(new, one.name)) for one in fields(new) if one.name != "key")
    # the key's row keeps no digest by which an address or a secret could be guessed
    body = sealer_of(session).digest(body, about_robot(new.centre_id))
    request = Request(actor.account_id, new.key, "robot:add", body)
    event = RobotAdded(actor=actor, at=at, centre_id=new.centre_id, kind=new.kind.value)

    def make(act: Act) -> int:
        _check_centre(session, actor, new.centre_id)
        if not is_robot_address(new.kind, new.address, more_hosts):
            raise InvalidError("robot_address")
        if len(secret) > ROBOT_SECRET_MOST or not _is_plain(secret):
            raise InvalidError("robot_secret")
        robot_id = _store(session, actor, new, at)
        act.learn(object_id=robot_id)
        return robot_id

    return once(session, request, event, make)


def _is_plain(secret: str) -> bool:
    return secret.isascii() and secret.isprintable() and " " not in secret


def _check_centre(session: Session, actor: Actor, centre_id: int) -> None:
    within = centres_within(actor, Permission.LINK_MANAGE)
    query = select(CentreRow).where(CentreRow.id == centre_id, within)
    # one at a time, so that two windows do not go beyond the bound together
    if session.execute(locked(session, query, CentreRow)).first() is None:
        raise OutOfReachError("centre")
    count = session.execute(
        select(func.count())
        .select_from(GroupRobotRow)
        .where(GroupRobotRow.centre_id == centre_id, GroupRobotRow.removed_at.is_(None))
    ).scalar_one()
    if count >= ROBOTS_MOST:
        raise InvalidError("too_many_robots", most=ROBOTS_MOST)


def _store(session: Session, actor: Actor, new: NewRobot, at: datetime) -> int:
    sealer, about = sealer_of(session), about_robot(new.centre_id)
    made: int = session.execute(
        insert(GroupRobotRow)
        .values(
            centre_id=new.centre_id,
            kind=new.kind.value,
            address=sealer.seal(new.address, about),
            secret=sealer.seal(new.secret, about) if new.secret else None,
            language=new.language,
            made_at=at,
            made_by=actor.account_id,
        )
        .returning(GroupRobotRow.id)
    ).scalar_one()
    return made
