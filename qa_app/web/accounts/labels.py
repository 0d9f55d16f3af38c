"""Words for what can be wrong with a password, and names of devices."""

from flask_babel import gettext as _

from qa_app.domain.defaults import PASSWORD_LEAST, PASSWORD_MOST

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


def password_words(flaw: str) -> str:
    """Put a flaw of a password into words.

    Args:
        flaw: Its code.

    Returns:
        What is wrong and the way out.
    """
    words = {
        "wrong_password": _("The present password is not right"),
        "too_short": _("Use at least %(n)s characters", n=PASSWORD_LEAST),
        "too_long": _("Use at most %(n)s characters", n=PASSWORD_MOST),
        "guessable": _("This is easy to guess: use several unrelated words"),
    }
    return str(words[flaw])


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
