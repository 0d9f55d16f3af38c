"""Acts before which whoever is signed in gives the password again, their form kept."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any, ClassVar, TypeVar, cast

from argon2 import PasswordHasher
from flask import abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from qa_app import clock
from qa_app.extensions import database
from qa_app.queries.fresh_sign_in import is_sign_in_fresh
from qa_app.services.accounts.sign_in_again import Again, sign_in_again
from qa_app.web.forms import BaseForm
from qa_app.web.guard import READING, current_actor, current_signed, wants_json
from qa_app.web.pages import Page
from qa_app.web.session import BrowserSession

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
_UNAUTHORISED = 401
_TYPED = "again_password"
_LONGEST = 1000
_ASKS = "asks_again"


class AgainForm(BaseForm):
    """The password once more."""

    again_password = PasswordField(_l("Password"), render_kw={"autofocus": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainPage(Page):
    """Where the password is given again; what was sent before it is sent once more with it."""

    template: ClassVar[str] = "accounts/again.html"

    form: AgainForm
    name: str
    action: str
    kept: tuple[tuple[str, str], ...]
    back: str


def asks_again(back: str, *names: str) -> Callable[[View], View]:
    """Declare that an act needs a fresh sign-in; it stands below `requires`.

    Who gave the password long ago is asked for it on a page that carries what was sent, so that
    the act goes on as if nothing had come between. Passwords typed for somebody else are not
    carried along.

    Args:
        back: Endpoint of the page on which the act stands.
        *names: Parts of this address that make up the other one.

    Returns:
        A decorator that puts the question before a view; only what it does with POST is meant.

    Source: OWASP ASVS 5.0, 7.5.3; the acts are those of `tests/web/test_step_up.py`: signing,
        re-opening, publishing, exports, roles.
    """

    def put_before(view: View) -> View:
        @wraps(view)
        def asking(*args: Any, **values: Any) -> ResponseReturnValue:
            address = url_for(back, **{name: values[name] for name in names})
            return _asked(address) or view(*args, **values)

        setattr(asking, _ASKS, True)
        return cast("View", asking)

    return put_before


def does_ask_again(view: Callable[..., object]) -> bool:
    """Tell whether an act needs a fresh sign-in.

    Args:
        view: A view.

    Returns:
        True for what `asks_again` marked.
    """
    return bool(getattr(view, _ASKS, False))


def _asked(back: str) -> ResponseReturnValue | None:
    signed, now = current_signed() or abort(_UNAUTHORISED), clock.now()
    if request.method in READING or is_sign_in_fresh(database(), signed.session_id, at=now):
        return None
    if wants_json():
        abort(_UNAUTHORISED)
    typed = request.form.get(_TYPED)
    if typed is None:
        return _page(signed.actor.name, back), _UNAUTHORISED
    # forms in other windows, with what is typed there, stay valid
    token = cast("BrowserSession", session).renewed(clock.random_token())
    digest = sha256(token.encode()).hexdigest()
    outcome = sign_in_again(
        database(),
        current_actor(),
        signed.session_id,
        typed[:_LONGEST],
        digest,
        PasswordHasher(),
        at=now,
    )
    if outcome is Again.RIGHT:
        cast("BrowserSession", session).replace(token)
        return None
    if outcome is Again.OVER:
        return redirect(url_for("accounts.sign_in", next=back))
    fault = str(_("The password is not right"))
    return _page(signed.actor.name, back, fault), _UNAUTHORISED


def _page(name: str, back: str, fault: str = "") -> str:
    form = AgainForm(formdata=None)
    if fault:
        form.fail(_TYPED, fault)
    kept = tuple(
        (key, value)
        for key, value in request.form.items(multi=True)
        if key != "csrf_token" and "password" not in key
    )
    action = request.full_path.rstrip("?")
    return AgainPage(form=form, name=name, action=action, kept=kept, back=back).render()
