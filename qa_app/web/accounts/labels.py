"""Words for what can be wrong with a password."""

from flask_babel import gettext as _

from qa_app.domain.defaults import PASSWORD_LEAST, PASSWORD_MOST


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
