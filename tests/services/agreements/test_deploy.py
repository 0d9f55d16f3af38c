"""Practitioners and supervisors work at another centre for a while."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.who_reads import TieRow
from qa_app.services.agreements.deploy import Deployment, deploy
from tests.agreements import TERMS, Team, a_team, an_agreement, row_of
from tests.audits import ZONE
from tests.people import NOON

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 30)


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def of_worker(team: Team) -> Deployment:
    """Worker W1 of centre A at centre B, where somebody else supervises."""
    return Deployment(team.scene.other_centre, team.far, team.worker("W1"), MAY, JUNE, key="k")


def send(session: Session, team: Team, new: Deployment, actor=None) -> int:
    return deploy(session, actor or team.city, new, ZONE, at=NOON)


def test_a_practitioner_goes_with_the_terms_of_home(session: Session, team: Team) -> None:
    home = an_agreement(session, team, terms=replace(TERMS, every_days=7, minutes=45))
    made = send(session, team, of_worker(team))
    assert send(session, team, of_worker(team)) == made
    row = row_of(session, made)
    assert (row.kind, row.centre_id) == ("deployment", team.scene.other_centre)
    assert (row.supervisor_id, row.practitioner_id) == (team.far, team.worker("W1"))
    assert (row.every_days, row.minutes) == (7, 45)
    assert row_of(session, home).ended_at is None
    tie = session.execute(select(TieRow).where(TieRow.account_id == team.far)).scalar_one()
    assert (tie.centre_id, tie.until_on) == (team.scene.centre, JUNE)


def test_a_supervisor_goes_to_supervise(session: Session, team: Team) -> None:
    new = Deployment(team.scene.other_centre, team.head, None, MAY, JUNE)
    made = send(session, team, new)
    row = row_of(session, made)
    assert (row.supervisor_id, row.practitioner_id, row.account_id) == (team.head, None, None)
    assert row.functions == {"accountability": 40, "learning": 30, "support": 30}
    session.rollback()
    with pytest.raises(InvalidError, match="overlaps"):
        send(session, team, replace(new, from_on=JUNE, until_on=JUNE))
    # another one may go as well, and the same one elsewhere
    send(session, team, replace(new, supervisor_id=team.far))
    send(session, team, replace(new, centre_id=team.scene.centre))
    with pytest.raises(InvalidError, match="unfit_supervisor"):
        send(session, team, replace(new, supervisor_id=team.lead))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"until_on": None}, "until_missing"),
        ({"until_on": MAY - timedelta(days=1)}, "ends_before"),
        ({"until_on": MAY + timedelta(days=184)}, "too_long"),
        ({"from_on": date(2030, 1, 1), "until_on": date(2030, 1, 2)}, "day_out_of_bounds"),
    ],
)
def test_days(session: Session, team: Team, fields: dict[str, date], code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        send(session, team, replace(of_worker(team), **fields))
    session.rollback()
    assert session.execute(select(SupervisionAgreementRow)).all() == []


def test_rules(session: Session, team: Team) -> None:
    new = replace(of_worker(team), key=None)
    with pytest.raises(InvalidError, match="same_centre"):
        send(session, team, replace(new, centre_id=team.scene.centre, supervisor_id=team.lead))
    with pytest.raises(InvalidError, match="unfit_supervisor"):
        send(session, team, replace(new, supervisor_id=team.lead))
    send(session, team, new)
    with pytest.raises(InvalidError, match="overlaps"):
        send(session, team, replace(new, supervisor_id=team.head))
    for actor in (team.scene.supervisor, team.scene.elsewhere, team.scene.reader):
        with pytest.raises(OutOfReachError):
            send(session, team, new, actor)
