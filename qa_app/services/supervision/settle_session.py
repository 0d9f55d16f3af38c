"""Say what became of a planned session: held, or cancelled with a reason and a new date.

Only a session of a centre that is closed is cancelled without a new date.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.defaults import READING_DUE_DAYS
from qa_app.domain.errors import InvalidError
from qa_app.domain.events import SessionSettled
from qa_app.domain.people import Actor
from qa_app.domain.supervision import (
    WITHDRAWN,
    CancelReason,
    SessionState,
    may_be_planned,
    may_end_for_good,
)
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.readings_before import keep_before
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.session_counts import counting_sessions
from qa_app.models.sessions import keep_session
from qa_app.models.supervision import SessionPersonRow, SessionStaffRow, SupervisionSessionRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.session_fitness import check_session_day, planned_session, workers_on
from qa_app.queries.session_rules import refuse_untold, standing_session

_HANDED_ON = (
    "centre_id",
    "type",
    "area_code",
    "starts_at_time",
    "ends_at_time",
    "agreement_id",
    "series_id",
    "supervisor_id",
    "rubric_version_id",
    "files_wanted",
    "round_id",
)


@dataclass(frozen=True, slots=True)
class SessionSettlement:
    """What became of a session.

    Attributes:
        state: Held or cancelled.
        reason: Why it was cancelled; None when held.
        new_day: Day of the session that replaces a cancelled one; None when held, or when
            the centre is closed and nothing replaces it.
        is_meant: True when something speaks against the new day (`refuse_untold`), and the
            person was told.
    """

    state: SessionState
    reason: CancelReason | None = None
    new_day: date | None = None
    is_meant: bool = False


def settle_session(
    session: Session,
    actor: Actor,
    session_id: int,
    settlement: SessionSettlement,
    zone: str,
    *,
    at: datetime,
) -> int | None:
    """Settle a planned session.

    A cancelled session hands its people, its drawn files and its unfinished readings on to
    the one that replaces it: cancelling is no way to draw anew. When the centre is closed,
    nothing replaces it: its drafts are taken from their readers, and all that was saved stays.

    Args:
        session: A database session.
        actor: Who settles.
        session_id: The session.
        settlement: What became of it.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The session that replaces a cancelled one; None when held, or when nothing does.

    Raises:
        OutOfReachError: There is no such session where the actor may plan.
        ConflictError: It is settled already (`not_planned`).
        InvalidError: The day has not come (`not_yet`); the reason or the new date is missing
            (`reason_missing`, `new_day_missing`); the centre is said to be closed and is not
            (`centre_open`); the new date lies in the past or too far ahead, or is the old one
            (`unfit_day`); a file was signed in it, so it was held (`has_signed`); its record was
            begun, which goes along with a move only (`begun_not_cancelled`); on the new
            date the centre is closed (`centre_closed`) or the supervisor may not lead sessions
            there (`unfit_supervisor`), or something speaks against it and nobody said that it
            is meant (`rules_bend`, `double_booked`).
    """
    today = local_day(at, zone)
    event = SessionSettled(
        actor=actor,
        at=at,
        object_id=session_id,
        state=settlement.state,
        reason=settlement.reason,
    )
    with transaction(session, event) as act:
        row, closed_on = planned_session(session, actor, session_id)
        act.learn(centre_id=row.centre_id)
        _check(row, settlement, closed_on, today)
        if settlement.new_day is not None:
            _check_day(session, row, settlement, today)
        with counting_sessions(session, [row.id]):
            replacement = _settle(session, actor, row, settlement, at)
    return replacement


def _check(
    row: SupervisionSessionRow, settlement: SessionSettlement, closed_on: date | None, today: date
) -> None:
    if settlement.state is SessionState.HELD:
        if row.planned_on > today:
            raise InvalidError("not_yet")
        return
    if settlement.reason is None or settlement.reason in WITHDRAWN:
        raise InvalidError("reason_missing")
    is_over = may_end_for_good(closed_on, row.planned_on, today)
    if settlement.reason is CancelReason.CENTRE_CLOSED and not is_over:
        raise InvalidError("centre_open")
    if settlement.new_day is None:
        if not is_over:
            raise InvalidError("new_day_missing")
        return
    is_ahead = settlement.new_day >= today and may_be_planned(settlement.new_day, today)
    if not is_ahead or settlement.new_day == row.planned_on:
        raise InvalidError("unfit_day")


def _check_day(
    session: Session, row: SupervisionSessionRow, settlement: SessionSettlement, today: date
) -> None:
    day = settlement.new_day or row.planned_on
    check_session_day(session, row.centre_id, day, row.supervisor_id)
    stands = standing_session(session, row.id)
    workers = workers_on(session, row.centre_id, day)
    # who has left by then is not expected
    who = frozenset(one for one in stands.who if not one.is_worker or one.id in workers)
    wanted = replace(stands, on=day, who=who)
    refuse_untold(session, wanted, today, is_meant=settlement.is_meant)


def _settle(
    session: Session,
    actor: Actor,
    row: SupervisionSessionRow,
    settlement: SessionSettlement,
    at: datetime,
) -> int | None:
    replacement = None
    if settlement.state is SessionState.CANCELLED:
        _refuse_signed(session, row.id)
        if settlement.new_day is not None:
            _refuse_begun(session, row.id)
        replacement = _end(session, actor, row, settlement.new_day, at)
    session.execute(
        update(SupervisionSessionRow)
        .where(
            SupervisionSessionRow.id == row.id,
            SupervisionSessionRow.state == SessionState.PLANNED.value,
        )
        .values(
            state=settlement.state.value,
            settled_at=at,
            settled_by=actor.account_id,
            cancel_reason=settlement.reason and settlement.reason.value,
            replaced_by_id=replacement,
            sequence=SupervisionSessionRow.sequence + 1,
            changed_at=at,
        )
        .execution_options(synchronize_session=False)
    )
    return replacement


def _refuse_signed(session: Session, session_id: int) -> None:
    # locked, so that nobody signs one of them meanwhile
    query = select(AuditRow.state).where(AuditRow.session_id == session_id).order_by(AuditRow.id)
    if set(session.execute(locked(session, query, AuditRow)).scalars()) - {"draft", "dropped"}:
        raise InvalidError("has_signed")


def _refuse_begun(session: Session, session_id: int) -> None:
    # what was written would stay behind, with a session that nobody can sign any more
    record = SupervisionRecordRow.session_id
    if session.scalar(select(record).where(record == session_id)) is not None:
        raise InvalidError("begun_not_cancelled")


def _end(
    session: Session, actor: Actor, row: SupervisionSessionRow, day: date | None, at: datetime
) -> int | None:
    if day is not None:
        return _replace(session, actor, row, day, at)
    # a draft without a reader is nobody's work, and its entries stay where they are
    session.execute(
        update(AuditRow)
        .where(AuditRow.session_id == row.id, AuditRow.state == "draft")
        .values(reader_id=None)
        .execution_options(synchronize_session=False)
    )
    return None


def _replace(
    session: Session, actor: Actor, row: SupervisionSessionRow, day: date, at: datetime
) -> int:
    people = session.execute(
        select(SessionPersonRow.practitioner_id).where(SessionPersonRow.session_id == row.id)
    ).scalars()
    # who has left by then is not expected; the others still are
    staying = workers_on(session, row.centre_id, day).intersection(people)
    values = {name: getattr(row, name) for name in _HANDED_ON}
    # what stands in its place is due when it was, so that it is late by the same day
    due_on = row.due_on or row.moved_from_on or row.planned_on
    values |= {"planned_on": day, "due_on": due_on}
    staff = select(SessionStaffRow.account_id).where(SessionStaffRow.session_id == row.id)
    supervised = session.execute(staff).scalars().all()
    new_id = keep_session(session, values, staying, actor.account_id, at, supervised)
    session.execute(update(DrawRow).where(DrawRow.session_id == row.id).values(session_id=new_id))
    # what was given up already keeps its place in the draw and falls due no more
    unread = and_(AuditRow.session_id == row.id, AuditRow.state == "draft")
    keep_before(session, unread, at)
    session.execute(
        update(AuditRow)
        .where(AuditRow.session_id == row.id)
        .values(session_id=new_id, due_on=day + timedelta(days=READING_DUE_DAYS))
        .execution_options(synchronize_session=False)
    )
    return new_id
