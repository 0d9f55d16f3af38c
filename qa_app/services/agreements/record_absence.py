"""Record days on which a supervisor is away."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.agreement_events import AbsenceRecorded
from qa_app.domain.defaults import ABSENCE_DAYS_MOST
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.supervision import may_be_planned
from qa_app.domain.supervision_agreements import AbsenceKind
from qa_app.models.agreement_rows import hold_people
from qa_app.models.agreements import AbsenceRow
from qa_app.models.transaction import transaction
from qa_app.queries.supervisor_time import may_set_time


@dataclass(frozen=True, slots=True)
class NewAbsence:
    """Days away.

    Attributes:
        kind: Why.
        from_on: First day.
        until_on: Last day.
    """

    kind: AbsenceKind
    from_on: date
    until_on: date


class _ThereError(Exception):
    """The same days are recorded already; nothing is kept or noted."""

    def __init__(self, absence_id: int) -> None:
        super().__init__(absence_id)
        self.absence_id = absence_id


def record_absence(
    session: Session, actor: Actor, account_id: int, new: NewAbsence, zone: str, *, at: datetime
) -> int:
    """Record days away; sessions on them stay planned, and plans leave these days out.

    Args:
        session: A database session.
        actor: The supervisor, or whoever makes agreements wherever they lead.
        account_id: The supervisor.
        new: The days.
        zone: Local time zone.
        at: The present.

    Returns:
        The entry; the same sent twice gives the one that stands.

    Raises:
        OutOfReachError: There is no such supervisor whose time the actor may set.
        InvalidError: It ends before it begins (`ends_before`), lasts longer than a year
            (`absence_too_long`), is too far away (`day_out_of_bounds`), or runs into other days
            away of the same person (`overlaps_absence`, with the days).
    """
    if not may_set_time(session, actor, account_id):
        raise OutOfReachError("account")
    if new.until_on < new.from_on:
        raise InvalidError("ends_before")
    if (new.until_on - new.from_on).days >= ABSENCE_DAYS_MOST:
        raise InvalidError("absence_too_long", most=ABSENCE_DAYS_MOST)
    if not may_be_planned(new.from_on, local_day(at, zone)):
        raise InvalidError("day_out_of_bounds")
    event = AbsenceRecorded(
        actor=actor, at=at, object_id=account_id, on=new.from_on, last_day=new.until_on
    )
    try:
        with transaction(session, event):
            hold_people(session, (account_id,), None)
            _refuse_twice(session, account_id, new)
            row = AbsenceRow(
                account_id=account_id,
                kind=new.kind.value,
                from_on=new.from_on,
                until_on=new.until_on,
                recorded_at=at,
                recorded_by=actor.account_id,
            )
            session.add(row)
            session.flush()
            return row.id
    except _ThereError as found:
        return found.absence_id


def _refuse_twice(session: Session, account_id: int, new: NewAbsence) -> None:
    found = session.execute(
        select(AbsenceRow.id, AbsenceRow.kind, AbsenceRow.from_on, AbsenceRow.until_on)
        .where(
            AbsenceRow.account_id == account_id,
            AbsenceRow.taken_back_at.is_(None),
            AbsenceRow.from_on <= new.until_on,
            AbsenceRow.until_on >= new.from_on,
        )
        .order_by(AbsenceRow.from_on)
        .limit(1)
    ).one_or_none()
    if found is None:
        return
    if (found.kind, found.from_on, found.until_on) == (new.kind, new.from_on, new.until_on):
        raise _ThereError(found.id)
    raise InvalidError("overlaps_absence", from_on=found.from_on, until_on=found.until_on)
