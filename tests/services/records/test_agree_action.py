"""What is agreed in a session becomes an action like every other, once the record is signed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionState, ActionStep, Owner, Party, Waits
from qa_app.domain.agreed import AgreedPlan
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionType
from qa_app.models.audits import AuditRow
from qa_app.models.findings import ActionStepRow, CorrectiveActionRow
from qa_app.models.name_reasons import NameReasonRow
from qa_app.models.places import CentreRow
from qa_app.queries.action_papers import action_paper
from qa_app.queries.actions import ActionFilter, ShownActions, actions_page, count_actions
from qa_app.queries.agreed import agreed_in
from qa_app.queries.printed import UNSETTLED, centre_actions
from qa_app.queries.reach import action_within
from qa_app.queries.record_content import block_in
from qa_app.services.findings.check_action import check_action
from qa_app.services.findings.work_action import work_action
from qa_app.services.records.agree_action import agree_action
from qa_app.services.records.take_out_action import take_out_action
from tests.audits import ZONE
from tests.records import EVENING, Talk, a_talk, begin, digest_of, fill, sign
from tests.sessions import a_session, at_centre, someone

TODAY = date(2026, 4, 9)


def agree(session: Session, talk: Talk, owner: Owner = Owner.WORKER, **fields: object) -> int:
    worker = talk.scene.workers["W1"] if owner is Owner.WORKER else None
    plan = AgreedPlan("补做风险评估", owner, worker, **fields)  # type: ignore[arg-type]
    return agree_action(session, talk.lead, talk.session_id, plan, ZONE, at=EVENING)


def row_of(session: Session, action_id: int) -> CorrectiveActionRow:
    session.expire_all()
    return session.get_one(CorrectiveActionRow, action_id)


def do(session: Session, talk: Talk, action_id: int, days: int = 1) -> None:
    sent = StepSent(ActionStep.DO, "已补做", row_of(session, action_id).revision)
    session.rollback()
    at = EVENING + timedelta(days=days)
    work_action(session, talk.worker, action_id, sent, ZONE, at=at)


def signed(session: Session, owner: Owner = Owner.WORKER) -> tuple[Talk, int]:
    talk = a_talk(session)
    begin(session, talk)
    fill(session, talk)
    made = agree(session, talk, owner)
    sign(session, talk)
    return talk, made


def test_it_waits_for_the_signature_and_then_has_a_limit(session: Session) -> None:
    talk = a_talk(session)
    begin(session, talk)
    fill(session, talk)
    made = agree(session, talk, evidence="评估表", due_on=date(2026, 4, 20))
    row = row_of(session, made)
    assert (row.state, row.finding_id, row.audit_id) == ("draft", None, None)
    assert row.session_id == talk.session_id
    assert actions_page(session, talk.lead, ActionFilter(), None, TODAY) == ()
    before = digest_of(session, talk)
    assert block_in(session, talk.session_id, Block.ACTIONS).content.rows == (
        {
            "what": "补做风险评估",
            "owner": "worker",
            "person": "W1",
            "due_on": "2026-04-20",
            "evidence": "评估表",
        },
    )
    sign(session, talk)
    # what was signed is the same before and after
    assert digest_of(session, talk) == before
    row = row_of(session, made)
    assert (row.state, row.opened_on, row.due_on) == ("open", TODAY, date(2026, 4, 20))
    (line,) = actions_page(session, talk.worker, ActionFilter(), None, TODAY)
    assert (line.session_id, line.agreed_on, line.audit_id) == (talk.session_id, TODAY, None)
    assert (line.requirement.zh, line.waits_by) == ("补做风险评估", Party.WORKER)
    assert count_actions(session, talk.worker, ActionFilter(), TODAY) == 1


def test_without_a_day_it_is_due_by_default(session: Session) -> None:
    _talk, made = signed(session)
    # 30 days from the signature on
    assert row_of(session, made).due_on == date(2026, 5, 9)


def test_who_reads_it(session: Session) -> None:
    talk, made = signed(session)
    scene = talk.scene
    manager = at_centre(
        someone(session, "manager", Role.CENTRE_MANAGER, "A"), Role.CENTRE_MANAGER, scene.centre
    )
    reader = at_centre(
        someone(session, "only_reads", Role.AUDITOR, "A"), Role.AUDITOR, scene.centre
    )
    other = at_centre(
        someone(session, "other_w", Role.CASEWORKER, "A", scene.workers["W2"]),
        Role.CASEWORKER,
        scene.centre,
    )
    for actor in (talk.lead, talk.worker, manager):
        paper = action_paper(session, actor, made)
        assert paper is not None
        assert (paper.plan.what, paper.version_id, paper.readings) == ("补做风险评估", None, ())
        assert len(actions_page(session, actor, ActionFilter(), None, TODAY)) == 1
        printed = centre_actions(session, actor, Permission.ACTION_READ, scene.centre, UNSETTLED)
        assert printed is not None
        assert [one.agreed_on for one in printed.actions] == [TODAY]
    for actor in (reader, other):
        assert action_paper(session, actor, made) is None
        assert actions_page(session, actor, ActionFilter(), None, TODAY) == ()
        printed = centre_actions(session, actor, Permission.ACTION_READ, scene.centre, UNSETTLED)
        assert printed is not None
        assert printed.actions == ()


def test_what_the_centre_is_to_do_is_not_told_to_who_only_reads_files(session: Session) -> None:
    talk, made = signed(session, Owner.CENTRE)
    role, centre = Role.AUDITOR, talk.scene.centre
    reader = at_centre(someone(session, "only_reads", role, "A"), role, centre)
    assert row_of(session, made).practitioner_id is None
    session.rollback()
    assert action_paper(session, talk.lead, made) is not None
    # whoever is no practitioner is not the one of whom nothing is said
    assert action_paper(session, reader, made) is None


def test_it_is_told_where_one_works_and_not_where_one_worked(session: Session) -> None:
    talk, made = signed(session)
    scene = talk.scene
    manager = someone(session, "manager", Role.CENTRE_MANAGER, "A")
    both = replace(
        at_centre(manager, Role.CENTRE_MANAGER, scene.centre), practitioner_id=scene.workers["W2"]
    )
    moved = at_centre(talk.worker, Role.CASEWORKER, scene.centre + 1)

    def told(actor: Actor) -> list[int]:
        query = (
            select(CorrectiveActionRow.id)
            .join(CentreRow, CentreRow.id == CorrectiveActionRow.centre_id)
            .outerjoin(AuditRow, AuditRow.id == CorrectiveActionRow.audit_id)
            .where(action_within(actor))
        )
        return list(session.scalars(query))

    assert told(talk.worker) == told(both) == [made]
    assert told(replace(moved, practitioner_id=talk.worker.practitioner_id)) == []


def test_a_later_session_verifies_what_was_done(session: Session) -> None:
    talk, made = signed(session)
    do(session, talk, made)
    row = row_of(session, made)
    assert (row.state, row.waits_by, row.waits_for) == ("done", "supervisor", Waits.SEEN)
    sent = StepSent(ActionStep.SEEN, "已看过评估表", row.revision)
    session.rollback()
    later = EVENING + timedelta(days=28)
    with pytest.raises(ConflictError, match="no_later_session"):
        check_action(session, talk.lead, made, sent, ZONE, at=later)
    seen_at = a_session(
        session,
        talk.scene,
        type=SessionType.INDIVIDUAL,
        rubric_version_id=None,
        files_wanted=0,
        people=(talk.scene.workers["W1"],),
        planned_on=date(2026, 5, 7),
    )
    with pytest.raises(ConflictError, match="no_later_session"):
        check_action(session, talk.lead, made, sent, ZONE, at=EVENING + timedelta(days=2))
    check_action(session, talk.lead, made, sent, ZONE, at=later)
    row = row_of(session, made)
    assert (row.state, row.verified_on, row.is_by_document) == (
        "verified",
        date(2026, 5, 7),
        False,
    )
    step = session.execute(select(ActionStepRow).where(ActionStepRow.step == "seen")).scalar_one()
    assert step.session_id == seen_at
    closed = ActionFilter(ShownActions.CLOSED)
    assert [one.id for one in actions_page(session, talk.lead, closed, None, TODAY)] == [made]


def test_a_document_verifies_it_and_never_who_did_it(session: Session) -> None:
    talk, made = signed(session, Owner.SUPERVISOR)
    sent = StepSent(ActionStep.DO, "已联系", 1)
    with pytest.raises(NotAllowedError, match="not_your_step"):
        work_action(session, at_manager(session, talk), made, sent, ZONE, at=EVENING)
    second = someone(session, "second", Role.SENIOR_SUPERVISOR, "A")
    second = at_centre(second, Role.SENIOR_SUPERVISOR, talk.scene.centre)
    own = ActionFilter(parties=(Party.SUPERVISOR,), is_ones_own=True)
    for chosen, actor, found in (
        (own, talk.lead, 1),
        (own, second, 0),
        (ActionFilter(), second, 1),
    ):
        assert len(actions_page(session, actor, chosen, None, TODAY)) == found
        assert count_actions(session, actor, chosen, TODAY) == found
    session.rollback()
    work_action(session, talk.lead, made, sent, ZONE, at=EVENING)
    # whether it was done is looked at by others
    assert len(actions_page(session, second, own, None, TODAY)) == 1
    session.rollback()
    document = StepSent(ActionStep.DOCUMENT, "联系记录", 2)
    with pytest.raises(ConflictError, match="same_person"):
        check_action(session, talk.lead, made, document, ZONE, at=EVENING)
    check_action(session, second, made, document, ZONE, at=EVENING)
    row = row_of(session, made)
    assert (row.state, row.is_by_document) == (ActionState.VERIFIED, True)


def at_manager(session: Session, talk: Talk):  # type: ignore[no-untyped-def]
    plain = someone(session, "manager", Role.CENTRE_MANAGER, "A")
    return at_centre(plain, Role.CENTRE_MANAGER, talk.scene.centre)


def test_only_who_leads_writes_and_only_while_it_is_a_draft(session: Session) -> None:
    talk = a_talk(session)
    with pytest.raises(OutOfReachError):
        agree(session, talk)
    begin(session, talk)
    fill(session, talk)
    made = agree(session, talk)
    foreign = replace(talk, scene=replace(talk.scene, supervisor=talk.worker))
    with pytest.raises(OutOfReachError):
        agree(session, foreign)
    with pytest.raises(OutOfReachError):
        take_out_action(session, talk.worker, talk.session_id, made, at=EVENING)
    take_out_action(session, talk.lead, talk.session_id, made, at=EVENING)
    assert agreed_in(session, talk.session_id) == ()
    session.rollback()
    with pytest.raises(ConflictError, match="action_gone"):
        take_out_action(session, talk.lead, talk.session_id, made, at=EVENING)
    kept = agree(session, talk)
    sign(session, talk)
    with pytest.raises(ConflictError, match="record_signed"):
        agree(session, talk)
    with pytest.raises(ConflictError, match="record_signed"):
        take_out_action(session, talk.lead, talk.session_id, kept, at=EVENING)


def test_what_may_not_be_written_down(session: Session) -> None:
    talk = a_talk(session)
    begin(session, talk)
    wrong = {
        "text_missing": AgreedPlan(" ", Owner.CENTRE),
        "worker_missing": AgreedPlan("补做", Owner.WORKER),
        "agreed_out_of_bounds": AgreedPlan("补做", Owner.CENTRE, due_on=date(2026, 4, 8)),
        "phone": AgreedPlan("打 13800138000", Owner.CENTRE),
        "text_too_long": AgreedPlan("做" * 4001, Owner.CENTRE),
    }
    for code, plan in wrong.items():
        with pytest.raises(InvalidError, match=code):
            agree_action(session, talk.lead, talk.session_id, plan, ZONE, at=EVENING)
    nobody = AgreedPlan("补做", Owner.WORKER, 10**6)
    with pytest.raises(InvalidError, match="worker_missing"):
        agree_action(session, talk.lead, talk.session_id, nobody, ZONE, at=EVENING)


def test_a_kind_without_actions_and_the_limit_of_a_session(session: Session) -> None:
    talk = a_talk(session, SessionType.PEER)
    begin(session, talk)
    with pytest.raises(InvalidError, match="no_actions"):
        agree(session, talk)
    session.execute(text("UPDATE supervision_session SET type = 'individual'"))
    session.commit()
    for _number in range(20):
        agree(session, talk)
    with pytest.raises(InvalidError, match="too_many_agreed"):
        agree(session, talk)


def test_the_same_form_twice_makes_one(session: Session) -> None:
    talk = a_talk(session)
    begin(session, talk)
    made = agree(session, talk, key="k" * 22)
    assert agree(session, talk, key="k" * 22) == made
    assert len(agreed_in(session, talk.session_id)) == 1
    session.rollback()
    with pytest.raises(ConflictError, match="key_reused"):
        agree(session, talk, Owner.CENTRE, key="k" * 22)


def test_why_a_name_is_kept_stands_beside_it(session: Session) -> None:
    talk = a_talk(session)
    begin(session, talk)
    plan = AgreedPlan("请王小明的母亲签字", Owner.CENTRE)
    with pytest.raises(InvalidError, match="likely_name"):
        agree_action(session, talk.lead, talk.session_id, plan, ZONE, at=EVENING)
    kept = replace(plan, name_reason="文书上的固定称呼")
    agree_action(session, talk.lead, talk.session_id, kept, ZONE, at=EVENING)
    row = session.execute(select(NameReasonRow)).scalar_one()
    assert (row.audit_id, row.session_id, row.place) == (None, talk.session_id, "agreed")


def test_the_database_refuses_two_sources_or_none_and_late_additions(session: Session) -> None:
    _talk, made = signed(session)
    session.rollback()
    values = (
        "INSERT INTO corrective_action (session_id, centre_id, rubric_code, items, kind, owner,"
        " is_structural, state, is_by_document, recurrences, proof, failed_proofs, waits_for,"
        " revision) SELECT {0}, centre_id, rubric_code, items, kind, owner, is_structural, state,"
        " is_by_document, recurrences, proof, failed_proofs, waits_for, revision"
        f" FROM corrective_action WHERE id = {made}"
    )
    for source in ("NULL", "session_id"):
        with pytest.raises(DatabaseError):
            session.execute(text(values.format(source)))
        session.rollback()
    with pytest.raises(DatabaseError):
        session.execute(text(f"UPDATE corrective_action SET session_id = NULL WHERE id = {made}"))
    session.rollback()
