"""The catalogue that pages and everything below them share; messages are marked here."""

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations


def message(words: str) -> str:
    """Mark a message for the catalogue; modules import it as `_`.

    Args:
        words: English message.

    Returns:
        The message as it is: it is looked up when the words are needed.
    """
    return words


@lru_cache(maxsize=4)
def translations(language: str) -> NullTranslations:
    """Open the catalogue of a language.

    Args:
        language: `zh` or `en`; English is the language of the messages themselves.

    Returns:
        The catalogue.
    """
    folder = Path(__file__).parent.parent / "translations"
    return Translations.load(folder, ["zh_Hans"] if language == "zh" else ["en"])
