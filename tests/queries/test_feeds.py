from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.models.supervision import SessionStaffRow, SupervisionSessionRow
from qa_app.queries.feeds import (
    OpenFeed,
    centre_of_links,
    installation_mark,
    session_for_calendar,
    sessions_of_feed,
)
from tests.people import NOON
from tests.reminders import a_manager
from tests.sessions import DAY, Scene, a_scene, a_session, at_centre, someone

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def ids(session: Session, feed: OpenFeed, since: date = LONG_AGO) -> list[int]:
    return [one.id for one in sessions_of_feed(session, feed, since, NOON)]


def test_a_person_has_what_they_lead_join_or_are_expected_at(
    session: Session, scene: Scene
) -> None:
    worker = someone(session, "worker", Role.CASEWORKER, "A", scene.workers["W1"])
    worker = at_centre(worker, Role.CASEWORKER, scene.centre)
    first = a_session(session, scene, people=(scene.workers["W1"],))
    second = a_session(session, scene)
    session.execute(
        insert(SessionStaffRow).values(session_id=second, account_id=scene.reader.account_id)
    )
    session.commit()
    for actor, wanted in (
        (scene.supervisor, [first, second]),
        (worker, [first]),
        (scene.reader, [second]),
        (scene.elsewhere, []),
    ):
        assert ids(session, OpenFeed(actor, None, None, "zh")) == wanted


def test_a_centre_has_all_of_its_own_within_reach(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    made = a_session(session, scene)
    assert ids(session, OpenFeed(manager, scene.centre, None, "zh")) == [made]
    assert ids(session, OpenFeed(scene.elsewhere, scene.centre, None, "zh")) == []


def test_what_is_long_over_or_long_cancelled_is_left_out(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    feed = OpenFeed(scene.supervisor, None, None, "zh")
    assert ids(session, feed, DAY + timedelta(days=1)) == []
    row = SupervisionSessionRow
    for settled_at, wanted in ((NOON, [made]), (NOON - timedelta(seconds=1), [])):
        session.execute(
            update(row).where(row.id == made).values(state="cancelled", settled_at=settled_at)
        )
        session.commit()
        assert ids(session, feed) == wanted


def test_one_session_is_found_within_reach(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    found = session_for_calendar(session, scene.supervisor, made)
    assert found is not None
    assert (found.planned_on, found.sequence, found.is_cancelled) == (DAY, 0, False)
    assert found.changed_at == NOON
    assert session_for_calendar(session, scene.elsewhere, made) is None


def test_whose_links_are_shown_to_whom(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    found = centre_of_links(session, manager, scene.centre)
    assert found is not None
    assert centre_of_links(session, manager, scene.other_centre) is None
    worker = at_centre(manager, Role.CASEWORKER, scene.centre)
    assert centre_of_links(session, worker, scene.centre) is None


def test_the_mark_of_an_installation_stays(session: Session) -> None:
    assert installation_mark(session) == installation_mark(session)
    assert installation_mark(session).endswith(".plumbline")
