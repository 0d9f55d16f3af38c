"""An amendment taken back by who proposed it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.answer_texts import Settling
from qa_app.domain.errors import ConflictError, NotAllowedError, OutOfReachError
from qa_app.models.findings import AmendmentRow
from qa_app.models.journal import JournalRow
from qa_app.queries.act_check import held_acts
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.answers.withdraw_amendment import withdraw_amendment
from tests.audits import ZONE
from tests.follow_up import Followed
from tests.services.answers.test_amendments import LATER, one, propose, state

__all__ = ["one"]


def test_who_proposed_takes_it_back_and_the_objection_is_open_again(
    session: Session, one: Followed
) -> None:
    propose(session, one)
    withdraw_amendment(session, one.outsider, one.audit, at=LATER)
    assert state(session) == "open"
    row = session.execute(select(AmendmentRow)).scalar_one()
    assert (row.state, row.settled_by, row.new_audit_id) == ("withdrawn", None, None)
    assert row.settled_at == LATER
    steps = select(JournalRow.detail).where(JournalRow.action == "audit:amend")
    last = list(session.execute(steps.order_by(JournalRow.seq)).scalars())[-1]
    assert last.startswith('{"name_reason":null,"reason":"evidence","seal":"')
    assert last.endswith('"step":"withdraw"}')
    session.rollback()
    with pytest.raises(ConflictError, match="no_amendment"):
        withdraw_amendment(session, one.outsider, one.audit, at=LATER)
    assert propose(session, one)
    assert held_acts(session).unlike == []


def test_nobody_else_takes_it_back(session: Session, one: Followed) -> None:
    propose(session, one)
    with pytest.raises(NotAllowedError, match="not_your_step"):
        withdraw_amendment(session, one.third, one.audit, at=LATER)
    for actor in (one.desk.manager, one.desk.elsewhere, one.worker):
        with pytest.raises(OutOfReachError):
            withdraw_amendment(session, actor, one.audit, at=LATER)
    assert state(session) == "proposed"


def test_what_is_settled_is_not_taken_back(session: Session, one: Followed) -> None:
    propose(session, one)
    refused = Settling(is_confirmed=False, reason="第3页没有")
    settle_amendment(session, one.third, one.audit, refused, ZONE, at=LATER)
    with pytest.raises(ConflictError, match="no_amendment"):
        withdraw_amendment(session, one.outsider, one.audit, at=LATER)
