"""Rows of the library as values, and values as columns."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.standards import About, Clause, Document, DocumentState
from qa_app.domain.text import BilingualText
from qa_app.models.standards import StandardClauseRow, StandardDocumentRow
from qa_app.models.transaction import locked


def about_of(row: StandardDocumentRow) -> About:
    """Read what a document is.

    Args:
        row: The document.

    Returns:
        Its description.
    """
    return About(
        code=row.code,
        kind=row.kind,
        region=row.region,
        title=BilingualText(row.title_zh, row.title_en),
        seen=row.seen,
        area=row.area_code,
        issuer=BilingualText(row.issuer_zh, row.issuer_en),
        number=row.number,
        version=row.version,
        in_force_from=row.in_force_from,
        in_force_until=row.in_force_until,
        review_on=row.review_on,
        where=BilingualText(row.where_zh, row.where_en),
    )


def about_columns(about: About) -> dict[str, Any]:
    """Write what a document is.

    Args:
        about: The description.

    Returns:
        Column to value; neither state nor revision.
    """
    return {
        "code": about.code,
        "kind": about.kind,
        "region": about.region,
        "seen": about.seen,
        "area_code": about.area,
        "title_zh": about.title.zh,
        "title_en": about.title.en,
        "issuer_zh": about.issuer.zh,
        "issuer_en": about.issuer.en,
        "number": about.number,
        "version": about.version,
        "in_force_from": about.in_force_from,
        "in_force_until": about.in_force_until,
        "review_on": about.review_on,
        "where_zh": about.where.zh,
        "where_en": about.where.en,
    }


def clause_of(row: StandardClauseRow) -> Clause:
    """Read a clause.

    Args:
        row: The clause.

    Returns:
        Its value.
    """
    return Clause(
        locus=row.locus,
        text=BilingualText(row.text_zh, row.text_en),
        quote=row.quote,
        where=BilingualText(row.where_zh, row.where_en),
        who=BilingualText(row.who_zh, row.who_en),
        within=row.within,
        seen=row.seen,
    )


def locked_document(session: Session, code: str) -> StandardDocumentRow | None:
    """Find a document about to be changed.

    Args:
        session: A session inside `transaction`.
        code: The document.

    Returns:
        Its row as it stands now, kept from others; None when there is none.
    """
    query = select(StandardDocumentRow).where(StandardDocumentRow.code == code)
    return session.execute(locked(session, query, StandardDocumentRow)).scalar_one_or_none()


def stored_document(session: Session, row: StandardDocumentRow) -> Document:
    """Read a document with its clauses.

    Args:
        session: A database session.
        row: The document.

    Returns:
        Its value.
    """
    clauses = session.execute(
        select(StandardClauseRow)
        .where(StandardClauseRow.document_code == row.code)
        .order_by(StandardClauseRow.position)
    ).scalars()
    return Document(about_of(row), DocumentState(row.state), tuple(map(clause_of, clauses)))
