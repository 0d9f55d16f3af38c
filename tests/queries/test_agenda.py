"""A session opens with what the last one agreed, what is late, what was found and who is unseen."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep, Owner
from qa_app.domain.agenda import AgendaKind
from qa_app.domain.agreed import AgreedPlan
from qa_app.domain.learning import GoalSource, NewGoal
from qa_app.domain.people import Role
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.supervision import SessionStaffRow, SupervisionSessionRow
from qa_app.queries.agenda import agenda_of
from qa_app.services.findings.work_action import work_action
from qa_app.services.learning.add_goal import add_goal
from qa_app.services.records.agree_action import agree_action
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.records import EVENING, MEETING, Talk, a_talk, begin, fill, save, sign
from tests.sessions import a_session, at_centre, given_to_supervisor, reference, some_files, someone
from tests.statements import counted_on

NEXT = date(2026, 5, 7)


def agree(session: Session, talk: Talk, what: str, due_on: date) -> int:
    plan = AgreedPlan(what, Owner.WORKER, talk.scene.workers["W1"], due_on)
    return agree_action(session, talk.lead, talk.session_id, plan, ZONE, at=EVENING)


def following(session: Session, talk: Talk, **fields: object) -> int:
    values = {
        "type": SessionType.INDIVIDUAL,
        "people": (talk.scene.workers["W1"],),
        "planned_on": NEXT,
    } | fields
    return a_session(
        session,
        talk.scene,
        rubric_version_id=None,
        files_wanted=0,
        **values,
    )


def kinds(session: Session, talk: Talk, session_id: int, today: date) -> list[tuple[str, str]]:
    found = agenda_of(session, talk.lead, session_id, today)
    session.rollback()
    return [(one.kind.value, one.text or one.name) for one in found]


def test_what_a_session_opens_with(session: Session) -> None:
    talk = a_talk(session)
    worker = talk.scene.workers["W1"]
    some_files(session, talk.scene.centre, 1, practitioner_id=worker, risk="high")
    some_files(session, talk.scene.centre, 1, start=2, practitioner_id=worker)
    some_files(session, talk.scene.centre, 1, start=3, practitioner_id=talk.scene.workers["W2"])
    begin(session, talk)
    fill(session, talk)
    row = {"case": reference(1), "risk": "high", "safety_seen": "yes", "child_heard": "yes"}
    save(session, talk, Block.CASES, rows=(row | {"decision": "本周家访"},))
    done = agree(session, talk, "补做评估", date(2026, 4, 20))
    agree(session, talk, "约见家长", date(2026, 5, 20))
    sign(session, talk)
    goal = NewGoal("学会提开放式问题", GoalSource.SESSION, date(2026, 5, 1))
    add_goal(session, talk.lead, worker, goal, ZONE, at=EVENING)
    work_action(session, talk.worker, done, StepSent(ActionStep.DO, "已做", 1), ZONE, at=EVENING)
    later = following(session, talk)
    assert kinds(session, talk, later, NEXT) == [
        ("high_risk", reference(1)),
        ("last_action", "补做评估"),
        ("last_action", "约见家长"),
        ("case", reference(2)),
        ("goal", "学会提开放式问题"),
        ("assessment", "W1"),
    ]
    # the day after, the case of high risk was talked over within the week
    assert ("high_risk", reference(1)) not in kinds(session, talk, later, date(2026, 4, 15))
    assert ("high_risk", reference(1)) in kinds(session, talk, later, date(2026, 4, 16))


def test_what_was_agreed_before_the_last_time_is_told_once_it_is_late(session: Session) -> None:
    talk = a_talk(session)
    begin(session, talk)
    fill(session, talk)
    agree(session, talk, "补做评估", date(2026, 4, 20))
    sign(session, talk)
    between = following(session, talk, planned_on=date(2026, 4, 16))
    second = Talk(talk.scene, between, talk.worker)
    week = EVENING + timedelta(days=7)
    begin(session, second, week)
    fill(session, second, week)
    sign(session, second, at=week)
    last = following(session, talk)
    assert AgendaKind.OVERDUE.value not in dict(kinds(session, talk, last, date(2026, 4, 20)))
    assert ("overdue", "补做评估") in kinds(session, talk, last, date(2026, 4, 21))


def test_a_group_in_between_takes_nothing_off_the_agenda(session: Session) -> None:
    talk = a_talk(session)
    begin(session, talk)
    fill(session, talk)
    agree(session, talk, "补做评估", date(2026, 5, 20))
    sign(session, talk)
    last = following(session, talk)
    before = kinds(session, talk, last, NEXT)
    assert ("last_action", "补做评估") in before
    group = following(session, talk, type=SessionType.GROUP, planned_on=date(2026, 4, 20))
    week = EVENING + timedelta(days=11)
    settle_session(session, talk.lead, group, SessionSettlement(SessionState.HELD), ZONE, at=week)
    assert kinds(session, talk, last, NEXT) == before


def test_what_a_group_agreed_about_somebody_is_told_when_they_meet_alone(
    session: Session,
) -> None:
    talk = a_talk(session)
    begin(session, talk)
    fill(session, talk)
    sign(session, talk)
    group = following(session, talk, type=SessionType.GROUP, planned_on=date(2026, 4, 20))
    second = Talk(talk.scene, group, talk.worker)
    week = EVENING + timedelta(days=11)
    begin(session, second, week)
    agree(session, second, "带来一份评估", date(2026, 5, 20))
    settle_session(session, talk.lead, group, SessionSettlement(SessionState.HELD), ZONE, at=week)
    # an action stands once the record that holds it is signed
    session.execute(update(CorrectiveActionRow).values(state="open"))
    session.commit()
    last = following(session, talk)
    assert ("last_action", "带来一份评估") in kinds(session, talk, last, NEXT)


def test_learning_goals_are_not_told_to_whoever_only_planned(session: Session) -> None:
    talk = a_talk(session)
    worker = talk.scene.workers["W1"]
    begin(session, talk)
    goal = NewGoal("学会提开放式问题", GoalSource.SESSION, date(2026, 5, 1))
    add_goal(session, talk.lead, worker, goal, ZONE, at=EVENING)
    other = at_centre(
        someone(session, "other", Role.SENIOR_SUPERVISOR, "A"),
        Role.SENIOR_SUPERVISOR,
        talk.scene.centre,
    )
    planned = following(session, talk, supervisor_id=other.account_id)
    second = Talk(replace(talk.scene, supervisor=other), planned, talk.worker)
    assert "goal" not in dict(kinds(session, second, planned, NEXT))
    assert "goal" in dict(kinds(session, talk, planned, NEXT))
    day = EVENING + timedelta(days=28)
    settle_session(session, other, planned, SessionSettlement(SessionState.HELD), ZONE, at=day)
    assert "goal" in dict(kinds(session, second, planned, NEXT))


def agreed_mix(session: Session, talk: Talk, **functions: int) -> None:
    row = {
        "kind": "standing",
        "supervisor_id": talk.lead.account_id,
        "practitioner_id": talk.scene.workers["W1"],
        "centre_id": talk.scene.centre,
        "place_path": "1/",
        "minutes": 60,
        "functions": functions,
        "from_on": date(2026, 1, 5),
        "revision": 1,
        "created_at": EVENING,
    }
    session.execute(insert(SupervisionAgreementRow).values(**row))
    session.commit()


def test_a_function_that_was_agreed_and_left_out_twice_is_told(session: Session) -> None:
    talk = a_talk(session)
    agreed_mix(session, talk, accountability=40, learning=30, support=30)
    begin(session, talk)
    fill(session, talk)  # covers accountability
    sign(session, talk)
    second = following(session, talk, planned_on=date(2026, 4, 16))
    assert "function" not in dict(kinds(session, talk, second, NEXT))  # once is not twice
    again = replace(talk, session_id=second)
    at = EVENING + timedelta(days=7)
    begin(session, again, at)
    met = {**MEETING, "held_on": "2026-04-16", "support": "yes"}
    rows = ({"person": "W1", "minutes": "90"},)
    save(session, again, Block.MEETING, met, rows, at=at)
    save(session, again, Block.SUPPORT, {"workload": "6"}, at=at)
    sign(session, again, at=at)
    later = following(session, talk)
    assert dict(kinds(session, talk, later, NEXT))["function"] == "learning"
    # whoever is only planned to lead is told nothing of what records covered
    other = at_centre(
        someone(session, "second", Role.SENIOR_SUPERVISOR, "A"),
        Role.SENIOR_SUPERVISOR,
        talk.scene.centre,
    )
    led = following(session, talk, supervisor_id=other.account_id)
    planned = Talk(replace(talk.scene, supervisor=other), led, talk.worker)
    assert "function" not in dict(kinds(session, planned, led, NEXT))


def test_a_session_without_people_is_about_the_centre(session: Session) -> None:
    talk = a_talk(session)
    some_files(session, talk.scene.centre, 2)
    meeting = following(session, talk, people=())
    found = kinds(session, talk, meeting, NEXT)
    assert found == [("case", reference(1)), ("case", reference(2))]


def test_supervision_of_supervisors_is_about_no_centre(session: Session) -> None:
    talk = a_talk(session)
    some_files(session, talk.scene.centre, 2, risk="high")
    begin(session, talk)
    fill(session, talk)
    theirs = agree(session, talk, "补做评估", date(2026, 4, 20))
    sign(session, talk)
    kind = SessionType.SUPERVISION_OF_SUPERVISORS
    far = talk.scene.elsewhere.account_id
    last = following(session, talk, type=SessionType.GROUP, people=())
    given_to_supervisor(session, last, far)
    staff = insert(SessionStaffRow)
    assert kinds(session, talk, last, NEXT) == []
    # what was agreed with other supervisors is not told, with the same ones it is
    session.execute(
        update(SupervisionSessionRow)
        .where(SupervisionSessionRow.id == talk.session_id)
        .values(type=kind.value)
    )
    session.execute(
        staff.values(session_id=talk.session_id, account_id=talk.scene.reader.account_id)
    )
    session.commit()
    assert kinds(session, talk, last, NEXT) == []
    session.execute(staff.values(session_id=talk.session_id, account_id=far))
    session.commit()
    found = agenda_of(session, talk.lead, last, NEXT)
    assert [(one.kind, one.object_id) for one in found] == [(AgendaKind.LAST_ACTION, theirs)]


def test_queries_are_bounded(session: Session) -> None:
    talk = a_talk(session)
    some_files(session, talk.scene.centre, 40, practitioner_id=talk.scene.workers["W1"])
    later = following(session, talk)
    with counted_on(session.get_bind()) as statements:
        found = agenda_of(session, talk.lead, later, NEXT)
    assert len(found) == 11
    assert len(statements) <= 12
