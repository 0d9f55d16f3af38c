"""Which language a page is in."""

from flask import Request, request

from qa_app.domain.text import LANGUAGES
from qa_app.web.guard import current_signed

COOKIE = "lang"
_BABEL = {"zh": "zh_Hans", "en": "en"}
_HTML = {"zh": "zh-CN", "en": "en"}


def page_language() -> str:
    """Choose the language of this request's page.

    Returns:
        The signed-in person's language, else the one kept in the browser, else Chinese.
    """
    signed = current_signed()
    if signed is not None:
        return signed.language
    return _kept(request)


def _kept(req: Request) -> str:
    kept = req.cookies.get(COOKIE)
    return kept if kept in LANGUAGES else "zh"


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
