"""Write a new clause of a document of the library."""

from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.library_events import ClauseChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.standards import (
    Clause,
    DocumentState,
    clause_fields,
    faults_of_clause,
    tidied_clause,
)
from qa_app.domain.text import REQUIRED_LANGUAGE
from qa_app.models.library import clause_of, locked_document
from qa_app.models.standards import StandardClauseRow, StandardDocumentRow
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind


def add_clause(
    session: Session,
    actor: Actor,
    document: str,
    clause: Clause,
    *,
    at: datetime,
    required_language: str = REQUIRED_LANGUAGE,
) -> bool:
    """Add a clause, or a step of a procedure, at the end of a document.

    Args:
        session: A database session.
        actor: Who adds it.
        document: Code of the document.
        clause: The clause, as typed.
        at: The present.
        required_language: Language in which its text must be written.

    Returns:
        False when exactly this clause stands there already and nothing was done.

    Raises:
        NotAllowedError: The actor may not edit standards.
        OutOfReachError: There is no such document.
        InvalidError: What `faults_of_clause` names, all of them.
        ConflictError: Another clause has this number (`locus_taken`), or the document is
            superseded (`superseded`).
    """
    if not may(actor, Permission.STANDARD_EDIT):
        raise NotAllowedError("standard:edit")
    clause = tidied_clause(clause)
    if session.get(StandardDocumentRow, document) is None:
        raise OutOfReachError("standard_document")
    faults = faults_of_clause(clause, required_language)
    if faults:
        raise InvalidError(*faults)
    known = session.get(StandardClauseRow, (document, clause.locus))
    if known is not None:
        if clause_of(known) == clause:
            return False
        raise ConflictError("locus_taken")
    event = ClauseChanged(
        actor=actor, at=at, object_id=f"{document}#{clause.locus}", change="add", revision=1
    )
    with one_of_a_kind("locus_taken", ConflictError), transaction(session, event):
        row = locked_document(session, document)
        if row is None or row.state == DocumentState.SUPERSEDED.value:
            raise ConflictError("superseded")
        last = select(func.coalesce(func.max(StandardClauseRow.position), 0)).where(
            StandardClauseRow.document_code == document
        )
        session.execute(
            insert(StandardClauseRow).values(
                **clause_fields(clause),
                document_code=document,
                position=session.execute(last).scalar_one() + 1,
                revision=1,
                updated_at=at,
                updated_by=actor.name,
            )
        )
    return True
