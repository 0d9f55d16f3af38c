"""Routes of one's own account."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import cast

from argon2 import PasswordHasher
from flask import Blueprint, abort, jsonify, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.permissions import Permission
from qa_app.domain.sign_in import LinkKind, ends_at
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.account_links import open_link
from qa_app.queries.accounts import EndedLogin, own_sessions, past_session
from qa_app.queries.passwords import rules_of
from qa_app.services.accounts.change_language import change_language
from qa_app.services.accounts.change_password import change_password
from qa_app.services.accounts.end_other_sessions import end_other_sessions
from qa_app.services.accounts.end_session import end_session
from qa_app.services.accounts.put_note_away import put_note_away
from qa_app.services.accounts.sign_in import Attempt, SignInOutcome
from qa_app.services.accounts.sign_in import sign_in as let_in
from qa_app.services.accounts.switch_single_keys import switch_single_keys
from qa_app.services.accounts.take_link import take_link
from qa_app.web.account_labels import device_name
from qa_app.web.accounts.forms import LinkForm, PasswordForm, SignInForm
from qa_app.web.accounts.labels import ended_words, password_words
from qa_app.web.accounts.pages import (
    AccountPage,
    DialogPage,
    LinkOverPage,
    LinkPage,
    SignInPage,
)
from qa_app.web.devices import Device, known_or_new
from qa_app.web.guard import (
    current_actor,
    current_signed,
    local_target,
    public,
    quiet,
    requires,
)
from qa_app.web.locale import COOKIE
from qa_app.web.session import BrowserSession, form_token
from qa_app.web.settings import installation
from qa_app.web.step_up import asks_again

bp = Blueprint("accounts", __name__)
_UNAUTHORISED, _NOT_FOUND, _UNPROCESSABLE, _TOO_MANY = 401, 404, 422, 429
_LONGEST = 1000
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
        ended = "" if form.is_submitted() else _why_ended()
        return _sign_in_page(form, target, ended=ended), code
    token, now, device = clock.random_token(), clock.now(), known_or_new()
    attempt = _attempt(form.login_name.data, form.password.data, token, device)
    verdict = let_in(database(), attempt, hasher(), at=now)
    if verdict.is_in:
        cast("BrowserSession", session).replace(token)
        if verdict.asks_factor:
            target = url_for("second_factor.question", next=target)
        response = make_response(redirect(target))
        device.remember(response)
        return response
    form.fail("", _("The name or the password is not right"))
    wait = _seconds(verdict, now)
    page = _sign_in_page(form, target, wait_seconds=wait)
    return page, _TOO_MANY if wait else _UNAUTHORISED


def _sign_in_page(form: SignInForm, target: str, wait_seconds: int = 0, ended: str = "") -> str:
    # browsers that tell where a request comes from know all else that protects pages and cookies;
    # none tells it over plain http
    is_old = request.is_secure and "Sec-Fetch-Site" not in request.headers
    return SignInPage(
        form=form, target=target, wait_seconds=wait_seconds, ended=ended, is_old=is_old
    ).render()


def _attempt(login_name: str, password: str, token: str, device: Device) -> Attempt:
    browser = cast("BrowserSession", session)
    return Attempt(
        login_name,
        password,
        sha256(token.encode()).hexdigest(),
        request.headers.get("User-Agent", ""),
        request.remote_addr,
        device.digest,
        None if browser.new else sha256(browser.token.encode()).hexdigest(),
    )


def _seconds(verdict: SignInOutcome, now: datetime) -> int:
    wait = 0 if verdict.wait_until is None else (verdict.wait_until - now).total_seconds()
    return min(int(wait) + (wait > 0), 900)


def _past() -> EndedLogin | None:
    browser = cast("BrowserSession", session)
    if browser.new:
        return None
    digest = sha256(browser.token.encode()).hexdigest()
    return past_session(database(), digest, at=clock.now())


def _why_ended() -> str:
    past = _past()
    return "" if past is None else ended_words(past.why)


@bp.get("/api/session")
@public
@quiet
def session_state() -> ResponseReturnValue:
    signed = current_signed()
    if signed is None:
        return jsonify(state="out", csrf=form_token())
    left = (signed.ends_at - clock.now()).total_seconds()
    return jsonify(
        state="in", who=str(signed.actor.account_id), left=max(int(left), 0), csrf=form_token()
    )


@bp.post("/api/session/keep")
@requires(Permission.SELF_MANAGE)
def keep_session() -> ResponseReturnValue:
    signed, now = current_signed() or abort(401), clock.now()
    until = ends_at(signed.created_at, now, is_admin=signed.is_admin)
    return jsonify(state="in", left=int((until - now).total_seconds()), csrf=form_token())


@bp.get("/session/again")
@public
@quiet
def again_dialog() -> ResponseReturnValue:
    past = _past()
    return DialogPage(name="" if past is None else past.name).render()


@bp.post("/api/session/again")
@public
@quiet
def again() -> ResponseReturnValue:
    # the account is the one of this browser's last session: nobody else's gets in by this
    past, sent = _past() or abort(_UNAUTHORISED), request.get_json(silent=True)
    password = sent.get("password") if isinstance(sent, dict) else None
    if not isinstance(password, str):
        abort(_UNPROCESSABLE)
    # forms that are open in this browser, with what is typed there, stay valid
    token = cast("BrowserSession", session).renewed(clock.random_token())
    now, device = clock.now(), known_or_new()
    attempt = _attempt(past.login_name, password[:_LONGEST], token, device)
    verdict = let_in(database(), attempt, hasher(), at=now)
    if not verdict.is_in:
        wait = _seconds(verdict, now)
        return jsonify(state="wrong", wait=wait), _TOO_MANY if wait else _UNAUTHORISED
    cast("BrowserSession", session).replace(token)
    response = jsonify(state="in", csrf=form_token())
    device.remember(response)
    return response


@bp.route("/join/<token>", methods=["GET", "POST"])
@public
def take(token: str) -> ResponseReturnValue:
    digest, now = sha256(token.encode()).hexdigest(), clock.now()
    link = open_link(database(), digest, now)
    if link is None:
        return LinkOverPage().render(), _NOT_FOUND
    form, profile = LinkForm(), installation().auth_profile
    least = rules_of(database(), profile, link.account_id).least
    if form.validate_on_submit():
        address = request.remote_addr
        try:
            take_link(
                database(),
                digest,
                form.new.data,
                hasher(),
                profile,
                address,
                breached=installation().breached_passwords,
                at=now,
            )
        except InvalidError as fault:
            form.fail("new", password_words(fault.code, least))
        except OutOfReachError:
            return LinkOverPage().render(), _NOT_FOUND
        else:
            return redirect(url_for("accounts.sign_in", notice="password_ready"))
    page = LinkPage(
        form=form,
        least=least,
        login_name=link.login_name,
        name=link.display_name,
        is_invitation=link.kind is LinkKind.INVITATION,
        until=link.expires_at,
        token=token,
    )
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


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
        own, profile, device = signed.session_id, installation().auth_profile, known_or_new()
        try:
            change_password(
                database(),
                current_actor(),
                own,
                *typed,
                hasher(),
                profile=profile,
                breached=installation().breached_passwords,
                device_digest=device.digest,
                at=now,
            )
        except NotAllowedError:
            return redirect(url_for("accounts.sign_in"))
        except InvalidError as fault:
            _tell(form, fault.codes, _least())
        else:
            return redirect(url_for("accounts.me", notice="password_changed"))
    sessions = own_sessions(database(), signed.actor, at=now)
    page = AccountPage(
        form=form,
        least=_least(),
        name=signed.actor.name,
        sessions=sessions,
        devices={one.id: device_name(one.device) for one in sessions},
        this_session=signed.session_id,
        has_single_keys=signed.has_single_keys,
    )
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


def _least() -> int:
    account_id = current_actor().account_id or 0
    return rules_of(database(), installation().auth_profile, account_id).least


def _tell(form: PasswordForm, faults: Sequence[str], least: int) -> None:
    for code in faults:
        # an empty field is told as empty, not as wrong besides
        field = "old" if code == "wrong_password" else "new"
        if not form[field].errors:
            form.fail(field, password_words(code, least))


@bp.post("/me/keys")
@requires(Permission.SELF_MANAGE)
def keys() -> ResponseReturnValue:
    are_on = request.form.get("are_on") == "1"
    switch_single_keys(database(), current_actor(), are_on=are_on, at=clock.now())
    return redirect(url_for("accounts.me", notice="keys_switched"))


@bp.post("/me/sessions/<int:session_id>/end")
@requires(Permission.SELF_MANAGE)
@asks_again("accounts.me")
def end_one(session_id: int) -> ResponseReturnValue:
    end_session(database(), current_actor(), session_id, "ended_by_owner", at=clock.now())
    return redirect(url_for("accounts.me", notice="session_ended"))


@bp.post("/me/sessions/others/end")
@requires(Permission.SELF_MANAGE)
@asks_again("accounts.me")
def end_others() -> ResponseReturnValue:
    end_other_sessions(database(), current_actor(), at=clock.now())
    return redirect(url_for("accounts.me", notice="other_sessions_ended"))


@bp.post("/me/notes/<int:note_id>/seen")
@requires(Permission.SELF_MANAGE)
def note_seen(note_id: int) -> ResponseReturnValue:
    put_note_away(database(), current_actor(), note_id, at=clock.now())
    return redirect(url_for("home.today"))
