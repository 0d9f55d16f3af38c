import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.actions import Owner
from qa_app.domain.answer_texts import AmendmentSent, Settling
from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.findings import ActionPlan, FindingDraft, FindingKind, FindingSheet
from qa_app.domain.follow_up_events import AmendmentMoved
from qa_app.domain.people import Actor, Reach, Role
from qa_app.models.audits import AuditRow
from qa_app.models.findings import AmendmentRow, ObjectionRow
from qa_app.models.journal import JournalRow
from qa_app.queries.duties import ResultDutyKind, amendments_to_settle, objections_to_decide
from qa_app.queries.follow_up import follow_up
from qa_app.queries.result_paper import ResultPaper, result_paper
from qa_app.queries.signature import why_not_withdrawn
from qa_app.queries.undecided import stuck_results
from qa_app.queries.who_took_part import took_part, took_part_each
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.answers.uphold_result import uphold_result
from qa_app.services.answers.withdraw_amendment import withdraw_amendment
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.findings.save_findings import save_findings
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE, change, items, months, recounted, someone
from tests.follow_up import Followed, a_followed, actions, findings, sign
from tests.one_hand import refuses_one_hand
from tests.people import NOON, OPERATOR, person

LATER = NOON + timedelta(days=2)
MET = AmendmentSent({"A2": "met"}, "附件二中有当日的计划")


@pytest.fixture
def one(session: Session) -> Followed:
    """A must-pass item failed, and the centre objects."""
    made = a_followed(session)
    sign(session, made, "A2")
    new = NewObjection("evidence", "附件二未看")
    raise_objection(session, made.desk.manager, made.audit, new, ZONE, at=NOON + timedelta(days=1))
    return made


def propose(session: Session, one: Followed, sent: AmendmentSent = MET) -> int:
    return propose_amendment(session, one.outsider, one.audit, sent, ZONE, at=LATER)


def settle(session: Session, one: Followed, *, is_confirmed: bool = True) -> int | None:
    said = Settling(is_confirmed, "" if is_confirmed else "附件二里没有当日的计划")
    return settle_amendment(session, one.third, one.audit, said, ZONE, at=LATER)


def state(session: Session) -> str:
    found = session.execute(select(ObjectionRow.state)).scalar_one()
    session.rollback()
    return found


def test_a_second_person_confirms_and_the_amended_reading_counts_instead(
    session: Session, one: Followed
) -> None:
    propose(session, one)
    assert state(session) == "proposed"
    (duty,) = objections_to_decide(session, one.third, ZONE, 9, on=NOON.date())
    assert duty.kind is ResultDutyKind.AMENDMENT
    session.rollback()
    made = settle(session, one)
    assert made is not None
    before, after = session.get_one(AuditRow, one.audit), session.get_one(AuditRow, made)
    assert (before.state, before.gate_count, before.score_millionths) == ("replaced", 1, 875_000)
    assert (after.state, after.reading, after.replaces_id) == ("signed", "amended", one.audit)
    assert (after.gate_count, after.score_millionths) == (0, 1_000_000)
    assert after.reviewed_on == before.reviewed_on
    assert (after.reader_id, after.signed_by) == (one.outsider.account_id, one.third.account_id)
    assert state(session) == "amended"
    assert (months(session), items(session)) == recounted(session)
    # what only followed from the item that no longer fails is dropped, and told on both reports
    assert [row.state for row in actions(session)] == ["dropped"]
    for audit in (one.audit, made):
        told = follow_up(session, audit)
        assert told.objection is not None
        assert told.amendments[0].new_audit_id == made
        assert [one.items for one in told.findings] == [("A2",)]


def test_who_confirmed_an_amendment_does_not_take_it_back_alone(
    session: Session, one: Followed
) -> None:
    propose(session, one)
    made = settle(session, one)
    assert made is not None
    for actor in (one.third, one.outsider, one.desk.reader):
        assert why_not_withdrawn(session, actor, made, LATER) is not None
        session.rollback()
        with pytest.raises((ConflictError, OutOfReachError)):
            withdraw_audit(session, actor, made, at=LATER)
    with pytest.raises(ConflictError, match="took_place"):
        withdraw_audit(session, one.third, made, at=LATER)
    row = session.get_one(AuditRow, made)
    assert (row.state, row.signed_by) == ("signed", one.third.account_id)
    assert (months(session), items(session)) == recounted(session)


