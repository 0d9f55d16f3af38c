"""How well documents and clauses of the library fit the words that were typed."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from qa_app.domain.citations import Citation
from qa_app.domain.library_search import ESCAPE, like_pattern
from qa_app.models.standards import StandardClauseRow, StandardDocumentRow

Tagged = Mapping[str, tuple[Citation, ...]]
"""Word to the clauses whose items carry a label of that name."""

_Doc, _Clause = StandardDocumentRow, StandardClauseRow
_DOC_TEXTS = (
    _Doc.code, _Doc.title_zh, _Doc.title_en, _Doc.issuer_zh, _Doc.issuer_en, _Doc.number
)  # fmt: skip
_CLAUSE_TEXTS = (_Clause.text_zh, _Clause.text_en, _Clause.quote)
_CLAUSE_PLACES = (_Clause.where_zh, _Clause.where_en)
_NAMED, _SAID, _LABELLED = range(3)
NO_FIT = 3
"""Rank of what does not fit at all."""


def document_rank(terms: tuple[str, ...], tagged: Tagged) -> ColumnElement[int]:
    """Rank documents by how well they fit words.

    Args:
        terms: The words, at least one, small letters.
        tagged: Word to the clauses whose items carry a label of that name.

    Returns:
        0 where title, issuer, number or code hold all of them, or a clause is numbered so;
        1 where a clause says them; 2 where only labels of items do; `NO_FIT` for the rest.
    """
    best = (
        select(func.min(clause_rank(terms, tagged)))
        .where(_Clause.document_code == _Doc.code)
        .correlate(_Doc)
        .scalar_subquery()
    )
    whole = [_named_in_whole(term, tagged) for term in terms]
    return case(
        (_all_of(_holds(term, _DOC_TEXTS) for term in terms), _NAMED),
        (best < _LABELLED, best),
        (_all_of(whole), _LABELLED),
        else_=func.coalesce(best, NO_FIT),
    )


def clause_rank(terms: tuple[str, ...], tagged: Tagged) -> ColumnElement[int]:
    """Rank clauses by how well they fit words.

    Args:
        terms: The words, at least one, small letters.
        tagged: Word to the clauses whose items carry a label of that name.

    Returns:
        0 where its number or the place in the text is what was typed; 1 where it says the
        words; 2 where only labels of the items that rest on it do; `NO_FIT` for the rest.
    """
    named = {term: or_(_numbered(term), _holds(term, _CLAUSE_PLACES)) for term in terms}
    said = {term: or_(named[term], _holds(term, _CLAUSE_TEXTS)) for term in terms}
    return case(
        (_all_of(named.values()), _NAMED),
        (_all_of(said.values()), _SAID),
        (_all_of(or_(said[term], _labelled(term, tagged)) for term in terms), _LABELLED),
        else_=NO_FIT,
    )


def _numbered(term: str) -> ColumnElement[bool]:
    # written as it is cited, or the number alone
    whole = func.lower(_Clause.document_code + literal("#") + _Clause.locus)
    return or_(func.lower(_Clause.locus) == term, whole == term)


def _labelled(term: str, tagged: Tagged) -> ColumnElement[bool]:
    loci: dict[str, list[str]] = {}
    for one in tagged.get(term, ()):
        loci.setdefault(one.document, []).append(one.locus)
    return or_(
        false(),
        *(
            and_(_Clause.document_code == code, _Clause.locus.in_(them))
            for code, them in loci.items()
        ),
    )


def _named_in_whole(term: str, tagged: Tagged) -> ColumnElement[bool]:
    codes = [one.document for one in tagged.get(term, ()) if not one.locus]
    return or_(_holds(term, _DOC_TEXTS), _Doc.code.in_(codes))


def _holds(term: str, columns: tuple[InstrumentedAttribute[str], ...]) -> ColumnElement[bool]:
    # small letters on both sides, because LIKE minds the size of letters on one database only
    return or_(*(func.lower(column).like(like_pattern(term), escape=ESCAPE) for column in columns))


def _all_of(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    return and_(true(), *conditions)
