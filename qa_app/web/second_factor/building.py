"""Pages of second factors, put together."""

from base64 import b64encode

from flask import url_for
from flask_babel import gettext as _

from qa_app import clock
from qa_app.delivery.passkeys import Owner, making_options
from qa_app.domain.one_time_codes import CARD_COLUMNS, place_name
from qa_app.domain.second_factors import needs_factor
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.accounts import LivingSession
from qa_app.queries.second_factors import (
    FactorStanding,
    factor_standing,
    login_name_of,
    outside_linked_at,
    passkey_ids,
)
from qa_app.reports.code_card import code_card_pdf
from qa_app.web.challenges import challenge_bytes, drawn_from, new_challenge
from qa_app.web.factor_due import is_password_shut
from qa_app.web.factor_told import due_words, provider_name
from qa_app.web.handed_out import marked_name
from qa_app.web.locale import page_language
from qa_app.web.second_answers import site
from qa_app.web.second_factor.forms import FirstCodeForm, PasskeyForm
from qa_app.web.second_factor.pages import CardPage, OwnPage
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.code_cards import PrintedCard, said_card

_LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def own_page(
    signed: LivingSession,
    *,
    card_form: FirstCodeForm | None = None,
    passkey_form: PasskeyForm | None = None,
) -> OwnPage:
    """Show somebody their second factors.

    Args:
        signed: Who looks.
        card_form: The first code of a card, with what was wrong; None for an empty one.
        passkey_form: A new passkey, with what was wrong; None for an empty one.

    Returns:
        The page.
    """
    actor = signed.actor
    account_id = actor.account_id or 0
    standing = factor_standing(database(), account_id, at=clock.now())
    new = passkey_form or PasskeyForm()
    options = _making_options(signed, new)
    issuer = installation().oidc_issuer
    return OwnPage(
        finding=_finding(standing),
        about=tuple(_about(signed, standing)),
        standing=standing,
        next_place=next_place(standing),
        card_form=card_form or FirstCodeForm(),
        passkey_form=new,
        passkey_options=options,
        provider=provider_name(),
        linked_at=outside_linked_at(database(), actor, issuer) if issuer else None,
    )


def next_place(standing: FactorStanding) -> str:
    """Name the place that is asked for of a card that waits for its first code.

    Args:
        standing: The account's factors.

    Returns:
        The place; empty without such a card.
    """
    card = standing.new_card
    if card is None or card.is_over or card.next_place is None:
        return ""
    return place_name(card.next_place)


def _making_options(signed: LivingSession, form: PasskeyForm) -> str:
    here, account_id = site(), signed.actor.account_id or 0
    if here is None:
        return ""
    form.made_challenge.data = challenge = new_challenge("make")
    handle = bytes.fromhex(drawn_from(str(account_id), "handle"))
    owner = Owner(handle, login_name_of(database(), account_id), signed.actor.name)
    known = passkey_ids(database(), account_id)
    return making_options(here, owner, challenge_bytes(challenge), known)


def _finding(standing: FactorStanding) -> str:
    if not standing.has_one:
        return str(_("Only a password protects your account"))
    return str(_("A second factor protects your account"))


def _about(signed: LivingSession, standing: FactorStanding) -> list[str]:
    said = []
    roles = [grant.role for grant in signed.actor.grants]
    if not standing.has_one and needs_factor(roles, installation().auth_profile.value):
        said.append(due_words(standing.due_since or clock.now(), clock.now()))
    if standing.reset_at is not None and not standing.has_one:
        at = Words(page_language()).instant(standing.reset_at, installation().timezone)
        said.append(str(_("An administrator reset your second factor: %(at)s.", at=at)))
    if is_password_shut(signed):
        words = _(
            "Here only administrators sign in with a password. Link your account below, and sign"
            " in with “%(provider)s” from then on.",
            provider=provider_name(),
        )
        said.append(str(words))
    if standing.has_one and not standing.recovery_left:
        words = _(
            "You have no recovery codes: make some below and print them now. Without them, whoever"
            " loses the second factor waits for two administrators."
        )
        said.append(str(words))
    card = standing.card
    if card is not None and (card.is_over or card.runs_out):
        said.append(str(_("Your card runs out: make another one, or have one handed to you.")))
    return said


def card_page(
    codes: tuple[str, ...], owner: tuple[int, str], *, is_own: bool, back: str
) -> CardPage:
    """Show a card this once, with its files in both languages.

    Args:
        codes: Its codes, place by place.
        owner: Whose it is, and their name.
        is_own: True for who made their own.
        back: Where one goes from here.

    Returns:
        The page.
    """
    account_id, name = owner
    standing = factor_standing(database(), account_id, at=clock.now())
    card = standing.new_card if is_own else standing.card
    expires_at = clock.now() if card is None else card.expires_at
    wide = len(CARD_COLUMNS)
    rows = tuple(
        (start // wide + 1, codes[start : start + wide]) for start in range(0, len(codes), wide)
    )
    printed = PrintedCard(login_name_of(database(), account_id), rows, clock.now(), expires_at)
    zone = installation().timezone
    files = []
    for language in LANGUAGES:
        content = code_card_pdf(said_card(Words(language), printed, zone))
        data = "data:application/pdf;base64," + b64encode(content).decode()
        files.append((_LANGUAGE_NAMES[language], data, marked_name(f"code-card-{language}.pdf")))
    return CardPage(
        name=name,
        is_own=is_own,
        rows=rows,
        columns=CARD_COLUMNS,
        expires_at=expires_at,
        files=tuple(files),
        next_place=next_place(standing),
        form=FirstCodeForm(),
        back=url_for("second_factor.own") if is_own else back,
    )
