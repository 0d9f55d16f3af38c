"""Codes of a rule rubric in the form of a draft, ratings and notes: their words, and back."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.draft_parts import value_at
from qa_app.domain.text import LANGUAGES
from qa_app.wording import Words
from qa_app.wording.names import CODES

Typed = dict[str, list[str]]
_GROUPS = {
    "ratings": "rating",
    "outcome_ratings": "rating",
    "narrative.also": "noted",
    "narrative.sources": "noted",
}
"""Fields that hold such rows, to the kind of their codes."""


def code_names(field: str, code: str) -> tuple[str, str]:
    """Give the words that the product has for a code, Chinese first; empty without any."""
    kind = _GROUPS[field]
    if f"{kind}:{code}" not in CODES:
        return "", ""
    zh, en = (Words(language).named(kind, code) for language in LANGUAGES)
    return zh, en


def ratings_in_codes(typed: Typed, plain: Mapping[str, Any]) -> Typed:
    """Read the rows of ratings and notes.

    Args:
        typed: What was sent.
        plain: The draft's data.

    Returns:
        The same; a row without a code that says what the product calls one has its code.
        While no row has words of its own, and the draft has none, the words are left out: the
        field stays a list of codes.
    """
    made = dict(typed)
    for group in _GROUPS:
        names = [f"{group}.{column}" for column in ("code", *LANGUAGES)]
        if not all(name in typed for name in names):
            continue
        rows = [_coded(group, *row) for row in zip(*(typed[name] for name in names), strict=False)]
        is_bare = not isinstance(value_at(plain, tuple(group.split("."))), Mapping) and all(
            not (zh or en) or (zh, en) == code_names(group, code) for code, zh, en in rows
        )
        kept = [(code, "", "") for code, _zh, _en in rows] if is_bare else rows
        for place, name in enumerate(names):
            made[name] = [row[place] for row in kept]
    return made


def _coded(field: str, code: str, zh: str, en: str) -> tuple[str, str, str]:
    code, zh, en = code.strip(), zh.strip(), en.strip()
    if code or not (zh or en):
        return code, zh, en
    start = f"{_GROUPS[field]}:"
    for known in (one.removeprefix(start) for one in CODES if one.startswith(start)):
        names = code_names(field, known)
        if zh in {"", names[0]} and en.casefold() in {"", names[1].casefold()}:
            return known, *names
    return code, zh, en
