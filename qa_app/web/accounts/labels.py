"""Words for what can be wrong with a password, and names of devices."""

from flask_babel import gettext as _

from qa_app.domain.defaults import (
    PASSWORD_CLASSES,
    PASSWORD_LEAST,
    PASSWORD_MOST,
    PASSWORDS_KEPT,
    SESSION_ABSOLUTE_HOURS,
    SESSIONS_AT_ONCE,
)

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


def password_words(flaw: str, least: int = PASSWORD_LEAST) -> str:
    """Put a flaw of a password into words.

    Args:
        flaw: Its code.
        least: Fewest signs.

    Returns:
        What is wrong and the way out.
    """
    words = {
        "wrong_password": _("The present password is not right"),
        "too_short": _("Use at least %(n)s characters", n=least),
        "too_long": _("Use at most %(n)s characters", n=PASSWORD_MOST),
        "guessable": _("This is easy to guess: use several unrelated words"),
        "too_plain": _(
            "Use at least %(n)s of these: small letters, capital letters, digits, other signs or"
            " Hanzi",
            n=PASSWORD_CLASSES,
        ),
        "used_before": _(
            "This was one of your last %(n)s passwords: use another one", n=PASSWORDS_KEPT
        ),
    }
    return str(words[flaw])


def ended_words(why: str | None) -> str:
    """Say why a session ended, to the browser that had it.

    Args:
        why: As the session keeps it; None for one that goes on.

    Returns:
        A sentence; empty for one that was signed out, or goes on.
    """
    words = {
        "idle": _("Your session ended because it was not used for a while."),
        "absolute": _("Your session ended after %(n)s hours.", n=SESSION_ABSOLUTE_HOURS),
        "ran_out": _("Your session ended because it was not used for a while."),
        "too_many": _(
            "Your session ended here because you signed in elsewhere: at most %(n)s sessions go on"
            " at once, and this was the oldest.",
            n=SESSIONS_AT_ONCE,
        ),
        "password": _("Your session ended because your password was changed."),
        "roles": _("Your session ended because your roles were changed."),
        "factor": _("Your session ended because your second factor was changed."),
        "ended_by_owner": _("You ended this session from another device."),
        "ended_by_admin": _("A security administrator ended your sessions."),
        "wrong_password": _("Your session ended because of several wrong passwords."),
    }
    return str(words.get(why or "", ""))


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
    }
    return str(words[kind])


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
