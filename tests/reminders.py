"""Feeds, addresses, robots and messages for tests of reminders."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Role
from qa_app.domain.reminders import Channel, Delivered, Outcome, Outgoing, RobotKind
from qa_app.models.journal import JournalRow
from qa_app.models.reminders import OutboxMessageRow
from qa_app.services.reminders.add_robot import NewRobot, add_robot
from qa_app.services.reminders.send_reminders import Post
from qa_app.services.reminders.set_mail_address import MailWish, set_mail_address
from tests.audits import ZONE
from tests.people import NOON
from tests.sessions import Scene, at_centre, someone

BOTH = (Channel.MAIL, Channel.ROBOT)
DING = "https://oapi.dingtalk.com/robot/send?access_token=a1b2"
SECRET = "SEC000aaa"


def a_manager(session: Session, scene: Scene) -> Actor:
    who = someone(session, "manager", Role.CENTRE_MANAGER, "A")
    return at_centre(who, Role.CENTRE_MANAGER, scene.centre)


def mail_for(session: Session, actor: Actor, address: str = "lead@example.org") -> None:
    set_mail_address(session, actor, MailWish(address), at=NOON)


def a_robot(session: Session, manager: Actor, centre: int, **fields: object) -> int:
    values = {"kind": RobotKind.DINGTALK, "address": DING, "secret": SECRET, "language": "zh"}
    new = NewRobot(centre, **(values | fields))
    return add_robot(session, manager, new, (), at=NOON)


class Box:
    """Takes messages as a mail server would; answers as it is told."""

    def __init__(self, *answers: Delivered) -> None:
        self.taken: list[Outgoing] = []
        self.answers = list(answers)
        self._numbers = count(1)

    def take(self, message: Outgoing) -> Delivered:
        self.taken.append(message)
        return self.answers.pop(0) if self.answers else Delivered(Outcome.SENT)

    def post(
        self,
        *channels: Channel,
        deliver: Callable | None = None,
        elapsed: Callable[[], timedelta] = timedelta,
    ) -> Post:
        return Post(channels or BOTH, deliver or self.take, self._token, ZONE, elapsed)

    def _token(self) -> str:
        return f"{id(self)}-{next(self._numbers)}"[-32:]


def outbox(session: Session) -> list[tuple[str, str, str | None]]:
    session.rollback()
    rows = session.execute(select(OutboxMessageRow).order_by(OutboxMessageRow.key)).scalars()
    return [(row.key, row.state, row.fault) for row in rows]


def acts(session: Session, action: str) -> int:
    session.rollback()
    query = select(func.count()).select_from(JournalRow).where(JournalRow.action == action)
    return session.execute(query).scalar_one()
