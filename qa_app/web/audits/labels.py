"""Words of the list of audits, and of what is refused."""

from flask_babel import gettext as _

from qa_app.domain.errors import RefusedError

CHIPS = {"draft": "plain", "provisional": "wait", "final": "done", "void": "late"}
"""State to its chip."""


def state_words() -> dict[str, str]:
    """Name the states of an audit.

    Returns:
        State to word.
    """
    return {
        "draft": _("Draft"),
        "provisional": _("Provisional"),
        "final": _("Final"),
        "void": _("Void"),
    }


def refusal_words(fault: RefusedError) -> str:
    """Say why a save or an act was refused.

    Args:
        fault: The refusal.

    Returns:
        What happened and what to do.
    """
    words = {
        "id_number": _("Do not enter ID numbers. Use the file reference. This text was not saved."),
        "note_too_long": _("A note holds at most 2,000 characters. This text was not saved."),
        "operation_reused": _("This was sent twice with different content. Reload the page."),
    }
    return str(words.get(fault.code, _("This value does not fit here. It was not saved.")))
