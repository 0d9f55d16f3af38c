import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.actions import Owner
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.finding_check import ContradictionError
from qa_app.domain.findings import (
    ActionPlan,
    FindingDraft,
    FindingKind,
    FindingSheet,
    action_place,
    finding_place,
)
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow, FindingRow
from qa_app.models.journal import JournalRow
from qa_app.models.sealing import sealer_of
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.findings.save_findings import save_findings
from tests.audits import ZONE, change, minutes_later
from tests.follow_up import Followed, a_followed, actions, findings, sign
from tests.people import NOON

F, S = FindingKind.FINDING, FindingKind.STRENGTH
LINES = (
    FindingDraft(F, ("A1",), "联系记录不全", is_main=True, action=ActionPlan("补齐", Owner.WORKER)),
    FindingDraft(S, ("A2",), "安全计划清楚"),
)


@pytest.fixture
def one(session: Session) -> Followed:
    return a_followed(session)


def save(session: Session, one: Followed, *lines: FindingDraft, base: int = 0) -> int:
    sheet = FindingSheet(lines or LINES, revision=base)
    return save_findings(session, one.desk.reader, one.audit, sheet, ZONE, at=NOON)


def test_a_sheet_is_kept_sealed_and_replaced_as_a_whole(session: Session, one: Followed) -> None:
    assert save(session, one) == 1
    first = findings(session, one.audit)
    assert [(row.kind, row.items, row.is_main) for row in first] == [
        ("finding", ["A1"], True),
        ("strength", ["A2"], False),
    ]
    body = first[0].body or b""
    assert "联系".encode() not in body
    assert sealer_of(session).open(body, finding_place(one.audit, 1)) == "联系记录不全"
    (action,) = actions(session)
    assert (action.state, action.owner, action.kind, action.due_on) == (
        "draft",
        "worker",
        "other",
        None,
    )
    what = action_place(one.audit, 1, "what")
    assert sealer_of(session).open(action.what or b"", what) == "补齐"
    session.rollback()
    assert save(session, one, LINES[1], base=1) == 2
    assert [row.kind for row in findings(session, one.audit)] == ["strength"]
    assert actions(session) == []


def test_the_journal_counts_and_tells_no_words(session: Session, one: Followed) -> None:
    save(session, one)
    row = session.execute(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).scalar_one()
    assert (row.action, row.detail) == (
        "finding:save",
        '{"count":2,"name_reason":null,"revision":1}',
    )


def test_what_was_saved_meanwhile_is_not_overwritten(session: Session, one: Followed) -> None:
    save(session, one)
    with pytest.raises(ConflictError, match="findings_changed"):
        save(session, one, LINES[1])
    assert len(findings(session, one.audit)) == 2


def test_only_the_reader_of_a_draft_saves(session: Session, one: Followed) -> None:
    sheet = FindingSheet(LINES)
    for actor in (one.outsider, one.desk.manager, one.desk.elsewhere, one.worker):
        with pytest.raises(OutOfReachError):
            save_findings(session, actor, one.audit, sheet, ZONE, at=NOON)
    sign(session, one)
    with pytest.raises(OutOfReachError):
        save(session, one)


def test_what_may_not_stand_there_is_refused(session: Session, one: Followed) -> None:
    with pytest.raises(InvalidError, match="unknown_item"):
        save(session, one, FindingDraft(F, ("Z1",)))
    assert findings(session, one.audit) == []


