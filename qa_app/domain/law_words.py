"""Whether the clauses that an item cites are in the library, and hold the words it quotes."""

from collections.abc import Mapping
from typing import Any, Final

from qa_app.domain.citations import loci_of
from qa_app.domain.problems import Findings, Path
from qa_app.domain.rubric_library import Library

BY_STATUTE: Final = "statute"
"""Who confirms whom a law binds when the law itself names them."""


def check_clauses(findings: Findings, reference: str, library: Library, path: Path) -> bool:
    """Report clauses that are cited and that the library does not hold.

    Args:
        findings: Where faults go; a document of which the library holds no clause at all is a
            doubt, because nobody can tell.
        reference: Document and clauses, such as `MPL#62,130`.
        library: The library.
        path: Where it stands.

    Returns:
        True when the library holds every one of them.
    """
    source, _, locus = reference.partition("#")
    if library.clauses is None or (library.sources is not None and source not in library.sources):
        return False
    held = library.clauses.get(source)
    if not held:
        findings.warning("clauses_not_held", path, name=source)
        return False
    missing = [one for one in loci_of(locus) if one not in held]
    for one in missing:
        findings.error("unknown_clause", path, name=f"{source}#{one}", source=source)
    return not missing


def check_words_of_law(
    findings: Findings, item: Mapping[str, Any], library: Library, path: Path
) -> None:
    """Hold what an item says of its law against the library.

    Args:
        findings: Where faults go: the article is no clause of the library or not one that the
            item cites, the quoted words do not stand in it, or nobody here goes by the name of
            who confirmed. Where the library has no words of the article, or nobody can tell who
            is known here, it is a doubt; without any clauses at hand only the name is looked at.
        item: An item of the right shape with the basis `law`.
        library: The library.
        path: Where the item stands.
    """
    confirmed = item.get("confirmed_for")
    if not isinstance(confirmed, Mapping):
        return  # what is missing was reported already
    by = str(confirmed["by"])
    if by != BY_STATUTE and library.knows is None:
        findings.warning("confirmer_unchecked", (*path, "confirmed_for", "by"), name=by)
    elif by != BY_STATUTE and library.knows is not None and not library.knows(by):
        findings.error("unknown_confirmer", (*path, "confirmed_for", "by"), name=by)
    if library.clauses is None:
        return
    article, at = str(confirmed["article"]), (*path, "confirmed_for", "article")
    source, _, locus = article.partition("#")
    if not locus:
        findings.error("article_without_clause", at, name=article)
        return
    if not set(loci_of(locus)) <= _cited(item, source):
        findings.error("article_not_cited", at, name=article)
    if check_clauses(findings, article, library, at):
        _check_quote(findings, item, library, (source, loci_of(locus)), path)


def _cited(item: Mapping[str, Any], source: str) -> set[str]:
    cited = (str(one).partition("#") for one in item.get("std", ()))
    return {locus for code, _, loci in cited if code == source for locus in loci_of(loci)}


def _check_quote(
    findings: Findings,
    item: Mapping[str, Any],
    library: Library,
    article: tuple[str, tuple[str, ...]],
    path: Path,
) -> None:
    source, loci = article
    held = [words for one in loci if (words := (library.clauses or {})[source][one])]
    quote, name = _bare(str(item.get("quote", ""))), f"{source}#{','.join(loci)}"
    if not held:
        findings.warning("quote_unchecked", (*path, "quote"), name=name)
    elif not any(quote in _bare(words) for words in held):
        findings.error("quote_not_there", (*path, "quote"), name=name)


def _bare(text: str) -> str:
    # blanks and line ends are no words
    return "".join(text.split())
