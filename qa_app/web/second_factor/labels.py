"""Words of second factors."""

from flask_babel import gettext as _

from qa_app.domain.trust_defaults import FACTOR_REASON_LEAST, PASSKEYS_MOST


def refusal_words(code: str) -> str:
    """Put a refusal into words.

    Args:
        code: Why.

    Returns:
        What is wrong and the way out.
    """
    words = {
        "wrong_code": _("The code is not right: use the newest one, each counts once"),
        "too_early": _("Please wait a little before the next try"),
        "no_seed": _("This key was replaced or confirmed meanwhile: begin again"),
        "no_card": _("This card was replaced or confirmed meanwhile: make another one"),
        "no_factor": _("There is no second factor"),
        "factor_needed": _("Your role needs a second factor: set up another one first"),
        "passkey_name": _("Give the passkey a name of at most 64 characters"),
        "passkeys_most": _(
            "You have %(n)s passkeys: remove one that you no longer use", n=PASSKEYS_MOST
        ),
        "passkey_known": _("This passkey is registered already"),
        "passkey_unread": _("The passkey was not made, or too late: try again"),
        "own_account": _("Nobody changes this of their own account: ask another administrator"),
        "factor_reason": _("Give the reason in at least %(n)s characters", n=FACTOR_REASON_LEAST),
        "reset_waits": _("A reset of this account waits for a second person already"),
        "reset_decided": _("This reset was decided meanwhile"),
        "reset_link_maker": _(
            "You made the last link to this account, or you may be one person with whoever did, and"
            " its owner has not signed in with their second factor since: ask another"
            " administrator. If there is no other, take the role that takes two persons away and"
            " have it confirmed again afterwards."
        ),
        "same_person": _("Whoever asked for it does not confirm it: ask another administrator"),
        "disabled": _("The account is disabled: enable it first"),
        "linked_elsewhere": _("Another account here is linked with that person"),
    }
    return str(words[code])
