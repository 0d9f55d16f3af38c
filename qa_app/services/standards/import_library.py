"""Take documents with their clauses into the library."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.library_events import StandardImported
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.standards import About, Clause, Document, DocumentState, clause_fields
from qa_app.models.library import about_columns, locked_document, stored_document
from qa_app.models.places import AreaRow
from qa_app.models.standards import StandardClauseRow, StandardDocumentRow
from qa_app.models.transaction import transaction


class Import(StrEnum):
    """What became of a document that was brought."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Imported:
    """One document that was brought.

    Attributes:
        code: The document.
        outcome: What became of it; `kept` = people changed it here, so the file did not.
        clause_count: Clauses of the file.
    """

    code: str
    outcome: Import
    clause_count: int


def import_library(
    session: Session, actor: Actor, documents: Sequence[Document], *, at: datetime
) -> tuple[Imported, ...]:
    """Bring the library up to date with files, each document in one transaction.

    What people changed here since the last import is never overwritten. State and days in
    force are taken from the file once, when the document is new; afterwards they are decided
    here.

    Args:
        session: A database session.
        actor: Who brings them.
        documents: Checked documents.
        at: The present.

    Returns:
        One for each document, in order.

    Raises:
        NotAllowedError: The actor may not edit standards.
        InvalidError: A document names an area that is not known (`unknown_area`); nothing
            of any document is changed.
    """
    if not may(actor, Permission.STANDARD_EDIT):
        raise NotAllowedError("standard:edit")
    known = set(session.execute(select(AreaRow.code)).scalars())
    for document in documents:
        if document.about.area is not None and document.about.area not in known:
            raise InvalidError("unknown_area", area=document.about.area)
    return tuple(_imported(session, actor, document, at) for document in documents)


def _imported(session: Session, actor: Actor, document: Document, at: datetime) -> Imported:
    code = document.about.code
    outcome = _outcome(session, document, session.get(StandardDocumentRow, code))
    if outcome in {Import.ADDED, Import.UPDATED}:
        event = StandardImported(
            actor=actor,
            at=at,
            object_id=code,
            change=outcome.value,
            count=len(document.clauses),
            digest=document.digest,
        )
        with transaction(session, event) as act:
            row = locked_document(session, code)
            # looked at again: people may have changed it meanwhile
            outcome = _outcome(session, document, row)
            act.learn(change=outcome.value)
            if outcome in {Import.ADDED, Import.UPDATED}:
                _write(session, actor, document, row, at)
    return Imported(code, outcome, len(document.clauses))


def _outcome(session: Session, document: Document, row: StandardDocumentRow | None) -> Import:
    if row is None:
        return Import.ADDED
    if row.import_digest == document.digest:
        return Import.UNCHANGED
    is_ours = stored_document(session, row).digest == row.import_digest
    is_open = row.state != DocumentState.SUPERSEDED.value
    return Import.UPDATED if is_ours and is_open else Import.KEPT


def _write(
    session: Session,
    actor: Actor,
    document: Document,
    row: StandardDocumentRow | None,
    at: datetime,
) -> None:
    about = document.about
    written = {"updated_at": at, "updated_by": actor.name}
    if row is None:
        values = {**about_columns(about), "state": document.state.value, "superseded_by": None}
        session.execute(
            insert(StandardDocumentRow).values(
                **values, import_digest=document.digest, revision=1, **written
            )
        )
    else:
        for name, value in about_columns(_with_days_of(about, row)).items():
            setattr(row, name, value)
        row.import_digest = document.digest
        row.revision += 1
        row.updated_at, row.updated_by = at, actor.name
        session.execute(
            delete(StandardClauseRow).where(StandardClauseRow.document_code == about.code)
        )
    _write_clauses(session, about.code, document.clauses, written)


def _with_days_of(about: About, row: StandardDocumentRow) -> About:
    return replace(
        about,
        in_force_from=row.in_force_from or about.in_force_from,
        in_force_until=row.in_force_until or about.in_force_until,
    )


def _write_clauses(
    session: Session, code: str, clauses: Sequence[Clause], written: dict[str, object]
) -> None:
    rows = [
        {
            **clause_fields(clause),
            "document_code": code,
            "position": position,
            "revision": 1,
            **written,
        }
        for position, clause in enumerate(clauses, 1)
    ]
    if rows:
        session.execute(insert(StandardClauseRow), rows)
