"""What stands beside a record: who was there with credited time, how much each worker carries."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from qa_app.domain.record_told import ToldPresence
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import PractitionerRow
from qa_app.models.records import RecordPresenceRow

_HIGH = "high"


@dataclass(frozen=True, slots=True)
class Workload:
    """A worker by code, how many cases they have open, and how many of them are of high risk."""

    worker: str
    open_cases: int
    high_risk: int


def presence_of(session: Session, session_id: int) -> tuple[ToldPresence, ...]:
    """List who was there.

    Args:
        session: A database session.
        session_id: The session; the caller knows that its record is theirs to read.

    Returns:
        By code.
    """
    rows = session.execute(
        select(PractitionerRow.code, RecordPresenceRow.minutes, RecordPresenceRow.credited_seconds)
        .join(PractitionerRow, PractitionerRow.id == RecordPresenceRow.practitioner_id)
        .where(RecordPresenceRow.session_id == session_id)
        .order_by(PractitionerRow.code)
    )
    return tuple(ToldPresence(code, minutes or 0, credited) for code, minutes, credited in rows)


def workload_at(session: Session, centre_id: int) -> tuple[Workload, ...]:
    """Count the open cases of each worker in post.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that the session there is theirs.

    Returns:
        By code; workers without an open case as well.
    """
    rows = session.execute(
        select(
            PractitionerRow.code,
            func.count(CaseFileRow.id),
            func.coalesce(func.sum(case((CaseFileRow.risk == _HIGH, 1), else_=0)), 0),
        )
        .outerjoin(
            CaseFileRow,
            (CaseFileRow.practitioner_id == PractitionerRow.id) & CaseFileRow.closed_on.is_(None),
        )
        .where(PractitionerRow.centre_id == centre_id, PractitionerRow.ended_on.is_(None))
        .group_by(PractitionerRow.code)
        .order_by(PractitionerRow.code)
    )
    return tuple(Workload(code, count, int(high)) for code, count, high in rows)
