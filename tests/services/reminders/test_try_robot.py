from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.reminders import Delivered, Outcome, ReminderKind
from qa_app.services.reminders.send_reminders import send_reminders
from qa_app.services.reminders.try_robot import try_robot
from tests.people import NOON, OPERATOR
from tests.reminders import DING, Box, a_manager, a_robot, acts, outbox
from tests.sessions import Scene, a_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def test_a_trial_leaves_at_once_and_once(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    robot, box = a_robot(session, manager, scene.centre), Box()
    sent = try_robot(session, manager, robot, "k", box.take, at=NOON)
    assert sent == (scene.centre, Delivered(Outcome.SENT))
    assert try_robot(session, manager, robot, "k", box.take, at=NOON) == (scene.centre, None)
    (message,) = box.taken
    assert (message.kind, message.content) == (ReminderKind.TRIAL, {})
    assert outbox(session) == [(f"trial:{robot}:k", "sent", None)]
    try_robot(session, manager, robot, "other", box.take, at=NOON + timedelta(minutes=1))
    assert len(box.taken) == 2
    assert acts(session, "reminder:send") == 4


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Delivered(Outcome.REFUSED, "refused"), "failed"),
        (Delivered(Outcome.RETRY, "server_down"), "failed"),
        (Delivered(Outcome.UNKNOWN, "line_broke"), "unknown"),
    ],
)
def test_what_came_of_it_is_told_and_not_repeated(
    session: Session, scene: Scene, answer: Delivered, state: str
) -> None:
    manager = a_manager(session, scene)
    robot, box = a_robot(session, manager, scene.centre), Box(answer)
    assert try_robot(session, manager, robot, "k", box.take, at=NOON)[1] == answer
    assert outbox(session) == [(f"trial:{robot}:k", state, answer.fault)]
    send_reminders(session, OPERATOR, box.post(), at=NOON)
    assert len(box.taken) == 1


def test_a_robot_is_tried_once_a_minute(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    robot, box = a_robot(session, manager, scene.centre), Box(Delivered(Outcome.REFUSED, "refused"))
    other = a_robot(session, manager, scene.centre, address=f"{DING}3", key="second")
    try_robot(session, manager, robot, "k", box.take, at=NOON)
    for seconds, left in ((0, 60), (1.5, 59), (59.5, 1)):
        at = NOON + timedelta(seconds=seconds)
        with pytest.raises(ConflictError) as told:
            try_robot(session, manager, robot, f"{seconds}", box.take, at=at)
        assert told.value.code == "robot_tried"
        assert told.value.params == {"centre_id": scene.centre, "seconds": left}
    assert len(box.taken) == 1
    assert acts(session, "reminder:send") == 2
    try_robot(session, manager, other, "k", box.take, at=NOON)
    try_robot(session, manager, robot, "later", box.take, at=NOON + timedelta(seconds=60))
    assert len(box.taken) == 3


def test_who_may_not_try_sends_nothing(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    robot, box = a_robot(session, manager, scene.centre), Box()
    for actor, which in ((scene.supervisor, robot), (scene.elsewhere, robot), (manager, 10**6)):
        with pytest.raises(OutOfReachError):
            try_robot(session, actor, which, "k", box.take, at=NOON)
    assert box.taken == []
    assert outbox(session) == []
