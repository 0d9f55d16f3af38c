"""Which language a page is in."""

from contextvars import ContextVar
from functools import lru_cache

from babel.support import NullTranslations
from flask import Flask, Request, request
from flask_babel import Babel
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from qa_app.domain.text import LANGUAGES
from qa_app.web.guard import current_signed
from qa_app.wording.catalogue import translations
from qa_app.wording.numbers_in_english import in_number

COOKIE = "lang"
LANGUAGE_NAMES = (("zh", "中文"), ("en", "English"))
"""Each language by its own name."""
_chosen: ContextVar[str | None] = ContextVar("language", default=None)
_BABEL = {"zh": "zh_Hans", "en": "en"}
_HTML = {"zh": "zh-CN", "en": "en"}


def page_language() -> str:
    """Choose the language of this request's page.

    Returns:
        The signed-in person's language, else the one chosen in the browser before, else the one
        that the browser asks for, else Chinese.
    """
    chosen = _chosen.get()
    if chosen is None:
        signed = current_signed()
        chosen = _kept(request) if signed is None else signed.language
        _chosen.set(chosen)  # a page asks for every word of it
    return chosen


def speak(language: str) -> None:
    """Let the page of this request be in the language that its address asks for.

    Args:
        language: `zh` or `en`.
    """
    _chosen.set(language)


def _kept(req: Request) -> str:
    kept = req.cookies.get(COOKIE)
    if kept in LANGUAGES:
        return kept
    # by the first part of each, the most wanted first: many ask for zh-CN and en, and never for zh
    for tag, quality in req.accept_languages:
        wanted = tag.replace("_", "-").partition("-")[0].lower()
        if quality > 0 and wanted in LANGUAGES:
            return wanted
    return "zh"


class _Catalogue:
    """Looks words up in the one catalogue; flask-babel asks itself twice for the locale first."""

    def get_translations(self) -> NullTranslations:
        return translations(page_language())

    def gettext(self, message: str, **variables: object) -> str:
        language = page_language()
        words = str(translations(language).ugettext(message))
        if not variables:
            return words
        return (in_number(words, variables) if language == "en" else words) % variables

    def ngettext(self, one: str, many: str, num: int, **variables: object) -> str:
        words = str(self.get_translations().ungettext(one, many, num))
        return words % {"num": num, **variables}

    def lazy_gettext(self, message: str, **variables: object) -> LazyString:
        return LazyString(self.gettext, message, **variables)


def register_words(app: Flask, babel: Babel) -> None:
    """Let pages and their templates take their words from the catalogue.

    Args:
        app: The application.
        babel: Its flask-babel, already set up.
    """
    app.before_request(_forget)
    babel.domain_instance = _Catalogue()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
        gettext=lambda message: translations(page_language()).ugettext(message),
        ngettext=lambda one, many, n: translations(page_language()).ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = _in_template


def _in_template(message: str, **variables: object) -> Markup:
    # as jinja's own, without asking its context twice for every word of a page
    language = page_language()
    if not variables:
        return _bare(language, message)
    said = in_number(message, variables) if language == "en" else message
    return _marked(language, said) % variables


@lru_cache(maxsize=8000)
def _marked(language: str, message: str) -> Markup:
    return Markup(translations(language).ugettext(message))  # noqa: S704 - of our catalogue


@lru_cache(maxsize=8000)
def _bare(language: str, message: str) -> Markup:
    return _marked(language, message).replace("%%", "%")  # a lone per cent sign stays one


def _forget() -> None:
    _chosen.set(None)


def babel_locale() -> str:
    """Name the page's language for the catalogue.

    Returns:
        `zh_Hans` or `en`.
    """
    return _BABEL[page_language()]


def html_language() -> str:
    """Name the page's language for the browser.

    Returns:
        `zh-CN` or `en`.
    """
    return _HTML[page_language()]