def test_signing_gives_each_failed_critical_item_a_finding_and_an_action(
    session: Session, one: Followed
) -> None:
    # a must-pass item with a finding but nothing to be done gets another one that has it
    save(session, one, FindingDraft(F, ("A2",)))
    session.rollback()
    sign(session, one, "A2", "B1")
    told = [(row.items, row.source) for row in findings(session, one.audit)]
    assert sorted(told) == [(["A2"], "reader"), (["A2"], "rule"), (["B1"], "rule")]
    gate, red = sorted(actions(session), key=lambda row: row.kind)
    assert (gate.kind, gate.state, str(gate.due_on)) == ("must_pass", "open", "2026-04-22")
    assert (red.kind, red.waits_for, str(red.next_on)) == ("red_line", "contain", "2026-03-24")
    assert (str(red.plan_on), str(red.re_read_on)) == ("2026-03-30", "2026-04-06")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (FindingDraft(F, ("A1",), action=ActionPlan("补齐")), "item_met"),
        (FindingDraft(F, ("B1",), "没有写明"), "no_action"),
        (FindingDraft(S, ("B1",)), "strength_unmet"),
    ],
)
def test_what_speaks_against_the_answers_is_not_signed(
    session: Session, one: Followed, line: FindingDraft, why: str
) -> None:
    save(session, one, line)
    session.rollback()
    with pytest.raises(ContradictionError) as refusal:
        sign(session, one, "B1")
    (fault,) = refusal.value.faults
    assert (fault.place, fault.why, fault.items) == (1, why, line.items)
    session.rollback()
    assert session.get_one(AuditRow, one.audit).state == "draft"
    session.rollback()
    # what is corrected is signed
    save(session, one, FindingDraft(F, ("B1",), action=ActionPlan("写明")), base=1)
    session.rollback()
    sign_audit(session, one.desk.reader, one.audit, ZONE, at=NOON)
    assert session.get_one(AuditRow, one.audit).state == "signed"


def test_a_red_line_said_to_be_crossed_and_answered_as_met_is_not_signed(
    session: Session, one: Followed
) -> None:
    save(session, one, FindingDraft(F, ("B1",), "没有写明", action=ActionPlan("写明")))
    session.rollback()
    with pytest.raises(ContradictionError) as refusal:
        sign(session, one, "A1")
    (fault,) = refusal.value.faults
    assert (fault.why, fault.items) == ("red_line_met", ("B1",))
    session.rollback()
    assert session.get_one(AuditRow, one.audit).state == "draft"


def test_a_file_in_which_nothing_critical_failed_owes_nothing(
    session: Session, one: Followed
) -> None:
    sign(session, one, "A1")
    assert findings(session, one.audit) == []


@pytest.mark.parametrize("code", ["partly", "no_record"])
def test_a_red_line_that_did_not_trip_sets_no_limits_of_one(
    session: Session, one: Followed, code: str
) -> None:
    save(session, one, FindingDraft(F, ("B1",), "登记不全", action=ActionPlan("补齐登记")))
    answers = [change("A1", "met"), change("A2", "met"), change("B1", code, note="见第3页")]
    save_entries(session, one.desk.reader, one.audit, answers, ZONE, at=NOON)
    sign_audit(session, one.desk.reader, one.audit, ZONE, at=NOON)
    assert session.get_one(AuditRow, one.audit).stop_count == 0
    (action,) = actions(session)
    assert (action.kind, action.state, action.contain_on) == ("other", "open", None)
    assert str(action.due_on) == "2026-06-21"
    session.rollback()
    # what was opened keeps its kind
    with pytest.raises(DBAPIError):
        session.execute(update(CorrectiveActionRow).values(kind="red_line"))


def test_withdrawing_takes_the_rules_findings_back_and_leaves_the_readers(
    session: Session, one: Followed
) -> None:
    save(session, one)
    session.rollback()
    sign(session, one, "B1")
    session.rollback()
    withdraw_audit(session, one.desk.reader, one.audit, at=minutes_later(5))
    assert [row.source for row in findings(session, one.audit)] == ["reader", "reader"]
    (action,) = actions(session)
    assert (action.state, action.next_on) == ("draft", None)
    session.rollback()
    assert save(session, one, LINES[1], base=1) == 2


@pytest.mark.parametrize(
    "statement",
    [
        update(FindingRow).values(is_main=True),
        delete(FindingRow),
    ],
)
def test_the_database_keeps_signed_findings(
    session: Session, one: Followed, statement: object
) -> None:
    save(session, one, FindingDraft(F, ("A1",), "联系不足"))
    session.rollback()
    sign(session, one)
    session.rollback()
    with pytest.raises(DBAPIError, match="frozen"):
        session.execute(statement)