def test_a_final_result_stays_final_and_new_faults_get_actions(session: Session) -> None:
    one = a_followed(session)
    sign(session, one, "A2")
    session.rollback()
    days = [NOON + timedelta(days=day) for day in (20, 21, 22)]
    assert finalise_audits(session, OPERATOR, ZONE, at=days[0]) == 1
    new = NewObjection("fact", "另有一处")
    raise_objection(session, one.desk.manager, one.audit, new, ZONE, at=days[1])
    sent = AmendmentSent({"B1": "unmet"}, "第5页写明了伤害")
    propose_amendment(session, one.outsider, one.audit, sent, ZONE, at=days[2])
    parts = one.outsider, one.desk.reader, one.desk.manager
    refuses_one_hand(session, lambda: settle(session, one), one.third, *parts)
    made = settle_amendment(session, one.third, one.audit, Settling(), ZONE, at=days[2])
    assert made is not None
    assert session.get_one(AuditRow, made).result_state == "final"
    assert (months(session), items(session)) == recounted(session)
    gate, red = actions(session)
    assert (gate.state, red.state, red.kind, red.audit_id) == ("open", "open", "red_line", made)
    assert [row.items for row in findings(session, made)] == [["B1"]]


def amended_to(session: Session, one: Followed, code: str) -> int:
    """Amend the answer to the red line."""
    sent = AmendmentSent({"B1": code}, "第5页写明了经过")
    propose_amendment(session, one.outsider, one.audit, sent, ZONE, at=LATER)
    made = settle_amendment(session, one.third, one.audit, Settling(), ZONE, at=LATER)
    assert made is not None
    return made


def amended_again(session: Session, one: Followed) -> int:
    """Amend what was amended: the earliest reading is two places away."""
    (last,) = session.execute(select(AuditRow.id).where(AuditRow.state == "signed")).scalars()
    session.rollback()
    fourth = someone(session, "fourth", Role.SENIOR_SUPERVISOR, "A", one.desk.centre)
    fifth = someone(session, "fifth", Role.SENIOR_SUPERVISOR, "A", one.desk.centre)
    sent = AmendmentSent({"A1": "partly"}, "第6页缺一次")
    propose_amendment(session, fourth, last, sent, ZONE, at=LATER)
    made = settle_amendment(session, fifth, last, Settling(), ZONE, at=LATER)
    assert made is not None
    return made


def signed_with_action(session: Session, code: str) -> Followed:
    """A file whose reader asks for something about the answer to the red line."""
    one = a_followed(session)
    plan = ActionPlan("补齐登记", Owner.WORKER)
    line = FindingDraft(FindingKind.FINDING, ("B1",), "登记不全", is_main=True, action=plan)
    save_findings(session, one.desk.reader, one.audit, FindingSheet((line,)), ZONE, at=NOON)
    answers = [change("A1", "met"), change("A2", "met"), change("B1", code, note="见第3页")]
    save_entries(session, one.desk.reader, one.audit, answers, ZONE, at=NOON)
    sign_audit(session, one.desk.reader, one.audit, ZONE, at=NOON)
    session.rollback()
    return one


def test_what_is_no_red_line_any_more_is_asked_for_with_milder_limits(session: Session) -> None:
    one = signed_with_action(session, "unmet")
    made = amended_to(session, one, "partly")
    before, now = actions(session)
    assert (before.kind, before.state, before.next_on) == ("red_line", "dropped", None)
    assert (now.audit_id, now.kind, now.state) == (made, "other", "open")
    assert (now.owner, now.contain_on, str(now.due_on)) == ("worker", None, "2026-06-23")
    told = follow_up(session, made).findings
    assert [(one.items, one.text) for one in told] == [(("B1",), "登记不全")] * 2
    plans = [one.plan for one in told if one.plan is not None]
    assert [one.what for one in plans] == ["补齐登记"] * 2


def test_what_is_a_red_line_now_is_owed_its_limits_beside_a_milder_action(
    session: Session,
) -> None:
    one = signed_with_action(session, "partly")
    made = amended_to(session, one, "unmet")
    before, now = actions(session)
    assert (before.audit_id, before.kind, before.state) == (one.audit, "other", "open")
    assert (now.audit_id, now.kind, now.state) == (made, "red_line", "open")
    assert str(now.contain_on) == "2026-03-26"


