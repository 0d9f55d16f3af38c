"""Goals are set and closed by who supervises the worker, and read by the two alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.learning import GoalSource, GoalState, NewGoal
from qa_app.domain.people import Actor, Role
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import CentreRow
from qa_app.models.records import LearningGoalRow, SupervisionRecordRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.learning import goals_of, last_assessment, learners
from qa_app.services.learning.add_goal import add_goal
from qa_app.services.learning.close_goal import close_goal
from tests.audits import ZONE
from tests.records import EVENING, MEETING, Talk, a_talk, begin, save, sign
from tests.sessions import at_centre, someone

TODAY = date(2026, 4, 9)
GOAL = NewGoal("学会向儿童提开放式问题", GoalSource.SESSION, date(2026, 5, 9))


def set_goal(session: Session, talk: Talk, actor: Actor | None = None, **fields: object) -> int:
    goal = replace(GOAL, **fields)  # type: ignore[arg-type]
    worker = talk.scene.workers["W1"]
    return add_goal(session, actor or talk.lead, worker, goal, ZONE, at=EVENING)


def end(session: Session, talk: Talk, goal: int, revision: int, actor: Actor | None = None) -> int:
    ends = (GoalState.REACHED, revision)
    return close_goal(session, actor or talk.lead, goal, ends, ZONE, at=EVENING)


def assess_by(session: Session, talk: Talk) -> date:
    (found,) = learners(session, talk.lead, TODAY, only=talk.scene.workers["W1"])
    session.rollback()
    return found.assess_by


def strangers(session: Session, talk: Talk) -> list[Actor]:
    """A manager, another supervisor, another worker and a reader of the same centre."""
    centre = talk.scene.centre
    roles = (Role.CENTRE_MANAGER, Role.SENIOR_SUPERVISOR, Role.AUDITOR)
    made = [
        at_centre(someone(session, f"x_{role}"[:20], role, "A"), role, centre) for role in roles
    ]
    plain = someone(session, "x_worker", Role.CASEWORKER, "A", talk.scene.workers["W2"])
    return [*made, at_centre(plain, Role.CASEWORKER, centre), talk.scene.elsewhere]


def a_begun_talk(session: Session) -> Talk:
    talk = a_talk(session)
    begin(session, talk)
    return talk


def test_a_session_that_is_only_planned_opens_no_plan(session: Session) -> None:
    talk = a_talk(session)
    worker = talk.scene.workers["W1"]
    assert learners(session, talk.lead, TODAY, only=worker) == ()
    session.rollback()
    with pytest.raises(OutOfReachError):
        set_goal(session, talk)
    begin(session, talk)
    assert [one.id for one in learners(session, talk.lead, TODAY)] == [worker]
    session.rollback()
    assert set_goal(session, talk)
    session.execute(update(SupervisionRecordRow).values(written_by=None))
    session.commit()
    assert learners(session, talk.lead, TODAY, only=worker) == ()
    session.execute(update(SupervisionSessionRow).values(state=SessionState.HELD.value))
    session.commit()
    assert [one.id for one in learners(session, talk.lead, TODAY)] == [worker]


def test_a_goal_is_set_reached_and_read_by_both(session: Session) -> None:
    talk = a_begun_talk(session)
    made = set_goal(session, talk, session_id=talk.session_id)
    for actor in (talk.lead, talk.worker):
        (found,) = learners(session, actor, TODAY)
        assert (found.code, found.open_goals, found.reached) == ("W1", 1, 0)
    (goal,) = goals_of(session, talk.scene.workers["W1"])
    assert (goal.text, goal.state, goal.due_on) == (GOAL.text, GoalState.OPEN, GOAL.due_on)
    session.rollback()
    assert end(session, talk, made, 1) == talk.scene.workers["W1"]
    (goal,) = goals_of(session, talk.scene.workers["W1"])
    assert (goal.state, goal.closed_on, goal.revision) == (GoalState.REACHED, TODAY, 2)
    (found,) = learners(session, talk.lead, TODAY)
    assert (found.open_goals, found.reached) == (0, 1)


def test_nobody_else_reads_or_writes_it(session: Session) -> None:
    talk = a_begun_talk(session)
    made = set_goal(session, talk)
    for actor in strangers(session, talk):
        assert learners(session, actor, TODAY, only=talk.scene.workers["W1"]) == ()
        session.rollback()
        with pytest.raises(OutOfReachError):
            set_goal(session, talk, actor)
        with pytest.raises(OutOfReachError):
            end(session, talk, made, 1, actor)
    # the worker reads the plan, and does not write it
    with pytest.raises(OutOfReachError):
        set_goal(session, talk, talk.worker)
    with pytest.raises(OutOfReachError):
        end(session, talk, made, 1, talk.worker)


def test_what_is_refused_and_the_same_form_twice(session: Session) -> None:
    talk = a_begun_talk(session)
    with pytest.raises(InvalidError, match="text_missing"):
        set_goal(session, talk, text=" ")
    with pytest.raises(InvalidError, match="unknown_session"):
        set_goal(session, talk, session_id=10**6)
    with pytest.raises(InvalidError, match="likely_name"):
        set_goal(session, talk, text="请王小明的母亲签字")
    made = set_goal(session, talk, key="k" * 22)
    assert set_goal(session, talk, key="k" * 22) == made
    with pytest.raises(ConflictError, match="key_reused"):
        set_goal(session, talk, key="k" * 22, text="学会写计划")
    with pytest.raises(InvalidError, match="unknown_step"):
        close_goal(session, talk.lead, made, (GoalState.OPEN, 1), ZONE, at=EVENING)
    with pytest.raises(ConflictError, match="goal_changed"):
        end(session, talk, made, 2)
    end(session, talk, made, 1)
    with pytest.raises(ConflictError, match="goal_changed"):
        end(session, talk, made, 2)


def test_a_name_is_kept_with_its_reason_and_nothing_is_in_clear(session: Session) -> None:
    talk = a_begun_talk(session)
    set_goal(session, talk, text="请王小明的母亲签字", name_reason="文书上的固定称呼")
    body = session.execute(select(LearningGoalRow.body)).scalar_one()
    assert "王小明".encode() not in body


def test_an_assessment_moves_the_next_one(session: Session) -> None:
    talk = a_talk(session, SessionType.CAPACITY_ASSESSMENT)
    worker = talk.scene.workers["W1"]
    assert last_assessment(session, worker) is None
    session.rollback()
    begin(session, talk)
    assert assess_by(session, talk) < TODAY
    met = {key: value for key, value in MEETING.items() if key != "accountability"}
    save(session, talk, Block.MEETING, met, ({"person": "W1", "minutes": "90"},))
    marks = {"attitudes": "met", "knowledge": "partly", "skills": "not_met"}
    told = {"strengths": "肯学", "gaps": "记录", "works_alone": "with_support"}
    save(session, talk, Block.CAPACITY, marks | told)
    sign(session, talk)
    assert assess_by(session, talk) == TODAY + timedelta(days=182)
    found = last_assessment(session, worker)
    assert found is not None
    # 2, 1 and 0 of 6 points
    assert (found.on, found.percent, found.works_alone) == (TODAY, 50, "with_support")


def test_who_supervises_a_worker_where_they_are_deployed_reads_the_plan_for_the_time(
    session: Session,
) -> None:
    talk = a_begun_talk(session)
    worker, host = talk.scene.workers["W1"], talk.scene.elsewhere
    assert set_goal(session, talk)
    assert learners(session, host, TODAY, only=worker) == ()
    centre = session.get_one(CentreRow, talk.scene.other_centre)
    row = {
        "kind": "deployment",
        "supervisor_id": host.account_id,
        "practitioner_id": worker,
        "centre_id": centre.id,
        "place_path": centre.place_path,
        "minutes": 60,
        "functions": {},
        "from_on": TODAY,
        "until_on": TODAY + timedelta(days=30),
        "created_at": EVENING,
    }
    session.execute(insert(SupervisionAgreementRow).values(**row))
    session.commit()
    assert [one.id for one in learners(session, host, TODAY, only=worker)] == [worker]
    assert len(goals_of(session, worker)) == 1
    session.rollback()
    assert set_goal(session, talk, host)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=31)):
        assert learners(session, host, day, only=worker) == ()
    # an agreement of another kind opens nothing beyond reach, nor a deployment elsewhere
    session.execute(update(SupervisionAgreementRow).values(kind="standing"))
    assert learners(session, host, TODAY, only=worker) == ()
    session.execute(
        update(SupervisionAgreementRow).values(kind="deployment", centre_id=talk.scene.centre)
    )
    session.execute(update(SupervisionAgreementRow).values(place_path="9/"))
    assert learners(session, host, TODAY, only=worker) == ()
