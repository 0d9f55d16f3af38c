"""Texts that were changed in one language only, in words."""

from collections import Counter
from collections.abc import Iterable

from qa_app.domain.one_sided import OneSided
from qa_app.domain.text import LANGUAGES
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_SAYS = {
    "zh": _("Only the Chinese was changed; the English still says what it said before."),
    "en": _("Only the English was changed; the Chinese still says what it said before."),
}
_MISSING = {
    "zh": _("Only the Chinese is written; the English is missing."),
    "en": _("Only the English is written; the Chinese is missing."),
}
_BEHIND = {
    "zh": _("the Chinese in %(count)s"),
    "en": _("the English in %(count)s"),
}
_SUMMARY = _("Texts that lag behind in one language: %(listed)s")


def lag_summary(words: Words, found: Iterable[OneSided]) -> str:
    """Say in how many texts which language lags behind.

    Args:
        words: The language.
        found: The texts.

    Returns:
        A heading; empty when no text lags behind.
    """
    counts = Counter(one.stayed for one in found)
    listed = [words.say(_BEHIND[name], count=counts[name]) for name in LANGUAGES if counts[name]]
    return words.say(_SUMMARY, listed=words.listed(listed)) if listed else ""


def one_sided_words(words: Words, one: OneSided) -> str:
    """Say which language moved on.

    Args:
        words: The language.
        one: The text.

    Returns:
        One sentence.
    """
    return words.say((_MISSING if one.is_missing else _SAYS)[one.changed])
