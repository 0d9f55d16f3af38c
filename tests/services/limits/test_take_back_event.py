from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.models.journal import JournalRow
from qa_app.services.limits.take_back_event import take_back_event
from tests.audits import ZONE
from tests.limits import Scene, a_scene, happened, limits, record
from tests.people import NOON

RECEIVED = happened("received", "2026-03-23", "09:00")


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def take_back(session: Session, scene: Scene, event_id: int, *, file: int = 0, actor=None) -> None:
    take_back_event(
        session,
        actor or scene.manager,
        scene.files[file],
        event_id,
        ZONE,
        at=NOON + timedelta(minutes=5),
    )
    session.rollback()


def test_what_is_taken_back_starts_nothing(session: Session, scene: Scene) -> None:
    made = record(session, scene, RECEIVED)
    take_back(session, scene, made)
    assert limits(session, scene.files[0]) == {}
    # it may be recorded anew, and that is another record
    assert record(session, scene, RECEIVED) != made
    assert set(limits(session, scene.files[0])) == {"A1", "A2"}


def test_taking_the_end_back_lets_the_limit_run_again(session: Session, scene: Scene) -> None:
    record(session, scene, RECEIVED)
    done = record(session, scene, happened("screened", "2026-03-23", "10:00"))
    assert limits(session, scene.files[0])["A1"].state == "met"
    take_back(session, scene, done, actor=scene.worker)
    assert limits(session, scene.files[0])["A1"].state == "running"


def test_twice_is_once(session: Session, scene: Scene) -> None:
    made = record(session, scene, RECEIVED)
    take_back(session, scene, made)
    take_back(session, scene, made)
    query = select(func.count()).where(JournalRow.action == "limit:take_back")
    assert session.scalar(query) == 1


def test_who_may_not(session: Session, scene: Scene) -> None:
    made = record(session, scene, RECEIVED)
    other = record(session, scene, RECEIVED, file=1)
    for actor, file, event in (
        (scene.supervisor, 0, made),
        (scene.elsewhere, 0, made),
        (scene.judge, 0, made),
        (scene.worker, 1, other),
        (scene.manager, 0, other),  # a record of another case
        (scene.manager, 0, 10**9),
    ):
        with pytest.raises(OutOfReachError):
            take_back(session, scene, event, file=file, actor=actor)
    assert set(limits(session, scene.files[0])) == {"A1", "A2"}
