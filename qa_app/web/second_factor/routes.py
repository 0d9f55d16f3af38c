"""Routes of the second question, and of one's own codes and cards."""

from datetime import datetime
from hashlib import sha256
from typing import cast

from flask import abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.one_time_codes import CARD_BITS, RECOVERY_BITS, SEED_BITS, key_address
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.second_factors import Way
from qa_app.extensions import database
from qa_app.queries.accounts import LivingSession
from qa_app.queries.second_factors import (
    HalfSession,
    half_session,
    login_name_of,
    waiting_seed,
)
from qa_app.reports.codes import code_svg
from qa_app.services.second_factors.answer_question import Browser, answer_question
from qa_app.services.second_factors.begin_codes import begin_codes
from qa_app.services.second_factors.confirm_card import confirm_card
from qa_app.services.second_factors.confirm_codes import confirm_codes
from qa_app.services.second_factors.end_factor import end_factor
from qa_app.services.second_factors.make_card import make_card
from qa_app.services.second_factors.renew_recovery_codes import renew_recovery_codes
from qa_app.web.devices import known_or_new
from qa_app.web.guard import current_actor, current_signed, local_target, public, requires
from qa_app.web.second_answers import WAY, question_for, sent_answer, wrong_words
from qa_app.web.second_factor.blueprint import bp
from qa_app.web.second_factor.building import card_page, own_page
from qa_app.web.second_factor.forms import AnswerForm, FirstCodeForm
from qa_app.web.second_factor.labels import refusal_words
from qa_app.web.second_factor.pages import CodesPage, NoWayPage, QuestionPage, RecoveryPage
from qa_app.web.session import BrowserSession
from qa_app.web.settings import installation
from qa_app.web.step_up import asked_before, asks_again

_UNAUTHORISED, _UNPROCESSABLE, _TOO_MANY = 401, 422, 429
_WAIT_MOST = 900
_SHOW = "show"


def _signed() -> LivingSession:
    return current_signed() or abort(_UNAUTHORISED)


def _half() -> HalfSession | None:
    browser = cast("BrowserSession", session)
    digest = sha256(browser.token.encode()).hexdigest()
    return None if browser.new else half_session(database(), digest, at=clock.now())


@bp.route("/login/second", methods=["GET", "POST"])
@public
def question() -> ResponseReturnValue:
    half, target = _half(), local_target(request.args.get("next"))
    if half is None:
        return redirect(url_for("accounts.sign_in", next=target))
    if request.method == "GET":
        return _asked(half, target)
    answer, now = sent_answer(), clock.now()
    if answer is None:
        return _asked(half, target, wrong_words(None))
    token, device = clock.random_token(), known_or_new()
    browser = Browser(sha256(token.encode()).hexdigest(), device.digest)
    actor = Actor(
        half.account_id, half.name, session_digest=browser.token_digest, address=request.remote_addr
    )
    try:
        heard = answer_question(database(), actor, half.session_id, answer, browser, at=now)
    except NotAllowedError:
        return redirect(url_for("accounts.sign_in", next=target))
    if not heard.is_in:
        fault = wrong_words(answer.way)
        return _asked(half, target, fault, _seconds(heard.wait_until, now))
    cast("BrowserSession", session).replace(token)
    response = make_response(redirect(target))
    device.remember(response)
    return response


def _seconds(until: datetime | None, now: datetime) -> int:
    wait = 0 if until is None else (until - now).total_seconds()
    return min(int(wait) + (wait > 0), _WAIT_MOST)


def _asked(half: HalfSession, target: str, fault: str = "", wait: int = 0) -> ResponseReturnValue:
    wanted = request.form.get(WAY) or request.args.get("way", "")
    asked = question_for(half.account_id, wanted)
    if asked is None:
        return NoWayPage().render(), _UNAUTHORISED
    form = AnswerForm(formdata=None)
    form.again_way.data, form.again_challenge.data = asked.way.value, asked.challenge
    if fault:
        form.fail("", fault)
    page = QuestionPage(form=form, question=asked, name=half.name, target=target, wait_seconds=wait)
    return page.render(), _TOO_MANY if wait else _UNAUTHORISED if fault else 200


@bp.get("/me/second-factor")
@requires(Permission.SELF_MANAGE)
def own() -> ResponseReturnValue:
    return own_page(_signed()).render()


@bp.post("/me/second-factor/codes")
@requires(Permission.SELF_MANAGE)
@asks_again("second_factor.own")
def begin() -> ResponseReturnValue:
    begin_codes(database(), current_actor(), clock.random_bits(SEED_BITS), at=clock.now())
    return redirect(url_for("second_factor.codes"))


