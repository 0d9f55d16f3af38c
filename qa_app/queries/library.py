"""The library for everyone who may read rubrics: the list, one document, one clause."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select, tuple_
from sqlalchemy.orm import Session

from qa_app.domain.citations import Citation
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.sources import Source
from qa_app.domain.standards import KINDS, About, Clause, DocumentState
from qa_app.domain.text import BilingualText
from qa_app.models.library import about_of, clause_of
from qa_app.models.places import AreaRow
from qa_app.models.standards import StandardClauseRow, StandardDocumentRow
from qa_app.queries.library_fit import NO_FIT, Tagged, clause_rank, document_rank

Place = tuple[int, int, str]
"""How well a document fits, place of its kind, its code: where a page of the list ends."""

_Doc, _Clause = StandardDocumentRow, StandardClauseRow
_HITS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What is looked for.

    Attributes:
        kind: Only this kind; empty for every one.
        area: Only this area; empty for every one.
        state: Only this state; empty for every one.
        region: Only this region; empty for every one.
        terms: Words that must all be found at the document's description or at one of its
            clauses.
        tagged: Word to the clauses whose items carry a label of that name.
    """

    kind: str = ""
    area: str = ""
    state: str = ""
    region: str = ""
    terms: tuple[str, ...] = ()
    tagged: Tagged = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document without its clauses.

    Attributes:
        about: What it is.
        state: Its state.
        area_name: Name of its area; empty without one.
        successor: Code of the document that took its place; None while none did.
        clause_count: Clauses.
        revision: Its revision.
        updated_at: When it was last changed.
        updated_by: By whom.
        rank: How well it fits what was looked for, 0 best.
    """

    about: About
    state: DocumentState
    area_name: BilingualText
    successor: str | None
    clause_count: int
    revision: int
    updated_at: datetime
    updated_by: str
    rank: int = 0

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return self.rank, KINDS.index(self.about.kind), self.about.code


@dataclass(frozen=True, slots=True)
class StoredClause:
    """A clause of a document.

    Attributes:
        document: Code of the document.
        clause: The clause.
        revision: Its revision.
        updated_at: When it was last changed.
        updated_by: By whom.
    """

    document: str
    clause: Clause
    revision: int
    updated_at: datetime
    updated_by: str

    @property
    def citation(self) -> Citation:
        """How items cite it."""
        return Citation(self.document, self.clause.locus)


def documents_page(
    session: Session, wanted: DocumentFilter, after: Place | None = None
) -> tuple[StoredDocument, ...]:
    """List documents: those named by the words first, then the most binding kinds.

    Args:
        session: A database session.
        wanted: What is looked for.
        after: Only what stands after this place; None starts at the top.

    Returns:
        One more than a page, when there are more. Where words are looked for, a document whose
        title or number holds them all, or that has a clause of that number, stands before one
        with a clause that says them, and that before one whose items are only labelled so.
    """
    rank = document_rank(wanted.terms, wanted.tagged) if wanted.terms else None
    order = (_PLACE, _Doc.code) if rank is None else (rank, _PLACE, _Doc.code)
    query = _documents(rank).order_by(*order).limit(ROWS_PER_PAGE + 1)
    for column, value in (
        (_Doc.kind, wanted.kind),
        (_Doc.area_code, wanted.area),
        (_Doc.state, wanted.state),
        (_Doc.region, wanted.region),
    ):
        if value:
            query = query.where(column == value)
    if rank is not None:
        query = query.where(rank < NO_FIT)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*after[-len(order) :]))
    return tuple(map(_document, session.execute(query)))


def clause_hits(
    session: Session, codes: tuple[str, ...], terms: tuple[str, ...], tagged: Tagged | None = None
) -> dict[str, tuple[StoredClause, ...]]:
    """Find the clauses at which all words are found.

    Args:
        session: A database session.
        codes: Documents to look in.
        terms: The words; none finds nothing.
        tagged: Word to the clauses whose items carry a label of that name.

    Returns:
        Document to its first few such clauses: those with that number first, then those that
        say the words, then those whose items are labelled so.
    """
    if not codes or not terms:
        return {}
    rank = clause_rank(terms, tagged or {})
    rows = session.execute(
        select(_Clause)
        .where(_Clause.document_code.in_(codes), rank < NO_FIT)
        .order_by(_Clause.document_code, rank, _Clause.position)
    ).scalars()
    found: dict[str, tuple[StoredClause, ...]] = {}
    for row in rows:
        known = found.get(row.document_code, ())
        if len(known) < _HITS_SHOWN:
            found[row.document_code] = (*known, _stored(row))
    return found


def filter_choices(
    session: Session,
) -> tuple[tuple[str, ...], tuple[tuple[str, BilingualText], ...]]:
    """List what the list can be narrowed to.

    Args:
        session: A database session.

    Returns:
        Regions of documents; code and name of their areas.
    """
    regions = session.execute(select(_Doc.region).distinct().order_by(_Doc.region)).scalars()
    areas = session.execute(
        select(AreaRow.code, AreaRow.name_zh, AreaRow.name_en)
        .where(AreaRow.code.in_(select(_Doc.area_code)))
        .order_by(AreaRow.position, AreaRow.code)
    )
    return tuple(regions), tuple(
        (row.code, BilingualText(row.name_zh, row.name_en)) for row in areas
    )


def document_by_code(session: Session, code: str) -> StoredDocument | None:
    """Find a document.

    Args:
        session: A database session.
        code: Its code.

    Returns:
        The document; None when there is none.
    """
    row = session.execute(_documents().where(_Doc.code == code)).one_or_none()
    return None if row is None else _document(row)


def documents_to_follow(session: Session, code: str) -> tuple[tuple[str, BilingualText], ...]:
    """List the documents that may take another one's place.

    Args:
        session: A database session.
        code: The document that ends.

    Returns:
        Code and title of every other one that is not superseded.
    """
    rows = session.execute(
        select(_Doc.code, _Doc.title_zh, _Doc.title_en)
        .where(_Doc.code != code, _Doc.state != DocumentState.SUPERSEDED.value)
        .order_by(_PLACE, _Doc.code)
    )
    return tuple((row.code, BilingualText(row.title_zh, row.title_en)) for row in rows)


def clauses_of(session: Session, code: str) -> tuple[StoredClause, ...]:
    """List the clauses of a document.

    Args:
        session: A database session.
        code: The document.

    Returns:
        In order.
    """
    rows = session.execute(
        select(_Clause).where(_Clause.document_code == code).order_by(_Clause.position)
    ).scalars()
    return tuple(map(_stored, rows))


def clause_by_locus(session: Session, code: str, locus: str) -> StoredClause | None:
    """Find a clause.

    Args:
        session: A database session.
        code: The document.
        locus: Its number.

    Returns:
        The clause; None when there is none.
    """
    row = session.get(_Clause, (code, locus))
    return None if row is None else _stored(row)


def loci_of_document(session: Session, code: str) -> tuple[str, ...]:
    """List the numbers of a document's clauses.

    Args:
        session: A database session.
        code: The document.

    Returns:
        In order.
    """
    return tuple(
        session.execute(
            select(_Clause.locus).where(_Clause.document_code == code).order_by(_Clause.position)
        ).scalars()
    )


def clauses_held(session: Session, cited: Iterable[Citation]) -> frozenset[Citation]:
    """Tell which clauses the library holds.

    Args:
        session: A database session.
        cited: Clauses that something rests on.

    Returns:
        Those of them that there is a page of; found with one query.
    """
    wanted = frozenset(cited)
    if not wanted:
        return frozenset()
    rows = session.execute(
        select(_Clause.document_code, _Clause.locus).where(
            _Clause.document_code.in_(sorted({one.document for one in wanted}))
        )
    )
    return wanted & {Citation(row.document_code, row.locus) for row in rows}


@dataclass(frozen=True, slots=True)
class LibraryIndex:
    """Everything that can be cited.

    Attributes:
        sources: Every document by its code, by kind.
        clauses: Every clause, in the same order.
        areas: Document to its area; None when it is not about one.
    """

    sources: dict[str, Source]
    clauses: tuple[Citation, ...]
    areas: dict[str, str | None]


def library_index(session: Session) -> LibraryIndex:
    """Give everything that can be cited, with one query.

    Args:
        session: A database session.

    Returns:
        The index.
    """
    rows = session.execute(
        select(_Doc.code, _Doc.title_zh, _Doc.title_en, _Doc.seen, _Doc.area_code, _Clause.locus)
        .outerjoin(_Clause, _Clause.document_code == _Doc.code)
        .order_by(_PLACE, _Doc.code, _Clause.position)
    ).all()
    return LibraryIndex(
        {
            row.code: Source(row.code, BilingualText(row.title_zh, row.title_en), row.seen)
            for row in rows
        },
        tuple(Citation(row.code, row.locus) for row in rows if row.locus is not None),
        {row.code: row.area_code for row in rows},
    )


def documents_to_review(session: Session, until: date, most: int) -> tuple[StoredDocument, ...]:
    """List the documents whose review date is near or over.

    Args:
        session: A database session.
        until: The last review date that counts.
        most: At most so many.

    Returns:
        The earliest first; superseded ones are left alone.
    """
    rows = session.execute(
        _documents()
        .where(_Doc.review_on <= until, _Doc.state != DocumentState.SUPERSEDED.value)
        .order_by(_Doc.review_on, _Doc.code)
        .limit(most)
    )
    return tuple(map(_document, rows))


_PLACE = case({kind: place for place, kind in enumerate(KINDS)}, value=_Doc.kind, else_=len(KINDS))


def _documents(rank: ColumnElement[int] | None = None) -> Any:
    fit = literal(0) if rank is None else rank
    count = (
        select(func.count())
        .where(_Clause.document_code == _Doc.code)
        .correlate(_Doc)
        .scalar_subquery()
    )
    return select(
        _Doc, AreaRow.name_zh, AreaRow.name_en, count.label("clauses"), fit.label("fit")
    ).outerjoin(AreaRow, AreaRow.code == _Doc.area_code)


def _document(row: Any) -> StoredDocument:
    known: StandardDocumentRow = row[0]
    return StoredDocument(
        about_of(known),
        DocumentState(known.state),
        BilingualText(row.name_zh or "", row.name_en or ""),
        known.superseded_by,
        row.clauses,
        known.revision,
        known.updated_at,
        known.updated_by,
        row.fit,
    )


def _stored(row: StandardClauseRow) -> StoredClause:
    return StoredClause(
        row.document_code, clause_of(row), row.revision, row.updated_at, row.updated_by
    )
