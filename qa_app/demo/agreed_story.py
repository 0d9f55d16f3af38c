"""What leaves the records of the story: agreed actions and goals of a learning plan."""

from datetime import date, datetime, timedelta

from qa_app.demo.acting import Stage
from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep, Owner
from qa_app.domain.agreed import AgreedPlan
from qa_app.domain.learning import GoalSource, GoalState, NewGoal
from qa_app.domain.people import Actor
from qa_app.services.findings.work_action import work_action
from qa_app.services.learning.add_goal import add_goal
from qa_app.services.learning.close_goal import close_goal
from qa_app.services.records.agree_action import agree_action

_PLANS = (
    ("补写家访记录，写明孩子自己的话", Owner.WORKER, "补写后的记录"),
    ("联系学校，约定每月一次情况沟通", Owner.CENTRE, ""),
    ("找一份写得好的安全计划供参考", Owner.SUPERVISOR, ""),
)


def agree_on(
    stage: Stage, session_id: int, worker_id: int, day: date, *, at: datetime
) -> tuple[int, ...]:
    """Write three actions into a record: for the worker, the centre and the supervisor.

    Args:
        stage: What actors need.
        session_id: The session, whose record is a draft.
        worker_id: The worker.
        day: The day of the session.
        at: When it is written.

    Returns:
        The actions.
    """
    due_on = day + timedelta(days=21)
    return tuple(
        agree_action(
            stage.session,
            stage.supervisor,
            session_id,
            AgreedPlan(what, owner, worker_id if owner is Owner.WORKER else None, due_on, evidence),
            stage.zone,
            at=at,
        )
        for what, owner, evidence in _PLANS
    )


def follow_agreed(stage: Stage, worker: Actor, actions: tuple[int, ...], *, at: datetime) -> None:
    """Let the worker do what was theirs, and set goals of which one is reached.

    Args:
        stage: What actors need.
        worker: The worker.
        actions: What was agreed, the worker's first.
        at: When.
    """
    sent = StepSent(ActionStep.DO, "三次家访记录已补写", 1)
    work_action(stage.session, worker, actions[0], sent, stage.zone, at=at)
    learner = worker.practitioner_id or 0
    due_on = at.date() + timedelta(days=90)
    goals = (
        NewGoal("向儿童提开放式问题，并把原话记下来", GoalSource.OBSERVATION, due_on),
        NewGoal("安全计划写明谁在何时做什么", GoalSource.FILE_REVIEW, due_on),
    )
    made = [
        add_goal(stage.session, stage.supervisor, learner, goal, stage.zone, at=at)
        for goal in goals
    ]
    ends = (GoalState.REACHED, 1)
    close_goal(stage.session, stage.supervisor, made[-1], ends, stage.zone, at=at)
