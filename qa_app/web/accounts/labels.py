"""Words for what can be wrong with a password, and for why a session ended."""

from flask_babel import gettext as _

from qa_app.domain.trust_defaults import (
    PASSWORD_CLASSES,
    PASSWORD_LEAST,
    PASSWORD_MOST,
    PASSWORDS_KEPT,
    SESSION_ABSOLUTE_HOURS,
    SESSIONS_AT_ONCE,
)


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
        "breached": _(
            "This password is in a list of passwords that leaked elsewhere, and is tried first:"
            " use one that you use nowhere else"
        ),
        "leaks_unread": _(
            "No password can be set at the moment, since the list of passwords that leaked"
            " elsewhere cannot be read: nothing was changed. Tell whoever runs this system, and"
            " try again later"
        ),
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
        "restored": _("Your session ended because the system was restored from a backup."),
    }
    return str(words.get(why or "", ""))
