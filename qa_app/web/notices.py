"""What a page says after something was done."""

from flask import request
from flask_babel import gettext as _


def notice_words() -> str:
    """Put the notice of this page into words.

    Returns:
        The words; empty when there is none, or an unknown one.
    """
    words = {
        "password_changed": _("Your password is changed; your other sessions have ended."),
        "session_ended": _("The session has ended."),
    }
    return str(words.get(request.args.get("notice", ""), ""))
