"""Who asks, and whether they may: every endpoint says what it needs, or is refused."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Request, abort, has_request_context, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from qa_app import clock
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.passwords import is_password_due
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.sign_in import TOUCH_EVERY, ends_at
from qa_app.extensions import DatabaseDownError, database, login
from qa_app.queries.accounts import LivingSession, signed_in
from qa_app.queries.ceilings import hold_to_reach
from qa_app.services.accounts.note_use import note_use
from qa_app.web.factor_due import ALWAYS, begin_grace, is_kept_out
from qa_app.web.refusals import note_refused
from qa_app.web.session import BrowserSession
from qa_app.web.settings import installation

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
_NEEDS = "needs_permission"
_DOWN = "plumbline.database_down"
_VISITOR = "plumbline.visitor"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""
PUBLIC = "public"
_QUIET = "is_quiet"
_MAY_WAIT = frozenset({"accounts", "second_factor"})
"""Parts of the site that open before a password that is due is changed."""


class Visitor:
    """The signed-in person as flask-login wants to see one."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, signed: LivingSession, address: str | None) -> None:
        self.signed = signed
        self.actor = replace(signed.actor, address=address)  # who acts, from where

    @property
    def itself(self) -> "Visitor":
        return self  # and not what flask-login has stand for it

    def get_id(self) -> str:
        return str(self.signed.actor.account_id)


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare what an endpoint needs.

    Args:
        permission: What the person must be allowed.

    Returns:
        A decorator that leaves the view as it is and marks it.
    """

    def mark(view: View) -> View:
        setattr(view, _NEEDS, permission)
        return view

    return mark


def public(view: View) -> View:
    """Declare that an endpoint is for everyone.

    Args:
        view: The view.

    Returns:
        The view, marked.
    """
    setattr(view, _NEEDS, PUBLIC)
    return view


def quiet(view: View) -> View:
    """Declare that asking for an endpoint is no use of a session: it does not live longer by it.

    Args:
        view: The view.

    Returns:
        The view, marked.
    """
    setattr(view, _QUIET, True)
    return view


def needs_of(view: Callable[..., object]) -> Permission | str | None:
    """Tell what an endpoint declares.

    Args:
        view: The view.

    Returns:
        A permission, `public`, or None when it declares nothing.
    """
    needs: Permission | str | None = getattr(view, _NEEDS, None)
    return needs


def register_guard(app: Flask) -> None:
    """Put the guard before every request.

    Args:
        app: The application.
    """
    login.init_app(app)
    login.session_protection = None  # it compares what a stored session would hold; none is stored
    login.request_loader(lambda req: _load(app, req))

    @app.before_request
    def check() -> ResponseReturnValue | None:
        view = app.view_functions.get(request.endpoint) if request.endpoint else None
        if request.method not in READING and _is_foreign(request):
            note_refused("foreign_site")
            abort(400)
        return None if view is None else _check(needs_of(view))


def _load(app: Flask, req: Request) -> Visitor | None:
    browser = cast("BrowserSession", session)
    if browser.new:
        return None
    now = clock.now()
    try:
        found = signed_in(database(), sha256(browser.token.encode()).hexdigest(), at=now)
        if found is None:
            return None
        if not getattr(app.view_functions.get(req.endpoint or ""), _QUIET, False):
            note_use(database(), found.session_id, found.last_seen_at, at=now)
        begin_grace(found)
        hold_to_reach(database(), found.actor)
    except DatabaseDownError:
        # the page that says so must not ask the database again who is looking at it
        req.environ[_DOWN] = True
        return None
    return Visitor(found, req.remote_addr)


def _is_foreign(req: Request) -> bool:
    # browsers send "null" as the origin of our own forms, because pages send no referrer
    origin = req.headers.get("Origin", "null")
    site = req.headers.get("Sec-Fetch-Site", "same-origin")
    return site not in {"same-origin", "none"} or (
        origin != "null" and urlsplit(origin).netloc != req.host
    )


def _check(needs: Permission | str | None) -> ResponseReturnValue | None:
    if needs == PUBLIC:
        return None
    if not isinstance(needs, Permission):
        abort(403)
    if current_signed() is None:
        if request.environ.get(_DOWN):
            abort(503)
        if request.method != "GET" or wants_json():
            abort(401)
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if not may(current_actor(), needs):
        raise NotAllowedError(needs.value)
    if is_kept_out(current_signed()) and request.endpoint not in ALWAYS:
        return _to_set_up()
    return _password_due() if request.blueprint not in _MAY_WAIT else None


def _to_set_up() -> ResponseReturnValue:
    if request.method != "GET" or wants_json():
        raise NotAllowedError("factor_due")
    return redirect(url_for("second_factor.own"))


def _password_due() -> ResponseReturnValue | None:
    signed = current_signed()
    profile = installation().auth_profile
    if signed is None or not is_password_due(profile, signed.password_set_at, clock.now()):
        return None
    if request.method != "GET" or wants_json():
        raise NotAllowedError("password_due")
    return redirect(url_for("accounts.me", notice="password_due"))


def wants_json() -> bool:
    """Tell whether a script asked, and not a page.

    Returns:
        True for addresses below `/api/` and for requests that send or accept only JSON.
    """
    return (
        request.path.startswith("/api/")
        or request.is_json
        or request.headers.get("Accept") == "application/json"
    )


def current_signed() -> LivingSession | None:
    """Give the signed-in person's session.

    Returns:
        The session; None for a visitor.
    """
    visitor = _visitor()
    return None if visitor is None else visitor.signed


def session_left() -> int:
    """Tell how long the session of this request goes on if nothing more is done in it.

    Returns:
        Seconds; 0 for a visitor.
    """
    signed, now = current_signed(), clock.now()
    if signed is None:
        return 0
    used_at = now if now - signed.last_seen_at >= TOUCH_EVERY else signed.last_seen_at
    until = ends_at(signed.created_at, used_at, is_admin=signed.is_admin)
    return max(int((until - now).total_seconds()), 0)


def _visitor() -> Visitor | None:
    # flask-login would look for what it needs once more each time
    if not has_request_context():
        return None
    environ = request.environ
    if _VISITOR not in environ:
        environ[_VISITOR] = getattr(current_user, "itself", None)  # nobody has none
    return cast("Visitor | None", environ[_VISITOR])


def current_actor() -> Actor:
    """Give the signed-in person.

    Returns:
        The person, with the address of this request.
    """
    visitor = _visitor()
    if visitor is None:
        abort(401)
    return visitor.actor


def go_on_under(digest: str) -> None:
    """Let the rest of this request act under the new id of its session.

    Args:
        digest: SHA-256 of that id. What ends "all sessions but this one" goes by it.
    """
    visitor = _visitor()
    if visitor is not None:
        visitor.actor = replace(visitor.actor, session_digest=digest)


def local_target(target: str | None) -> str:
    """Keep a way back inside the product.

    Args:
        target: What the request asked to return to.

    Returns:
        The target when it is a plain path of this product, else the first page.
    """
    home = url_for("home.today")
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return home
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(sign in target for sign in "\\\r\n\t"):
        return home
    return target
