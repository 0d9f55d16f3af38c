"""Clauses found from the form of an item, by the same search as the page of the library."""

from qa_app.domain.library_search import terms_of
from qa_app.domain.rubric_shapes import TAGS
from qa_app.domain.tag_search import clauses_tagged, tags_named
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.library import (
    DocumentFilter,
    StoredClause,
    clause_hits,
    clauses_of,
    documents_page,
)
from qa_app.queries.library_uses import items_in_force
from qa_app.web.drafting.editor_desk import Choices
from qa_app.web.labels import plain
from qa_app.web.settings import local_today
from qa_app.wording import Words


def found_clauses(searched: str) -> Choices:
    """Find clauses by their words and labels, or all clauses of the document of that code.

    Args:
        searched: Words that were typed.

    Returns:
        Citation and words, best documents first; of a document that fits without a clause of
        its own its code and title.
    """
    terms, session = terms_of(searched), database()
    if not terms:
        return ()
    if whole := clauses_of(session, searched.strip().upper()):
        return tuple(map(_choice, whole))
    words = [Words(one) for one in LANGUAGES]
    named = tags_named(terms, {tag: tuple(w.named("tag", tag) for w in words) for tag in TAGS})
    tagged = clauses_tagged(items_in_force(session, local_today()), named) if named else {}
    documents = documents_page(session, DocumentFilter(terms=terms, tagged=tagged))
    hits = clause_hits(session, tuple(one.about.code for one in documents), terms, tagged)
    found: list[tuple[str, str]] = []
    for one in documents:
        clauses = hits.get(one.about.code, ())
        found += map(_choice, clauses)
        if not clauses:
            found.append((one.about.code, plain(one.about.title)))
    return tuple(found)


def _choice(found: StoredClause) -> tuple[str, str]:
    return f"{found.document}#{found.clause.locus}", plain(found.clause.text)
