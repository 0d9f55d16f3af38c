"""Ratings of a rule rubric in the form of a draft: their words, and the codes behind them."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.text import LANGUAGES
from qa_app.wording import Words
from qa_app.wording.names import CODES

Typed = dict[str, list[str]]
_KIND = "rating:"
_GROUPS = ("ratings", "outcome_ratings")


def rating_names(code: str) -> tuple[str, str]:
    """Give the words that the product has for a rating, Chinese first; empty without any."""
    if f"{_KIND}{code}" not in CODES:
        return "", ""
    zh, en = (Words(language).named("rating", code) for language in LANGUAGES)
    return zh, en


def ratings_in_codes(typed: Typed, plain: Mapping[str, Any]) -> Typed:
    """Read the rows of ratings.

    Args:
        typed: What was sent.
        plain: The draft's data.

    Returns:
        The same; a row without a code that says what the product calls a rating has its code.
        While no row has words of its own, and the draft has none, the words are left out: the
        ratings stay a list of codes.
    """
    made = dict(typed)
    for group in _GROUPS:
        names = [f"{group}.{column}" for column in ("code", *LANGUAGES)]
        if not all(name in typed for name in names):
            continue
        rows = [_coded(*row) for row in zip(*(typed[name] for name in names), strict=False)]
        is_bare = not isinstance(plain.get(group), Mapping) and all(
            not (zh or en) or (zh, en) == rating_names(code) for code, zh, en in rows
        )
        kept = [(code, "", "") for code, _zh, _en in rows] if is_bare else rows
        for place, name in enumerate(names):
            made[name] = [row[place] for row in kept]
    return made


def _coded(code: str, zh: str, en: str) -> tuple[str, str, str]:
    code, zh, en = code.strip(), zh.strip(), en.strip()
    if code or not (zh or en):
        return code, zh, en
    known = (one.removeprefix(_KIND) for one in CODES if one.startswith(_KIND))
    for rating in known:
        names = rating_names(rating)
        if zh in {"", names[0]} and en.casefold() in {"", names[1].casefold()}:
            return rating, *names
    return code, zh, en
