"""Routes of single sign-on."""

from dataclasses import replace
from hashlib import sha256
from typing import cast

from flask import abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.delivery.single_sign_on import (
    Errand,
    Provider,
    ProviderAwayError,
    ProviderRefusedError,
    subject_of,
    way_to,
)
from qa_app.domain.errors import ConflictError
from qa_app.domain.permissions import Permission
from qa_app.domain.second_factors import Strength
from qa_app.extensions import database
from qa_app.services.second_factors.link_outside import link_outside
from qa_app.services.second_factors.sign_in_outside import Comer, sign_in_outside
from qa_app.services.second_factors.unlink_outside import unlink_outside
from qa_app.web.challenges import asked_at, drawn_from, new_challenge
from qa_app.web.devices import known_or_new
from qa_app.web.factor_told import provider_name
from qa_app.web.guard import current_actor, public, requires
from qa_app.web.second_factor.blueprint import bp
from qa_app.web.second_factor.pages import AwayPage, LinkPage
from qa_app.web.session import BrowserSession
from qa_app.web.settings import installation
from qa_app.web.step_up import asks_again

_REFUSED, _CONFLICT, _AWAY = 401, 409, 503
_IN, _LINK = "in", "link"
_CODE_MOST = 4_000


def _provider() -> Provider:
    if not provider_name():
        abort(404)
    settings = installation()
    return Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)


def _errand(state: str) -> Errand:
    path = url_for("second_factor.back")
    public_url = installation().public_url
    back = public_url + path if public_url else request.url_root.rstrip("/") + path
    return Errand(back, state, drawn_from(state, "nonce"), drawn_from(state, "verifier"))


@bp.get("/login/elsewhere")
@public
def to_provider() -> ResponseReturnValue:
    try:
        return redirect(way_to(_provider(), _errand(new_challenge(_IN))))
    except ProviderAwayError:
        return _away()


@bp.get("/login/elsewhere/back")
@public
def back() -> ResponseReturnValue:
    provider, state = _provider(), request.args.get("state", "")
    if asked_at(state, _LINK) is not None:
        # one way back is registered there; who wanted to link goes on to where that is done
        code = request.args.get("code", "")[:_CODE_MOST]
        return redirect(url_for("second_factor.link_back", state=state, code=code))
    subject = _subject(provider, state, _IN)
    return _let_in(provider.issuer, subject) if isinstance(subject, str) else subject[0]


@bp.get("/me/elsewhere/back")
@requires(Permission.SELF_MANAGE)
def link_back() -> ResponseReturnValue:
    provider, state = _provider(), request.args.get("state", "")
    subject = _subject(provider, state, _LINK)
    return _link(provider.issuer, subject) if isinstance(subject, str) else subject[0]


def _subject(provider: Provider, state: str, purpose: str) -> str | tuple[ResponseReturnValue]:
    code = request.args.get("code", "")[:_CODE_MOST]
    if asked_at(state, purpose) is None or not code:
        return (_refused(),)
    try:
        return subject_of(provider, _errand(state), code, at=clock.now())
    except ProviderAwayError:
        return (_away(),)
    except ProviderRefusedError:
        return (_refused(),)


def _link(issuer: str, subject: str) -> ResponseReturnValue:
    try:
        link_outside(database(), current_actor(), issuer, subject, at=clock.now())
    except ConflictError:
        title = _("Another account here is linked with that person")
        about = _("One person there belongs to one account here. Nothing was changed.")
        return _page(str(title), str(about)), _CONFLICT
    return redirect(url_for("second_factor.own", notice="outside_linked"))


def _let_in(issuer: str, subject: str) -> ResponseReturnValue:
    token, device = clock.random_token(), known_or_new()
    comer = Comer(
        issuer,
        subject,
        sha256(token.encode()).hexdigest(),
        request.headers.get("User-Agent", ""),
        request.remote_addr,
    )
    comer = replace(comer, device_digest=device.digest)
    strength = sign_in_outside(database(), comer, at=clock.now())
    if strength is None:
        title = _("No account here is linked with you")
        about = _(
            "Sign in with your account name and password first, then link your account under"
            " “Second factor and single sign-on”. No account is made by itself."
        )
        return _page(str(title), str(about)), _REFUSED
    cast("BrowserSession", session).replace(token)
    is_half = strength is Strength.HALF
    response = make_response(
        redirect(url_for("second_factor.question" if is_half else "home.today"))
    )
    device.remember(response)
    return response


@bp.post("/me/elsewhere")
@requires(Permission.SELF_MANAGE)
@asks_again("second_factor.own")
def link() -> ResponseReturnValue:
    try:
        address = way_to(_provider(), _errand(new_challenge(_LINK)))
    except ProviderAwayError:
        return _away()
    return LinkPage(provider=provider_name(), address=address).render()


@bp.post("/me/elsewhere/unlink")
@requires(Permission.SELF_MANAGE)
@asks_again("second_factor.own")
def unlink() -> ResponseReturnValue:
    try:
        unlink_outside(database(), current_actor(), at=clock.now())
    except ConflictError:
        return redirect(url_for("second_factor.own"))
    return redirect(url_for("second_factor.own", notice="outside_unlinked"))


def _away() -> ResponseReturnValue:
    title = _("“%(provider)s” does not answer", provider=provider_name())
    about = _(
        "Nothing is wrong with your account. Try again in a few minutes, or sign in with your"
        " account name and password."
    )
    return _page(str(title), str(about)), _AWAY, {"Retry-After": "60"}


def _refused() -> ResponseReturnValue:
    title = _("The way back from “%(provider)s” did not hold", provider=provider_name())
    about = _("It took too long, was used before, or began in another browser. Begin again.")
    return _page(str(title), str(about)), _REFUSED


def _page(title: str, about: str) -> str:
    return AwayPage(provider=provider_name(), title=title, about=about).render()
