"""Texts that were changed in one language only since the version before: a notice, no fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.domain.problems import Path
from qa_app.domain.text import LANGUAGES
from qa_app.domain.text_places import text_places

Content = Mapping[str, Any]
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneSided:
    """A text of which one language moved on and the other stayed.

    Attributes:
        path: Where it stands in the later content: keys and positions from the top down.
        changed: Language that was changed, `zh` or `en`.
        stayed: Language that still says what it said, or is not written at all.
        is_missing: True when it is not written at all.
    """

    path: Path
    changed: str
    stayed: str
    is_missing: bool = False


def changed_in_one(before: Content, after: Content) -> tuple[OneSided, ...]:
    """Find the texts of which one language was changed and the other was not.

    Args:
        before: Content of the version that stands.
        after: Content of the draft or version that follows it, whatever faults it has.

    Returns:
        In the order of the later content. Texts that are new, that are missing in a language
        on either side, or that differ only in blanks at the ends are left out: there a
        translation follows later or nothing was changed. An item is found again in another
        section by its code.
    """
    stood = {key: words for key, _path, words in _texts(before)}
    found = []
    for key, path, words in _texts(after):
        old = stood.get(key, {})
        if len(words) < len(LANGUAGES) or len(old) < len(LANGUAGES):
            continue
        moved = [name for name in LANGUAGES if words[name] != old[name]]
        if len(moved) == 1:
            stayed = next(name for name in LANGUAGES if name not in moved)
            found.append(OneSided(path, moved[0], stayed))
    return tuple(found)


def missing_in_one(before: Content, after: Content) -> tuple[OneSided, ...]:
    """Find the texts that are new or were changed and stand in one language only.

    Args:
        before: Content of the version that stands, with the translations that followed.
        after: Likewise of the one that follows it.

    Returns:
        In the order of the later content. A text that stood in one language before and says
        the same still is left out: nothing happened to it.
    """
    stood = {key: words for key, _path, words in _texts(before)}
    found = []
    for key, path, words in _texts(after):
        if len(words) == 1 and words != stood.get(key):
            present = next(iter(words))
            absent = next(name for name in LANGUAGES if name != present)
            found.append(OneSided(path, present, absent, is_missing=True))
    return tuple(found)


def _texts(content: Content) -> Iterator[tuple[_Key, Path, Mapping[str, str]]]:
    for one in text_places(content):
        words = {name: text.strip() for name, text in one.words.items() if text.strip()}
        if words:
            yield one.key, one.path, words
