"""Which texts of a file are not yet written in the language that everybody needs."""

from collections.abc import Iterator, Mapping
from typing import Any

from qa_app.domain.problems import Findings, Path
from qa_app.domain.text import has_words

Plain = Mapping[str, Any]
_TEXTS = frozenset(
    {
        "title",
        "purpose",
        "note",
        "text",
        "evidence",
        "addressee",
        "from",
        "means",
        "who",
        "issuer",
        "where",
    }
)
_TEXTS_BY_CODE = frozenset({"anchors", "options"})
_NAMED_CODES = (
    ("ratings",),
    ("outcome_ratings",),
    ("answer_words",),
    ("narrative", "also"),
    ("narrative", "sources"),
)
"""Parts of a rule rubric that may hold words by code."""
_LABELLED = frozenset({"areas", "facts", "clocks", "logs", "read", "questions", "criteria"})
_LABELLED_BY_CODE = frozenset({"scales", "bands"})


def check_texts(findings: Findings, plain: Plain, required_language: str) -> None:
    """Report every text that is missing in the required language.

    Args:
        findings: Where faults go.
        plain: A file; what is no text where one is wanted is passed over.
        required_language: Language in which every text must be written.
    """
    for place, words in _texts(plain, ()):
        if isinstance(words, Mapping) and not has_words(str(words.get(required_language, ""))):
            findings.error("text_missing", place, language=required_language)


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield every place where a text stands, with its words by language."""
    if isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _texts_of_field(name, entry, (*path, name))
    elif isinstance(value, list):
        is_labelled = _is_labelled(path)
        for position, entry in enumerate(value):
            if is_labelled and isinstance(entry, Mapping):
                yield (*path, position), entry
            yield from _texts(entry, (*path, position))


def _texts_of_field(name: str, entry: Any, at: Path) -> Iterator[tuple[Path, Any]]:
    by_code = name in _TEXTS_BY_CODE or at in _NAMED_CODES
    if isinstance(entry, Mapping) and name in _TEXTS:
        yield at, entry
    elif isinstance(entry, Mapping) and by_code:
        yield from (((*at, code), words) for code, words in entry.items())
    else:
        yield from _texts(entry, at)


def _is_labelled(path: Path) -> bool:
    in_scales = bool(path) and path[0] in _LABELLED_BY_CODE and path[-1] in ("options", *path[1:2])
    return bool(path) and (path[-1] in _LABELLED or in_scales)
