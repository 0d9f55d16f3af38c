"""Somebody stands in, from a day to a day."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import NewGrant, Role
from qa_app.domain.supervision_agreements import EndReason
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.who_reads import TieRow
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from qa_app.services.agreements.name_deputy import NewDeputy, name_deputy
from tests.agreements import Team, a_team, account, an_agreement, row_of
from tests.audits import ZONE
from tests.people import NOON

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 30)


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def test_a_deputy_has_the_same_terms_and_a_tie(session: Session, team: Team) -> None:
    made = an_agreement(session, team)
    new = NewDeputy(team.head, MAY, JUNE, key="k")
    deputy = name_deputy(session, team.city, made, new, at=NOON)
    assert name_deputy(session, team.city, made, new, at=NOON) == deputy
    row = row_of(session, deputy)
    assert (row.kind, row.deputy_of_id, row.supervisor_id) == ("deputy", made, team.head)
    assert (row.from_on, row.until_on, row.minutes) == (MAY, JUNE, 60)
    ties = session.execute(select(TieRow.account_id, TieRow.until_on).order_by(TieRow.id)).all()
    assert [tuple(one) for one in ties] == [(team.lead, None), (team.head, JUNE)]
    total = select(func.count()).select_from(SupervisionAgreementRow)
    assert session.execute(total).scalar_one() == 2


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (MAY, None, "until_missing"),
        (JUNE, MAY, "ends_before"),
        (date(2026, 3, 31), JUNE, "outside_agreement"),
        (MAY, date(2026, 12, 1), "outside_agreement"),
    ],
)
def test_days(session: Session, team: Team, first: date, last: date | None, code: str) -> None:
    made = an_agreement(session, team, until_on=date(2026, 11, 30))
    with pytest.raises(InvalidError, match=code):
        name_deputy(session, team.city, made, NewDeputy(team.head, first, last), at=NOON)


def test_rules(session: Session, team: Team) -> None:
    made = an_agreement(session, team)
    deputy = name_deputy(session, team.city, made, NewDeputy(team.head, MAY, JUNE), at=NOON)
    other = account(session, "other", NewGrant(Role.SENIOR_SUPERVISOR, "KM")).account_id or 0
    july = date(2026, 7, 31)
    for agreement, supervisor, code in (
        (made, team.lead, "same_supervisor"),
        (made, team.far, "unfit_supervisor"),
        (made, other, "overlaps"),
        (deputy, other, "not_standing"),
    ):
        new = NewDeputy(supervisor, JUNE, july)
        with pytest.raises(InvalidError, match=code):
            name_deputy(session, team.city, agreement, new, at=NOON)
    for actor in (team.scene.elsewhere, team.scene.reader):
        with pytest.raises(OutOfReachError):
            name_deputy(session, actor, made, NewDeputy(other, july, july), at=NOON)
    end_agreement(session, team.city, made, AgreementEnding(EndReason.LEFT), ZONE, at=NOON)
    with pytest.raises(ConflictError, match="ended"):
        name_deputy(session, team.city, made, NewDeputy(other, july, july), at=NOON)
