import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionStep
from qa_app.domain.answer_texts import AmendmentSent, Settling
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.holidays import HolidayAct, HolidayChange
from qa_app.domain.people import Actor, Role
from qa_app.domain.reading_pairs import Choice, EntryKey, PairDecision, proposal_mark
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.journal import JournalRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.queries.act_check import held_acts
from qa_app.queries.action_papers import action_paper
from qa_app.queries.audits import entries_of
from qa_app.queries.duties import objections_to_decide
from qa_app.queries.follow_up import follow_up
from qa_app.queries.pairs import twice_note
from qa_app.queries.recount import drifted_totals
from qa_app.queries.score_check import checked_scores_of
from qa_app.queries.signature import why_not_withdrawn
from qa_app.queries.who_took_part import took_part
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.moderation.settle_pair import PairSettlement, settle_pair
from qa_app.services.operations.change_holiday import change_holiday
from tests.audits import ZONE, change, someone
from tests.builders import item, section
from tests.one_hand import refuses_one_hand
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
from tests.people import OPERATOR

SOON = LATER + timedelta(minutes=5)
SECOND = {("answer", "A1"): PairDecision(Choice.SECOND, reason="记录里确实没有")}


@pytest.fixture
def twice(session: Session) -> Twice:
    return a_drawn_sample(session)


def settle(session: Session, who: Actor, pair: int, decisions=None, **fields) -> int | None:
    at = fields.pop("at", LATER)
    said = PairSettlement(SECOND if decisions is None else decisions, **fields)
    return settle_pair(session, who, pair, said, ZONE, at=at)


def proposal(session: Session) -> str:
    return proposal_mark(the_pair(session).asked_at)


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
    third = twice.moderator
    refuses_one_hand(
        session, lambda: settle(session, third, pair.id), third, twice.first, twice.second
    )
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


def test_a_holiday_that_was_changed_since_moves_no_limit_of_the_file(session: Session) -> None:
    limit = {"from": "r", "to": "v", "within": "5wd", "late_until": "10wd"}
    events = [{"id": one, "zh": one, "en": one} for one in ("r", "v")]
    part = section("A", item("A1"), item("A2", scale="time3", clock=limit))
    twice = a_drawn_sample(session, sections=[part], clocks=events)
    pair = a_pair(session, twice)
    # on the fifth working day; were the Saturday between worked, on the sixth
    days = [
        change(key, day, kind=EntryKind.CLOCK)
        for key, day in (("r", "2026-03-02"), ("v", "2026-03-09"))
    ]
    for who, audit, code in (
        (twice.first, pair.first_id, "met"),
        (twice.second, pair.second_id, "unmet"),
    ):
        answer = change("A1", code, note="案卷第3页")
        save_entries(session, who, audit, [answer, *days], ZONE, at=LATER)
        sign_audit(session, who, audit, ZONE, at=LATER)
    worked = HolidayChange("CN", HolidayAct.DAY_WORKED, date(2026, 3, 7))
    change_holiday(session, OPERATOR, worked, at=SOON)
    made = settle(session, twice.moderator, pair.id, at=SOON + timedelta(minutes=5))
    assert made is not None
    plain = json.loads(session.get_one(AuditRow, made).explanation or "")
    assert plain["codes"] == {"A1": "unmet", "A2": "on_time"}
    assert checked_scores_of(session, ZONE, [pair.first_id, pair.second_id, made]).drifted == ()


def test_another_answer_takes_the_reason_as_its_note(session: Session, twice: Twice) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    other = {("answer", "A1"): PairDecision(Choice.OTHER, "partly", "两处记录只对上一处")}
    made = settle(session, twice.moderator, pair.id, other)
    answers = {one.key: (one.value, one.note) for one in entries_of(session, made or 0)}
    assert answers["A1"] == ("partly", "两处记录只对上一处")


def actions(session: Session) -> list[tuple[str, list[str], int, str]]:
    rows = session.execute(select(CorrectiveActionRow).order_by(CorrectiveActionRow.id)).scalars()
    found = [(row.kind, list(row.items), row.audit_id, row.state) for row in rows]
    session.rollback()
    return found