def test_what_is_void_asks_for_nothing_that_went_on_with_it(session: Session) -> None:
    one = a_followed(session)
    sign(session, one, "A2", "B1")
    session.rollback()
    amended_to(session, one, "met")
    made = amended_again(session, one)
    red, gate = actions(session)
    assert (gate.audit_id, gate.state, red.state) == (one.audit, "open", "dropped")
    told = red.revision
    session.rollback()
    asks, confirms = (
        someone(session, name, Role.SENIOR_SUPERVISOR, "A", one.desk.centre)
        for name in ("asks", "confirms")
    )
    ask_void(session, asks, made, "wrong_file", at=LATER)
    confirm_void(session, confirms, made, ZONE, at=LATER)
    red, gate = actions(session)
    assert (gate.state, gate.waits_by, gate.next_on) == ("dropped", None, None)
    assert (red.state, red.revision) == ("dropped", told)


def test_a_refused_one_leaves_the_objection_open(session: Session, one: Followed) -> None:
    propose(session, one)
    assert settle(session, one, is_confirmed=False) is None
    assert state(session) == "open"
    assert session.get_one(AuditRow, one.audit).state == "signed"
    session.rollback()
    propose(session, one)
    assert state(session) == "proposed"


@pytest.mark.parametrize(
    ("reason", "code"),
    [(" ", "text_missing"), ("姓名：王小明没有写明", "likely_name"), ("13812345678", "phone")],
)
def test_a_refusal_gives_a_reason_that_its_proposer_reads(
    session: Session, one: Followed, reason: str, code: str
) -> None:
    propose(session, one)
    bad = Settling(is_confirmed=False, reason=reason)
    with pytest.raises(InvalidError, match=code):
        settle_amendment(session, one.third, one.audit, bad, ZONE, at=LATER)
    session.rollback()
    assert state(session) == "proposed"
    settle(session, one, is_confirmed=False)
    (told,) = follow_up(session, one.audit).amendments
    assert (told.state, told.refusal) == ("refused", "附件二里没有当日的计划")
    assert "附件二" not in repr(session.execute(select(AmendmentRow.refusal)).scalar_one())
    # nothing of the kind is kept where it is confirmed
    session.rollback()
    propose(session, one)
    settle(session, one)
    assert [one.refusal for one in follow_up(session, one.audit).amendments][1:] == [""]


def test_an_amendment_tells_the_points_before_and_after(session: Session, one: Followed) -> None:
    propose(session, one)
    # A2 weighs 1 of 4 in section A, and the sections weigh alike
    (waits,) = result_of(session, one.third, one.audit).told.amendments
    assert (waits.percent_before, waits.percent_after) == (Fraction(175, 2), Fraction(100))
    session.rollback()
    settle(session, one)
    (done,) = follow_up(session, one.audit).amendments
    assert (done.percent_before, done.percent_after) == (Fraction(175, 2), Fraction(100))


def result_of(session: Session, actor: Actor, audit_id: int) -> ResultPaper:
    found = result_paper(session, actor, audit_id, ZONE)
    assert found is not None
    return found


def test_who_may_not(session: Session, one: Followed) -> None:
    with pytest.raises(NotAllowedError, match="took_part"):
        propose_amendment(session, one.desk.reader, one.audit, MET, ZONE, at=LATER)
    for actor in (one.desk.manager, one.desk.elsewhere, one.worker):
        with pytest.raises(OutOfReachError):
            propose_amendment(session, actor, one.audit, MET, ZONE, at=LATER)
    propose(session, one)
    with pytest.raises(ConflictError, match="same_person"):
        settle_amendment(session, one.outsider, one.audit, Settling(), ZONE, at=LATER)
    with pytest.raises(NotAllowedError, match="took_part"):
        settle_amendment(session, one.desk.reader, one.audit, Settling(), ZONE, at=LATER)


@pytest.mark.parametrize(
    ("answers", "reason", "code"),
    [
        ({"A2": "met"}, " ", "text_missing"),
        ({"A2": "unmet"}, "话", "nothing_changed"),
        ({}, "话", "nothing_changed"),
        ({"A2": "purple"}, "话", "unknown_answer"),
        ({"Z9": "met"}, "话", "unknown_answer"),
    ],
)
def test_bad_input(
    session: Session, one: Followed, answers: dict[str, str], reason: str, code: str
) -> None:
    with pytest.raises(InvalidError, match=code):
        propose(session, one, AmendmentSent(answers, reason))


