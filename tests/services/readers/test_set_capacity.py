import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.queries.readers import Reader, reader_within
from qa_app.services.readers.set_capacity import NewCapacity, set_capacity
from tests.people import NOON
from tests.sessions import Scene, a_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def the_reader(session: Session, scene: Scene) -> Reader:
    session.rollback()
    found = reader_within(session, scene.supervisor, scene.reader.account_id or 0)
    assert found is not None
    return found


def test_areas_and_files_a_week_are_set_and_changed(session: Session, scene: Scene) -> None:
    account = scene.reader.account_id or 0
    before = the_reader(session, scene)
    assert (before.files_per_week, before.areas, before.revision) == (5, (), 0)
    wanted = NewCapacity(8, ["legal_aid"], 0)
    set_capacity(session, scene.supervisor, account, wanted, at=NOON)
    set_capacity(session, scene.supervisor, account, wanted, at=NOON)
    after = the_reader(session, scene)
    assert (after.files_per_week, after.areas, after.revision) == (8, ("legal_aid",), 1)
    with pytest.raises(ConflictError, match="changed"):
        set_capacity(session, scene.supervisor, account, NewCapacity(3, (), 0), at=NOON)
    set_capacity(session, scene.supervisor, account, NewCapacity(0, (), 1), at=NOON)
    after = the_reader(session, scene)
    assert (after.files_per_week, after.areas, after.revision) == (0, (), 2)


def test_bad_input_and_people_out_of_reach_are_refused(session: Session, scene: Scene) -> None:
    account = scene.reader.account_id or 0
    for wanted, code in (
        (NewCapacity(-1, (), 0), "files_per_week"),
        (NewCapacity(41, (), 0), "files_per_week"),
        (NewCapacity(5, ("nothing",), 0), "unknown_area"),
    ):
        with pytest.raises(InvalidError, match=code):
            set_capacity(session, scene.supervisor, account, wanted, at=NOON)
    for actor in (scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            set_capacity(session, actor, account, NewCapacity(5, (), 0), at=NOON)
    assert the_reader(session, scene).revision == 0
