from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.rules.decision import Status
from qa_app.models.journal import JournalRow
from qa_app.models.register_decisions import RegisterDecisionRow, RegisterStepRow
from qa_app.queries.act_check import held_acts
from qa_app.services.decisions.expire_standings import expire_standings
from tests.audits import ZONE
from tests.decisions import (
    Desk,
    a_desk,
    applied,
    decided,
    endorsed,
    evidence,
    frozen,
    on_conditions,
    proposed,
    suspended,
)
from tests.people import NOON, OPERATOR


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def steps(session: Session) -> list[tuple[int, str, str]]:
    rows = session.execute(select(RegisterStepRow).order_by(RegisterStepRow.number)).scalars()
    found = [(row.number, row.status, row.effective_on.isoformat()) for row in rows]
    session.rollback()
    return found


def test_what_ran_out_is_put_down_once(session: Session, desk: Desk) -> None:
    applied(session, desk)
    decided(session, desk, on_conditions())
    last = NOON + timedelta(days=183)  # six months on, less a day: 2026-09-22
    assert expire_standings(session, OPERATOR, ZONE, at=last) == 0
    over = last + timedelta(days=1)
    assert expire_standings(session, OPERATOR, ZONE, at=over) == 1
    assert expire_standings(session, OPERATOR, ZONE, at=over + timedelta(days=9)) == 0
    assert steps(session) == [
        (1, Status.CONDITIONAL, "2026-03-23"),
        (2, Status.EXPIRED, "2026-09-23"),
    ]


def test_a_proposal_that_rests_on_what_ran_out_is_closed(session: Session, desk: Desk) -> None:
    applied(session, desk)
    decided(session, desk, on_conditions())
    over = NOON + timedelta(days=184)
    stop = frozen(session, desk, evidence(stop=1, at=NOON, in_register=True))
    waits = proposed(session, desk, Proposal(Status.SUSPENDED, NOON.date()), stop)
    expire_standings(session, OPERATOR, ZONE, at=over)
    row = session.get_one(RegisterDecisionRow, waits)
    assert (row.state, row.decided_by, row.decided_at) == ("overtaken", None, over)
    put_down = select(JournalRow.detail).where(JournalRow.action == "register:expire")
    assert f'"overtaken":[{waits}]' in session.execute(put_down).scalar_one()
    session.rollback()
    assert held_acts(session).unlike == []


def test_a_suspension_waits_for_who_decides(session: Session, desk: Desk) -> None:
    suspended(session, desk)
    assert expire_standings(session, OPERATOR, ZONE, at=NOON + timedelta(days=900)) == 0


def test_only_the_system_does_it(session: Session, desk: Desk) -> None:
    endorsed(session, desk)
    with pytest.raises(NotAllowedError):
        expire_standings(session, desk["senior"], ZONE, at=NOON)
