"""Searching the library: words to look for, and where they stand in a text."""

import re
from dataclasses import dataclass
from typing import Final

from qa_app.domain.text_folding import without_hidden

ESCAPE: Final = "\\"
"""Sign before a sign that LIKE would take for a placeholder."""

_TERM_MOST, _TERMS_MOST = 60, 6
_EXCERPT_BEFORE, _EXCERPT_MOST = 40, 160


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text.

    Attributes:
        text: Its words.
        is_hit: True when they were searched for.
    """

    text: str
    is_hit: bool = False


def terms_of(typed: str) -> tuple[str, ...]:
    """Split what was typed into words that must all be found.

    Chinese is not split: two signs are looked for as they stand together.

    Args:
        typed: As typed.

    Returns:
        At most six words, small letters, each once; empty when nothing was typed.
    """
    words = without_hidden(typed).casefold().split()
    return tuple(dict.fromkeys(word[:_TERM_MOST] for word in words))[:_TERMS_MOST]


def like_pattern(term: str) -> str:
    """Write the pattern that finds a word anywhere, the same on every database.

    Args:
        term: The word.

    Returns:
        A LIKE pattern; `%`, `_` and the escape sign stand for themselves.
    """
    for sign in (ESCAPE, "%", "_"):
        term = term.replace(sign, ESCAPE + sign)
    return f"%{term}%"


def highlighted(text: str, terms: tuple[str, ...]) -> tuple[Piece, ...]:
    """Mark words in a text.

    Args:
        text: The text.
        terms: The words, small letters.

    Returns:
        The whole text in pieces; one piece when nothing is found in it.
    """
    if not terms or not text:
        return (Piece(text),)
    longest_first = sorted(terms, key=len, reverse=True)
    found = re.split(f"({'|'.join(map(re.escape, longest_first))})", text, flags=re.IGNORECASE)
    return tuple(Piece(part, is_hit=bool(at % 2)) for at, part in enumerate(found) if part)


def excerpt(text: str, terms: tuple[str, ...]) -> tuple[Piece, ...]:
    """Cut the part of a text that holds the first word, with the words marked.

    Args:
        text: The text.
        terms: The words, small letters.

    Returns:
        At most some line and a half, with dots where it was cut.
    """
    folded = text.casefold()
    places = [at for at in (folded.find(term) for term in terms) if at >= 0]
    start = max(0, min(places, default=0) - _EXCERPT_BEFORE)
    cut = text[start : start + _EXCERPT_MOST]
    before = "…" if start else ""
    after = "…" if start + _EXCERPT_MOST < len(text) else ""
    return highlighted(f"{before}{cut}{after}", terms)
