"""Centres of one journey."""

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.queries.supervisor_time import travel_groups
from qa_app.services.agreements.set_travel_group import set_travel_group
from tests.agreements import Team, a_team
from tests.people import NOON


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def test_centres_are_put_together_and_taken_apart(session: Session, team: Team) -> None:
    a, b = team.scene.centre, team.scene.other_centre
    set_travel_group(session, team.city, " 北线  甲 ", [a, b, a], at=NOON)
    set_travel_group(session, team.city, "北线 甲", [a, b], at=NOON)
    assert travel_groups(session, team.city) == {a: "北线 甲", b: "北线 甲"}
    assert travel_groups(session, team.scene.supervisor) == {a: "北线 甲"}
    session.rollback()
    set_travel_group(session, team.city, "", [b], at=NOON)
    assert travel_groups(session, team.city) == {a: "北线 甲"}


def test_refusals(session: Session, team: Team) -> None:
    a, b = team.scene.centre, team.scene.other_centre
    with pytest.raises(InvalidError, match="no_centre"):
        set_travel_group(session, team.city, "x", [], at=NOON)
    with pytest.raises(InvalidError, match="name_long"):
        set_travel_group(session, team.city, "x" * 41, [a], at=NOON)
    for actor, centres in (
        (team.scene.supervisor, [a, b]),
        (team.scene.reader, [a]),
        (team.city, [a, 10**9]),
    ):
        with pytest.raises(OutOfReachError):
            set_travel_group(session, actor, "x", centres, at=NOON)
    assert travel_groups(session, team.city) == {}
