"""The list of trainings that answered actions, with its table."""

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.worker_lists import ANSWERED
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.models.training_rows import ActionTrainingRow, TrainingEventRow
from qa_app.queries.reach import SHOWN, action_within, centres_within
from qa_app.queries.register_list_lookups import Codes, Found
from qa_app.queries.register_lists import ListTable
from qa_app.queries.retraining import trainings_for

_RECORD = Permission.TRAINING_RECORD
_ACTION = CorrectiveActionRow
_NEVER = frozenset({ActionState.DRAFT.value, ActionState.DROPPED.value})
_DIGITS = 15


def _number(code: str) -> int:
    return int(code) if code.isdecimal() and len(code) <= _DIGITS else 0


def _actions(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    wanted = {(centre, code): _number(code) for centre, code in codes}
    query = (
        select(CentreRow.code, _ACTION.id)
        .join(CentreRow, CentreRow.id == _ACTION.centre_id)
        .join(AuditRow, AuditRow.id == _ACTION.audit_id)
        .where(
            _ACTION.id.in_(sorted(set(wanted.values()))),
            _ACTION.state.not_in(sorted(_NEVER)),
            AuditRow.state.in_(SHOWN),
            action_within(actor),
            centres_within(actor, need),
        )
    )
    there = {(centre, number) for centre, number in session.execute(query)}
    return {key: number for key, number in wanted.items() if (key[0], number) in there}


def _answers(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    numbers = sorted({number for action, _ in codes if (number := _number(action))})
    query = select(CentreRow.code, _ACTION.id).join(CentreRow, CentreRow.id == _ACTION.centre_id)
    rows = session.execute(query.where(_ACTION.id.in_(numbers)))
    mine = _actions(session, actor, need, [(centre, str(number)) for centre, number in rows])
    found: dict[tuple[str, str], int | str] = {}
    for (_, action), named in mine.items():
        for one in trainings_for(session, actor, int(named), is_joined_too=True):
            found[action, one.code] = one.event_id
    # a training that was corrected since it was joined has another row now
    link, event = ActionTrainingRow, TrainingEventRow
    joined = (
        select(link.action_id, event.code, event.id)
        .join(event, event.id == link.event_id)
        .where(link.action_id.in_(sorted(mine.values())), link.ended_at.is_(None))
    )
    for action_id, code, event_id in session.execute(joined):
        found[str(action_id), code] = event_id
    return {key: event_id for key, event_id in found.items() if key in codes}


def _within(actor: Actor, need: Permission, today: date) -> ColumnElement[bool]:
    del today
    mine: Any = (
        select(_ACTION.id)
        .join(CentreRow, CentreRow.id == _ACTION.centre_id)
        .join(AuditRow, AuditRow.id == _ACTION.audit_id)
        .where(action_within(actor), centres_within(actor, need))
    )
    return and_(ActionTrainingRow.action_id.in_(mine))


LIST_TABLES: Final = (
    ListTable(
        ANSWERED,
        ActionTrainingRow,
        _RECORD,
        _RECORD,
        attributes={"action": "action_id", "event": "event_id"},
        lookups={"action": _actions, "answer": _answers},
        within=_within,
    ),
)
"""With who reads it and who takes it in."""
