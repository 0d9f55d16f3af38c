from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.reminders import CalendarFeedRow
from qa_app.queries.feeds import feeds_of_centre, open_feed, own_feeds
from qa_app.services.reminders.make_feed import NewFeed, make_feed
from tests.people import NOON, OPERATOR, person
from tests.reminders import a_manager, acts
from tests.sessions import Scene, a_scene, at_centre, someone

DIGEST = "a" * 64


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def test_a_feed_opens_by_its_digest_alone(session: Session, scene: Scene) -> None:
    assert make_feed(session, scene.supervisor, NewFeed(DIGEST, "en"), at=NOON)
    found = open_feed(session, DIGEST)
    assert found is not None
    assert (found.actor.account_id, found.centre_id) == (scene.supervisor.account_id, None)
    assert found.language == "en"
    assert open_feed(session, "b" * 64) is None
    row = session.execute(select(CalendarFeedRow)).scalar_one()
    assert row.digest == DIGEST
    assert acts(session, "feed:make") == 1


def test_a_form_sent_twice_makes_one(session: Session, scene: Scene) -> None:
    assert make_feed(session, scene.supervisor, NewFeed(DIGEST, "zh", key="k"), at=NOON)
    again = NewFeed("b" * 64, "zh", key="k")
    assert not make_feed(session, scene.supervisor, again, at=NOON)
    assert open_feed(session, "b" * 64) is None
    assert len(own_feeds(session, scene.supervisor)) == 1
    other = NewFeed("c" * 64, "en", key="k")
    with pytest.raises(ConflictError) as refused:
        make_feed(session, scene.supervisor, other, at=NOON)
    assert refused.value.code == "key_reused"


def test_a_centre_needs_reach_and_more_than_a_caseworker(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    assert make_feed(session, manager, NewFeed(DIGEST, "zh", scene.centre), at=NOON)
    found = open_feed(session, DIGEST)
    assert found is not None
    assert found.centre_id == scene.centre
    worker = someone(session, "worker", Role.CASEWORKER, "A", scene.workers["W1"])
    worker = at_centre(worker, Role.CASEWORKER, scene.centre)
    for actor, centre in ((manager, scene.other_centre), (worker, scene.centre), (manager, 10**6)):
        with pytest.raises(OutOfReachError):
            make_feed(session, actor, NewFeed("b" * 64, "zh", centre), at=NOON)
    assert [one.is_mine for one in feeds_of_centre(session, manager, scene.centre)] == [True]


def test_a_manager_sees_the_addresses_of_others_and_others_only_theirs(
    session: Session, scene: Scene
) -> None:
    manager = a_manager(session, scene)
    make_feed(session, scene.supervisor, NewFeed(DIGEST, "zh", scene.centre), at=NOON)
    assert [one.is_mine for one in feeds_of_centre(session, manager, scene.centre)] == [False]
    assert feeds_of_centre(session, scene.reader, scene.centre) == ()
    assert len(own_feeds(session, scene.supervisor)) == 1


def test_who_may_have_none(session: Session, scene: Scene) -> None:
    for actor in (person(Role.SYS_ADMIN), person(Role.JUDICIAL_READER), OPERATOR):
        with pytest.raises(NotAllowedError):
            make_feed(session, actor, NewFeed(DIGEST, "zh"), at=NOON)


def test_there_is_an_end_to_addresses(session: Session, scene: Scene) -> None:
    for number in range(10):
        make_feed(session, scene.supervisor, NewFeed(f"{number:064}", "zh"), at=NOON)
    with pytest.raises(InvalidError) as refused:
        make_feed(session, scene.supervisor, NewFeed(DIGEST, "zh"), at=NOON)
    assert refused.value.code == "too_many_feeds"
    session.execute(update(CalendarFeedRow).where(CalendarFeedRow.id == 1).values(revoked_at=NOON))
    session.commit()
    assert make_feed(session, scene.supervisor, NewFeed(DIGEST, "zh"), at=NOON)


def test_an_account_that_is_disabled_opens_nothing(session: Session, scene: Scene) -> None:
    make_feed(session, scene.supervisor, NewFeed(DIGEST, "zh"), at=NOON)
    who = AccountRow.id == scene.supervisor.account_id
    session.execute(update(AccountRow).where(who).values(is_active=False))
    session.commit()
    assert open_feed(session, DIGEST) is None


def test_a_role_that_is_lost_closes_the_feed(session: Session, scene: Scene) -> None:
    manager = a_manager(session, scene)
    make_feed(session, manager, NewFeed(DIGEST, "zh", scene.centre), at=NOON)
    make_feed(session, manager, NewFeed("b" * 64, "zh"), at=NOON + timedelta(hours=1))
    mine = RoleGrantRow.account_id == manager.account_id
    session.execute(update(RoleGrantRow).where(mine).values(centre_id=scene.other_centre))
    session.commit()
    assert open_feed(session, DIGEST) is None
    assert open_feed(session, "b" * 64) is not None
    session.execute(update(RoleGrantRow).where(mine).values(role=Role.JUDICIAL_READER.value))
    session.commit()
    assert open_feed(session, "b" * 64) is None