def a_pair_apart(
    session: Session, twice: Twice, first: dict[str, str], second: dict[str, str]
) -> ReadingPairRow:
    pair = a_pair(session, twice)
    for who, audit, codes in (
        (twice.first, pair.first_id, first),
        (twice.second, pair.second_id, second),
    ):
        notes = {one: "案卷里没有找到" for one, code in codes.items() if code != "met"}
        read(session, who, audit, {**MET, **codes}, **notes)
    return the_pair(session)


def both(choice: Choice, *keys: str) -> dict[EntryKey, PairDecision]:
    return {("answer", key): PairDecision(choice, reason="以案卷第3页为准") for key in keys}


def test_an_action_whose_fault_the_moderated_reading_no_longer_finds_is_cancelled_and_stays(
    session: Session, twice: Twice
) -> None:
    pair = a_pair_apart(session, twice, {"B1": "unmet", "A2": "unmet"}, {"B1": "met", "A2": "met"})
    assert [one[3] for one in actions(session)] == ["open", "open"]
    decided = {**both(Choice.SECOND, "B1"), **both(Choice.FIRST, "A2")}
    made = settle(session, twice.moderator, pair.id, decided)
    red, gate = actions(session)
    assert red == ("red_line", ["B1"], pair.first_id, "dropped")
    # what still fails goes on under the reading that opened it, and is not opened again
    assert gate == ("must_pass", ["A2"], pair.first_id, "open")
    action = session.execute(
        select(CorrectiveActionRow).where(CorrectiveActionRow.kind == "red_line")
    ).scalar_one()
    assert (action.waits_by, action.waits_for, action.next_on) == (None, "nothing", None)
    session.rollback()
    paper = action_paper(session, twice.planner, action.id)
    assert paper is not None
    assert [(one.step, one.audit_id) for one in paper.steps] == [(ActionStep.DROP, made)]
    told = follow_up(session, made or 0)
    assert {one.items: one.action.is_dropped for one in told.findings if one.action} == {
        ("B1",): True,
        ("A2",): False,
    }


def test_what_only_the_moderated_reading_finds_is_opened_with_it(
    session: Session, twice: Twice
) -> None:
    pair = a_pair_apart(session, twice, {"A2": "unmet"}, {"A2": "unmet", "B1": "unmet"})
    made = settle(session, twice.moderator, pair.id, both(Choice.SECOND, "B1"))
    assert actions(session) == [
        ("must_pass", ["A2"], pair.first_id, "open"),
        ("red_line", ["B1"], made, "open"),
    ]


def test_what_went_on_after_a_moderation_is_cancelled_by_an_amendment_and_never_doubled(
    session: Session, twice: Twice
) -> None:
    pair = a_pair_apart(session, twice, {"A2": "unmet", "A1": "unmet"}, {"A2": "unmet"})
    made = settle(session, twice.moderator, pair.id, both(Choice.SECOND, "A1")) or 0

    def amend(audit: int, **codes: str) -> int:
        # whoever settled one took part in what counts after it
        asks, decides = (
            someone(session, f"{name}{audit}", Role.SENIOR_SUPERVISOR, "A", twice.centre)
            for name in ("asks", "decides")
        )
        sent = AmendmentSent(codes, "附件二中有当日的计划")
        propose_amendment(session, asks, audit, sent, ZONE, at=LATER)
        done = settle_amendment(session, decides, audit, Settling(), ZONE, at=LATER)
        return done or 0

    again = amend(made, B1="unmet")
    assert actions(session) == [
        ("must_pass", ["A2"], pair.first_id, "open"),
        ("red_line", ["B1"], again, "open"),
    ]
    last = amend(again, A2="met", B1="met")
    assert [one[3] for one in actions(session)] == ["dropped", "dropped"]
    # what fails anew is opened anew, although it was cancelled before
    amend(last, A2="unmet")
    assert [one[3] for one in actions(session)] == ["dropped", "dropped", "open"]


