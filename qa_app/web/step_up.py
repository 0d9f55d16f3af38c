"""Acts before which whoever is signed in gives password or second factor again, their form kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any, ClassVar, TypeVar, cast

from argon2 import PasswordHasher
from flask import abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from qa_app import clock
from qa_app.domain.people import Actor
from qa_app.extensions import database
from qa_app.queries.fresh_sign_in import is_sign_in_fresh
from qa_app.services.accounts.sign_in_again import Again, sign_in_again
from qa_app.services.second_factors.answer_again import answer_again
from qa_app.web.forms import BaseForm
from qa_app.web.guard import READING, current_actor, current_signed, go_on_under, wants_json
from qa_app.web.pages import Page
from qa_app.web.second_answers import CODE, FIELDS, PASSKEY, Question, question_for, sent_answer
from qa_app.web.session import BrowserSession

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
_UNAUTHORISED = 401
_TYPED = "again_password"
_LONGEST = 1000
_ASKS = "asks_again"


class AgainForm(BaseForm):
    """The password once more."""

    again_password = PasswordField(_l("Password"), render_kw={"autofocus": True})
    again_code = StringField(_l("Verification code"), render_kw={"maxlength": "64"})
    again_way = HiddenField()
    again_passkey = HiddenField()
    again_challenge = HiddenField()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainPage(Page):
    """Where the password is given again; what was sent before it is sent once more with it."""

    template: ClassVar[str] = "accounts/again.html"

    form: AgainForm
    name: str
    action: str
    kept: tuple[tuple[str, str], ...]
    back: str
    question: Question | None


def asks_again(back: str, *names: str, step: str = "") -> Callable[[View], View]:
    """Declare that an act needs a fresh sign-in; it stands below `requires`.

    Who gave password or second factor long ago is asked for one of them on a page that carries
    what was sent, so that the act goes on as if nothing had come between. Passwords typed for
    somebody else are not carried along.

    Args:
        back: Endpoint of the page on which the act stands.
        *names: Parts of this address that make up the other one.
        step: The `step` of the form that writes, where others only show, with files that a
            second sending would lack; empty for every one.

    Returns:
        A decorator that puts the question before a view; only what it does with POST is meant.

    Source: OWASP ASVS 5.0, 7.5.3; the acts are those of `tests/web/test_step_up.py`: signing,
        re-opening and letting stand, publishing and putting in force, decisions, exports, roles,
        access to a case file, duties that pass on, ends of sessions.
    """

    def put_before(view: View) -> View:
        @wraps(view)
        def asking(*args: Any, **values: Any) -> ResponseReturnValue:
            address = url_for(back, **{name: values[name] for name in names})
            if step and request.form.get("step") != step:
                return view(*args, **values)
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


def asked_before(act: str, back: str, **kept: str) -> ResponseReturnValue | None:
    """Ask before a page that shows a secret, as `asks_again` asks before an act.

    Args:
        act: Address of an act that asks too; it hears the answer and leads to the page.
        back: Address of the page to go back to.
        **kept: What goes on to the act.

    Returns:
        The question; None after a fresh sign-in.
    """
    signed = current_signed() or abort(_UNAUTHORISED)
    if is_sign_in_fresh(database(), signed.session_id, at=clock.now()):
        return None
    form, sent = AgainForm(formdata=None), tuple(kept.items())
    return _rendered(form, signed.actor, act, sent, back), _UNAUTHORISED


def _asked(back: str) -> ResponseReturnValue | None:
    signed, now = current_signed() or abort(_UNAUTHORISED), clock.now()
    if request.method in READING or is_sign_in_fresh(database(), signed.session_id, at=now):
        return None
    if wants_json():
        abort(_UNAUTHORISED)
    if _TYPED not in request.form:
        return _page(signed.actor, back), _UNAUTHORISED
    # forms in other windows, with what is typed there, stay valid
    token = cast("BrowserSession", session).renewed(clock.random_token())
    digest = sha256(token.encode()).hexdigest()
    has_code = bool(request.form.get(CODE) or request.form.get(PASSKEY))
    heard = _by_factor if has_code else _by_password
    outcome = heard(signed.session_id, digest, now)
    if outcome is Again.RIGHT:
        cast("BrowserSession", session).replace(token)
        go_on_under(digest)
        return None
    if outcome is Again.OVER:
        return redirect(url_for("accounts.sign_in", next=back))
    if has_code:
        fault = str(_("The second factor was not right, or given before"))
        return _page(signed.actor, back, fault, CODE), _UNAUTHORISED
    fault = str(_("The password is not right"))
    return _page(signed.actor, back, fault), _UNAUTHORISED


def _by_password(session_id: int, digest: str, now: datetime) -> Again:
    typed = request.form[_TYPED][:_LONGEST]
    actor = current_actor()
    return sign_in_again(database(), actor, session_id, typed, digest, PasswordHasher(), at=now)


def _by_factor(session_id: int, digest: str, now: datetime) -> Again:
    answer = sent_answer()
    if answer is None:
        return Again.WRONG
    heard = answer_again(database(), current_actor(), session_id, answer, digest, at=now)
    if heard.is_right:
        return Again.RIGHT
    return Again.OVER if heard.is_over else Again.WRONG


def _page(actor: Actor, back: str, fault: str = "", field: str = _TYPED) -> str:
    form = AgainForm(formdata=None)
    if fault:
        form.fail(field, fault)
    kept = tuple(
        (key, value)
        for key, value in request.form.items(multi=True)
        if key != "csrf_token" and "password" not in key and key not in FIELDS
    )
    return _rendered(form, actor, request.full_path.rstrip("?"), kept, back)


def _rendered(
    form: AgainForm, actor: Actor, action: str, kept: tuple[tuple[str, str], ...], back: str
) -> str:
    asked = question_for(actor.account_id or 0, "")
    if asked is not None:
        form.again_way.data, form.again_challenge.data = asked.way.value, asked.challenge
    page = AgainPage(
        form=form, name=actor.name, action=action, kept=kept, back=back, question=asked
    )
    return page.render()
