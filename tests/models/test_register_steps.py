from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.register_decisions import Proposal
from qa_app.domain.rules.decision import Status
from qa_app.models.base import table_of
from qa_app.models.journal import JournalCheckpointRow, JournalHeadRow
from qa_app.models.places import AreaRow
from qa_app.models.register_decisions import (
    DecisionObjectionRow,
    RegisterDecisionRow,
    RegisterStepRow,
)
from qa_app.models.register_steps import close_proposals
from qa_app.models.signing_keys import SigningKeyRow
from tests.decisions import (
    AREA,
    TODAY,
    Desk,
    a_desk,
    applied,
    decided,
    endorsed,
    on_conditions,
    proposed,
)
from tests.issued import a_key
from tests.people import NOON


def test_an_area_that_moves_closes_what_waits_about_it_and_nothing_else(session: Session) -> None:
    desk = a_desk(session)
    applied(session, desk)
    waits = proposed(session, desk, Proposal(Status.ENDORSED, TODAY))
    assert close_proposals(session, (desk.a, "elsewhere"), None, NOON) == ()
    assert close_proposals(session, (desk.b, AREA), None, NOON) == ()
    assert session.get_one(RegisterDecisionRow, waits).state == "proposed"
    assert close_proposals(session, (desk.a, AREA), None, NOON) == (waits,)
    assert close_proposals(session, (desk.a, AREA), None, NOON) == ()


def is_taken(session: Session, made: dict[str, Any], **changes: object) -> bool:
    tried = session.begin_nested()
    try:
        session.execute(insert(RegisterStepRow).values(made | changes))
    except DBAPIError:
        return False
    finally:
        tried.rollback()
    return True


def a_second(session: Session, desk: Desk) -> tuple[dict[str, Any], RegisterDecisionRow]:
    """Endorsed, with a second decision that waits: the step that it will make, and it."""
    endorsed(session, desk)
    waits = session.get_one(RegisterDecisionRow, proposed(session, desk, on_conditions()))
    made = {
        "centre_id": desk.a,
        "area_code": AREA,
        "number": 2,
        "status": waits.status,
        "effective_on": waits.effective_on,
        "until": waits.valid_until,
        "cause": "decision",
        "decision_id": waits.id,
        "made_at": NOON,
    }
    return made, waits


def test_a_step_is_taken_only_as_its_decision_says(session: Session) -> None:
    desk = a_desk(session)
    made, waits = a_second(session, desk)
    assert not is_taken(session, made)
    change = update(RegisterDecisionRow).where(RegisterDecisionRow.id == waits.id)
    who = desk["decider"].account_id
    session.execute(change.values(state="decided", decided_at=NOON, decided_by=who))
    assert is_taken(session, made)
    other_area = session.execute(select(AreaRow.code).where(AreaRow.code != AREA)).scalars().first()
    for changes in (
        {"centre_id": desk.b},
        {"area_code": other_area},
        {"status": "endorsed"},
        {"number": 3},
        {"effective_on": TODAY - timedelta(days=1)},
        {"until": TODAY + timedelta(days=4000)},
        {"cause": "paper"},
        {"decision_id": None},
        {"decision_id": None, "status": "endorsed"},
        {"decision_id": None, "cause": "objection", "status": "endorsed"},
        {"decision_id": None, "cause": "expiry", "status": "endorsed"},
    ):
        assert not is_taken(session, made, **changes), changes


def test_a_decision_begins_as_a_proposal_that_the_journal_tells_of(session: Session) -> None:
    desk = a_desk(session)
    made = endorsed(session, desk)
    columns = [one for one in table_of(RegisterDecisionRow).c if one.name != "id"]
    row = session.execute(select(*columns).where(RegisterDecisionRow.id == made)).one()._asdict()
    begins = row | {"state": "proposed", "decided_at": None, "decided_by": None}
    undecided = insert(RegisterDecisionRow).returning(RegisterDecisionRow.id)
    for values in (row, begins | {"state": "decided"}, begins | {"decided_at": NOON}):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(undecided.values(values))
    forged = session.execute(undecided.values(begins)).scalar_one()
    change = update(RegisterDecisionRow).where(RegisterDecisionRow.id == forged)
    ends = {"state": "decided", "decided_at": NOON, "decided_by": desk["decider"].account_id}
    with pytest.raises(DBAPIError, match="the journal tells"), session.begin_nested():
        session.execute(change.values(ends))
    # to give it back tells nobody that anything holds
    session.execute(change.values(ends | {"state": "returned"}))


