"""Texts in the languages of an installation, and which of them are still missing."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("zh", "en")
"""Languages that texts may be written in."""

REQUIRED_LANGUAGE: Final = "zh"
"""Language that every published text must have unless an installation says otherwise."""


_UNSEEN: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})
_EMPTY: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that are drawn as nothing."""


def has_words(text: str) -> bool:
    """Tell whether a text says anything.

    Args:
        text: As typed.

    Returns:
        True when at least one sign can be seen: no blank, no sign of control or direction, no
        filler.

    Source: Unicode Standard, general categories.
    """
    return any(sign not in _EMPTY and unicodedata.category(sign) not in _UNSEEN for sign in text)


@dataclass(frozen=True, slots=True)
class BilingualText:
    """One text in Chinese and English.

    Attributes:
        zh: Simplified Chinese; empty when not yet written.
        en: English; empty when not yet translated.
    """

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Give the text in one language, or in the other one when it is missing.

        Args:
            language: `zh` or `en`.

        Returns:
            The text; empty only when both languages are missing.
        """
        wanted, other = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return wanted or other

    def has(self, language: str) -> bool:
        """Tell whether the text is written in a language.

        Args:
            language: `zh` or `en`.

        Returns:
            True when there is something to read.
        """
        return has_words(self.zh if language == "zh" else self.en)


NO_TEXT = BilingualText()
"""What stands where a file says nothing."""


def text_from(plain: Mapping[str, str] | None) -> BilingualText:
    """Read a text from its stored form.

    Args:
        plain: `{"zh": …, "en": …}`, either key may be absent; None for no text.

    Returns:
        The text, empty in the languages that are absent.
    """
    return BilingualText(zh=(plain or {}).get("zh", ""), en=(plain or {}).get("en", ""))
