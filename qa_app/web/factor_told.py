"""What the first page tells about second factors, and ways in besides the password."""

from datetime import datetime

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.delivery.single_sign_on import is_sso_able
from qa_app.domain.permissions import Permission, may
from qa_app.domain.second_factors import Strength, due_at
from qa_app.extensions import database
from qa_app.queries.accounts import LivingSession
from qa_app.queries.factor_resets import resets_waiting
from qa_app.queries.second_factors import factor_standing
from qa_app.web.factor_due import is_factor_due
from qa_app.web.guard import current_signed
from qa_app.web.locale import page_language
from qa_app.web.second_answers import site
from qa_app.web.settings import installation
from qa_app.wording import Words

_PAGES = frozenset({"home.today", "accounts.me"})


def provider_name() -> str:
    """Name the provider of single sign-on in the language of the page.

    Returns:
        Its name; empty where none is offered.
    """
    if not installation().oidc_issuer or not is_sso_able():
        return ""
    return installation().oidc_name[0 if page_language() == "zh" else 1]


def ways_in(target: str) -> tuple[tuple[str, str], ...]:
    """List ways in besides the password.

    Args:
        target: Where the person wants to go.

    Returns:
        Addresses and words.
    """
    ways = []
    if site() is not None:
        address = url_for("second_factor.alone", next=target)
        ways.append((address, str(_("Sign in with a passkey"))))
    provider = provider_name()
    if provider:
        words = _("Sign in with “%(provider)s”", provider=provider)
        ways.append((url_for("second_factor.to_provider"), str(words)))
    return tuple(ways)


def factor_told() -> tuple[tuple[str, str, str], ...]:
    """Say on the first page and on one's account what is to be done about second factors.

    Returns:
        A sentence, the words of a link, and its address, for each.
    """
    signed = current_signed()
    if signed is None or request.endpoint not in _PAGES:
        return ()
    told = []
    own = url_for("second_factor.own")
    if is_factor_due(signed):
        words = due_words(signed.factor_due_since or clock.now(), clock.now())
        told.append((words, str(_("Set it up")), own))
    elif signed.strength is Strength.TWO and _runs_out(signed):
        words = str(_("Your card runs out: make another one, or have one handed to you."))
        told.append((words, str(_("Make another card")), own))
    waiting = _waiting(signed)
    if waiting:
        words = ngettext(
            "%(num)d reset of a second factor waits for a second person",
            "%(num)d resets of second factors wait for a second person",
            waiting,
        )
        told.append((str(words), str(_("Look at it")), url_for("second_factor.resets")))
    return tuple(told)


def _runs_out(signed: LivingSession) -> bool:
    standing = factor_standing(database(), signed.actor.account_id or 0, at=clock.now())
    return standing.card is not None and (standing.card.runs_out or standing.card.is_over)


def _waiting(signed: LivingSession) -> int:
    if not may(signed.actor, Permission.FACTOR_CONFIRM):
        return 0
    return sum(not one.is_mine for one in resets_waiting(database(), signed.actor))


def due_words(due_since: datetime, now: datetime) -> str:
    """Say when a second factor is due.

    Args:
        due_since: Since when it is awaited.
        now: The present.

    Returns:
        A sentence.
    """
    until = due_at(due_since)
    if until <= now:
        return str(_("Your role needs a second factor. Nothing else opens until you set one up."))
    day = Words(page_language()).day(clock.local_day(until, installation().timezone))
    return str(_("Your role needs a second factor. Please set one up by %(day)s.", day=day))


def factor_notices() -> dict[str, str]:
    """Say what was done about second factors.

    Returns:
        Codes of notices and their words.
    """
    return {
        "factor_replaced": _("It was replaced or confirmed in another window: begin again."),
        "factor_left": _(
            "Setting up a phone was begun too long ago, or finished already: begin again here."
        ),
        "card_on": _("The card counts from now on; your other sessions have ended."),
        "factor_needed": _("Your role needs a second factor: set up another one first."),
        "factor_ended": _("It is out of use; your other sessions have ended."),
        "passkey_added": _("The passkey is registered; your other sessions have ended."),
        "passkey_named": _("The name is saved."),
        "passkey_name": _("Give the passkey a name of at most 64 characters."),
        "passkey_removed": _("The passkey is removed; your other sessions have ended."),
        "outside_linked": _("Your account is linked: sign in that way from now on."),
        "outside_unlinked": _("The link is undone."),
        "reset_done": _("The second factor is reset; the person's sessions have ended."),
        "reset_asked": _("It waits for a second person."),
        "reset_declined": _("The reset is declined; nothing was changed."),
        "reset_same_person": _("Whoever asked for it does not confirm it."),
    }
