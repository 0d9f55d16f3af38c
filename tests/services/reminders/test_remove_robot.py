import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.models.reminders import GroupRobotRow
from qa_app.queries.robots import robots_of_centre
from qa_app.services.reminders.remove_robot import remove_robot
from tests.people import NOON
from tests.reminders import a_manager, a_robot, acts
from tests.sessions import a_scene


def test_a_removed_robot_is_forgotten(session: Session) -> None:
    scene = a_scene(session)
    manager = a_manager(session, scene)
    made = a_robot(session, manager, scene.centre)
    for actor in (scene.supervisor, scene.elsewhere):
        with pytest.raises(OutOfReachError):
            remove_robot(session, actor, made, at=NOON)
    assert remove_robot(session, manager, made, at=NOON) == scene.centre
    with pytest.raises(OutOfReachError):
        remove_robot(session, manager, made, at=NOON)
    with pytest.raises(OutOfReachError):
        remove_robot(session, manager, 10**6, at=NOON)
    assert robots_of_centre(session, manager, scene.centre) == ()
    row = session.execute(select(GroupRobotRow)).scalar_one()
    assert (row.address, row.secret) == (b"", None)
    assert acts(session, "robot:remove") == 1
