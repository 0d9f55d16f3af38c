"""What a session should open with, gathered from actions, findings, cases and learning plans."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState, Party
from qa_app.domain.agenda import AgendaKind, AgendaLine, in_order
from qa_app.domain.agreed import agreed_place
from qa_app.domain.credit import WHOLE
from qa_app.domain.defaults import AGENDA_HIGH_RISK_DAYS, AGENDA_MOST
from qa_app.domain.learning import GoalState, assessment_due, goal_place
from qa_app.domain.people import Actor
from qa_app.domain.session_blocks import Risk
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_records import RecordState
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.records import LearningGoalRow, RecordCaseRow, SupervisionRecordRow
from qa_app.models.sealing import sealer_of
from qa_app.models.supervision import SessionPersonRow, SessionStaffRow, SupervisionSessionRow
from qa_app.queries.function_mix import functions_missing
from qa_app.queries.learning import assessed_on, learns_with
from qa_app.queries.reach import action_within

_DONE = (ActionState.DONE.value, ActionState.VERIFIED.value)
_TO_DO = (ActionState.OPEN.value, ActionState.PLANNED.value)
_ACTION = CorrectiveActionRow
_OF_ONE = {one.value for one in WHOLE - {SessionType.SUPERVISION_OF_SUPERVISORS}}


@dataclass(frozen=True, slots=True)
class _Of:
    """The session: its centre, its day, its people, and the one before.

    `staff` holds the supervisors whom it is about, where it is about no worker and no centre; None
    for every other kind.
    """

    session_id: int
    centre_id: int
    planned_on: date
    people: tuple[int, ...]
    staff: tuple[int, ...] | None
    last: tuple[int, date] | None


def agenda_of(
    session: Session, actor: Actor, session_id: int, today: date
) -> tuple[AgendaLine, ...]:
    """Gather what a session should open with, with at most twelve queries.

    Args:
        session: A database session.
        actor: Who reads it; actions out of their reach are left out, and learning goals that
            they do not read.
        session_id: The session; the caller knows that its record is theirs.
        today: Local day.

    Returns:
        In order: about the workers who are expected, or about the whole centre where nobody is;
        in supervision of supervisors only what was agreed with them the last time.
    """
    of = _of(session, session_id)
    found = [
        *_actions(session, actor, of, today),
        *_cases(session, of, today),
        *_functions(session, actor, of, today),
        *_goals(session, actor, of, today),
        *_assessments(session, of),
    ]
    return in_order(found)


def _of(session: Session, session_id: int) -> _Of:
    row = session.get_one(SupervisionSessionRow, session_id)
    query = select(SessionPersonRow.practitioner_id).where(
        SessionPersonRow.session_id == session_id
    )
    people = tuple(sorted(session.execute(query).scalars()))
    staff = _staff(session, row)
    before = (
        select(SupervisionSessionRow.id, SupervisionSessionRow.planned_on)
        .where(
            SupervisionSessionRow.state == SessionState.HELD.value,
            SupervisionSessionRow.planned_on <= row.planned_on,
            SupervisionSessionRow.id != session_id,
        )
        .order_by(SupervisionSessionRow.planned_on.desc(), SupervisionSessionRow.id.desc())
        .limit(1)
    )
    if staff is not None:
        # such sessions are about supervisors, at whichever centre they meet
        with_them = select(SessionStaffRow.session_id).where(SessionStaffRow.account_id.in_(staff))
        before = before.where(SupervisionSessionRow.id.in_(with_them))
    else:
        before = before.where(SupervisionSessionRow.centre_id == row.centre_id)
    if people:
        before = before.where(SupervisionSessionRow.id.in_(_with(people)))
    # a group in between is not the last time that one sat together alone
    alike = _OF_ONE if row.type in _OF_ONE else {row.type}
    before = before.where(SupervisionSessionRow.type.in_(sorted(alike)))
    last: Any = session.execute(before).one_or_none()
    return _Of(
        session_id,
        row.centre_id,
        row.planned_on,
        people,
        staff,
        None if last is None else (last[0], last[1]),
    )


def _staff(session: Session, row: SupervisionSessionRow) -> tuple[int, ...] | None:
    if row.type != SessionType.SUPERVISION_OF_SUPERVISORS:
        return None
    query = select(SessionStaffRow.account_id).where(SessionStaffRow.session_id == row.id)
    return tuple(sorted(session.execute(query).scalars()))


def _with(people: Sequence[int]) -> Select[Any]:
    return select(SessionPersonRow.session_id).where(SessionPersonRow.practitioner_id.in_(people))


def _agreed_since(of: _Of) -> ColumnElement[bool]:
    if of.last is None:
        return false()
    last_id, last_on = of.last
    day = SupervisionSessionRow.planned_on
    since = select(SupervisionSessionRow.id).where(
        SupervisionSessionRow.id.in_(_with(of.people)),
        SupervisionSessionRow.state == SessionState.HELD.value,
        day <= of.planned_on,
        or_(day > last_on, and_(day == last_on, SupervisionSessionRow.id > last_id)),
    )
    of_them = and_(_ACTION.practitioner_id.in_(of.people), _ACTION.session_id.in_(since))
    return or_(_ACTION.session_id == last_id, of_them)


def _about(of: _Of) -> ColumnElement[bool]:
    if of.staff is not None:
        return false()
    if of.people:
        return _ACTION.practitioner_id.in_(of.people)
    return _ACTION.centre_id == of.centre_id


def _actions(session: Session, actor: Actor, of: _Of, today: date) -> Iterator[AgendaLine]:
    query = (
        select(_ACTION, CaseFileRow.reference)
        .join(CentreRow, CentreRow.id == _ACTION.centre_id)
        .outerjoin(AuditRow, AuditRow.id == _ACTION.audit_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(action_within(actor))
        .order_by(_ACTION.next_on.is_(None), _ACTION.next_on, _ACTION.id)
        .limit(AGENDA_MOST + 1)
    )
    stands = _ACTION.state.not_in((ActionState.DRAFT.value, ActionState.DROPPED.value))
    agreed = session.execute(query.where(_agreed_since(of), stands)).all()
    yield from (_action(session, AgendaKind.LAST_ACTION, *row) for row in agreed)
    overdue = query.where(
        _about(of), _ACTION.next_on < today, _ACTION.waits_by != Party.SYSTEM.value
    )
    for row in session.execute(overdue).all():
        yield _action(session, AgendaKind.OVERDUE, *row)
    found = query.where(_about(of), _ACTION.audit_id.is_not(None), _ACTION.state.in_(_TO_DO))
    if of.last is not None:
        found = found.where(_ACTION.opened_on >= of.last[1])
    for row in session.execute(found).all():
        yield _action(session, AgendaKind.FINDING, *row)


def _action(
    session: Session, kind: AgendaKind, row: CorrectiveActionRow, reference: str | None
) -> AgendaLine:
    text = ""
    if row.session_id is not None and row.what is not None:
        text = sealer_of(session).open(row.what, agreed_place(row.session_id, "what"))
    name = " ".join((*([reference] if reference else []), *row.items))
    on = row.due_on if row.state in _DONE else row.next_on
    return AgendaLine(kind, row.id, name, text, on, is_done=row.state in _DONE)


def _cases(session: Session, of: _Of, today: date) -> Iterator[AgendaLine]:
    if of.staff is not None:
        return
    talked: ColumnElement[date] = func.max(RecordCaseRow.discussed_on)
    # what a draft says of a case counts once the record is signed
    talked_over = (
        select(RecordCaseRow.case_file_id, talked.label("talked_on"))
        .join(SupervisionRecordRow, SupervisionRecordRow.session_id == RecordCaseRow.session_id)
        .where(SupervisionRecordRow.state != RecordState.DRAFT.value)
        .group_by(RecordCaseRow.case_file_id)
        .subquery()
    )
    query = (
        select(CaseFileRow.id, CaseFileRow.reference, CaseFileRow.risk, talked_over.c.talked_on)
        .outerjoin(talked_over, talked_over.c.case_file_id == CaseFileRow.id)
        .where(CaseFileRow.closed_on.is_(None))
        .order_by(talked_over.c.talked_on.is_not(None), talked_over.c.talked_on, CaseFileRow.id)
        .limit(AGENDA_MOST + 1)
    )
    if of.people:
        query = query.where(CaseFileRow.practitioner_id.in_(of.people))
    else:
        query = query.where(CaseFileRow.centre_id == of.centre_id)
    is_high = CaseFileRow.risk == Risk.HIGH.value
    week = today - timedelta(days=AGENDA_HIGH_RISK_DAYS)
    for kind, condition, since in (
        (AgendaKind.HIGH_RISK, is_high, week + timedelta(days=1)),
        (AgendaKind.CASE, or_(~is_high, CaseFileRow.risk.is_(None)), today.replace(day=1)),
    ):
        talked_before = or_(talked_over.c.talked_on.is_(None), talked_over.c.talked_on < since)
        for row in session.execute(query.where(condition, talked_before)):
            yield AgendaLine(kind, row.id, row.reference, on=row.talked_on)


def _functions(session: Session, actor: Actor, of: _Of, today: date) -> Iterator[AgendaLine]:
    # what records covered is told to whom a learning plan is told, and to nobody who only plans
    rows = session.execute(
        select(PractitionerRow.id, PractitionerRow.code)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(PractitionerRow.id.in_(of.people), learns_with(actor, today))
        .order_by(PractitionerRow.code)
    ).all()
    missing = functions_missing(session, [row.id for row in rows], of.planned_on)
    for row in rows:
        if row.id in missing:
            text = ",".join(one.value for one in missing[row.id])
            yield AgendaLine(AgendaKind.FUNCTION, row.id, row.code, text)


def _goals(session: Session, actor: Actor, of: _Of, today: date) -> Sequence[AgendaLine]:
    rows = session.execute(
        select(LearningGoalRow, PractitionerRow.code)
        .join(PractitionerRow, PractitionerRow.id == LearningGoalRow.practitioner_id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(
            LearningGoalRow.practitioner_id.in_(of.people),
            # whoever only planned a session with somebody does not read their plan
            learns_with(actor, today),
            LearningGoalRow.state == GoalState.OPEN.value,
            or_(LearningGoalRow.due_on.is_(None), LearningGoalRow.due_on <= of.planned_on),
        )
        .order_by(LearningGoalRow.id)
        .limit(AGENDA_MOST)
    )
    sealer = sealer_of(session)
    return [
        AgendaLine(
            AgendaKind.GOAL,
            row.id,
            code,
            json.loads(sealer.open(row.body, goal_place(row.practitioner_id)))["text"],
            row.due_on,
        )
        for row, code in rows
    ]


def _assessments(session: Session, of: _Of) -> Iterator[AgendaLine]:
    rows = session.execute(
        select(PractitionerRow.id, PractitionerRow.code, PractitionerRow.started_on)
        .where(PractitionerRow.id.in_(of.people))
        .order_by(PractitionerRow.code)
    ).all()
    held = assessed_on(session, of.people)
    for row in rows:
        due = assessment_due(row.started_on, held.get(row.id, ()))
        if due <= of.planned_on:
            yield AgendaLine(AgendaKind.ASSESSMENT, row.id, row.code, on=due)
