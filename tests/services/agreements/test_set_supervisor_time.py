"""How much time a supervisor has."""

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.queries.supervisor_time import SupervisorTime, times_of
from qa_app.services.agreements.set_supervisor_time import set_supervisor_time
from tests.agreements import Team, a_team
from tests.people import NOON


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def now(session: Session, account: int) -> SupervisorTime:
    session.rollback()
    return times_of(session, [account])[account]


def test_time_is_set_and_changed(session: Session, team: Team) -> None:
    assert now(session, team.lead) == SupervisorTime(4800, 2, 0)
    wanted = SupervisorTime(2400, 3, 0)
    set_supervisor_time(session, team.scene.supervisor, team.lead, wanted, at=NOON)
    set_supervisor_time(session, team.scene.supervisor, team.lead, wanted, at=NOON)
    assert now(session, team.lead) == SupervisorTime(2400, 3, 1)
    stale = SupervisorTime(600, 1, 0)
    with pytest.raises(ConflictError, match="changed"):
        set_supervisor_time(session, team.city, team.lead, stale, at=NOON)
    set_supervisor_time(session, team.city, team.lead, SupervisorTime(0, 1, 1), at=NOON)
    assert now(session, team.lead) == SupervisorTime(0, 1, 2)


def test_refusals(session: Session, team: Team) -> None:
    for wanted, code in (
        (SupervisorTime(-1, 2, 0), "minutes_a_month"),
        (SupervisorTime(14401, 2, 0), "minutes_a_month"),
        (SupervisorTime(600, 0, 0), "centres_a_day"),
        (SupervisorTime(600, 5, 0), "centres_a_day"),
    ):
        with pytest.raises(InvalidError, match=code):
            set_supervisor_time(session, team.city, team.lead, wanted, at=NOON)
    # nobody says how much time somebody above or beside them has
    for actor, account in (
        (team.scene.supervisor, team.head),
        (team.scene.elsewhere, team.lead),
        (team.scene.reader, team.scene.reader.account_id or 0),
        (team.city, team.scene.reader.account_id or 0),
        (team.city, 10**9),
    ):
        with pytest.raises(OutOfReachError):
            set_supervisor_time(session, actor, account, SupervisorTime(600, 1, 0), at=NOON)
