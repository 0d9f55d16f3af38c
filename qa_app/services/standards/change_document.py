"""Change what the library says of a document."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.library_events import StandardChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.standards import About, DocumentState, faults_of_about, tidied_about
from qa_app.domain.text import REQUIRED_LANGUAGE
from qa_app.models.library import about_columns, about_of, locked_document
from qa_app.models.places import AreaRow
from qa_app.models.standards import StandardDocumentRow
from qa_app.models.transaction import transaction


def change_document(
    session: Session,
    actor: Actor,
    about: About,
    revision: int,
    *,
    at: datetime,
    required_language: str = REQUIRED_LANGUAGE,
) -> bool:
    """Change a document's description; its code, state and clauses stay.

    Args:
        session: A database session.
        actor: Who changes it.
        about: What it is from now on, as typed; its code says which document.
        revision: Revision that the actor saw.
        at: The present.
        required_language: Language in which its title must be written.

    Returns:
        False when the library says so already and nothing was done.

    Raises:
        NotAllowedError: The actor may not edit standards.
        OutOfReachError: There is no such document.
        InvalidError: What `faults_of_about` names, all of them, or `area`.
        ConflictError: Someone changed it since (`stale`), or it is superseded
            (`superseded`).
    """
    if not may(actor, Permission.STANDARD_EDIT):
        raise NotAllowedError("standard:edit")
    about = tidied_about(about)
    known = session.get(StandardDocumentRow, about.code)
    if known is None:
        raise OutOfReachError("standard_document")
    faults = _faults(session, known, about, required_language)
    if faults:
        raise InvalidError(*faults)
    if about_of(known) == about:
        return False
    event = StandardChanged(
        actor=actor, at=at, object_id=about.code, change="change", revision=revision + 1
    )
    with transaction(session, event):
        row = _open(session, about.code, revision)
        for name, value in about_columns(replace(about, code=row.code)).items():
            setattr(row, name, value)
        row.revision = revision + 1
        row.updated_at, row.updated_by = at, actor.name
    return True


def _faults(
    session: Session, known: StandardDocumentRow, about: About, required_language: str
) -> list[str]:
    faults = [*faults_of_about(about, required_language)]
    if about.area is not None and session.get(AreaRow, about.area) is None:
        faults.append("area")
    # a first day that was never known need not become known; one that was may not get lost
    if known.in_force_from is not None and about.in_force_from is None:
        faults.append("from")
    return faults


def _open(session: Session, code: str, revision: int) -> StandardDocumentRow:
    row = locked_document(session, code)
    if row is None:
        raise OutOfReachError("standard_document")
    if row.revision != revision:
        raise ConflictError("stale")
    if row.state == DocumentState.SUPERSEDED.value:
        raise ConflictError("superseded")
    return row
