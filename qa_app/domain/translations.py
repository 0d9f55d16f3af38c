"""Texts of a published version in a further language, which may follow after publication."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.domain.problems import Path
from qa_app.domain.text import LANGUAGES

Content = Mapping[str, Any]
Texts = Mapping[str, str]
"""Place of a text, such as `sections/0/items/3/text`, to its words."""


@dataclass(frozen=True, slots=True)
class MissingText:
    """A text that is not written in a language.

    Attributes:
        place: Where it stands in the content, for good.
        path: The same as keys and positions.
        words: Its words in the language in which it is written.
    """

    place: str
    path: Path
    words: str


def missing_texts(content: Content, language: str) -> tuple[MissingText, ...]:
    """List the texts of a content that are not written in a language.

    Args:
        content: Frozen content of a version, without what was translated later.
        language: `zh` or `en`.

    Returns:
        In the order of the content.
    """
    return tuple(
        MissingText("/".join(map(str, path)), path, words)
        for path, texts in _texts(content, ())
        if not texts.get(language, "").strip()
        and (words := next((text for text in texts.values() if text.strip()), ""))
    )


def with_translations(content: Content, texts: Mapping[str, Texts]) -> dict[str, Any]:
    """Put later translations into a content.

    Args:
        content: Frozen content of a version.
        texts: Language to place to words; a place at which that language is written already,
            or at which no text stands, is passed over.

    Returns:
        A copy with the words; the frozen content stays as it is.
    """
    places = {place for words in texts.values() for place in words}
    if not places:
        return dict(content)
    worded: dict[str, Any] = _worded(content, (), texts)
    return worded


def _worded(value: Any, place: tuple[str, ...], texts: Mapping[str, Texts]) -> Any:
    if isinstance(value, Mapping):
        made = {name: _worded(entry, (*place, str(name)), texts) for name, entry in value.items()}
        if any(isinstance(value.get(name), str) for name in LANGUAGES):
            at = "/".join(place)
            for language, words in texts.items():
                if at in words and not str(value.get(language, "")).strip():
                    made[language] = words[at]
        return made
    if isinstance(value, list):
        return [_worded(entry, (*place, str(spot)), texts) for spot, entry in enumerate(value)]
    return value


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    if isinstance(value, Mapping):
        texts = {name: value[name] for name in LANGUAGES if isinstance(value.get(name), str)}
        if texts:
            yield path, texts
        for name, entry in value.items():
            yield from _texts(entry, (*path, str(name)))
    elif isinstance(value, list):
        for spot, entry in enumerate(value):
            yield from _texts(entry, (*path, spot))