def test_an_amended_moderation_still_names_both_readers_and_is_none_of_theirs(
    session: Session, twice: Twice
) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    made = settle(session, twice.moderator, pair.id) or 0
    asks, decides, someone_else = (
        someone(session, name, Role.SENIOR_SUPERVISOR, "A", twice.centre)
        for name in ("asks", "decides", "someone_else")
    )
    sent = AmendmentSent({"A1": "met"}, "附件二中有当日的计划")
    propose_amendment(session, asks, made, sent, ZONE, at=LATER)
    last = settle_amendment(session, decides, made, Settling(), ZONE, at=LATER) or 0
    note = twice_note(session, last)
    assert note is not None
    assert (note.first, note.second, note.is_moderated) == ("first", "second", False)
    people = (twice.first, twice.second, twice.moderator, asks, decides)
    assert {one.account_id for one in people} <= took_part(session, last)
    assert twice.third.account_id not in took_part(session, last)
    session.rollback()
    new = NewObjection("fact", "附件二未看", key="k1")
    raise_objection(session, twice.manager, last, new, ZONE, at=SOON)
    again = Actor(twice.second.account_id, "second", twice.moderator.grants)
    waits = [
        len(objections_to_decide(session, who, ZONE, 9, on=LATER.date()))
        for who in (again, twice.moderator, someone_else)
    ]
    assert waits == [0, 0, 1]


def test_both_readers_agree(session: Session, twice: Twice) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    with pytest.raises(ConflictError, match="not_proposed"):
        settle(session, twice.first, pair.id, confirms=True)
    assert settle(session, twice.second, pair.id) is None
    assert state_of(session, pair.first_id) == "signed"
    with pytest.raises(ConflictError, match="not_proposed"):
        settle(session, twice.second, pair.id, confirms=True, read=proposal(session))
    seen = proposal(session)
    other = {("answer", "A1"): PairDecision(Choice.FIRST, reason="记录在第3页")}
    with pytest.raises(ConflictError, match="proposed_since"):  # proposed from an old page
        settle(session, twice.first, pair.id, other)
    assert settle(session, twice.second, pair.id, other, read=seen, at=SOON) is None
    with pytest.raises(ConflictError, match="proposed_since"):  # agreed to what was replaced
        settle(session, twice.first, pair.id, {}, confirms=True, read=seen)
    assert the_pair(session).state == "complete"
    seen = proposal(session)
    session.rollback()
    for used_at in (LATER, SOON):  # as they read it, and after one of them proposed
        refuses_one_hand(
            session,
            lambda: settle(session, twice.first, pair.id, {}, confirms=True, read=seen, at=SOON),
            twice.first,
            twice.second,
            used_at=used_at,
        )
    made = settle(session, twice.first, pair.id, {}, confirms=True, read=proposal(session))
    assert made is not None
    assert {one.key: one.value for one in entries_of(session, made)}["A1"] == "met"
    assert (the_pair(session).how, state_of(session, made)) == ("consensus", "signed")
    rows = session.execute(
        select(JournalRow.detail).where(JournalRow.action == "pair:move").order_by(JournalRow.seq)
    ).scalars()
    assert [json.loads(one)["step"] for one in rows] == ["agree", "agree", "settle"]
    assert drifted_totals(session) == ()
    assert held_acts(session).unlike == []


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
        (PairDecision(Choice.FIRST), "reason_missing"),
        (PairDecision(Choice.OTHER, "nonsense", "x"), "unknown_answer"),
        (PairDecision(Choice.FIRST, reason="张三说13812345678"), "phone"),
    ],
)
def test_what_cannot_stand(
    session: Session, twice: Twice, decision: PairDecision, code: str
) -> None:
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


@pytest.mark.parametrize("by", ["third", "consensus"])
def test_a_moderated_result_is_taken_back_by_nobody(
    session: Session, twice: Twice, by: str
) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    if by == "third":
        made, signer = settle(session, twice.moderator, pair.id), twice.moderator
    else:
        settle(session, twice.first, pair.id)
        read_one = proposal(session)
        session.rollback()
        made = settle(session, twice.second, pair.id, {}, confirms=True, read=read_one)
        signer = twice.second
    assert made is not None
    assert why_not_withdrawn(session, signer, made, LATER) == "took_place"
    session.rollback()
    with pytest.raises(ConflictError, match="took_place"):
        withdraw_audit(session, signer, made, at=LATER)
    assert state_of(session, made) == "signed"
    assert the_pair(session).state == "settled"
