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
        "session_planned": _("The session is planned."),
        "session_held": _("The session is recorded as held."),
        "session_moved": _("The session is moved to this day; the old one is cancelled."),
        "files_drawn": _("The files are drawn; a draft is open for each of them."),
        "file_added": _("The file is added, apart from the drawn ones."),
        "session_ended": _("The session has ended."),
    }
    return str(words.get(request.args.get("notice", ""), ""))
