"""A record that is about to change, and who and what may stand in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.record_content import BlockContent
from qa_app.domain.references import read_reference
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_records import RecordState
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.transaction import locked
from qa_app.queries.centre_people import belongs_to
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class RecordInHand:
    """A record in hand: its session, what kind it is, and its row; None before it is begun."""

    session: SupervisionSessionRow
    type: SessionType
    state: SessionState
    record: SupervisionRecordRow | None


def led_session(session: Session, actor: Actor, session_id: int) -> RecordInHand:
    """Find a session that the actor leads, and keep others from changing it and its record.

    Args:
        session: A session inside `transaction`.
        actor: Who leads.
        session_id: The session.

    Returns:
        The session with its record.

    Raises:
        OutOfReachError: There is no such session, somebody else leads it, or the actor may not
            write records at its centre any more.
    """
    query = (
        select(SupervisionSessionRow)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(
            SupervisionSessionRow.id == session_id,
            SupervisionSessionRow.supervisor_id == actor.account_id,
            centres_within(actor, Permission.RECORD_WRITE),
        )
    )
    return _held(session, session.execute(locked(session, query, SupervisionSessionRow)).scalar())


def any_session(session: Session, session_id: int) -> RecordInHand:
    """Find a session whoever leads it, and keep others from changing it and its record.

    Args:
        session: A session inside `transaction`.
        session_id: The session; the caller knows that its record is theirs.

    Returns:
        The session with its record.

    Raises:
        OutOfReachError: There is no such session.
    """
    query = select(SupervisionSessionRow).where(SupervisionSessionRow.id == session_id)
    return _held(session, session.execute(locked(session, query, SupervisionSessionRow)).scalar())


def day_of(held: RecordInHand) -> date:
    """Tell on which day a session took place, or will.

    Args:
        held: The session with its record.

    Returns:
        The day in its record, else the one that it is planned for.
    """
    written = None if held.record is None else held.record.held_on
    return written or held.session.planned_on


def draft_of(held: RecordInHand) -> SupervisionRecordRow:
    """Give the record of a session while it is written.

    Args:
        held: The session with its record.

    Returns:
        Its record.

    Raises:
        OutOfReachError: Nobody began it.
        ConflictError: Its leader signed it (`record_signed`), or the session was cancelled
            (`session_cancelled`).
    """
    if held.record is None:
        raise OutOfReachError("record")
    if held.record.state != RecordState.DRAFT:
        raise ConflictError("record_signed")
    if held.state is SessionState.CANCELLED:
        raise ConflictError("session_cancelled")
    return held.record


def people_named(
    session: Session, held: RecordInHand, content: BlockContent, own: int | None
) -> Mapping[str, int]:
    """Find the practitioners who were there.

    Args:
        session: A database session.
        held: The session with its record.
        content: Who was there, by code.
        own: The practitioner that the leader is; None for none.

    Returns:
        Code to practitioner who works at the centre on the day of the session.

    Raises:
        InvalidError: A code is missing or nobody's there (`unknown_person`), or it is the
            leader's own: nobody supervises themselves (`own_session`); `row` says where.
    """
    expected = select(SessionPersonRow.practitioner_id).where(
        SessionPersonRow.session_id == held.session.id
    )
    known: dict[str, int] = {
        row.code: row.id
        for row in session.execute(
            select(PractitionerRow.code, PractitionerRow.id)
            .where(
                belongs_to(held.session.centre_id, day_of(held)),
                PractitionerRow.code.in_(_named(content, "person")),
            )
            # codes are each centre's own: of two with the same one, who is expected is meant
            .order_by(
                PractitionerRow.id.in_(expected),
                PractitionerRow.centre_id == held.session.centre_id,
            )
        )
    }
    for number, row in enumerate(content.rows, start=1):
        code = row.get("person", "")
        if code not in known:
            raise InvalidError("unknown_person", field="person", row=number)
        if known[code] == own:
            raise InvalidError("own_session", field="person", row=number)
    return known


def cases_named(session: Session, held: RecordInHand, content: BlockContent) -> Mapping[str, int]:
    """Find the cases that were discussed.

    Args:
        session: A database session.
        held: The session with its record.
        content: Rows with the reference of a case each, in its one spelling (`spelt`).

    Returns:
        Reference to case of the centre.

    Raises:
        InvalidError: A reference is missing or none of the centre (`unknown_case`), or stands
            there twice (`case_twice`); `row` says where.
    """
    known: dict[str, int] = {
        row.reference: row.id
        for row in session.execute(
            select(CaseFileRow.reference, CaseFileRow.id).where(
                CaseFileRow.centre_id == held.session.centre_id,
                CaseFileRow.reference.in_(_named(content, "case")),
            )
        )
    }
    seen: set[str] = set()
    for number, row in enumerate(content.rows, start=1):
        reference = row.get("case", "")
        if reference not in known:
            raise InvalidError("unknown_case", field="case", row=number)
        if reference in seen:
            raise InvalidError("case_twice", field="case", row=number)
        seen.add(reference)
    return known


def spelt(content: BlockContent) -> BlockContent:
    """Bring the references of cases into their one spelling.

    Args:
        content: Rows as typed.

    Returns:
        The same; what is no reference stays as typed.
    """
    rows = tuple(
        {**row, "case": read_reference(row["case"]) or row["case"]} if "case" in row else row
        for row in content.rows
    )
    return BlockContent(content.values, rows, content.name_reason)


def _named(content: BlockContent, field: str) -> Iterable[str]:
    return sorted({row[field] for row in content.rows if field in row})


def _held(session: Session, row: SupervisionSessionRow | None) -> RecordInHand:
    if row is None:
        raise OutOfReachError("session")
    # whoever changes a record holds its session first, so this needs no lock of its own
    query = select(SupervisionRecordRow).where(SupervisionRecordRow.session_id == row.id)
    record = session.execute(locked(session, query, SupervisionRecordRow)).scalar_one_or_none()
    return RecordInHand(row, SessionType(row.type), SessionState(row.state), record)