def test_nothing_waits_and_nothing_twice(session: Session, one: Followed) -> None:
    with pytest.raises(ConflictError, match="objection_state"):
        settle(session, one)
    propose(session, one)
    with pytest.raises(ConflictError, match="objection_state"):
        propose(session, one)
    settle(session, one)
    with pytest.raises(ConflictError, match="objection_state"):
        settle(session, one)
    with pytest.raises(DBAPIError, match="settled once"):
        session.execute(update(AmendmentRow).values(state="asked"))
    session.rollback()


def test_the_amended_result_becomes_final_by_itself(session: Session, one: Followed) -> None:
    propose(session, one)
    made = settle(session, one)
    session.rollback()
    assert finalise_audits(session, OPERATOR, ZONE, at=NOON + timedelta(days=30)) == 1
    assert session.get_one(AuditRow, made or 0).result_state == "final"
    assert (months(session), items(session)) == recounted(session)


def test_an_amended_later_reading_takes_the_place_of_its_proof(session: Session) -> None:
    from qa_app.domain.action_steps import StepSent
    from qa_app.domain.actions import ActionStep
    from qa_app.services.findings.judge_actions import judge_actions
    from qa_app.services.findings.work_action import work_action
    from tests.follow_up import later_reading

    one = a_followed(session)
    sign(session, one, "A2")
    (action,) = actions(session)
    session.rollback()
    sent = StepSent(ActionStep.DO, "已补", 1)
    at = [NOON + timedelta(days=day, hours=1) for day in range(8)]
    work_action(session, one.desk.manager, action.id, sent, ZONE, at=at[0])
    later = [
        later_reading(session, one, 1, "A2"),
        *(later_reading(session, one, d) for d in (2, 3)),
    ]
    new = NewObjection("fact", "计划在附件里")
    raise_objection(session, one.desk.manager, later[0], new, ZONE, at=at[5])
    propose_amendment(session, one.outsider, later[0], MET, ZONE, at=at[5])
    settle_amendment(session, one.third, later[0], Settling(), ZONE, at=at[5])
    assert judge_actions(session, OPERATOR, ZONE, at=at[6]) == 1
    assert actions(session)[0].state == "verified"


# --- without an objection ------------------------------------------------------


@pytest.fixture
def calm(session: Session) -> Followed:
    """A must-pass item failed, and nobody objects."""
    made = a_followed(session)
    sign(session, made, "A2")
    session.rollback()
    return made


def ask(session: Session, one: Followed, sent: AmendmentSent = MET) -> int:
    return propose_amendment(session, one.desk.reader, one.audit, sent, ZONE, at=LATER)


def test_who_read_it_asks_and_a_person_outside_decides(session: Session, calm: Followed) -> None:
    ask(session, calm)
    waiting = [
        amendments_to_settle(session, who, 9, on=NOON.date()) for who in (calm.outsider, calm.third)
    ]
    assert [[one.audit_id for one in duties] for duties in waiting] == [[calm.audit]] * 2
    assert amendments_to_settle(session, calm.desk.reader, 9, on=NOON.date()) == ()
    for who in (calm.desk.manager, calm.desk.elsewhere, calm.worker):
        assert amendments_to_settle(session, who, 9, on=NOON.date()) == ()
    session.rollback()
    with pytest.raises(ConflictError, match="same_person"):
        settle_amendment(session, calm.desk.reader, calm.audit, Settling(), ZONE, at=LATER)
    # while it waits, the result does not become final
    assert finalise_audits(session, OPERATOR, ZONE, at=NOON + timedelta(days=40)) == 0
    session.rollback()
    made = settle(session, calm)
    assert made is not None
    assert session.get_one(AuditRow, calm.audit).state == "replaced"
    after = session.get_one(AuditRow, made)
    assert (after.state, after.reading, after.gate_count) == ("signed", "amended", 0)
    assert (months(session), items(session)) == recounted(session)
    assert amendments_to_settle(session, calm.third, 9, on=NOON.date()) == ()
    for audit in (calm.audit, made):
        told = follow_up(session, audit)
        assert told.objection is None
        assert [(one.text, one.state) for one in told.amendments] == [(MET.reason, "confirmed")]
    steps = select(JournalRow.detail).where(JournalRow.action == "audit:amend")
    told = [json.loads(one) for one in session.scalars(steps.order_by(JournalRow.seq))]
    assert [(one["name_reason"], one["reason"], one["step"]) for one in told] == [
        (None, "request", "propose"),
        (None, "request", "confirm"),
    ]


