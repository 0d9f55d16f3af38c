"""Put a document of the library in force."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.library_events import StandardChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.standards import DocumentState
from qa_app.models.library import locked_document
from qa_app.models.standards import StandardDocumentRow
from qa_app.models.transaction import transaction


def put_document_in_force(
    session: Session, actor: Actor, code: str, start: date | None, *, at: datetime
) -> bool:
    """Put a draft in force from a day on.

    Args:
        session: A database session.
        actor: Who decides.
        code: The document.
        start: First local day on which it holds; None = the day that its description says.
        at: The present.

    Returns:
        False when it is in force already and nothing was done.

    Raises:
        NotAllowedError: The actor may not edit standards.
        OutOfReachError: There is no such document.
        InvalidError: Neither says from which day (`from`), or that day is not before the
            last one (`dates`).
        ConflictError: It is superseded (`superseded`).
    """
    if not may(actor, Permission.STANDARD_EDIT):
        raise NotAllowedError("standard:edit")
    known = session.get(StandardDocumentRow, code)
    if known is None:
        raise OutOfReachError("standard_document")
    if known.state == DocumentState.IN_FORCE.value:
        return False
    event = StandardChanged(
        actor=actor, at=at, object_id=code, change="put_in_force", revision=known.revision + 1
    )
    with transaction(session, event) as act:
        row = locked_document(session, code)
        if row is None or row.state != DocumentState.DRAFT.value:
            raise ConflictError("superseded")
        begins = start or row.in_force_from
        if begins is None:
            raise InvalidError("from")
        if row.in_force_until is not None and row.in_force_until <= begins:
            raise InvalidError("dates")
        row.state, row.in_force_from = DocumentState.IN_FORCE.value, begins
        row.revision += 1
        row.updated_at, row.updated_by = at, actor.name
        act.learn(revision=row.revision)
    return True
