"""Texts that were changed in one language only, in words."""

from qa_app.domain.one_sided import OneSided
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_SAYS = {
    "zh": _("Only the Chinese was changed; the English still says what it said before."),
    "en": _("Only the English was changed; the Chinese still says what it said before."),
}


def one_sided_words(words: Words, one: OneSided) -> str:
    """Say which language moved on.

    Args:
        words: The language.
        one: The text.

    Returns:
        One sentence.
    """
    return words.say(_SAYS[one.changed])
