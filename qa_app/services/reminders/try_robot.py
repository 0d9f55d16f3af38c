"""Send a word of trial by a robot at once, so that its manager sees whether it arrives."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROBOT_TRY_SECONDS
from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.domain.reminder_events import ReminderSettled
from qa_app.domain.reminders import (
    Became,
    Channel,
    Delivered,
    MessageState,
    Outcome,
    Outgoing,
    ReminderKind,
)
from qa_app.models.outbox import claimed, put_messages, settle_message, take_message
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.transaction import transaction
from qa_app.queries.robots import Robot, robot_to_manage


def try_robot(
    session: Session,
    actor: Actor,
    robot_id: int,
    key: str,
    deliver: Callable[[Outgoing], Delivered],
    *,
    at: datetime,
) -> tuple[int, Delivered | None]:
    """Try a robot; the try stands in the outbox like any message, and is not repeated.

    Args:
        session: A database session.
        actor: Who looks after the links of its centre.
        robot_id: The robot.
        key: Random key of the form; the same key twice sends one word.
        deliver: Hands the message over; no transaction is open meanwhile.
        at: The present.

    Returns:
        Its centre, and what came of it; None when the form was sent before.

    Raises:
        OutOfReachError: There is no such robot at a centre whose links the actor looks after.
        ConflictError: It was tried less than `ROBOT_TRY_SECONDS` ago (`robot_tried`; `centre_id`,
            and `seconds` until it may be tried again).
    """
    robot = robot_to_manage(session, actor, robot_id)
    session.rollback()
    message_id = _put(session, actor, robot, key, at)
    if message_id is None:
        return robot.centre_id, None
    claim = f"try-{message_id}"
    take_message(session, claim, message_id, at)
    if claimed(session, claim) is None:
        return robot.centre_id, None
    session.rollback()
    leaves = Outgoing(message_id, ReminderKind.TRIAL, {}, robot.language, robot=robot.door)
    done = deliver(leaves)
    states = {Outcome.SENT: MessageState.SENT, Outcome.UNKNOWN: MessageState.UNKNOWN}
    became = Became(states.get(done.outcome, MessageState.FAILED), done.fault, at)
    with transaction(session, _event(actor, robot, message_id, became.state, at)):
        settle_message(session, message_id, claim, became, at)
    return robot.centre_id, done


def _put(session: Session, actor: Actor, robot: Robot, key: str, at: datetime) -> int | None:
    name = f"trial:{robot.id}:{key}"
    message: dict[str, Any] = {
        "key": name,
        "channel": Channel.ROBOT.value,
        "account_id": None,
        "robot_id": robot.id,
        "kind": ReminderKind.TRIAL.value,
        "content": {},
    }
    query = select(OutboxMessageRow.id).where(OutboxMessageRow.key == name)
    if session.execute(query).first() is not None:
        return None
    with transaction(session, _event(actor, robot, None, MessageState.WAITING, at)) as act:
        # held, so that of two tries at once the second sees the first
        robot_to_manage(session, actor, robot.id)
        wait = _wait(session, robot.id, at)
        if wait > 0:
            raise ConflictError("robot_tried", centre_id=robot.centre_id, seconds=wait)
        is_new = put_messages(session, [message], at)
        message_id = session.execute(query).scalar_one()
        act.learn(object_id=message_id)
    return message_id if is_new else None


def _wait(session: Session, robot_id: int, at: datetime) -> int:
    row = OutboxMessageRow
    query = (
        select(row.due_at)
        .where(row.robot_id == robot_id, row.kind == ReminderKind.TRIAL.value)
        .order_by(row.due_at.desc())
        .limit(1)
    )
    last = session.execute(query).scalar_one_or_none()
    if last is None:
        return 0
    return ceil((last + timedelta(seconds=ROBOT_TRY_SECONDS) - at).total_seconds())


def _event(
    actor: Actor, robot: Robot, message_id: int | None, state: MessageState, at: datetime
) -> ReminderSettled:
    return ReminderSettled(
        actor=actor, at=at, object_id=message_id, centre_id=robot.centre_id, state=state.value
    )
