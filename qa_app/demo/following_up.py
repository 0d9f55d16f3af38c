"""What follows the reviews of the demonstration: findings, actions, answers, an objection."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from qa_app.demo.acting import Drawn, Stage
from qa_app.demo.dice import Dice
from qa_app.demo.network import STEADY
from qa_app.demo.visits import Visit
from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionKind, ActionState, ActionStep, Party
from qa_app.domain.answer_texts import AnswerSent
from qa_app.domain.answers import AnswerKind
from qa_app.domain.errors import RefusedError
from qa_app.domain.follow_up import ActionTold
from qa_app.domain.item_export import ExportForm, Purpose
from qa_app.domain.people import Actor
from qa_app.queries.actions import ActionFilter, actions_page
from qa_app.queries.audit_lists import AuditFilter, audits_page
from qa_app.queries.duties import results_to_answer
from qa_app.queries.follow_up import follow_up
from qa_app.queries.item_export import ExportFilter
from qa_app.services.answers.give_answer import give_answer
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.answers.uphold_result import uphold_result
from qa_app.services.findings.work_action import work_action
from qa_app.services.operations.request_export import NewRequest, request_export

_LEFT_UNDONE_PCT = 10
_MOST = 200
_RESULTS_DAYS = 90
_COURSES: dict[ActionKind, tuple[tuple[ActionStep, int, str], ...]] = {
    ActionKind.RED_LINE: (
        (ActionStep.CONTAIN, 1, "当日已联系监护人和经办人员，确认儿童目前安全。"),
        (ActionStep.PLAN, 5, "本周内逐份复核同类案卷，由督导核对。"),
        (ActionStep.DO, 12, "已复核并补记，相关人员已复训。"),
    ),
    ActionKind.GATE: (
        (ActionStep.PLAN, 6, "两周内补齐，组长每周核对一次。"),
        (ActionStep.DO, 21, "已补齐，并在例会上说明了要求。"),
    ),
    ActionKind.OTHER: ((ActionStep.DO, 30, "已在例会上讲解并抽看了三份案卷。"),),
}


def act_on_findings(stage: Stage, drawn: Drawn, visit: Visit, today: date, dice: Dice) -> None:
    """Let the centre do what the readings of a visit asked for, as far as time allows.

    Args:
        stage: What actors need.
        drawn: The session.
        visit: The visit.
        today: Last day of the story.
        dice: Chance that can be repeated.
    """
    is_steady = (visit.centre, visit.area) == STEADY
    for audit_id in drawn.audits:
        for one in follow_up(stage.session, audit_id).findings:
            if one.action is not None and (is_steady or not dice.hits(_LEFT_UNDONE_PCT)):
                _do(stage, one.action, visit.day, today)


def act_again(stage: Stage, day: date, today: date, dice: Dice) -> None:
    """Let the centres do anew what later readings found again, or did not show.

    Args:
        stage: What actors need.
        day: First day of a month, after the readings of the month before were judged.
        today: Last day of the story.
        dice: Chance that can be repeated.
    """
    chosen = ActionFilter(parties=(Party.CENTRE, Party.WORKER))
    for line in actions_page(stage.session, stage.director, chosen, None, day, _MOST):
        if line.audit_id is None or line.state not in {ActionState.OPEN, ActionState.PLANNED}:
            continue
        told = follow_up(stage.session, line.audit_id).findings
        for one in told:
            if one.action is None or one.action.id != line.id or dice.hits(_LEFT_UNDONE_PCT):
                continue
            if line.state is ActionState.OPEN and line.recurrences:
                _do(stage, one.action, day, today)
            elif line.state is ActionState.PLANNED and one.action.action.failed_proofs:
                _finish(stage, one.action, day)


def _do(stage: Stage, told: ActionTold, day: date, today: date) -> None:
    for revision, (step, days, text) in enumerate(_COURSES[told.action.kind], told.revision):
        on = day + timedelta(days=days)
        if on >= today:
            return
        sent = StepSent(step, text, revision)
        at = stage.instant(on, 16)
        work_action(stage.session, stage.director, told.id, sent, stage.zone, at=at)


def _finish(stage: Stage, told: ActionTold, day: date) -> None:
    _step, _days, text = _COURSES[told.action.kind][-1]
    sent = StepSent(ActionStep.DO, text, told.revision)
    work_action(stage.session, stage.director, told.id, sent, stage.zone, at=stage.instant(day, 16))


def answer_results(stage: Stage, today: date) -> None:
    """Let the first centre answer, ask and object.

    Args:
        stage: What actors need.
        today: Last day of the story.
    """
    at = stage.instant(today, 0)
    waiting = [
        one.audit_id for one in results_to_answer(stage.session, stage.manager, stage.zone, 4)
    ]
    said: list[Callable[[int], object]] = [
        lambda audit: _say(stage, stage.manager, audit, AnswerKind.ACCEPT, "", at),
        lambda audit: _say(
            stage, stage.manager, audit, AnswerKind.QUERY, "依据的是案卷哪一页？", at
        ),
        lambda audit: _object(stage, audit, "附件二中有当日的联系记录，评查时似未看到。", at),
    ]
    for audit_id, act in zip(waiting, said, strict=False):
        act(audit_id)
    for line in audits_page(stage.session, stage.manager, AuditFilter("final"), None)[:1]:
        text = "接案当日的记录存在单独的文件夹里，请再核对。"
        if _object(stage, line.id, text, at):
            reason = "已核对该文件夹，记录没有日期，不能证明按时完成，维持结果。"
            _uphold(stage, line.id, reason, at)


def ask_for_results(stage: Stage, today: date) -> None:
    """Let a supervisor ask to take results away; whoever keeps the journal has not answered.

    Args:
        stage: What actors need.
        today: Last day of the story.
    """
    chosen = ExportFilter(today - timedelta(days=_RESULTS_DAYS), today)
    new = NewRequest(chosen, ExportForm.XLSX, Purpose.REPORTING)
    request_export(stage.session, stage.supervisor, new, stage.zone, at=stage.instant(today, 0))


def _say(
    stage: Stage, actor: Actor, audit_id: int, kind: AnswerKind, text: str, at: datetime
) -> None:
    give_answer(stage.session, actor, audit_id, AnswerSent(kind, None, text), at=at)


def _object(stage: Stage, audit_id: int, text: str, at: datetime) -> bool:
    new = NewObjection("evidence", text)
    try:
        raise_objection(stage.session, stage.manager, audit_id, new, stage.zone, at=at)
    except RefusedError:
        # its last final result may be older than an objection is taken
        return False
    return True


def _uphold(stage: Stage, audit_id: int, reason: str, at: datetime) -> None:
    for actor in (stage.second, stage.supervisor):
        try:
            uphold_result(stage.session, actor, audit_id, reason, zone=stage.zone, at=at)
        except RefusedError:
            # who read it, or is tied to the centre, leaves it to the other one
            continue
        return
