from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.profiles import GivenUp, Profile, Safeguard
from qa_app.models.who_reads import TeamProfileRow
from qa_app.queries.team import given_up_between, people_there, relaxed_at, relaxed_since, team_now
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.readers.set_profile import NewProfile, set_profile
from tests.people import NOON, OPERATOR, person
from tests.sessions import CHEAP, a_scene, someone

LEAD = person(Role.SENIOR_SUPERVISOR)
SMALL = NewProfile(Profile.SMALL, {Safeguard.SECOND_READINGS, Safeguard.NO_EXCHANGE}, "曲靖市")


def test_what_is_given_up_holds_from_then_on(session: Session) -> None:
    a_scene(session)
    assert (team_now(session).profile, team_now(session).set_at) == (Profile.SMALL, None)
    session.rollback()
    lead = LEAD
    assert set_profile(session, lead, SMALL, at=NOON)
    assert not set_profile(session, lead, SMALL, at=NOON + timedelta(hours=1))
    assert relaxed_at(session, NOON - timedelta(seconds=1)) == frozenset()
    assert relaxed_at(session, NOON) == {Safeguard.SECOND_READINGS, Safeguard.NO_EXCHANGE}
    session.rollback()
    later = NOON + timedelta(days=1)
    assert set_profile(session, lead, NewProfile(Profile.SMALL, ()), at=later)
    assert relaxed_at(session, None) == frozenset()
    assert relaxed_at(session, NOON) == {Safeguard.SECOND_READINGS, Safeguard.NO_EXCHANGE}
    # a span knows everything that was given up within it
    assert Safeguard.SECOND_READINGS in relaxed_since(session, NOON, later + timedelta(days=9))
    assert relaxed_since(session, later, later + timedelta(days=9)) == frozenset()
    day, next_day = NOON.date(), later.date()
    twice = GivenUp(Safeguard.SECOND_READINGS, day, next_day)
    assert given_up_between(session, day, next_day, "Asia/Shanghai") == (twice,)
    since = GivenUp(Safeguard.SECOND_READINGS, day, None)
    assert given_up_between(session, day, day, "Asia/Shanghai") == (since,)
    after = next_day + timedelta(days=1)
    assert given_up_between(session, after, after, "Asia/Shanghai") == ()
    # noon in Shanghai is the evening before in Honolulu
    told = given_up_between(session, day, after, "Pacific/Honolulu")
    assert [one.since for one in told] == [day - timedelta(days=1)]


def test_who_is_there(session: Session) -> None:
    a_scene(session)
    # alone it opens no file
    someone(session, "mod", Role.MODERATOR, "A")
    found = people_there(session)
    assert (found.readers, found.supervisors, found.moderators) == (3, 2, 0)
    grants = (NewGrant(Role.AUDITOR), NewGrant(Role.MODERATOR))
    both = NewAccount("both", "both", "four unrelated words here", grants)
    add_account(session, OPERATOR, both, CHEAP, at=NOON)
    found = people_there(session)
    assert (found.readers, found.supervisors, found.moderators) == (4, 2, 1)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewProfile(Profile.FULL, {Safeguard.SECOND_READINGS}), "kept"),
        (NewProfile(Profile.SMALL, {Safeguard.NO_EXCHANGE}), "neighbour_missing"),
        (NewProfile(Profile.SMALL, {Safeguard.NO_EXCHANGE}, "\u200b"), "neighbour_missing"),
        (NewProfile(Profile.SMALL, (), "市" * 61), "neighbour_long"),
    ],
)
def test_bad_profiles_are_refused(session: Session, new: NewProfile, code: str) -> None:
    a_scene(session)
    with pytest.raises(InvalidError, match=code):
        set_profile(session, LEAD, new, at=NOON)
    assert session.scalar(select(func.count()).select_from(TeamProfileRow)) == 0


def test_a_larger_team_is_not_small(session: Session) -> None:
    a_scene(session)
    for number in range(3):
        someone(session, f"more{number}", Role.AUDITOR, "A")
    with pytest.raises(InvalidError, match="larger"):
        set_profile(session, LEAD, SMALL, at=NOON)


def test_only_who_looks_after_the_whole_network_sets_it(session: Session) -> None:
    scene = a_scene(session)
    for actor in (scene.supervisor, person(Role.AUDITOR), person(Role.CENTRE_MANAGER)):
        with pytest.raises(NotAllowedError):
            set_profile(session, actor, SMALL, at=NOON)
