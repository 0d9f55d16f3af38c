"""The browser's side of a session: one cookie with a random id, nothing in it."""

import hmac
from collections.abc import Iterator
from typing import Any, cast

from flask import Flask, Request, Response, request, session
from flask.sessions import SessionInterface, SessionMixin
from typing_extensions import override

from qa_app import clock
from qa_app.config import Settings
from qa_app.extensions import csrf
from qa_app.web.bare import is_bare

_PLAIN, _STRICT = "sid", "__Host-sid"
_LONGEST = 100


class BrowserSession(dict[str, Any], SessionMixin):
    """What flask and its form protection see; it is derived from the id and never stored."""

    def __init__(self, token: str, secret: str, *, is_new: bool) -> None:
        super().__init__(csrf_token=_derived(secret, token))
        self.token, self.secret = token, secret
        self.new = is_new
        self.is_replaced = False

    def replace(self, token: str) -> None:
        """Give the browser another id when the answer is sent.

        Args:
            token: The new random id.
        """
        self.token, self.is_replaced = token, True
        self["csrf_token"] = _derived(self.secret, token)  # forms of this very answer carry it

    def renewed(self, token: str) -> str:
        """Make another id for the same session, under which forms that are open stay valid.

        Args:
            token: A new random token.

        Returns:
            The id: the token, and after a dot the part that forms hang on.
        """
        return f"{token}.{_part_of_forms(self.token)}"

    @override
    def __iter__(self) -> Iterator[str]:
        return super().__iter__()


class _Interface(SessionInterface):
    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @override
    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        token = self._sent(request)
        is_new = token is None
        return BrowserSession(
            token or clock.random_token(), self.settings.secret_key, is_new=is_new
        )

    def _sent(self, request: Request) -> str | None:
        token = request.cookies.get(_STRICT if self.settings.is_https else _PLAIN)
        return token if token and len(token) <= _LONGEST else None

    @override
    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, BrowserSession) or not (session.new or session.is_replaced):
            return
        if "immutable" in response.headers.get("Cache-Control", ""):
            return  # what every browser may keep carries no one's id
        if is_bare(app, request.endpoint):
            return
        strict = self.settings.is_https
        response.set_cookie(
            _STRICT if strict else _PLAIN,
            session.token,
            secure=strict,
            httponly=True,
            samesite="Lax",
            path="/",
        )


def _part_of_forms(token: str) -> str:
    return token.rpartition(".")[2]


def _derived(secret: str, token: str) -> str:
    part = _part_of_forms(token)
    return hmac.new(secret.encode(), b"csrf:" + part.encode(), "sha256").hexdigest()


def form_token() -> str:
    """Give the token that forms of this answer carry.

    Returns:
        The token, the same as long as the session lasts.
    """
    return str(cast("BrowserSession", session)["csrf_token"])


def register_form_protection(app: Flask) -> None:
    """Refuse every request that changes something and carries no token of its session.

    The token is a keyed digest of the session's secret id: nobody makes one without the key.
    Flask-wtf would sign it once more, with the same key and without an end, which guards
    nothing. Whatever is not exactly that token is left to flask-wtf, every refusal with it.

    Args:
        app: The application.
    """
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # asked for below
    csrf.init_app(app)

    @app.before_request
    def check() -> None:
        if request.method == "POST":
            sent = request.headers.get("X-CSRFToken") or request.form.get("csrf_token", "")
            if hmac.compare_digest(sent.encode(errors="replace"), form_token().encode()):
                return
        csrf.protect(apply_exemptions=True)


def register_sessions(app: Flask) -> None:
    """Replace flask's signed cookie; its form protection must be there already.

    Args:
        app: The application.
    """
    app.session_interface = _Interface(app.config["SETTINGS"])
    # after flask-wtf's own, which looks its settings up for every form of a page
    app.context_processor(lambda: {"csrf_token": form_token})
    app.jinja_env.globals["csrf_token"] = form_token