@bp.route("/me/second-factor/codes", methods=["GET"])
@requires(Permission.SELF_MANAGE)
def codes() -> ResponseReturnValue:
    if waiting_seed(database(), current_actor(), at=clock.now()) is None:
        return redirect(url_for("second_factor.own", notice="factor_left"))
    # who finds a session left open is not shown the key either
    act, back = url_for("second_factor.confirm"), url_for("second_factor.own")
    return asked_before(act, back, step=_SHOW) or _codes(FirstCodeForm())


@bp.post("/me/second-factor/codes/confirm")
@requires(Permission.SELF_MANAGE)
@asks_again("second_factor.own")
def confirm() -> ResponseReturnValue:
    if request.form.get("step") == _SHOW:
        return redirect(url_for("second_factor.codes"))
    form, signed, now = FirstCodeForm(), _signed(), clock.now()
    if form.validate_on_submit():
        typed, bits = form.code.data, clock.random_bits(RECOVERY_BITS)
        actor, own_session = current_actor(), signed.session_id
        try:
            made = confirm_codes(database(), actor, own_session, typed, bits, at=now)
        except InvalidError as fault:
            form.fail("code", refusal_words(fault.code))
        except ConflictError:
            return redirect(url_for("second_factor.own", notice="factor_left"))
        else:
            return RecoveryPage(codes=made, name=signed.actor.name, made_at=now).render()
    return _codes(form)


def _codes(form: FirstCodeForm) -> ResponseReturnValue:
    actor = current_actor()
    seed = waiting_seed(database(), actor, at=clock.now())
    if seed is None:
        return redirect(url_for("second_factor.own", notice="factor_left"))
    name = login_name_of(database(), actor.account_id or 0)
    address = key_address(seed, name, str(_("Plumbline")))
    page = CodesPage(
        form=form,
        drawing=Markup(code_svg(address)),  # noqa: S704 - squares alone, no text of it
        key=" ".join(seed[start : start + 4] for start in range(0, len(seed), 4)),
        login_name=name,
    )
    return page.render(), _UNPROCESSABLE if form.errors else 200


@bp.post("/me/second-factor/recovery")
@requires(Permission.SELF_MANAGE)
@asks_again("second_factor.own")
def recovery() -> ResponseReturnValue:
    now, signed = clock.now(), _signed()
    bits = clock.random_bits(RECOVERY_BITS)
    try:
        made = renew_recovery_codes(database(), current_actor(), bits, at=now)
    except ConflictError:
        return redirect(url_for("second_factor.own"))
    return RecoveryPage(codes=made, name=signed.actor.name, made_at=now).render()


@bp.post("/me/second-factor/card")
@requires(Permission.SELF_MANAGE)
@asks_again("second_factor.own")
def card() -> ResponseReturnValue:
    actor = current_actor()
    account_id = actor.account_id or 0
    bits = clock.random_bits(CARD_BITS)
    made = make_card(database(), actor, account_id, bits, at=clock.now())
    return card_page(made, (account_id, actor.name), is_own=True, back="").render()


@bp.post("/me/second-factor/card/confirm")
@requires(Permission.SELF_MANAGE)
@asks_again("second_factor.own")
def first_of_card() -> ResponseReturnValue:
    form, signed = FirstCodeForm(), _signed()
    if form.validate_on_submit():
        own_session, typed = signed.session_id, form.code.data
        try:
            confirm_card(database(), current_actor(), own_session, typed, at=clock.now())
        except InvalidError as fault:
            is_wrong = fault.code == "wrong_code"
            form.fail("code", wrong_words(Way.CARD) if is_wrong else refusal_words(fault.code))
        except ConflictError:
            return redirect(url_for("second_factor.own", notice="factor_replaced"))
        else:
            return redirect(url_for("second_factor.own", notice="card_on"))
    return own_page(signed, card_form=form).render(), _UNPROCESSABLE


@bp.post("/me/second-factor/end")
@requires(Permission.SELF_MANAGE)
@asks_again("second_factor.own")
def end() -> ResponseReturnValue:
    way = Way.CARD if request.form.get("way") == Way.CARD.value else Way.CODE
    profile = installation().auth_profile.value
    try:
        end_factor(database(), current_actor(), way, profile, at=clock.now())
    except InvalidError:
        return redirect(url_for("second_factor.own", notice="factor_needed"))
    except ConflictError:
        return redirect(url_for("second_factor.own"))
    return redirect(url_for("second_factor.own", notice="factor_ended"))
