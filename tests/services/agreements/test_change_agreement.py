"""The terms of an agreement change, seen as they stood."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.supervision_agreements import EndReason
from qa_app.services.agreements.change_agreement import change_agreement
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from tests.agreements import TERMS, Team, a_team, an_agreement, row_of
from tests.audits import ZONE
from tests.people import NOON

WANTED = replace(TERMS, every_days=14, minutes=90)


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def test_terms_change_once(session: Session, team: Team) -> None:
    made = an_agreement(session, team)
    change_agreement(session, team.city, made, (WANTED, 1), at=NOON)
    row = row_of(session, made)
    assert (row.every_days, row.minutes, row.revision) == (14, 90, 2)
    session.rollback()
    with pytest.raises(ConflictError, match="changed"):
        change_agreement(session, team.city, made, (WANTED, 1), at=NOON)
    change_agreement(session, team.city, made, (TERMS, 2), at=NOON)
    assert row_of(session, made).every_days is None


def test_refusals(session: Session, team: Team) -> None:
    made = an_agreement(session, team)
    with pytest.raises(InvalidError, match="minutes"):
        change_agreement(session, team.city, made, (replace(TERMS, minutes=0), 1), at=NOON)
    for actor in (team.scene.elsewhere, team.scene.reader):
        with pytest.raises(OutOfReachError):
            change_agreement(session, actor, made, (WANTED, 1), at=NOON)
    end_agreement(session, team.city, made, AgreementEnding(EndReason.ASKED), ZONE, at=NOON)
    with pytest.raises(ConflictError, match="ended"):
        change_agreement(session, team.city, made, (WANTED, 2), at=NOON)
    assert row_of(session, made).minutes == 60
