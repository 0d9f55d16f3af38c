"""The outbox: what leaves by which way, and how it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.reminders import Channel, MessageState, Outgoing, ReminderKind, RobotKind
from qa_app.models.accounts import AccountRow
from qa_app.models.places import CentreRow
from qa_app.models.reminders import GroupRobotRow, MailAddressRow, OutboxMessageRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.mail_addresses import about_mail
from qa_app.queries.reminder_sessions import sessions_standing
from qa_app.queries.robots import robot_of

_FIRST = (MessageState.UNKNOWN, MessageState.FAILED, MessageState.SENDING, MessageState.WAITING)


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message in a list.

    Attributes:
        id: It.
        channel: By which way.
        kind: What it is about.
        to: Name of the account, or of the robot's centre; never an address.
        robot_kind: Whose robot; None for mail.
        state: Where it stands.
        fault: Why it has not arrived; None when it has, or nobody has tried.
        tries: How often it was tried.
        due_at: When it is due.
        settled_at: When its end was noted; None before.
    """

    id: int
    channel: Channel
    kind: ReminderKind
    to: str
    robot_kind: RobotKind | None
    state: MessageState
    fault: str | None
    tries: int
    due_at: datetime
    settled_at: datetime | None


def outgoing_of(session: Session, row: OutboxMessageRow) -> Outgoing | str:
    """Tell where a message goes, as its receiver and what it is about stand now.

    Args:
        session: A database session.
        row: The message.

    Returns:
        The message, with sessions counted anew; or why it need not leave: `no_receiver` when its
        address or its robot was taken away, reminders were switched off, or the account is
        disabled; `session_moved` when none of its sessions is on that day any more.
    """
    kind = ReminderKind(row.kind)
    if row.robot_id is not None:
        robot = session.get(GroupRobotRow, row.robot_id)
        if robot is None or robot.removed_at is not None:
            return "no_receiver"
        content = _as_it_stands(session, row, robot.centre_id)
        if content is None:
            return "session_moved"
        door = robot_of(session, robot).door
        return Outgoing(row.id, kind, content, robot.language, robot=door)
    found = session.execute(
        select(MailAddressRow.address, AccountRow.language)
        .join(AccountRow, AccountRow.id == MailAddressRow.account_id)
        .where(
            MailAddressRow.account_id == row.account_id,
            MailAddressRow.is_on,
            # who lost an account is told so
            AccountRow.is_active | (row.kind == ReminderKind.ACCOUNT.value),
        )
    ).one_or_none()
    if found is None or row.account_id is None:
        return "no_receiver"
    content = _as_it_stands(session, row, None)
    if content is None:
        return "session_moved"
    mail = sealer_of(session).open(found.address, about_mail(row.account_id))
    return Outgoing(row.id, kind, content, found.language, mail=mail)


def _as_it_stands(
    session: Session, row: OutboxMessageRow, centre_id: int | None
) -> dict[str, Any] | None:
    if row.kind == ReminderKind.ENDS.value:
        # which things they are stays here
        return {key: value for key, value in row.content.items() if key != "things"}
    if row.kind != ReminderKind.SESSIONS.value:
        return row.content
    count = sessions_standing(session, row, centre_id)
    # which sessions they are stays here
    told = {key: row.content[key] for key in ("day", "until")}
    return told | {"count": count} if count else None


def count_messages(session: Session, actor: Actor) -> dict[MessageState, int]:
    """Count the messages of the outbox by where they stand.

    Args:
        session: A database session.
        actor: An administrator; nobody else sees any.

    Returns:
        State to how many; every state.
    """
    if not may(actor, Permission.OUTBOX_READ):
        return {}
    rows = session.execute(
        select(OutboxMessageRow.state, func.count()).group_by(OutboxMessageRow.state)
    )
    counted: dict[str, int] = dict(rows.all())
    return {state: counted.get(state.value, 0) for state in MessageState}


def messages_page(session: Session, actor: Actor, page: int) -> tuple[MessageLine, ...]:
    """List the messages of the outbox: what needs a person first, then what waits, then the rest.

    Args:
        session: A database session.
        actor: An administrator; nobody else sees any.
        page: From 1.

    Returns:
        One row more than a page, when there are more; of each state the newest first.
    """
    if not may(actor, Permission.OUTBOX_READ):
        return ()
    row = OutboxMessageRow
    place = case(
        {one.value: at for at, one in enumerate(_FIRST)}, value=row.state, else_=len(_FIRST)
    )
    rows = session.execute(
        select(row, AccountRow.display_name, GroupRobotRow.kind, CentreRow.code)
        .outerjoin(AccountRow, AccountRow.id == row.account_id)
        .outerjoin(GroupRobotRow, GroupRobotRow.id == row.robot_id)
        .outerjoin(CentreRow, CentreRow.id == GroupRobotRow.centre_id)
        .order_by(place, row.id.desc())
        .offset((page - 1) * ROWS_PER_PAGE)
        .limit(ROWS_PER_PAGE + 1)
    ).all()
    return tuple(
        MessageLine(
            id=one.id,
            channel=Channel(one.channel),
            kind=ReminderKind(one.kind),
            to=name or code or "",
            robot_kind=RobotKind(kind) if kind else None,
            state=MessageState(one.state),
            fault=one.fault,
            tries=one.tries,
            due_at=one.due_at,
            settled_at=one.settled_at,
        )
        for one, name, kind, code in rows
    )
