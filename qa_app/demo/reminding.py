"""Calendars and reminders of the demonstration; nothing of it ever leaves."""

import hashlib
from datetime import date, timedelta
from itertools import count

from qa_app.demo.acting import Stage
from qa_app.domain.people import Actor
from qa_app.domain.reminders import Channel, Delivered, Outcome, Outgoing, RobotKind
from qa_app.services.reminders.add_robot import NewRobot, add_robot
from qa_app.services.reminders.make_feed import NewFeed, make_feed
from qa_app.services.reminders.queue_reminders import queue_reminders
from qa_app.services.reminders.send_reminders import Post, send_reminders
from qa_app.services.reminders.set_mail_address import MailWish, set_mail_address

_BOTH = (Channel.MAIL, Channel.ROBOT)
_HOST = "im.example.org"
_ROBOT = f"https://{_HOST}/robot/send?access_token=demonstration"
_REFUSED = "reader@example.org"


def remind(stage: Stage, operator: Actor, today: date) -> None:
    """Subscribe to calendars, keep addresses, and leave an outbox with every kind of end.

    Args:
        stage: What actors need.
        operator: The system.
        today: Last day of the story.
    """
    session, at = stage.session, stage.instant(today - timedelta(days=1), 8)
    centre_id = stage.centre_ids["530102-A"]
    for actor, centre in ((stage.supervisor, None), (stage.manager, centre_id)):
        make_feed(session, actor, NewFeed(_digest(actor), "zh", centre), at=at)
    for actor, mail in (
        (stage.supervisor, "supervisor@example.org"),
        (stage.director, "director@example.org"),
        (stage.reader, _REFUSED),
    ):
        set_mail_address(session, actor, MailWish(mail), at=at)
    robot = NewRobot(centre_id, RobotKind.DINGTALK, _ROBOT, "", "zh")
    # the host is allowed for this call only: whoever runs the demonstration sends nothing there
    add_robot(session, stage.manager, robot, (_HOST,), at=at)
    numbers = count(1)
    post = Post(_BOTH, _answered, lambda: f"demonstration-{next(numbers)}", stage.zone, timedelta)
    queue_reminders(session, operator, _BOTH, stage.zone, at=at)
    send_reminders(session, operator, post, at=at)
    queue_reminders(session, operator, _BOTH, stage.zone, at=stage.instant(today, 0))


def _digest(actor: Actor) -> str:
    # of bytes that no text has, so that no address in the world opens it
    return hashlib.sha256(b"\xff" + str(actor.account_id).encode()).hexdigest()


def _answered(message: Outgoing) -> Delivered:
    if message.robot is not None:
        return Delivered(Outcome.RETRY, "put_off")
    if message.mail == _REFUSED:
        return Delivered(Outcome.REFUSED, "refused")
    return Delivered(Outcome.SENT)
