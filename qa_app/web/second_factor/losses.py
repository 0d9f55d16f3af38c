"""Routes of those who help when a second factor is lost."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.one_time_codes import CARD_BITS
from qa_app.domain.permissions import Permission, weighs
from qa_app.extensions import database
from qa_app.queries.factor_resets import is_reset_waiting, resets_waiting
from qa_app.queries.managed_accounts import ManagedAccount, account_by_id
from qa_app.queries.second_factors import factor_standing
from qa_app.services.second_factors.ask_reset import ask_reset
from qa_app.services.second_factors.decide_reset import decide_reset
from qa_app.services.second_factors.make_card import make_card
from qa_app.web.guard import current_actor, requires
from qa_app.web.second_factor.blueprint import bp
from qa_app.web.second_factor.building import card_page
from qa_app.web.second_factor.forms import ResetForm
from qa_app.web.second_factor.labels import refusal_words
from qa_app.web.second_factor.pages import AccountFactorsPage, ResetsPage
from qa_app.web.step_up import asks_again

_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("/admin/second-factors")
@requires(Permission.FACTOR_CONFIRM)
def resets() -> ResponseReturnValue:
    return ResetsPage(lines=resets_waiting(database(), current_actor())).render()


@bp.post("/admin/second-factors/<int:reset_id>")
@requires(Permission.FACTOR_CONFIRM)
@asks_again("second_factor.resets")
def decide(reset_id: int) -> ResponseReturnValue:
    is_agreed = request.form.get("step") == "confirm"
    try:
        decide_reset(database(), current_actor(), reset_id, is_agreed=is_agreed, at=clock.now())
    except InvalidError:
        return redirect(url_for("second_factor.resets", notice="reset_same_person"))
    notice = "reset_done" if is_agreed else "reset_declined"
    return redirect(url_for("second_factor.resets", notice=notice))


@bp.get("/admin/accounts/<int:account_id>/second-factor")
@requires(Permission.FACTOR_RESET)
def of_account(account_id: int) -> ResponseReturnValue:
    return _page(account_id, ResetForm())


@bp.post("/admin/accounts/<int:account_id>/second-factor/reset")
@requires(Permission.FACTOR_RESET)
@asks_again("second_factor.of_account", "account_id")
def reset(account_id: int) -> ResponseReturnValue:
    form = ResetForm()
    if not form.validate_on_submit():
        return _page(account_id, form), _UNPROCESSABLE
    reason = form.reason.data
    try:
        is_done = ask_reset(database(), current_actor(), account_id, reason, at=clock.now())
    except InvalidError as fault:
        form.fail("reason", refusal_words(fault.code))
        return _page(account_id, form), _UNPROCESSABLE
    except ConflictError as fault:
        form.fail("", refusal_words(fault.code))
        return _page(account_id, form), _CONFLICT
    notice = "reset_done" if is_done else "reset_asked"
    return redirect(url_for("second_factor.of_account", account_id=account_id, notice=notice))


@bp.post("/admin/accounts/<int:account_id>/second-factor/card")
@requires(Permission.FACTOR_RESET)
@asks_again("second_factor.of_account", "account_id")
def hand_out(account_id: int) -> ResponseReturnValue:
    actor = current_actor()
    found = account_by_id(database(), actor, account_id) or abort(404)
    way_back = url_for("second_factor.of_account", account_id=account_id)
    if account_id == actor.account_id:
        return redirect(url_for("second_factor.own"))
    bits = clock.random_bits(CARD_BITS)
    try:
        made = make_card(database(), actor, account_id, bits, at=clock.now())
    except InvalidError as fault:
        form = ResetForm(formdata=None)
        form.fail("", refusal_words(fault.code))
        return _page(account_id, form), _UNPROCESSABLE
    owner = account_id, found.display_name
    return card_page(made, owner, is_own=False, back=way_back).render()


def _page(account_id: int, form: ResetForm) -> str:
    found = account_by_id(database(), current_actor(), account_id) or abort(404)
    page = AccountFactorsPage(
        account_id=account_id,
        name=found.display_name,
        login_name=found.login_name,
        standing=factor_standing(database(), account_id, at=clock.now()),
        form=form,
        waits=is_reset_waiting(database(), account_id),
        needs_second=_needs_second(found),
    )
    return page.render()


def _needs_second(found: ManagedAccount) -> bool:
    return any(weighs(grant.role) for grant in found.grants)
