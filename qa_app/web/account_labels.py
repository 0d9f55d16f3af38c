"""Names of devices, and words for what was done to an account; for several parts of the site."""

from flask_babel import gettext as _

from qa_app.domain.trust_defaults import FACTOR_GRACE_DAYS

# the first that fits: browsers name those they descend from as well
_BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iPadOS",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def device_name(agent: str) -> str:
    """Name a device by what its browser calls itself.

    Args:
        agent: The browser's own words.

    Returns:
        Browser and system, such as `Chrome · Linux`; what is unknown is left out.
    """
    named = [
        next((name for mark, name in known.items() if mark in agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(name for name in named if name) or str(_("another device"))


def note_words(kind: str) -> str:
    """Say what was done to an account, to its owner.

    Args:
        kind: What.

    Returns:
        A sentence.
    """
    words = {
        "reset_link": _("An administrator made a link by which your password can be reset."),
        "reset": _("Your password was reset by a link; all your sessions ended."),
        "password": _("Your password was changed."),
        "dormant": _("Your account was closed because it was not used for 60 days."),
        "enabled": _("Your account was opened again."),
        "sessions_ended": _("A security administrator ended your sessions."),
        "factor_reset": _("An administrator reset your second factor; all your sessions ended."),
        "card_handed_out": _("A security administrator made a code card for you."),
        "outside_linked": _("Your account was linked with single sign-on."),
        "outside_unlinked": _("Your account was parted from single sign-on."),
        "worker_linked": _("An administrator tied your account to the worker that you are."),
        "feed_made": _("A calendar address of your sessions or of a centre was made."),
        "feeds_ended": _(
            "Your calendar addresses open nothing any more: make those anew that you use."
        ),
        "feeds_stand": _(
            "Your calendar addresses go on after the change of your password: revoke those that"
            " you do not know under My account, Calendar and reminders."
        ),
        "factor_added": _("A second factor was added to your account."),
        "factor_removed": _("A second factor was removed from your account."),
        "recovery_renewed": _("New recovery codes were made for your account."),
        "recovery_used": _("A recovery code of your account was used."),
        "mail_address": _("The mail address of your account was changed."),
        "roles_asked": _("Roles of weight were given to somebody; a second person confirms them."),
        "restored": _(
            "The system was restored from a backup: what was changed since is as before, passwords"
            " too. Recovery codes and addresses of calendars count no more, and code cards end"
            " within %(n)s days. Renew what you use.",
            n=FACTOR_GRACE_DAYS,
        ),
        "two_hats_asked": _(
            "The team asks that one person may be system and security administrator: confirm or"
            " refuse it under Journal, Two administrators in one person."
        ),
        "two_hats_given": _("One person may be system and security administrator from now on."),
        "aggregates_burst": _(
            "An account asked for comparisons so fast that it was not answered for a while: the"
            " journal names it."
        ),
        "clock_set_back": _(
            "The clock of the system was set back: look in the journal at the acts around it, and"
            " ask who changed it."
        ),
        "roles_given": _("Roles of weight of somebody came into force."),
    }
    return str(words[kind])
