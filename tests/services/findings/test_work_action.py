import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep, Owner
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.findings import ActionPlan, FindingDraft, FindingKind, FindingSheet
from qa_app.domain.people import Actor
from qa_app.models.action_rows import step_place
from qa_app.models.findings import ActionStepRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.action_papers import cancelled_at
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.findings.check_action import check_action
from qa_app.services.findings.save_findings import save_findings
from qa_app.services.findings.work_action import work_action
from tests.audits import ZONE, minutes_later
from tests.follow_up import Followed, a_followed, actions, sign
from tests.one_hand import refuses_one_hand
from tests.people import NOON


@pytest.fixture
def one(session: Session) -> Followed:
    return a_followed(session)


def work(session: Session, actor: Actor, step: str, text: str = "已办", revision: int = 1) -> str:
    (row,) = actions(session)
    session.rollback()
    sent = StepSent(ActionStep(step), text, revision)
    return work_action(session, actor, row.id, sent, ZONE, at=NOON)


def check(
    session: Session, actor: Actor, step: str, text: str = "查看了制度", revision: int = 1
) -> str:
    (row,) = actions(session)
    session.rollback()
    sent = StepSent(ActionStep(step), text, revision)
    return check_action(session, actor, row.id, sent, ZONE, at=NOON)


def with_action(session: Session, one: Followed, **fields: object) -> None:
    line = FindingDraft(
        FindingKind.FINDING, ("A1",), "记录不全", action=ActionPlan("补齐", **fields)
    )
    sheet = FindingSheet((line,))
    save_findings(session, one.desk.reader, one.audit, sheet, ZONE, at=NOON)
    sign(session, one)
    session.rollback()


def test_a_red_line_goes_through_its_steps_and_each_is_kept(
    session: Session, one: Followed
) -> None:
    sign(session, one, "B1")
    session.rollback()
    manager = one.desk.manager
    with pytest.raises(ConflictError, match="not_contained"):
        work(session, manager, "do")
    assert work(session, manager, "contain", "已安全安置") == "open"
    assert work(session, manager, "plan", revision=2) == "planned"
    assert work(session, manager, "do", revision=3) == "done"
    (row,) = actions(session)
    assert (row.waits_by, row.waits_for, row.revision) == ("supervisor", "re_read", 4)
    steps = session.execute(select(ActionStepRow).order_by(ActionStepRow.id)).scalars().all()
    assert [(s.step, s.state, s.by) for s in steps] == [
        ("contain", "open", manager.account_id),
        ("plan", "planned", manager.account_id),
        ("do", "done", manager.account_id),
    ]
    body = steps[0].body or b""
    assert sealer_of(session).open(body, step_place(row.id)) == "已安全安置"


def test_sent_twice_it_acts_once(session: Session, one: Followed) -> None:
    sign(session, one, "A2")
    session.rollback()
    work(session, one.desk.manager, "plan")
    with pytest.raises(ConflictError, match="action_changed"):
        work(session, one.desk.manager, "plan")


def test_who_works_and_who_does_not(session: Session, one: Followed) -> None:
    with_action(session, one, owner=Owner.WORKER)
    for actor in (one.outsider, one.desk.reader, one.desk.elsewhere):
        with pytest.raises(OutOfReachError):
            work(session, actor, "plan")
    assert work(session, one.worker, "do") == "done"


def test_the_workers_hands_stay_off_what_is_the_centres(session: Session, one: Followed) -> None:
    with_action(session, one)
    with pytest.raises(ConflictError, match="not_yours"):
        work(session, one.worker, "plan")


@pytest.mark.parametrize(
    ("step", "text", "code"),
    [
        ("do", " ", "text_missing"),
        ("do", "x" * 301, "text_too_long"),
        ("return", "好", "unknown_step"),
    ],
)
def test_bad_input(session: Session, one: Followed, step: str, text: str, code: str) -> None:
    with_action(session, one)
    with pytest.raises(InvalidError, match=code):
        work(session, one.desk.manager, step, text)


def test_what_is_not_done_is_returned_with_a_reason(session: Session, one: Followed) -> None:
    with_action(session, one)
    work(session, one.desk.manager, "do")
    for actor in (one.desk.elsewhere, one.desk.manager, one.worker):
        with pytest.raises(OutOfReachError):
            check(session, actor, "return", revision=2)
    assert check(session, one.outsider, "return", "没有看到记录", revision=2) == "planned"
    (row,) = actions(session)
    assert (row.done_on, row.done_at, row.waits_for) == (None, None, "do")


def test_a_document_verifies_what_is_structural_and_not_by_who_did_it(
    session: Session, one: Followed
) -> None:
    with_action(session, one, is_structural=True)
    work(session, one.desk.manager, "do")
    assert actions(session)[0].waits_for == "document"
    session.execute(update(type(actions(session)[0])).values(done_by=one.outsider.account_id))
    session.commit()
    with pytest.raises(ConflictError, match="same_person"):
        check(session, one.outsider, "document", revision=2)
    refuses_one_hand(
        session, lambda: check(session, one.third, "document", revision=2), one.third, one.outsider
    )
    assert check(session, one.third, "document", revision=2) == "verified"
    assert actions(session)[0].is_by_document


def test_a_document_is_nothing_for_what_files_can_show(session: Session, one: Followed) -> None:
    with_action(session, one)
    work(session, one.desk.manager, "do")
    with pytest.raises(ConflictError, match="not_structural"):
        check(session, one.outsider, "document", revision=2)


def test_a_signature_is_not_taken_back_once_somebody_worked(
    session: Session, one: Followed
) -> None:
    sign(session, one, "A2")
    session.rollback()
    work(session, one.desk.manager, "plan")
    with pytest.raises(ConflictError, match="opened"):
        withdraw_audit(session, one.desk.reader, one.audit, at=minutes_later(5))


def test_a_void_review_asks_for_nothing_more(session: Session, one: Followed) -> None:
    sign(session, one, "A2")
    session.rollback()
    ask_void(session, one.desk.reader, one.audit, "wrong_file", at=NOON)
    confirm_void(session, one.outsider, one.audit, ZONE, at=NOON)
    (row,) = actions(session)
    assert (row.state, row.waits_for, row.next_on) == ("dropped", "nothing", None)
    # when it ended, and by which review, is part of its course
    ended = session.execute(select(ActionStepRow).where(ActionStepRow.step == "drop")).scalars()
    (step,) = [(one.action_id, one.state, one.audit_id, one.at) for one in ended]
    assert step == (row.id, "dropped", one.audit, NOON)
    assert cancelled_at(session, [row.id]) == {row.id: NOON}
    assert cancelled_at(session, []) == {}
    with pytest.raises(ConflictError, match="wrong_state"):
        work(session, one.desk.manager, "plan", revision=2)


def test_the_course_is_only_added_to(session: Session, one: Followed) -> None:
    sign(session, one, "A2")
    session.rollback()
    work(session, one.desk.manager, "plan")
    with pytest.raises(DBAPIError, match="stays"):
        session.execute(update(ActionStepRow).values(step="do"))
