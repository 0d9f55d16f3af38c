"""Write a new document into the library."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.library_events import StandardChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.standards import About, DocumentState, faults_of_about, tidied_about
from qa_app.domain.text import REQUIRED_LANGUAGE
from qa_app.models.library import about_columns, about_of
from qa_app.models.places import AreaRow
from qa_app.models.standards import StandardDocumentRow
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind


def add_document(
    session: Session,
    actor: Actor,
    about: About,
    *,
    at: datetime,
    required_language: str = REQUIRED_LANGUAGE,
) -> bool:
    """Add a document as a draft without clauses.

    Args:
        session: A database session.
        actor: Who adds it.
        about: What it is, as typed.
        at: The present.
        required_language: Language in which its title must be written.

    Returns:
        False when exactly this document stands there already and nothing was done.

    Raises:
        NotAllowedError: The actor may not edit standards.
        InvalidError: What `faults_of_about` names, all of them, or `area`.
        ConflictError: Another document has this code (`code_taken`).
    """
    if not may(actor, Permission.STANDARD_EDIT):
        raise NotAllowedError("standard:edit")
    about = tidied_about(about)
    faults = [*faults_of_about(about, required_language)]
    if about.area is not None and session.get(AreaRow, about.area) is None:
        faults.append("area")
    if faults:
        raise InvalidError(*faults)
    known = session.get(StandardDocumentRow, about.code)
    if known is not None:
        if about_of(known) == about:
            return False
        raise ConflictError("code_taken")
    event = StandardChanged(actor=actor, at=at, object_id=about.code, change="add", revision=1)
    with one_of_a_kind("code_taken", ConflictError), transaction(session, event):
        session.execute(
            insert(StandardDocumentRow).values(
                **about_columns(about),
                state=DocumentState.DRAFT.value,
                superseded_by=None,
                import_digest="",
                revision=1,
                updated_at=at,
                updated_by=actor.name,
            )
        )
    return True
