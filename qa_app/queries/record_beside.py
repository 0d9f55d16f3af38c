"""What stands beside a record: who was there with credited time, how much each worker carries."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import RECORD_CASES_OFFERED
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.record_told import ToldPresence
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.records import RecordPresenceRow
from qa_app.models.supervision import SessionPersonRow
from qa_app.queries.reach import centres_within
from qa_app.queries.records import RecordHead

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


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case: its reference, code of its worker, code of its risk; empty for none."""

    reference: str
    worker: str
    risk: str


def open_cases(session: Session, actor: Actor, head: RecordHead) -> tuple[OpenCase, ...]:
    """List open cases that may be written into a record.

    Args:
        session: A database session.
        actor: Who leads the session; nothing where they do not read the cases of its centre.
        head: The session.

    Returns:
        First those of whoever is expected or was there, then those of high risk, by reference;
        at most `RECORD_CASES_OFFERED`. Sealed ones are left out; their reference may be typed.
    """
    expected = select(SessionPersonRow.practitioner_id).where(
        SessionPersonRow.session_id == head.session_id
    )
    there = select(RecordPresenceRow.practitioner_id).where(
        RecordPresenceRow.session_id == head.session_id
    )
    is_theirs = case((CaseFileRow.practitioner_id.in_(expected.union(there)), 0), else_=1)
    rows = session.execute(
        select(CaseFileRow.reference, PractitionerRow.code, CaseFileRow.risk)
        .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
        .outerjoin(PractitionerRow, PractitionerRow.id == CaseFileRow.practitioner_id)
        .where(
            CaseFileRow.centre_id == head.centre_id,
            CaseFileRow.closed_on.is_(None),
            CaseFileRow.is_sealed.is_(False),
            centres_within(actor, Permission.CASE_READ),
        )
        .order_by(is_theirs, case((CaseFileRow.risk == _HIGH, 0), else_=1), CaseFileRow.reference)
        .limit(RECORD_CASES_OFFERED)
    )
    return tuple(OpenCase(reference, code or "", risk or "") for reference, code, risk in rows)


def people_at(session: Session, centre_id: int) -> tuple[str, ...]:
    """List the workers in post.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that the session there is theirs.

    Returns:
        Their codes.
    """
    return tuple(
        session.scalars(
            select(PractitionerRow.code)
            .where(PractitionerRow.centre_id == centre_id, PractitionerRow.ended_on.is_(None))
            .order_by(PractitionerRow.code)
        )
    )


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
