"""A session opens with what the last one agreed, what is late, what was found and who is unseen."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep, Owner
from qa_app.domain.agenda import AgendaKind
from qa_app.domain.agreed import AgreedPlan
from qa_app.domain.learning import GoalSource, NewGoal
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionType
from qa_app.queries.agenda import agenda_of
from qa_app.services.findings.work_action import work_action
from qa_app.services.learning.add_goal import add_goal
from qa_app.services.records.agree_action import agree_action
from tests.audits import ZONE
from tests.records import EVENING, Talk, a_talk, begin, fill, save, sign
from tests.sessions import a_session, reference, some_files
from tests.statements import counted_on

NEXT = date(2026, 5, 7)


def agree(session: Session, talk: Talk, what: str, due_on: date) -> int:
    plan = AgreedPlan(what, Owner.WORKER, talk.scene.workers["W1"], due_on)
    return agree_action(session, talk.lead, talk.session_id, plan, ZONE, at=EVENING)


def following(session: Session, talk: Talk, **fields: object) -> int:
    values = {"people": (talk.scene.workers["W1"],), "planned_on": NEXT} | fields
    return a_session(
        session,
        talk.scene,
        type=SessionType.INDIVIDUAL,
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


def test_a_session_without_people_is_about_the_centre(session: Session) -> None:
    talk = a_talk(session)
    some_files(session, talk.scene.centre, 2)
    meeting = following(session, talk, people=())
    found = kinds(session, talk, meeting, NEXT)
    assert found == [("case", reference(1)), ("case", reference(2))]


def test_queries_are_bounded(session: Session) -> None:
    talk = a_talk(session)
    some_files(session, talk.scene.centre, 40, practitioner_id=talk.scene.workers["W1"])
    later = following(session, talk)
    with counted_on(session.get_bind()) as statements:
        found = agenda_of(session, talk.lead, later, NEXT)
    assert len(found) == 11
    assert len(statements) <= 12
