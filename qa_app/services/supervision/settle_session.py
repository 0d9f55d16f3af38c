"""Say what became of a planned session: held, or cancelled with a reason and a new date."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import READING_DUE_DAYS
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.events import SessionSettled
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.supervision import CancelReason, SessionState, may_be_planned
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.places import CentreRow
from qa_app.models.sessions import keep_session
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.reach import centres_within
from qa_app.queries.session_fitness import check_session_day, workers_on

_HANDED_ON = (
    "centre_id",
    "type",
    "area_code",
    "starts_at_time",
    "supervisor_id",
    "rubric_version_id",
    "files_wanted",
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a session.

    Attributes:
        state: Held or cancelled.
        reason: Why it was cancelled; None when held.
        new_day: Day of the session that replaces a cancelled one; None when held.
    """

    state: SessionState
    reason: CancelReason | None = None
    new_day: date | None = None


def settle_session(
    session: Session,
    actor: Actor,
    session_id: int,
    settlement: Settlement,
    zone: str,
    *,
    at: datetime,
) -> int | None:
    """Settle a planned session.

    A cancelled session hands its people, its drawn files and its unfinished readings on to
    the one that replaces it: cancelling is no way to draw anew.

    Args:
        session: A database session.
        actor: Who settles.
        session_id: The session.
        settlement: What became of it.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The session that replaces a cancelled one; None when held.

    Raises:
        OutOfReachError: There is no such session where the actor may plan.
        ConflictError: It is settled already (`not_planned`).
        InvalidError: The day has not come (`not_yet`); the reason or the new date is missing
            (`reason_missing`, `new_day_missing`); the new date lies in the past or too far
            ahead, or is the old one (`unfit_day`); a file was signed in it, so it was held
            (`has_signed`); on the new date the centre is closed (`centre_closed`) or the
            supervisor may not lead sessions there (`unfit_supervisor`).
    """
    today = at.astimezone(ZoneInfo(zone)).date()
    event = SessionSettled(
        actor=actor,
        at=at,
        object_id=session_id,
        state=settlement.state,
        reason=settlement.reason,
    )
    with transaction(session, event) as act:
        row = _planned(session, actor, session_id)
        act.learn(centre_id=row.centre_id)
        _check(row, settlement, today)
        if settlement.new_day is None:
            replacement = None
        else:
            replacement = _replace(session, actor, row, settlement.new_day, at)
        session.execute(
            update(SupervisionSessionRow)
            .where(
                SupervisionSessionRow.id == session_id,
                SupervisionSessionRow.state == SessionState.PLANNED.value,
            )
            .values(
                state=settlement.state.value,
                settled_at=at,
                settled_by=actor.account_id,
                cancel_reason=settlement.reason and settlement.reason.value,
                replaced_by_id=replacement,
            )
            .execution_options(synchronize_session=False)
        )
    return replacement


def _planned(session: Session, actor: Actor, session_id: int) -> SupervisionSessionRow:
    query = (
        select(SupervisionSessionRow)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(
            SupervisionSessionRow.id == session_id,
            centres_within(actor, Permission.SESSION_PLAN),
        )
    )
    if lock_rows(session):
        query = query.with_for_update(of=SupervisionSessionRow)
    row = session.execute(query).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("session")
    if row.state != SessionState.PLANNED:
        raise ConflictError("not_planned")
    return row


def _check(row: SupervisionSessionRow, settlement: Settlement, today: date) -> None:
    if settlement.state is SessionState.HELD:
        if row.planned_on > today:
            raise InvalidError("not_yet")
        return
    if settlement.reason is None:
        raise InvalidError("reason_missing")
    if settlement.new_day is None:
        raise InvalidError("new_day_missing")
    is_ahead = settlement.new_day >= today and may_be_planned(settlement.new_day, today)
    if not is_ahead or settlement.new_day == row.planned_on:
        raise InvalidError("unfit_day")


def _replace(
    session: Session, actor: Actor, row: SupervisionSessionRow, day: date, at: datetime
) -> int:
    signed = select(AuditRow.id).where(AuditRow.session_id == row.id, AuditRow.state != "draft")
    if session.execute(signed.limit(1)).first():
        raise InvalidError("has_signed")
    check_session_day(session, row.centre_id, day, row.supervisor_id)
    people = session.execute(
        select(SessionPersonRow.practitioner_id).where(SessionPersonRow.session_id == row.id)
    ).scalars()
    # who has left by then is not expected; the others still are
    staying = workers_on(session, row.centre_id, day).intersection(people)
    values = {name: getattr(row, name) for name in _HANDED_ON} | {"planned_on": day}
    new_id = keep_session(session, values, staying, actor.account_id, at)
    session.execute(update(DrawRow).where(DrawRow.session_id == row.id).values(session_id=new_id))
    session.execute(
        update(AuditRow)
        .where(AuditRow.session_id == row.id)
        .values(session_id=new_id, due_on=day + timedelta(days=READING_DUE_DAYS))
        .execution_options(synchronize_session=False)
    )
    return new_id
