"""Routes of one's own account."""

from collections.abc import Sequence
from hashlib import sha256
from typing import cast

from argon2 import PasswordHasher
from flask import Blueprint, abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.permissions import Permission
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.accounts import own_sessions
from qa_app.services.accounts.change_language import change_language
from qa_app.services.accounts.change_password import change_password
from qa_app.services.accounts.end_session import end_session
from qa_app.services.accounts.sign_in import Attempt
from qa_app.services.accounts.sign_in import sign_in as let_in
from qa_app.services.accounts.switch_single_keys import switch_single_keys
from qa_app.web.accounts.forms import PasswordForm, SignInForm
from qa_app.web.accounts.labels import device_name, password_words
from qa_app.web.accounts.pages import AccountPage, SignInPage
from qa_app.web.guard import current_actor, current_signed, local_target, public, requires
from qa_app.web.locale import COOKIE
from qa_app.web.session import BrowserSession

bp = Blueprint("accounts", __name__)
_UNAUTHORISED, _UNPROCESSABLE, _TOO_MANY = 401, 422, 429
_YEAR_SECONDS = 31_536_000


def hasher() -> PasswordHasher:
    return PasswordHasher()


@bp.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    target = local_target(request.args.get("next"))
    if not form.validate_on_submit():
        code = _UNPROCESSABLE if form.is_submitted() else 200
        return SignInPage(form=form, target=target, wait_seconds=0).render(), code
    token, now = clock.random_token(), clock.now()
    attempt = Attempt(
        form.login_name.data,
        form.password.data,
        sha256(token.encode()).hexdigest(),
        request.headers.get("User-Agent", ""),
        request.remote_addr,
    )
    verdict = let_in(database(), attempt, hasher(), at=now)
    if verdict.is_in:
        cast("BrowserSession", session).replace(token)
        return redirect(target)
    form.fail("", _("The name or the password is not right"))
    wait = 0 if verdict.wait_until is None else (verdict.wait_until - now).total_seconds()
    page = SignInPage(form=form, target=target, wait_seconds=min(int(wait) + (wait > 0), 900))
    return page.render(), _TOO_MANY if wait else _UNAUTHORISED


@bp.post("/logout")
@requires(Permission.SELF_MANAGE)
def sign_out() -> ResponseReturnValue:
    signed = current_signed() or abort(401)
    end_session(database(), current_actor(), signed.session_id, "signed_out", at=clock.now())
    cast("BrowserSession", session).replace(clock.random_token())
    response = make_response(redirect(url_for("accounts.sign_in")))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.post("/language/<language>")
@public
def switch_language(language: str) -> ResponseReturnValue:
    if language not in LANGUAGES:
        abort(404)
    if current_signed() is not None:
        change_language(database(), current_actor(), language, at=clock.now())
    response = make_response(redirect(local_target(request.form.get("back"))))
    response.set_cookie(COOKIE, language, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True)
    return response


@bp.route("/me", methods=["GET", "POST"])
@requires(Permission.SELF_MANAGE)
def me() -> ResponseReturnValue:
    signed, now = current_signed() or abort(401), clock.now()
    form = PasswordForm()
    if form.is_submitted():
        # what the form refuses, empty or endless, is refused by the act as well, with all else
        form.validate()
        typed = form.old.data or "", form.new.data or ""
        own = signed.session_id
        try:
            change_password(database(), current_actor(), own, *typed, hasher(), at=now)
        except NotAllowedError:
            return redirect(url_for("accounts.sign_in"))
        except InvalidError as fault:
            _tell(form, fault.codes)
        else:
            return redirect(url_for("accounts.me", notice="password_changed"))
    sessions = own_sessions(database(), signed.actor, at=now)
    page = AccountPage(
        form=form,
        name=signed.actor.name,
        sessions=sessions,
        devices={one.id: device_name(one.device) for one in sessions},
        this_session=signed.session_id,
        has_single_keys=signed.has_single_keys,
    )
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


def _tell(form: PasswordForm, faults: Sequence[str]) -> None:
    for code in faults:
        # an empty field is told as empty, not as wrong besides
        field = "old" if code == "wrong_password" else "new"
        if not form[field].errors:
            form.fail(field, password_words(code))


@bp.post("/me/keys")
@requires(Permission.SELF_MANAGE)
def keys() -> ResponseReturnValue:
    are_on = request.form.get("are_on") == "1"
    switch_single_keys(database(), current_actor(), are_on=are_on, at=clock.now())
    return redirect(url_for("accounts.me", notice="keys_switched"))


@bp.post("/me/sessions/<int:session_id>/end")
@requires(Permission.SELF_MANAGE)
def end_one(session_id: int) -> ResponseReturnValue:
    end_session(database(), current_actor(), session_id, "ended_by_owner", at=clock.now())
    return redirect(url_for("accounts.me", notice="session_ended"))
