"""Routes of passkeys."""

from hashlib import sha256
from typing import cast

from flask import abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.delivery.passkeys import MadePasskey, asking_options, made_passkey
from qa_app.domain.errors import InvalidError, RefusedError
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.services.second_factors.add_passkey import add_passkey
from qa_app.services.second_factors.name_passkey import name_passkey
from qa_app.services.second_factors.remove_passkey import remove_passkey
from qa_app.services.second_factors.sign_in_by_passkey import Arrival, sign_in_by_passkey
from qa_app.web.challenges import asked_at, challenge_bytes, new_challenge
from qa_app.web.devices import known_or_new
from qa_app.web.guard import current_actor, current_signed, local_target, public, requires
from qa_app.web.second_answers import signed_answer, site
from qa_app.web.second_factor.blueprint import bp
from qa_app.web.second_factor.building import own_page
from qa_app.web.second_factor.forms import AnswerForm, PasskeyForm
from qa_app.web.second_factor.labels import refusal_words
from qa_app.web.second_factor.pages import PasskeyInPage
from qa_app.web.session import BrowserSession
from qa_app.web.settings import installation
from qa_app.web.step_up import asks_again

_UNAUTHORISED, _UNPROCESSABLE = 401, 422
_LONGEST = 16_000
_ALONE = "alone"


@bp.route("/login/passkey", methods=["GET", "POST"])
@public
def alone() -> ResponseReturnValue:
    target = local_target(request.args.get("next"))
    if site() is None:
        abort(404)
    if request.method == "GET":
        return _asked(target)
    signed = signed_answer(_ALONE, must_verify=True)
    if signed is None:
        return _asked(target, is_wrong=True)
    known, answer = signed
    token, device = clock.random_token(), known_or_new()
    arrival = Arrival(
        sha256(token.encode()).hexdigest(),
        request.headers.get("User-Agent", ""),
        request.remote_addr,
        device.digest,
    )
    if not sign_in_by_passkey(database(), known.account_id, answer, arrival, at=clock.now()):
        return _asked(target, is_wrong=True)
    cast("BrowserSession", session).replace(token)
    response = make_response(redirect(target))
    device.remember(response)
    return response


def _asked(target: str, *, is_wrong: bool = False) -> ResponseReturnValue:
    here = site() or abort(404)
    challenge, form = new_challenge(_ALONE), AnswerForm(formdata=None)
    form.again_challenge.data = challenge
    if is_wrong:
        form.fail("", _("This passkey does not let anybody in here"))
    options = asking_options(here, challenge_bytes(challenge), (), must_verify=True)
    page = PasskeyInPage(form=form, options=options, target=target)
    return page.render(), _UNAUTHORISED if is_wrong else 200


@bp.post("/me/second-factor/passkeys")
@requires(Permission.SELF_MANAGE)
@asks_again("second_factor.own")
def add() -> ResponseReturnValue:
    form, signed = PasskeyForm(), current_signed() or abort(_UNAUTHORISED)
    made = _made(form)
    if form.validate_on_submit() and made is None:
        form.fail("", refusal_words("passkey_unread"))
    elif made is not None and not form.errors:
        own_session, name = signed.session_id, form.name.data
        try:
            add_passkey(database(), current_actor(), own_session, made, name, at=clock.now())
        except RefusedError as fault:
            form.fail("name", refusal_words(fault.code))
        else:
            return redirect(url_for("second_factor.own", notice="passkey_added"))
    return own_page(signed, passkey_form=form).render(), _UNPROCESSABLE


def _made(form: PasskeyForm) -> MadePasskey | None:
    here, challenge = site(), form.made_challenge.data or ""
    if here is None or asked_at(challenge, "make") is None:
        return None
    sent = (form.made_passkey.data or "")[:_LONGEST]
    return made_passkey(here, challenge_bytes(challenge), sent)


@bp.post("/me/second-factor/passkeys/<int:passkey_id>/name")
@requires(Permission.SELF_MANAGE)
def rename(passkey_id: int) -> ResponseReturnValue:
    name = request.form.get("name", "")
    try:
        name_passkey(database(), current_actor(), passkey_id, name, at=clock.now())
    except InvalidError:
        return redirect(url_for("second_factor.own", notice="passkey_name"))
    return redirect(url_for("second_factor.own", notice="passkey_named"))


@bp.post("/me/second-factor/passkeys/<int:passkey_id>/remove")
@requires(Permission.SELF_MANAGE)
@asks_again("second_factor.own")
def remove(passkey_id: int) -> ResponseReturnValue:
    profile = installation().auth_profile.value
    try:
        remove_passkey(database(), current_actor(), passkey_id, profile, at=clock.now())
    except InvalidError:
        return redirect(url_for("second_factor.own", notice="factor_needed"))
    return redirect(url_for("second_factor.own", notice="passkey_removed"))