def test_who_took_part_long_before_is_asked_nothing(session: Session, calm: Followed) -> None:
    """An amended amendment: who confirmed the first one is two readings back."""
    centre = calm.desk.centre
    people = [
        someone(session, name, Role.SENIOR_SUPERVISOR, "A", centre)
        for name in ("fourth", "fifth", "sixth", "seventh", "eighth")
    ]
    ask(session, calm)
    audit = settle(session, calm)
    assert audit is not None
    for answer, (asks, confirms) in zip(("unmet", "met"), (people[:2], people[2:4]), strict=True):
        sent = AmendmentSent({"A2": answer}, "再看了案卷")
        propose_amendment(session, asks, audit, sent, ZONE, at=LATER)
        audit = settle_amendment(session, confirms, audit, Settling(), ZONE, at=LATER)
        assert audit is not None
    new = NewObjection("evidence", "附件三未看")
    raise_objection(session, calm.desk.manager, audit, new, ZONE, at=LATER)
    asked = [
        who.name
        for who in (calm.third, *people)
        if objections_to_decide(session, who, ZONE, 9, on=LATER.date())
    ]
    assert asked == ["eighth"]
    part = took_part(session, audit)
    assert {calm.desk.reader.account_id, calm.third.account_id} <= part
    assert took_part_each(session, [calm.audit, audit]) == {
        calm.audit: took_part(session, calm.audit),
        audit: part,
    }
    assert people[4].account_id not in part
    assert took_part_each(session, []) == {}


def test_nobody_left_to_decide_is_told_to_who_could_change_it(
    session: Session, calm: Followed
) -> None:
    propose_amendment(session, calm.outsider, calm.audit, MET, ZONE, at=LATER)
    admin = person(Role.SYS_ADMIN, account_id=99)
    on = LATER.date()
    assert stuck_results(session, calm.third, ZONE, on=on) == ()
    tie = Tie(TieKind.CONFLICT, calm.desk.centre, None, NOON.date(), reason=ConflictReason.FAMILY)
    record_tie(session, calm.third, NewTie(calm.third.account_id or 0, tie), at=NOON)
    (seen,) = stuck_results(session, calm.third, ZONE, on=on)
    assert (seen.audit_id, seen.until) == (calm.audit, None)
    (told,) = stuck_results(session, admin, ZONE, on=on)
    assert (told.audit_id, told.reference, told.centre_name) == (None, None, seen.centre_name)
    assert (told.centre_id, told.place_name) == (calm.desk.centre, seen.place_name)
    reach = Reach(centre_ids=frozenset({calm.desk.centre + 999}))
    assert stuck_results(session, calm.desk.reader, ZONE, on=on) == (seen,)
    for who in (
        calm.desk.manager,
        calm.worker,
        calm.desk.elsewhere,
        person(Role.SYS_ADMIN, account_id=99, reach=reach),
        person(Role.AUDIT_ADMIN, account_id=98),
    ):
        assert stuck_results(session, who, ZONE, on=on) == ()
    someone(session, "guest", Role.SENIOR_SUPERVISOR, "A", calm.desk.centre)
    assert stuck_results(session, admin, ZONE, on=on) == ()


def test_a_request_is_refused_and_may_be_repeated(session: Session, calm: Followed) -> None:
    ask(session, calm)
    with pytest.raises(ConflictError, match="amendment_waits"):
        ask(session, calm)
    assert settle(session, calm, is_confirmed=False) is None
    session.rollback()
    with pytest.raises(ConflictError, match="no_amendment"):
        settle(session, calm)
    assert session.get_one(AuditRow, calm.audit).state == "signed"
    session.rollback()
    assert ask(session, calm)


def test_who_may_not_ask_nor_decide(session: Session, calm: Followed) -> None:
    for actor in (calm.desk.manager, calm.desk.elsewhere, calm.worker):
        with pytest.raises(OutOfReachError):
            propose_amendment(session, actor, calm.audit, MET, ZONE, at=LATER)
    propose_amendment(session, calm.outsider, calm.audit, MET, ZONE, at=LATER)
    with pytest.raises(NotAllowedError, match="took_part"):
        settle_amendment(session, calm.desk.reader, calm.audit, Settling(), ZONE, at=LATER)
    tie = Tie(TieKind.CONFLICT, calm.desk.centre, None, NOON.date(), reason=ConflictReason.FAMILY)
    record_tie(session, calm.third, NewTie(calm.third.account_id or 0, tie), at=NOON)
    with pytest.raises(ConflictError, match="barred"):
        settle(session, calm)


