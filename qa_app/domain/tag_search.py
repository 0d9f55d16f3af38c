"""Clauses found by the labels of the items that rest on them."""

from collections.abc import Iterable, Mapping

from qa_app.domain.answer_counts import ItemUse
from qa_app.domain.citations import Citation, citations_of, gaps_of
from qa_app.domain.text_folding import without_hidden

TagWords = Mapping[str, tuple[str, ...]]
"""Tag to its names, in every language of the product."""


def tags_named(terms: Iterable[str], names: TagWords) -> dict[str, frozenset[str]]:
    """Tell which tags a word names.

    Args:
        terms: Words searched for, small letters.
        names: Every tag with its names.

    Returns:
        Word to the tags whose code or name holds it; words that name none are left out.
    """
    found = {}
    for term in terms:
        tags = frozenset(
            tag
            for tag, words in names.items()
            if any(term in without_hidden(one).casefold() for one in (tag, *words))
        )
        if tags:
            found[term] = tags
    return found


def clauses_tagged(
    items: Iterable[ItemUse], named: Mapping[str, frozenset[str]]
) -> dict[str, tuple[Citation, ...]]:
    """List the clauses on which items with some tags rest.

    Args:
        items: Items of the versions in force.
        named: Word to tags, see `tags_named`.

    Returns:
        Word to clauses, sorted. A document that such an item names without a clause stands
        with an empty clause number.
    """
    known = tuple(items)
    return {term: tuple(sorted(_rested_on(known, tags))) for term, tags in named.items()}


def _rested_on(items: Iterable[ItemUse], tags: frozenset[str]) -> set[Citation]:
    found: set[Citation] = set()
    for use in items:
        if not tags.isdisjoint(use.item.tags):
            found |= set(citations_of(use.item.sources))
            found |= {Citation(code, "") for code in gaps_of(use.item.sources)}
    return found
