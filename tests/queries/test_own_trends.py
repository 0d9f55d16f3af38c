"""Who looks at a practitioner's own trend: the practitioner and their supervisor by agreement."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Role
from qa_app.domain.series import Coverage
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.queries.own_trends import own_scope, own_trends
from qa_app.queries.trends import rubric_trend
from tests.agreements import FIRST, Team, a_team, an_agreement
from tests.people import person
from tests.readings import JAN, count_in, published
from tests.sessions import at_centre
from tests.statements import counted

DAY = date(2026, 5, 4)


@pytest.fixture
def team(session: Session) -> Team:
    made = a_team(session)
    an_agreement(session, made)
    return made


def sees(session: Session, actor: Actor, team: Team, code: str = "W1", day: date = DAY) -> bool:
    found = own_scope(session, actor, team.worker(code), day)
    session.rollback()
    return found is not None


def worker(team: Team, code: str) -> Actor:
    plain = at_centre(person(Role.CASEWORKER), Role.CASEWORKER, team.scene.centre)
    return replace(plain, practitioner_id=team.worker(code))


def test_the_worker_and_the_supervisor_by_agreement_and_nobody_else(
    session: Session, team: Team
) -> None:
    scene = team.scene
    assert sees(session, worker(team, "W1"), team)
    assert not sees(session, worker(team, "W2"), team)
    assert sees(session, scene.supervisor, team)
    # neither who reaches the centre without an agreement, nor its manager, nor readers
    assert not sees(session, team.city, team)
    assert not sees(session, scene.elsewhere, team)
    for role in (Role.CENTRE_MANAGER, Role.AUDITOR, Role.JUDICIAL_READER):
        assert not sees(session, at_centre(person(role), role, scene.centre), team)
    assert not sees(session, scene.supervisor, team, "W2")


def test_only_while_the_agreement_holds(session: Session, team: Team) -> None:
    lead = team.scene.supervisor
    assert not sees(session, lead, team, day=date(2026, 3, 31))
    assert sees(session, lead, team, day=FIRST)
    session.execute(delete(SupervisionAgreementRow))
    session.commit()
    assert not sees(session, lead, team)


def test_own_files_by_quarter_with_two_queries(session: Session, team: Team) -> None:
    version = published(session, "3.0.0")
    centre, own = team.scene.centre, {"practitioner_id": team.worker("W1")}
    count_in(session, centre, version, JAN, 3, **own)
    count_in(session, centre, version, JAN + 1, 2, score_millionths=600_000, **own)
    count_in(session, centre, version, JAN, 9, sample_type="purposive", score_millionths=0, **own)
    # of somebody else, in no figure here
    count_in(session, centre, version, JAN, 40, score_millionths=0)
    scope = own_scope(session, worker(team, "W1"), team.worker("W1"), DAY)
    assert scope is not None
    assert (scope.key, scope.code) == (f"w:{team.worker('W1')}", "W1")
    own_trends(session, scope)
    session.rollback()
    with counted(session) as statements:
        (trend,) = own_trends(session, scope)
    # totals, and the words that came later: the same however many files there are
    assert len(statements) <= 3
    (point,) = trend.whole(Coverage.SAMPLED).points
    # (3 x 85 + 2 x 60) / 5
    assert (point.value, point.file_count) == (Fraction(75, 100), 5)
    whole = rubric_trend(session, scope, trend.code)
    assert whole is not None
    assert {section for _, section in whole.series} == {"", "A", "B"}
