"""A planned session that is about to change, and whether it can take place on a day."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision import SessionState
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import locked
from qa_app.queries.centre_people import belongs_to
from qa_app.queries.reach import centres_within
from qa_app.queries.staff import account_as_actor


def planned_session(
    session: Session, actor: Actor, session_id: int
) -> tuple[SupervisionSessionRow, date | None]:
    """Find a planned session, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who changes it.
        session_id: The session.

    Returns:
        The session, and the first day on which its centre is closed; None while it is open.

    Raises:
        OutOfReachError: There is no such session where the actor may plan.
        ConflictError: It is held or cancelled (`not_planned`).
    """
    query = (
        select(SupervisionSessionRow, CentreRow.closed_on)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(
            SupervisionSessionRow.id == session_id,
            centres_within(actor, Permission.SESSION_PLAN),
        )
    )
    found = session.execute(locked(session, query, SupervisionSessionRow)).one_or_none()
    if found is None:
        raise OutOfReachError("session")
    if found[0].state != SessionState.PLANNED:
        raise ConflictError("not_planned")
    return found[0], found.closed_on


def check_session_day(session: Session, centre_id: int, day: date, supervisor_id: int) -> None:
    """Refuse a session that cannot take place.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that it is in reach.
        day: The day.
        supervisor_id: The account that leads.

    Raises:
        InvalidError: The centre is closed by then (`centre_closed`), or the supervisor may
            not lead sessions there (`unfit_supervisor`).
    """
    centre = session.execute(
        select(CentreRow.place_path, CentreRow.closed_on).where(CentreRow.id == centre_id)
    ).one()
    if centre.closed_on is not None and centre.closed_on <= day:
        raise InvalidError("centre_closed")
    if lead_refusal(account_as_actor(session, supervisor_id), centre_id, centre.place_path):
        raise InvalidError("unfit_supervisor")


def lead_refusal(
    person: Actor | None, centre_id: int, place_path: str, workers: Collection[int] = ()
) -> str:
    """Tell what keeps somebody from leading a session.

    Args:
        person: Who would lead; None for no active account.
        centre_id: The centre.
        place_path: Path of the node the centre stands in.
        workers: Whose files are or may be read at the session.

    Returns:
        The code of the refusal: they may not lead sessions there (`unfit_supervisor`), or worked
        on such a file (`own_case`); empty when nothing does.
    """
    may_lead = person is not None and reach_of(person, Permission.SESSION_PLAN).covers(
        centre_id, place_path
    )
    if person is None or not may_lead:
        return "unfit_supervisor"
    return "own_case" if person.practitioner_id in workers else ""


def workers_read_at(session: Session, session_id: int, centre_id: int) -> frozenset[int]:
    """List whose files are or may be read at a session.

    Args:
        session: A database session.
        session_id: The session; the caller knows that it is in reach.
        centre_id: Its centre.

    Returns:
        Practitioners: of the readings that are not void, and of a frame that is frozen and not
        drawn yet, which was made without regard to whoever leads next.
    """
    found = set(
        session.execute(
            select(CaseFileRow.practitioner_id)
            .join(AuditRow, AuditRow.case_file_id == CaseFileRow.id)
            .where(AuditRow.session_id == session_id, AuditRow.state != "void")
        ).scalars()
    )
    frame = session.execute(
        select(DrawRow.frame).where(DrawRow.session_id == session_id, DrawRow.drawn_at.is_(None))
    ).scalar_one_or_none()
    if frame is not None:
        references = set(frame)
        files = select(CaseFileRow.reference, CaseFileRow.practitioner_id)
        for row in session.execute(files.where(CaseFileRow.centre_id == centre_id)):
            if row.reference in references:
                found.add(row.practitioner_id)
    return frozenset(one for one in found if one is not None)


def workers_on(session: Session, centre_id: int, day: date) -> frozenset[int]:
    """List who works at a centre on a day.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that it is in reach.
        day: The day.

    Returns:
        Practitioners of the centre and those deployed there, who have not left before it.
    """
    return frozenset(
        session.execute(
            select(PractitionerRow.id).where(
                belongs_to(centre_id, day),
                or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= day),
            )
        ).scalars()
    )
