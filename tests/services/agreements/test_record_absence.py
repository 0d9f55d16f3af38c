"""Days away, recorded and taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.supervision_agreements import AbsenceKind
from qa_app.models.agreements import AbsenceRow
from qa_app.models.journal import JournalRow
from qa_app.queries.supervisor_time import absences_of
from qa_app.services.agreements.record_absence import NewAbsence, record_absence
from qa_app.services.agreements.take_back_absence import take_back_absence
from tests.agreements import Team, a_team
from tests.audits import ZONE
from tests.people import NOON

FIRST, LAST = date(2026, 4, 7), date(2026, 4, 10)
AWAY = NewAbsence(AbsenceKind.ILLNESS, FIRST, LAST)


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def record(session: Session, team: Team, new: NewAbsence = AWAY, actor=None) -> int:
    who = actor or team.scene.supervisor
    return record_absence(session, who, team.lead, new, ZONE, at=NOON)


def test_days_away_are_kept_once_and_taken_back_once(session: Session, team: Team) -> None:
    made = record(session, team)
    assert record(session, team) == made
    session.rollback()
    away = absences_of(session, [team.lead, team.far], LAST, LAST)
    assert [(one.id, one.kind) for one in away[team.lead]] == [(made, AbsenceKind.ILLNESS)]
    assert away[team.far] == ()
    after = LAST + timedelta(days=1)
    assert absences_of(session, [team.lead], after)[team.lead] == ()
    # the journal does not tell that somebody is ill
    session.rollback()
    told = session.execute(
        select(JournalRow.detail).where(JournalRow.action == "absence:record")
    ).scalars()
    assert all("illness" not in one for one in told)
    session.rollback()
    take_back_absence(session, team.city, made, at=NOON)
    with pytest.raises(ConflictError, match="taken_back"):
        take_back_absence(session, team.city, made, at=NOON)
    assert absences_of(session, [team.lead], FIRST)[team.lead] == ()
    session.rollback()
    assert record(session, team) != made


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (LAST, FIRST, "ends_before"),
        (FIRST, date(2027, 4, 8), "absence_too_long"),
        (date(2030, 1, 1), date(2030, 1, 2), "day_out_of_bounds"),
        (LAST, date(2026, 4, 20), "overlaps_absence"),
    ],
)
def test_bad_days(session: Session, team: Team, first: date, last: date, code: str) -> None:
    record(session, team)
    with pytest.raises(InvalidError, match=code):
        record(session, team, NewAbsence(AbsenceKind.LEAVE, first, last))
    session.rollback()
    assert len(session.execute(select(AbsenceRow.id)).all()) == 1


def test_only_oneself_and_who_plans_above(session: Session, team: Team) -> None:
    for actor in (team.scene.elsewhere, team.scene.reader):
        with pytest.raises(OutOfReachError):
            record(session, team, actor=actor)
    made = record(session, team, actor=team.city)
    for actor in (team.scene.elsewhere, team.scene.reader):
        with pytest.raises(OutOfReachError):
            take_back_absence(session, actor, made, at=NOON)
    with pytest.raises(OutOfReachError):
        take_back_absence(session, team.city, 10**9, at=NOON)
