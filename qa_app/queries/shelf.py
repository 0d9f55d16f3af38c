"""The library of an installation as rubrics are held against it."""

from collections import defaultdict
from collections.abc import Callable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.rubric_library import Library, with_shelf
from qa_app.models.accounts import AccountRow
from qa_app.models.standards import StandardClauseRow, StandardDocumentRow
from qa_app.queries.rubric_places import places_of


def shelved(session: Session) -> Callable[[Library], Library]:
    """Give what puts the library of an installation before shared files.

    Args:
        session: A database session; it is read once now, and again for each name of somebody
            who confirmed whom a law binds and for the region that a rubric names.

    Returns:
        A function from the shared files to the same with the documents of the installation.
    """
    rows = session.execute(
        select(
            StandardDocumentRow.code, StandardClauseRow.locus, StandardClauseRow.quote
        ).outerjoin(StandardClauseRow, StandardClauseRow.document_code == StandardDocumentRow.code)
    ).all()
    shelf: dict[str, dict[str, str]] = defaultdict(dict)
    for code, locus, quote in rows:
        clauses = shelf[code]
        if locus is not None:
            clauses[locus] = quote

    def knows(name: str) -> bool:
        named = or_(AccountRow.login_name == name, AccountRow.display_name == name)
        return session.execute(select(AccountRow.id).where(named).limit(1)).first() is not None

    def is_place(region: str) -> bool:
        return bool(places_of(session, [region]))

    return lambda library: with_shelf(library, shelf, knows, is_place)
