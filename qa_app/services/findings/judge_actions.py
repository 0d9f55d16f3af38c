"""Hold later readings against the actions that wait for them."""

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from qa_app.domain.action_course import Course, SeenReading, course_of
from qa_app.domain.actions import Party, after
from qa_app.domain.defaults import WITHDRAW_MINUTES
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.follow_up_events import ActionsJudged
from qa_app.domain.frames import AddReason
from qa_app.domain.people import Actor
from qa_app.models.action_rows import action_of, keep_step
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.findings import ActionReadingRow, CorrectiveActionRow
from qa_app.models.transaction import locked, transaction

_CHUNK = 200
_SETTLED = ("signed", "replaced", "void")


def judge_actions(session: Session, actor: Actor, zone: str, *, at: datetime) -> int:
    """Verify what later readings show to work, return what they do not, re-open what came back.

    A reading counts once its signature can no longer be taken back.

    Args:
        session: A database session.
        actor: The system.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        How many actions moved.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("action:judge")
    until = at - timedelta(minutes=WITHDRAW_MINUTES)
    waiting = tuple(
        session.execute(
            select(ActionReadingRow.action_id)
            .join(AuditRow, AuditRow.id == ActionReadingRow.audit_id)
            .where(
                ActionReadingRow.judged_at.is_(None),
                ActionReadingRow.signed_at <= until,
                AuditRow.state.in_(_SETTLED),
            )
            .distinct()
            .order_by(ActionReadingRow.action_id)
        ).scalars()
    )
    moved = 0
    for start in range(0, len(waiting), _CHUNK):
        with transaction(session, ActionsJudged(actor=actor, at=at, count=0, digest="")) as act:
            ids = [
                one
                for one in waiting[start : start + _CHUNK]
                if _judge(session, one, until, ZoneInfo(zone), at)
            ]
            digest = hashlib.sha256("\n".join(map(str, ids)).encode()).hexdigest()
            act.learn(count=len(ids), digest=digest)
        moved += len(ids)
    return moved


def _judge(session: Session, action_id: int, until: datetime, zone: ZoneInfo, at: datetime) -> bool:
    today = at.astimezone(zone).date()
    query = select(CorrectiveActionRow).where(CorrectiveActionRow.id == action_id)
    row = session.execute(locked(session, query, CorrectiveActionRow)).scalar_one()
    readings = _readings(session, action_id, until, zone)
    course = Course(row.opened_on, tuple(readings))
    steps = () if row.due_on is None else course_of(action_of(row), row.done_at, course)
    for step, audit_id in steps:
        moved = after(action_of(row), step, Party.SYSTEM, None, today)
        keep_step(session, row, moved, step, at=at, audit_id=audit_id)
        session.refresh(row)
    session.execute(
        update(ActionReadingRow)
        .where(ActionReadingRow.action_id == action_id, ActionReadingRow.signed_at <= until)
        .values(judged_at=at)
        .execution_options(synchronize_session=False)
    )
    return bool(steps)


def _readings(
    session: Session, action_id: int, until: datetime, zone: ZoneInfo
) -> list[SeenReading]:
    rows = session.execute(
        select(ActionReadingRow, AuditRow.add_reason, AuditRow.replaces_id, DrawRow.drawn_at)
        .join(AuditRow, AuditRow.id == ActionReadingRow.audit_id)
        .outerjoin(DrawRow, and_(DrawRow.id == AuditRow.draw_id, ActionReadingRow.is_sampled))
        .where(
            ActionReadingRow.action_id == action_id,
            ActionReadingRow.signed_at <= until,
            AuditRow.state == "signed",
        )
        .order_by(ActionReadingRow.signed_at, ActionReadingRow.audit_id)
    ).all()
    return [
        SeenReading(
            one.audit_id,
            one.conforms,
            one.read_on,
            one.signed_at,
            drawn_at,
            None if drawn_at is None else drawn_at.astimezone(zone).date(),
            is_for_red_line=add_reason == AddReason.RED_LINE.value,
            took_place=replaces_id is not None and one.judged_at is None,
        )
        for one, add_reason, replaces_id, drawn_at in rows
    ]
