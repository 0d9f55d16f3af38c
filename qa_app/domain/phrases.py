"""Phrases that readers may insert into the note of an item and then edit."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from qa_app.domain.defaults import PHRASE_MOST, PHRASES_MOST
from qa_app.domain.identity_guard import REFUSED, identity_in


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase.

    Attributes:
        zh: In Chinese; no two phrases of an item share it.
        en: In English; empty while it is not translated.
    """

    zh: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """Give the words for a page.

        Args:
            language: `zh` or `en`.

        Returns:
            The words, those of the other language where they are missing.
        """
        return self.en or self.zh if language == "en" else self.zh or self.en


def tidied_phrases(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Bring typed phrases into the form in which they are kept.

    Args:
        phrases: As typed.

    Returns:
        In their order, on one line each, without empty ones and repetitions.
    """
    tidy = (Phrase(_line(one.zh), _line(one.en)) for one in phrases)
    found: dict[str, Phrase] = {}
    for one in tidy:
        if one.zh or one.en:
            found.setdefault(one.zh or one.en, one)
    return tuple(found.values())


def _line(words: str) -> str:
    return " ".join(words.split())


def faults_of_phrases(phrases: tuple[Phrase, ...]) -> tuple[str, ...]:
    """Find what keeps phrases from being kept.

    Args:
        phrases: Tidied phrases of one item.

    Returns:
        `too_many`, `chinese_missing`, `too_long`, `identity` (an ID number, a phone number or a
        mail address); empty when all is well.
    """
    texts = [text for one in phrases for text in (one.zh, one.en)]
    found = {
        "too_many": len(phrases) > PHRASES_MOST,
        "chinese_missing": any(not one.zh for one in phrases),
        "too_long": any(len(text) > PHRASE_MOST for text in texts),
        "identity": any(identity_in(text) in REFUSED for text in texts),
    }
    return tuple(code for code, is_so in found.items() if is_so)


def digest_of_phrases(phrases: Iterable[Phrase]) -> str:
    """Give the digest by which a list of phrases is known.

    Args:
        phrases: The phrases in their order.

    Returns:
        SHA-256 (hex).
    """
    lines = "\n".join(f"{one.zh}\t{one.en}" for one in phrases)
    return hashlib.sha256(lines.encode()).hexdigest()