def test_a_step_of_the_clock_is_taken_only_after_the_last_day(session: Session) -> None:
    desk = a_desk(session)
    endorsed(session, desk)
    last = session.execute(select(RegisterStepRow.until)).scalar_one()
    assert last is not None
    over = {
        "centre_id": desk.a,
        "area_code": AREA,
        "number": 2,
        "status": "expired",
        "effective_on": last + timedelta(days=1),
        "until": None,
        "cause": "expiry",
        "decision_id": None,
        "made_at": NOON,
    }
    assert is_taken(session, over)
    for changes in ({"effective_on": last}, {"number": 3}, {"centre_id": desk.b}):
        assert not is_taken(session, over, **changes), changes


def test_a_step_back_is_taken_only_once_a_panel_set_the_last_decision_aside(
    session: Session,
) -> None:
    desk = a_desk(session)
    endorsed(session, desk)
    second = decided(session, desk, on_conditions())
    first = session.execute(select(RegisterStepRow).where(RegisterStepRow.number == 1)).scalar_one()
    back = {
        "centre_id": desk.a,
        "area_code": AREA,
        "number": 3,
        "status": "endorsed",
        "effective_on": TODAY,
        "until": first.until,
        "cause": "objection",
        "decision_id": first.decision_id,
        "made_at": NOON,
    }
    filed = {
        "decision_id": second,
        "centre_id": desk.a,
        "ground": "bias",
        "body": b"sealed",
        "filed_at": NOON,
        "filed_by": desk["manager"].account_id,
    }
    objection = session.execute(
        insert(DecisionObjectionRow).values(filed).returning(DecisionObjectionRow.id)
    ).scalar_one()
    assert not is_taken(session, back)
    change = update(DecisionObjectionRow).where(DecisionObjectionRow.id == objection)
    for outcome, is_right in (("stands", False), ("set_aside", True)):
        ended = session.begin_nested()
        session.execute(change.values(outcome=outcome, settled_at=NOON))
        assert is_taken(session, back) is is_right
        assert not is_taken(session, back, status="conditional")
        assert not is_taken(session, back, until=None)
        assert not is_taken(session, back, centre_id=desk.b)
        ended.rollback()


def test_no_checkpoint_stands_for_who_put_a_decision_forward(session: Session) -> None:
    desk = a_desk(session)
    waits = a_second(session, desk)[1]
    a_key(session)
    key = select(SigningKeyRow.id).scalar_subquery()
    row = dict(session.execute(select(table_of(RegisterDecisionRow))).mappings().all()[-1])
    assert row["id"] == waits.id
    session.execute(insert(RegisterDecisionRow).values(row | {"id": 900}))
    change = update(RegisterDecisionRow).values(
        state="decided", decided_at=NOON, decided_by=desk["decider"].account_id
    )
    last = session.execute(select(JournalHeadRow.seq, JournalHeadRow.hash)).one()
    ends = {"last_seq": last.seq, "last_hash": last.hash, "last_at": NOON + timedelta(days=9)}
    made = {"first_seq": 1, "first_hash": "x", "first_at": NOON, "made_at": NOON, "signature": "x"}
    session.execute(insert(JournalCheckpointRow).values(made | ends | {"key_id": key}))
    tried = session.begin_nested()
    with pytest.raises(DBAPIError, match="only when the journal tells who put it forward"):
        session.execute(change.where(RegisterDecisionRow.id == 900))
    tried.rollback()
    session.execute(change.where(RegisterDecisionRow.id == waits.id))
