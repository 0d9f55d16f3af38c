"""Change a clause of a document of the library."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
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
from qa_app.models.standards import StandardClauseRow
from qa_app.models.transaction import locked, transaction


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What is changed.

    Attributes:
        document: Code of the document.
        clause: The clause from now on, as typed; its number says which.
        revision: Revision that the actor saw.
    """

    document: str
    clause: Clause
    revision: int


def change_clause(
    session: Session,
    actor: Actor,
    change: ClauseChange,
    *,
    at: datetime,
    required_language: str = REQUIRED_LANGUAGE,
) -> bool:
    """Change a clause; its number stays, because items cite it.

    Args:
        session: A database session.
        actor: Who changes it.
        change: What is changed, and which revision the actor saw.
        at: The present.
        required_language: Language in which its text must be written.

    Returns:
        False when it says so already and nothing was done.

    Raises:
        NotAllowedError: The actor may not edit standards.
        OutOfReachError: There is no such clause.
        InvalidError: What `faults_of_clause` names, all of them.
        ConflictError: Someone changed it since (`stale`), or the document is superseded
            (`superseded`).
    """
    if not may(actor, Permission.STANDARD_EDIT):
        raise NotAllowedError("standard:edit")
    document, revision, clause = change.document, change.revision, tidied_clause(change.clause)
    known = session.get(StandardClauseRow, (document, clause.locus))
    if known is None:
        raise OutOfReachError("standard_clause")
    faults = faults_of_clause(clause, required_language)
    if faults:
        raise InvalidError(*faults)
    if clause_of(known) == clause:
        return False
    event = ClauseChanged(
        actor=actor,
        at=at,
        object_id=f"{document}#{clause.locus}",
        change="change",
        revision=revision + 1,
    )
    with transaction(session, event):
        parent = locked_document(session, document)
        if parent is None or parent.state == DocumentState.SUPERSEDED.value:
            raise ConflictError("superseded")
        row = _locked(session, document, clause.locus)
        if row.revision != revision:
            raise ConflictError("stale")
        for name, value in clause_fields(clause).items():
            setattr(row, name, value)
        row.revision = revision + 1
        row.updated_at, row.updated_by = at, actor.name
    return True


def _locked(session: Session, document: str, locus: str) -> StandardClauseRow:
    query = select(StandardClauseRow).where(
        StandardClauseRow.document_code == document, StandardClauseRow.locus == locus
    )
    row = session.execute(locked(session, query, StandardClauseRow)).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("standard_clause")
    return row
