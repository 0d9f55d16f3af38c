import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.reminders import RobotKind
from qa_app.models.audits import IdempotencyRow
from qa_app.models.reminders import GroupRobotRow
from qa_app.queries.robots import robot_to_manage, robots_of_centre
from qa_app.services.reminders.add_robot import NewRobot, add_robot
from tests.people import NOON
from tests.reminders import DING, SECRET, a_manager, a_robot
from tests.sessions import Scene, a_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def test_address_and_secret_are_sealed_and_nobody_reads_them(
    session: Session, scene: Scene
) -> None:
    manager = a_manager(session, scene)
    made = a_robot(session, manager, scene.centre)
    row = session.execute(select(GroupRobotRow)).scalar_one()
    assert b"a1b2" not in row.address
    assert row.secret is not None
    assert SECRET.encode() not in row.secret
    (line,) = robots_of_centre(session, manager, scene.centre)
    assert (line.kind, line.is_signed, line.language) == (RobotKind.DINGTALK, True, "zh")
    assert robots_of_centre(session, scene.supervisor, scene.centre) == ()
    door = robot_to_manage(session, manager, made).door
    assert (door.address, door.secret) == (DING, SECRET)


def test_a_form_sent_twice_adds_one(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    first = a_robot(session, manager, scene.centre, key="k")
    assert a_robot(session, manager, scene.centre, key="k") == first
    with pytest.raises(ConflictError):
        a_robot(session, manager, scene.centre, key="k", secret="SECother")
    assert len(robots_of_centre(session, manager, scene.centre)) == 1
    digest = session.execute(select(IdempotencyRow.body_digest)).scalars().all()[-1]
    plain = NewRobot(scene.centre, RobotKind.DINGTALK, DING, SECRET, "zh")
    assert digest != plain  # a keyed digest, which the address alone does not give


def test_whoever_does_not_look_after_the_centre_adds_none(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    for actor, centre in (
        (scene.supervisor, scene.centre),
        (scene.reader, scene.centre),
        (manager, scene.other_centre),
    ):
        with pytest.raises(OutOfReachError):
            a_robot(session, actor, centre)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"address": "https://example.org/robot/send?access_token=1"}, "robot_address"),
        ({"address": DING.replace("https", "http")}, "robot_address"),
        ({"kind": RobotKind.FEISHU}, "robot_address"),
        ({"secret": "x" * 201}, "robot_secret"),
        ({"secret": "two words"}, "robot_secret"),
        ({"secret": "密"}, "robot_secret"),
    ],
)
def test_what_is_no_robot_is_refused(
    session: Session, scene: Scene, fields: dict[str, object], code: str
) -> None:
    manager = a_manager(session, scene)
    with pytest.raises(InvalidError) as refused:
        a_robot(session, manager, scene.centre, **fields)
    assert refused.value.code == code
    assert robots_of_centre(session, manager, scene.centre) == ()


def test_a_host_of_the_installation_is_allowed_by_it(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    address = "https://im.example.org/robot/send?access_token=1"
    new = NewRobot(scene.centre, RobotKind.DINGTALK, address, "", "zh")
    made = add_robot(session, manager, new, ("im.example.org",), at=NOON)
    assert robot_to_manage(session, manager, made).door.secret is None


def test_there_is_an_end_to_robots(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    for _ in range(5):
        a_robot(session, manager, scene.centre)
    with pytest.raises(InvalidError) as refused:
        a_robot(session, manager, scene.centre)
    assert refused.value.code == "too_many_robots"
