"""Send what waits in the outbox: each message is claimed by one sender and leaves at most once.

A message is marked before it is handed over and settled afterwards. Whoever stops between the two
leaves it marked; it may have left, so it is given up as unknown and never sent again by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.defaults import MESSAGES_PER_RUN
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.reminder_events import ReminderSettled, RemindersLost
from qa_app.domain.reminders import (
    Became,
    Channel,
    Delivered,
    MessageState,
    Outgoing,
    after_try,
    is_worth_sending,
)
from qa_app.models.outbox import claim_message, is_lost, lose_messages, settle_message
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.transaction import transaction
from qa_app.queries.outbox import outgoing_of


@dataclass(frozen=True, slots=True)
class Post:
    """By what messages leave.

    Attributes:
        channels: Ways that can be used now.
        deliver: Hands one message over and tells what came of it; it raises nothing.
        token: Makes a token that it never made before.
        zone: Local time zone of the installation.
        elapsed: Tells how long the run has lasted; what is claimed late in a long run is claimed
            late, so that no other run takes its sender for stopped.
    """

    channels: tuple[Channel, ...]
    deliver: Callable[[Outgoing], Delivered]
    token: Callable[[], str]
    zone: str
    elapsed: Callable[[], timedelta]


@dataclass(slots=True)
class Sent:
    """What came of a run.

    Attributes:
        by_state: State to how many messages ended in it.
        lost: How many were given up because their sender had stopped.
    """

    by_state: dict[MessageState, int] = field(default_factory=dict)
    lost: int = 0


def send_reminders(session: Session, actor: Actor, post: Post, *, at: datetime) -> Sent:
    """Send what is due, the oldest first, at most `MESSAGES_PER_RUN`.

    Several processes may do so at once: none sends what another has claimed. No transaction is
    open while a message is handed over. A message that cannot be read, put together or handed
    over, for whatever fault, has failed (`message_fault`) and keeps no other waiting.

    Args:
        session: A database session.
        actor: The system.
        post: By what they leave.
        at: When the run begins.

    Returns:
        What came of it.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("reminder:send")
    done = Sent(lost=_lose(session, actor, at))
    for _ in range(MESSAGES_PER_RUN):
        claim = post.token()
        row = claim_message(session, claim, post.channels, at + post.elapsed())
        if row is None:
            break
        message_id, became = row.id, _became(session, row, post, at)
        ended = at + post.elapsed()
        state = became.state.value
        event = ReminderSettled(actor=actor, at=ended, object_id=message_id, state=state)
        with transaction(session, event):
            settle_message(session, message_id, claim, became, ended)
        done.by_state[became.state] = done.by_state.get(became.state, 0) + 1
    return done


def _became(session: Session, row: OutboxMessageRow, post: Post, at: datetime) -> Became:
    tries = row.tries
    try:
        leaves = _leaves(session, row, post, at + post.elapsed())
        session.rollback()
        if isinstance(leaves, Outgoing):
            delivered = post.deliver(leaves)
            return after_try(delivered, tries, at + post.elapsed())
    except Exception:  # noqa: BLE001 - whatever is wrong with one message ends that message alone
        session.rollback()
        return Became(MessageState.FAILED, "message_fault", at + post.elapsed())
    return Became(MessageState.DROPPED, leaves, at + post.elapsed())


def _leaves(session: Session, row: OutboxMessageRow, post: Post, at: datetime) -> Outgoing | str:
    if not is_worth_sending(row.content, local_day(at, post.zone)):
        return "too_late"
    return outgoing_of(session, row)


def _lose(session: Session, actor: Actor, at: datetime) -> int:
    query = select(func.count()).select_from(OutboxMessageRow).where(is_lost(at))
    if not session.execute(query).scalar_one():
        return 0
    with transaction(session, RemindersLost(actor=actor, at=at, count=0)) as act:
        count = lose_messages(session, at)
        act.learn(count=count)
    return count
