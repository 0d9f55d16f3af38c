import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.reading_pairs import Choice, Decision
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.queries.audits import entries_of
from qa_app.queries.recount import drifted_totals
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.moderation.settle_pair import Settlement, settle_pair
from tests.audits import ZONE
from tests.pairs import (
    LATER,
    MET,
    Twice,
    a_complete_pair,
    a_drawn_sample,
    a_pair,
    read,
    state_of,
    the_pair,
)

SECOND = {("answer", "A1"): Decision(Choice.SECOND, reason="记录里确实没有")}


@pytest.fixture
def twice(session: Session) -> Twice:
    return a_drawn_sample(session)


def settle(session: Session, who: Actor, pair: int, decisions=None, **fields) -> int | None:
    said = Settlement(SECOND if decisions is None else decisions, **fields)
    return settle_pair(session, who, pair, said, ZONE, at=LATER)


def test_nothing_counts_until_both_are_locked(session: Session, twice: Twice) -> None:
    pair = a_pair(session, twice)
    read(session, twice.second, pair.second_id, MET)
    assert state_of(session, pair.second_id) == "locked"
    assert drifted_totals(session) == ()
    with pytest.raises(OutOfReachError):
        settle(session, twice.moderator, pair.id)
    read(session, twice.first, pair.first_id, MET)
    assert (state_of(session, pair.first_id), state_of(session, pair.second_id)) == (
        "signed",
        "locked",
    )
    done = the_pair(session)
    assert (done.state, done.how, done.item_count, done.alike_count) == ("settled", "alike", 3, 3)
    assert session.get_one(AuditRow, pair.first_id).shared_at == LATER
    assert drifted_totals(session) == ()


def test_a_third_person_decides_and_both_originals_stay(session: Session, twice: Twice) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    assert (pair.state, pair.item_count, pair.alike_count, pair.critical_count) == (
        "complete",
        3,
        2,
        0,
    )
    first = session.get_one(AuditRow, pair.first_id)
    # shown to nobody as a result yet: the answer window begins once it is settled
    assert (first.state, first.shared_at) == ("signed", None)
    session.rollback()
    made = settle(session, twice.moderator, pair.id)
    assert made is not None
    row = session.get_one(AuditRow, made)
    # A1 unmet weighs 3 of 4 in section A: (1/4 + 1) / 2
    assert (row.score_millionths, row.reading, row.replaces_id) == (
        625_000,
        "moderated",
        pair.first_id,
    )
    assert (row.state, row.result_state, row.shared_at) == ("signed", "provisional", LATER)
    assert session.get_one(AuditRow, pair.first_id).score_millionths == 1_000_000
    answers = {one.key: (one.value, one.note) for one in entries_of(session, made)}
    assert answers["A1"] == ("unmet", "案卷里没有找到")
    assert (state_of(session, pair.first_id), state_of(session, pair.second_id)) == (
        "replaced",
        "locked",
    )
    done = the_pair(session)
    assert (done.state, done.how, done.moderated_id, done.settled_by) == (
        "settled",
        "third",
        made,
        twice.moderator.account_id,
    )
    assert drifted_totals(session) == ()
    with pytest.raises(ConflictError, match="settled"):
        settle(session, twice.moderator, pair.id)


def test_another_answer_takes_the_reason_as_its_note(session: Session, twice: Twice) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    other = {("answer", "A1"): Decision(Choice.OTHER, "partly", "两处记录只对上一处")}
    made = settle(session, twice.moderator, pair.id, other)
    answers = {one.key: (one.value, one.note) for one in entries_of(session, made or 0)}
    assert answers["A1"] == ("partly", "两处记录只对上一处")


def test_both_readers_agree(session: Session, twice: Twice) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    with pytest.raises(ConflictError, match="not_proposed"):
        settle(session, twice.first, pair.id, confirms=True)
    assert settle(session, twice.second, pair.id) is None
    assert state_of(session, pair.first_id) == "signed"
    with pytest.raises(ConflictError, match="not_proposed"):
        settle(session, twice.second, pair.id, confirms=True)
    made = settle(session, twice.first, pair.id, {}, confirms=True)
    assert made is not None
    assert (the_pair(session).how, state_of(session, made)) == ("consensus", "signed")
    rows = session.execute(
        select(JournalRow.detail).where(JournalRow.action == "pair:move").order_by(JournalRow.seq)
    ).scalars()
    assert [json.loads(one)["step"] for one in rows] == ["agree", "settle"]
    assert drifted_totals(session) == ()


def test_small_differences_are_settled_together(session: Session, twice: Twice) -> None:
    pair = a_complete_pair(session, twice, A1="partly")
    with pytest.raises(InvalidError, match="undecided"):
        settle(session, twice.moderator, pair.id, {})
    made = settle(session, twice.moderator, pair.id, {}, settles_small=True)
    answers = {one.key: one.value for one in entries_of(session, made or 0)}
    assert answers["A1"] == "partly"


def test_critical_differences_are_decided_one_by_one(session: Session, twice: Twice) -> None:
    pair = a_complete_pair(session, twice, B1="partly")
    assert pair.critical_count == 1
    with pytest.raises(InvalidError, match="undecided"):
        settle(session, twice.moderator, pair.id, {}, settles_small=True)


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Decision(Choice.FIRST), "reason_missing"),
        (Decision(Choice.OTHER, "nonsense", "x"), "unknown_answer"),
        (Decision(Choice.FIRST, reason="张三说13812345678"), "phone"),
    ],
)
def test_what_cannot_stand(session: Session, twice: Twice, decision: Decision, code: str) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    with pytest.raises(InvalidError, match=code):
        settle(session, twice.moderator, pair.id, {("answer", "A1"): decision})
    assert state_of(session, pair.first_id) == "signed"


def test_who_may_not(session: Session, twice: Twice) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    for actor in (twice.planner, twice.third, twice.manager, twice.elsewhere):
        with pytest.raises(OutOfReachError):
            settle(session, actor, pair.id)


def test_a_locked_reading_may_be_taken_back_like_any_other(session: Session, twice: Twice) -> None:
    pair = a_pair(session, twice)
    read(session, twice.second, pair.second_id, MET)
    withdraw_audit(session, twice.second, pair.second_id, at=LATER)
    assert state_of(session, pair.second_id) == "draft"


def test_what_was_compared_is_not_taken_back(session: Session, twice: Twice) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    for reader, audit, code in (
        (twice.first, pair.first_id, "opened"),
        (twice.second, pair.second_id, "settled"),
    ):
        with pytest.raises(ConflictError, match=code):
            withdraw_audit(session, reader, audit, at=LATER)
