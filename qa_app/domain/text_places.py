"""Every place of a content at which a text stands, in one or several languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.domain.problems import Path
from qa_app.domain.text import LANGUAGES

_ITEMS = "items"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A place at which a text stands.

    Attributes:
        key: The same place in every version: entries of lists by their code where they have one,
            items apart from their sections.
        path: Keys and positions from the top down.
        holder: What holds the words by language, and whatever else stands beside them.
    """

    key: tuple[str, ...]
    path: Path
    holder: Mapping[str, Any]

    @property
    def words(self) -> dict[str, str]:
        """Language to words, as they are written; blank ones too."""
        return {name: self.holder[name] for name in LANGUAGES if _is_written(self.holder, name)}


def text_places(value: Any, key: tuple[str, ...] = (), path: Path = ()) -> Iterator[TextPlace]:
    """Find the texts of a content.

    Args:
        value: Plain data of any shape.
        key: What stands above it, as `TextPlace.key`.
        path: Likewise, as `TextPlace.path`.

    Yields:
        Places in the order of the content, a text before what stands inside it.
    """
    if isinstance(value, Mapping):
        if any(_is_written(value, name) for name in LANGUAGES):
            yield TextPlace(key, path, value)
        for name, entry in value.items():
            yield from text_places(entry, (*key, str(name)), (*path, str(name)))
    elif isinstance(value, list):
        is_items = bool(key) and key[-1] == _ITEMS and key[0] == "sections"
        within = (_ITEMS,) if is_items else key
        for spot, entry in enumerate(value):
            yield from text_places(entry, (*within, _name(entry, spot)), (*path, spot))


def _is_written(holder: Mapping[str, Any], language: str) -> bool:
    return isinstance(holder.get(language), str)


def _name(entry: Any, spot: int) -> str:
    named = entry.get("id", entry.get("code")) if isinstance(entry, Mapping) else None
    return named if isinstance(named, str) else str(spot)
