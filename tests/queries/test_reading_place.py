import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.supervision import SessionType
from qa_app.models.accounts import AccountRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.reading_place import (
    barred_workers,
    files_of_workers,
    fit_reader,
    may_read_at,
    reading_place,
)
from tests.sessions import Scene, a_scene, a_session, reference, some_files


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def test_a_planned_session_is_a_place_to_read(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    place = reading_place(session, scene.supervisor, made)
    assert (place.row.id, place.centre_code, place.rubric.id) == (made, "A", scene.rubric)
    assert place.place_path == session.get_one(CentreRow, scene.centre).place_path


def test_out_of_reach(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    # the reader reaches the centre and may not draw
    for actor, ident in (
        (scene.elsewhere, made),
        (scene.reader, made),
        (scene.supervisor, 10**9),
    ):
        with pytest.raises(OutOfReachError):
            reading_place(session, actor, ident)


def test_settled_sessions_and_those_without_a_rubric_are_none(
    session: Session, scene: Scene
) -> None:
    group = a_session(
        session, scene, type=SessionType.GROUP, rubric_version_id=None, files_wanted=0
    )
    with pytest.raises(InvalidError, match="reads_no_files"):
        reading_place(session, scene.supervisor, group)
    session.execute(update(SupervisionSessionRow).values(state="held"))
    session.commit()
    with pytest.raises(ConflictError, match="not_planned"):
        reading_place(session, scene.supervisor, group)


def test_a_reader_is_active_and_reads_there(session: Session, scene: Scene) -> None:
    place = reading_place(session, scene.supervisor, a_session(session, scene))
    known = scene.reader.account_id or 0
    assert fit_reader(session, place, known).account_id == known
    for account in (scene.elsewhere.account_id or 0, 10**9):
        with pytest.raises(InvalidError, match="unfit_reader"):
            fit_reader(session, place, account)
    session.execute(update(AccountRow).where(AccountRow.id == known).values(is_active=False))
    session.commit()
    with pytest.raises(InvalidError, match="unfit_reader"):
        fit_reader(session, place, known)


def test_the_work_of_reader_and_supervisor_is_barred(session: Session, scene: Scene) -> None:
    w1, w5 = scene.workers["W1"], scene.workers["W5"]
    place = reading_place(session, scene.supervisor, a_session(session, scene))
    assert barred_workers(session, place, scene.supervisor) == frozenset()
    assert barred_workers(session, place, scene.reader) == {w5}
    supervisor = AccountRow.id == scene.supervisor.account_id
    session.execute(update(AccountRow).where(supervisor).values(practitioner_id=w1))
    session.commit()
    assert barred_workers(session, place, scene.reader) == {w1, w5}


def test_a_held_session_is_a_place_for_what_is_still_unread(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    session.execute(update(SupervisionSessionRow).values(state="held"))
    session.commit()
    assert reading_place(session, scene.supervisor, made, is_held_too=True).row.id == made
    session.rollback()
    made = a_session(session, scene)
    session.execute(
        update(SupervisionSessionRow)
        .where(SupervisionSessionRow.id == made)
        .values(state="cancelled")
    )
    session.commit()
    with pytest.raises(ConflictError, match="not_planned"):
        reading_place(session, scene.supervisor, made, is_held_too=True)


def test_who_may_read_at_a_place(session: Session, scene: Scene) -> None:
    place = reading_place(session, scene.supervisor, a_session(session, scene))
    assert may_read_at(session, place, scene.reader.account_id or 0)
    assert not may_read_at(session, place, scene.elsewhere.account_id or 0)
    assert not may_read_at(session, place, 10**9)


def test_the_files_that_somebody_worked_on(session: Session, scene: Scene) -> None:
    w1, w2 = scene.workers["W1"], scene.workers["W2"]
    some_files(session, scene.centre, 2, practitioner_id=w1)
    some_files(session, scene.centre, 1, start=3, practitioner_id=w2)
    some_files(session, scene.centre, 1, start=4)
    assert files_of_workers(session, scene.centre, {w1}) == {reference(1), reference(2)}
    assert files_of_workers(session, scene.other_centre, {w1, w2}) == frozenset()
    assert files_of_workers(session, scene.centre, ()) == frozenset()
