"""Say that a document of the library is replaced by another."""

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


def supersede_document(
    session: Session, actor: Actor, code: str, successor: str, end: date, *, at: datetime
) -> bool:
    """Supersede a document by another one; its clauses stay to be read, unchanged.

    Args:
        session: A database session.
        actor: Who decides.
        code: The document that ends.
        successor: The document that takes its place.
        end: First local day on which it no longer holds.
        at: The present.

    Returns:
        False when it is superseded by that one already and nothing was done.

    Raises:
        NotAllowedError: The actor may not edit standards.
        OutOfReachError: There is no such document.
        InvalidError: The successor is not known, is itself or is superseded (`successor`),
            or the day is not after the first one (`dates`).
        ConflictError: It is a draft (`draft`), or superseded by another one (`superseded`).
    """
    if not may(actor, Permission.STANDARD_EDIT):
        raise NotAllowedError("standard:edit")
    known = session.get(StandardDocumentRow, code)
    if known is None:
        raise OutOfReachError("standard_document")
    if known.state == DocumentState.SUPERSEDED.value and known.superseded_by == successor:
        return False
    event = StandardChanged(
        actor=actor,
        at=at,
        object_id=code,
        change="supersede",
        revision=known.revision + 1,
        successor=successor,
    )
    with transaction(session, event) as act:
        # always in the order of codes, so that two who supersede each other's do not wait forever
        rows = {one: locked_document(session, one) for one in sorted({code, successor})}
        row, next_one = rows[code], rows[successor]
        if row is None or row.state == DocumentState.SUPERSEDED.value:
            raise ConflictError("superseded")
        if row.state == DocumentState.DRAFT.value:
            raise ConflictError("draft")
        is_fit = next_one is not None and next_one.state != DocumentState.SUPERSEDED.value
        if not is_fit or successor == code:
            raise InvalidError("successor")
        if row.in_force_from is not None and end <= row.in_force_from:
            raise InvalidError("dates")
        row.state, row.superseded_by = DocumentState.SUPERSEDED.value, successor
        row.in_force_until = end
        row.revision += 1
        row.updated_at, row.updated_by = at, actor.name
        act.learn(revision=row.revision)
    return True
