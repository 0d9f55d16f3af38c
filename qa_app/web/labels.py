"""Bilingual content as a page shows it: in the page's language, or marked as untranslated."""

from functools import lru_cache

from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.text import BilingualText
from qa_app.web.locale import page_language

_HTML = {"zh": "zh-CN", "en": "en"}
_COMMAND = "os:"


def said(text: BilingualText) -> Markup:
    """Show a text in the page's language.

    Args:
        text: The content.

    Returns:
        The escaped words; those of the other language are marked as such and as untranslated.
    """
    return _said(text, page_language())


@lru_cache(maxsize=4000)
def _said(text: BilingualText, language: str) -> Markup:
    # names of centres and sections stand on page after page
    words = text.in_language(language)
    if text.has(language) or not words:
        return Markup('<span data-content="">{}</span>').format(words)
    other = "en" if language == "zh" else "zh"
    marked = '<span lang="{}" data-content="">{}</span> <small class="pl-untranslated">{}</small>'
    return Markup(marked).format(_HTML[other], words, _("[EN missing]"))  # noqa: S704 - likewise


def written(text: BilingualText) -> Markup:
    """Show what people wrote, who owe nobody a translation.

    Args:
        text: The content.

    Returns:
        The escaped words; those of the other language with its name.
    """
    language = page_language()
    if text.has(language) or not text.in_language(language):
        return _said(text, language)
    other = "en" if language == "zh" else "zh"
    name = _("in Chinese") if other == "zh" else _("in English")
    marked = '<span lang="{}" data-content="">{}</span> <small class="pl-untranslated">({})</small>'
    return Markup(marked).format(_HTML[other], text.in_language(language), name)  # noqa: S704 - likewise


def plain(text: BilingualText) -> str:
    """Give a text for places that take no markup, such as titles and choices.

    Args:
        text: The content.

    Returns:
        The words in the page's language, or in the other one.
    """
    return text.in_language(page_language())


def who(name: str) -> str:
    """Name who did something, for pages on which it is said in passing.

    Args:
        name: The name that was kept; `os:` and a user for commands of the installation.

    Returns:
        The name; for a command that it was one, with the user who ran it. The log shows
        what was kept.
    """
    if not name.startswith(_COMMAND):
        return name
    return str(_("a command (%(user)s)", user=name.removeprefix(_COMMAND)))