def test_what_its_centre_was_not_shown_is_not_amended(session: Session, calm: Followed) -> None:
    session.execute(update(AuditRow).values(shared_at=None))
    session.commit()
    with pytest.raises(ConflictError, match="not_amendable"):
        ask(session, calm)


def test_a_result_that_somebody_asked_to_amend_is_not_taken_back(
    session: Session, calm: Followed
) -> None:
    # its own reader asks only once nothing can be taken back any more
    with pytest.raises(ConflictError, match="withdrawable"):
        propose_amendment(session, calm.desk.reader, calm.audit, MET, ZONE, at=NOON)
    propose_amendment(session, calm.outsider, calm.audit, MET, ZONE, at=NOON)
    with pytest.raises(ConflictError, match="opened"):
        withdraw_audit(session, calm.desk.reader, calm.audit, at=NOON)


def test_an_objection_raised_meanwhile_comes_first_and_one_to_what_is_new_is_heard(
    session: Session, calm: Followed
) -> None:
    ask(session, calm)
    new = NewObjection("evidence", "附件二未看")
    raise_objection(session, calm.desk.manager, calm.audit, new, ZONE, at=LATER)
    with pytest.raises(ConflictError, match="objection_first"):
        settle(session, calm)
    with pytest.raises(ConflictError, match="amendment_waits"):
        propose(session, calm)
    assert settle(session, calm, is_confirmed=False) is None
    uphold_result(session, calm.third, calm.audit, "第3页没有日期", zone=ZONE, at=LATER)
    # decided; a mistake that is seen later is amended all the same, and can be objected to
    ask(session, calm)
    made = settle(session, calm)
    session.rollback()
    assert state(session) == "upheld"
    again = NewObjection("fact", "更正后仍有误", key="again")
    assert raise_objection(session, calm.desk.manager, made or 0, again, ZONE, at=LATER)
    other = NewObjection("fact", "再提", key="third")
    with pytest.raises(ConflictError, match="objected_before"):
        raise_objection(session, calm.desk.manager, made or 0, other, ZONE, at=LATER)


def test_each_step_that_is_sent_twice_is_taken_once(session: Session, one: Followed) -> None:
    asked = replace(MET, key="k1")
    made = propose_amendment(session, one.outsider, one.audit, asked, ZONE, at=LATER)
    assert propose_amendment(session, one.outsider, one.audit, asked, ZONE, at=LATER) == made
    other = replace(asked, reason="另一个理由")
    with pytest.raises(ConflictError, match="key_reused"):
        propose_amendment(session, one.outsider, one.audit, other, ZONE, at=LATER)
    for _time in range(2):
        withdraw_amendment(session, one.outsider, one.audit, at=LATER, key="k2")
    # another form may propose again, and what was sent first is still what it was
    again = propose_amendment(
        session, one.outsider, one.audit, replace(MET, key="k3"), ZONE, at=LATER
    )
    assert again != made
    refused = Settling(False, "附件二里没有当日的计划", key="k4")
    for _time in range(2):
        assert settle_amendment(session, one.third, one.audit, refused, ZONE, at=LATER) is None
    propose_amendment(session, one.outsider, one.audit, replace(MET, key="k5"), ZONE, at=LATER)
    confirmed = Settling(key="k6")
    reading = settle_amendment(session, one.third, one.audit, confirmed, ZONE, at=LATER)
    assert reading is not None
    assert settle_amendment(session, one.third, one.audit, confirmed, ZONE, at=LATER) == reading
    with pytest.raises(ConflictError, match="key_reused"):
        settle_amendment(session, one.third, one.audit, replace(refused, key="k6"), ZONE, at=LATER)
    steps = session.execute(
        select(JournalRow.action).where(JournalRow.action == AmendmentMoved.action)
    ).all()
    assert len(steps) == 6
    states = session.execute(select(AmendmentRow.state).order_by(AmendmentRow.id)).scalars().all()
    assert states == ["withdrawn", "refused", "confirmed"]
