"""Texts of a published version in a further language, which may follow after publication."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from qa_app.domain.problems import Path
from qa_app.domain.text_places import text_places

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
        MissingText("/".join(map(str, one.path)), one.path, words)
        for one in text_places(content)
        if not one.words.get(language, "").strip()
        and (words := next((text for text in one.words.values() if text.strip()), ""))
    )


@dataclass(frozen=True, slots=True)
class AskedText:
    """Words that are asked for once, wherever they stand.

    Attributes:
        texts: The missing texts that have them; at least one.
        translation: What was translated so far; empty without.
        is_open: True while some place has no translation yet.
    """

    texts: tuple[MissingText, ...]
    translation: str
    is_open: bool

    @property
    def place(self) -> str:
        """The place by which they are known: the first one."""
        return self.texts[0].place


def asked_texts(missing: Iterable[MissingText], translated: Texts) -> tuple[AskedText, ...]:
    """Bring missing texts that say the same together.

    Args:
        missing: The texts.
        translated: Place to what was translated so far.

    Returns:
        Each wording once, in the order of its first place. Where the same words were
        translated differently in different places, every translation stands by itself, and
        places without any go with the first.
    """
    alike: dict[str, list[MissingText]] = {}
    for one in missing:
        alike.setdefault(one.words, []).append(one)
    return tuple(asked for texts in alike.values() for asked in _by_translation(texts, translated))


def _by_translation(texts: list[MissingText], translated: Texts) -> Iterator[AskedText]:
    given = [translated.get(one.place, "") for one in texts]
    first = next(filter(None, given), "")
    groups: dict[str, list[MissingText]] = {}
    for one, words in zip(texts, given, strict=True):
        groups.setdefault(words or first, []).append(one)
    for words, group in groups.items():
        is_open = any(not translated.get(one.place) for one in group)
        yield AskedText(tuple(group), words, is_open)


def for_every_place(asked: Iterable[AskedText], given: Texts) -> dict[str, str]:
    """Put what was given for the first place into all places of the same words.

    Args:
        asked: What was asked.
        given: Place to words.

    Returns:
        Place to words; places that were given words of their own keep them, and blank words
        take the translation away everywhere.
    """
    spread = {
        one.place: given[group.place]
        for group in asked
        if group.place in given
        for one in group.texts
    }
    return {**spread, **given}


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
    worded: dict[str, Any] = _copied(content)
    if not places:
        return worded
    # found first, because what holds a text is written to
    for one in list(text_places(worded)):
        at, holder = "/".join(map(str, one.path)), cast("dict[str, str]", one.holder)
        for language, words in texts.items():
            if at in words and not str(holder.get(language, "")).strip():
                holder[language] = words[at]
    return worded


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _copied(entry) for name, entry in value.items()}
    return [_copied(entry) for entry in value] if isinstance(value, list) else value
