import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.queries.feeds import open_feed, own_feeds
from qa_app.services.reminders.make_feed import NewFeed, make_feed
from qa_app.services.reminders.revoke_feed import revoke_feed
from tests.people import NOON
from tests.reminders import a_manager, acts
from tests.sessions import Scene, a_scene

DIGEST = "a" * 64


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def a_feed(session: Session, scene: Scene, centre: int | None) -> int:
    make_feed(session, scene.supervisor, NewFeed(DIGEST, "zh", centre), at=NOON)
    return own_feeds(session, scene.supervisor)[0].id


def test_a_revoked_address_opens_nothing_and_stays_so(session: Session, scene: Scene) -> None:
    feed = a_feed(session, scene, None)
    assert revoke_feed(session, scene.supervisor, feed, at=NOON) is None
    assert open_feed(session, DIGEST) is None
    assert own_feeds(session, scene.supervisor) == ()
    with pytest.raises(OutOfReachError):
        revoke_feed(session, scene.supervisor, feed, at=NOON)
    assert acts(session, "feed:revoke") == 1


def test_a_manager_revokes_what_shows_the_centre(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    feed = a_feed(session, scene, scene.centre)
    with pytest.raises(OutOfReachError):
        revoke_feed(session, scene.elsewhere, feed, at=NOON)
    assert revoke_feed(session, manager, feed, at=NOON) == scene.centre
    assert open_feed(session, DIGEST) is None


def test_a_manager_does_not_revoke_what_is_somebodys_own(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    feed = a_feed(session, scene, None)
    for actor in (manager, scene.elsewhere):
        with pytest.raises(OutOfReachError):
            revoke_feed(session, actor, feed, at=NOON)
    with pytest.raises(OutOfReachError):
        revoke_feed(session, manager, 10**6, at=NOON)
    assert open_feed(session, DIGEST) is not None
