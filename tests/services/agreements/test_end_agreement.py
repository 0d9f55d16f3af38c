"""Agreements end once, with a reason, and perhaps with a successor."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import NewGrant, Role
from qa_app.domain.supervision_agreements import EndReason
from qa_app.models.who_reads import TieRow
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from qa_app.services.agreements.name_deputy import NewDeputy, name_deputy
from tests.agreements import FIRST, TODAY, Team, a_team, account, an_agreement, row_of
from tests.audits import ZONE
from tests.people import NOON

BEGUN = date(2026, 1, 5)


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def end(
    session: Session, team: Team, agreement: int, ending: AgreementEnding, actor=None
) -> int | None:
    return end_agreement(session, actor or team.city, agreement, ending, ZONE, at=NOON)


def test_a_successor_goes_on_the_day_after(session: Session, team: Team) -> None:
    made = an_agreement(session, team, from_on=BEGUN)
    last = date(2026, 3, 31)
    ending = AgreementEnding(EndReason.LEFT, last, team.head, from_id=team.lead)
    successor = end(session, team, made, ending)
    old = row_of(session, made)
    assert (old.until_on, old.end_reason, old.successor_id) == (last, "left", successor)
    assert old.ended_by == team.head
    new = row_of(session, successor or 0)
    assert (new.supervisor_id, new.from_on, new.until_on) == (team.head, FIRST, None)
    assert (new.practitioner_id, new.minutes, new.functions) == (
        old.practitioner_id,
        old.minutes,
        old.functions,
    )
    ties = session.execute(select(TieRow.account_id, TieRow.until_on).order_by(TieRow.id)).all()
    assert [tuple(one) for one in ties] == [(team.lead, last), (team.head, None)]
    session.rollback()
    with pytest.raises(ConflictError, match="ended"):
        end(session, team, made, ending)


def test_without_days_it_ends_today_or_never_begins(session: Session, team: Team) -> None:
    begun = an_agreement(session, team, from_on=BEGUN)
    end(session, team, begun, AgreementEnding(EndReason.MISTAKE))
    assert row_of(session, begun).until_on == TODAY
    ahead = an_agreement(session, team, practitioner_id=team.worker("W2"))
    successor = end(session, team, ahead, AgreementEnding(EndReason.ASKED, successor_id=team.head))
    assert row_of(session, ahead).until_on == FIRST - timedelta(days=1)
    assert row_of(session, successor or 0).from_on == FIRST
    # what ended before it began stands in nobody's way
    assert an_agreement(session, team)


def test_deputies_end_with_it(session: Session, team: Team) -> None:
    made = an_agreement(session, team, from_on=BEGUN)
    new = NewDeputy(team.head, date(2026, 4, 10), date(2026, 4, 30))
    deputy = name_deputy(session, team.city, made, new, at=NOON)
    last = date(2026, 4, 15)
    end(session, team, made, AgreementEnding(EndReason.LEFT, last))
    row = row_of(session, deputy)
    assert (row.until_on, row.end_reason) == (last, "left")
    assert row.ended_at is not None


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (BEGUN - timedelta(days=2), "ends_before"),
        (date(2026, 7, 1), "ends_after"),
    ],
)
def test_days_that_are_none_of_it(session: Session, team: Team, last: date, code: str) -> None:
    made = an_agreement(session, team, from_on=BEGUN, until_on=date(2026, 6, 30))
    with pytest.raises(InvalidError, match=code):
        end(session, team, made, AgreementEnding(EndReason.LEFT, last))
    assert row_of(session, made).ended_at is None


def test_successors_keep_every_rule(session: Session, team: Team) -> None:
    made = an_agreement(session, team, from_on=BEGUN)
    for successor, code in (
        (team.lead, "same_supervisor"),
        (team.far, "unfit_supervisor"),
        (10**9, "unfit_supervisor"),
    ):
        with pytest.raises(InvalidError, match=code):
            end(session, team, made, AgreementEnding(EndReason.LEFT, None, successor))
    with pytest.raises(ConflictError, match="other_supervisor"):
        end(session, team, made, AgreementEnding(EndReason.LEFT, None, team.head, from_id=team.far))
    assert row_of(session, made).ended_at is None


def test_a_supervisor_of_supervisors_passes_on_too(session: Session, team: Team) -> None:
    other = account(session, "other", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    made = an_agreement(
        session,
        team,
        practitioner_id=None,
        account_id=team.lead,
        supervisor_id=team.head,
        from_on=BEGUN,
    )
    ending = AgreementEnding(EndReason.WORKLOAD, None, other.account_id)
    successor = end(session, team, made, ending)
    assert row_of(session, successor or 0).account_id == team.lead


def test_deputies_have_no_successor(session: Session, team: Team) -> None:
    made = an_agreement(session, team, from_on=BEGUN)
    new = NewDeputy(team.head, TODAY, date(2026, 4, 30))
    deputy = name_deputy(session, team.city, made, new, at=NOON)
    with pytest.raises(InvalidError, match="no_successor"):
        end(session, team, deputy, AgreementEnding(EndReason.LEFT, None, team.lead))
    end(session, team, deputy, AgreementEnding(EndReason.LEFT))
    assert row_of(session, deputy).until_on == TODAY
    assert row_of(session, made).ended_at is None


def test_out_of_reach(session: Session, team: Team) -> None:
    made = an_agreement(session, team)
    for actor in (team.scene.elsewhere, team.scene.reader):
        with pytest.raises(OutOfReachError):
            end(session, team, made, AgreementEnding(EndReason.LEFT), actor)
    with pytest.raises(OutOfReachError):
        end(session, team, 10**9, AgreementEnding(EndReason.LEFT))
