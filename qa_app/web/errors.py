"""Pages for what went wrong: what happened, what to do, no blame."""

from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from qa_app import clock
from qa_app.domain.errors import ConflictError, NotAllowedError, OutOfReachError
from qa_app.web.pages import Page

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SERVER_ERROR, _NOT_FOUND = 500, 404


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """One page for every fault."""

    template: ClassVar[str] = "errors/error.html"

    title: str
    advice: str
    reference: str | None


def register_errors(app: Flask) -> None:
    """Answer every fault in the visitor's language.

    Args:
        app: The application.
    """
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OutOfReachError, lambda _fault: _answer(_NOT_FOUND))
    app.register_error_handler(NotAllowedError, lambda _fault: _answer(_NOT_FOUND))
    app.register_error_handler(ConflictError, lambda _fault: _answer(409))

    @app.errorhandler(Exception)
    def unexpected(fault: Exception) -> ResponseReturnValue:
        reference = _reference()
        app.logger.error("%s %s", reference, request.endpoint, exc_info=fault)
        return _answer(_SERVER_ERROR, reference)


def _expired_form(_fault: CSRFError) -> ResponseReturnValue:
    return _answer(400)


def _http(fault: HTTPException) -> ResponseReturnValue:
    return _answer(fault.code or _SERVER_ERROR)


def _reference() -> str:
    bits = clock.random_bits(20)
    return "E-" + "".join(_ALPHABET[(bits >> (5 * place)) % len(_ALPHABET)] for place in range(4))


def _answer(code: int, reference: str | None = None) -> ResponseReturnValue:
    title, advice = _words(code)
    if request.path.startswith("/api/") or request.is_json:
        return jsonify(error={"code": code, "message": title, "reference": reference}), code
    return ErrorPage(title=title, advice=advice, reference=reference).render(), code


def _words(code: int) -> tuple[str, str]:
    words = {
        400: (
            _("This form is no longer valid"),
            _("Go back, reload the page and send the form again. Nothing was saved."),
        ),
        401: (_("Please sign in"), _("Your session has ended. Sign in to go on.")),
        403: (_("This is not open to you"), _("Ask an administrator if you need it.")),
        404: (
            _("There is no such page, or it is not open to you"),
            _("Check the address, or start again from the first page."),
        ),
        405: (_("This cannot be done here"), _("Start again from the first page.")),
        409: (
            _("Someone else changed this first"),
            _("Reload the page to see how it stands now, then try again."),
        ),
        413: (_("The file is too large"), _("Send at most 10 MB. Nothing was saved.")),
    }
    return words.get(
        code,
        (
            _("Something went wrong"),
            _(
                "Nothing was lost that was already saved. Try again; if it happens again, tell"
                " an administrator the number below."
            ),
        ),
    )
