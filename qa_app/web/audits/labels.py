"""Words of the list of audits, and of what is refused."""

from flask_babel import gettext as _

from qa_app.domain.defaults import NAME_REASON_LEAST, NAME_REASON_MOST
from qa_app.domain.errors import RefusedError

CHIPS = {
    "draft": "plain",
    "provisional": "wait",
    "final": "done",
    "void": "late",
    "second": "plain",
}
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
        "second": _("Second reading"),
    }


def refusal_words(fault: RefusedError, rule: str = "") -> str:
    """Say why a save or an act was refused.

    Args:
        fault: The refusal.
        rule: What the entry takes; empty when that is not known.

    Returns:
        What happened and what to do.
    """
    words = {
        "id_number": _(
            "This looks like an ID number; one with a wrong digit counts as well. Use the file"
            " reference. If it is a number of another kind, leave out its first six digits. This"
            " text was not saved."
        ),
        "phone": _("Do not enter phone numbers or e-mail addresses. This text was not saved."),
        "mail": _("Do not enter phone numbers or e-mail addresses. This text was not saved."),
        "likely_name": _(
            "This looks like a person's name. Write the role instead, such as mother or worker,"
            " or say why it is needed. It was not saved yet."
        ),
        "name_reason": _(
            "Say in %(least)s to %(most)s characters why the name is needed, without a name or a"
            " number. It was not saved yet.",
            least=NAME_REASON_LEAST,
            most=NAME_REASON_MOST,
        ),
        "whole_out_of_bounds": _("Enter a whole number from 0 to 1,000,000. It was not saved."),
        "share_out_of_bounds": _(
            "This is a share from 0 to 1: enter 0.55 (or 55%), not 55. It was not saved."
        ),
        "paper_unsaid": _(
            "Say the office, number and day of the paper in 4 to 200 characters. It was not saved."
        ),
        "paper_of_centre": _(
            "Only a supervisor from outside the centre enters what a judicial officer answered. It"
            " was not saved."
        ),
        "note_too_long": _("A note holds at most 2,000 characters. This text was not saved."),
        "from_records": _(
            "This was computed from records. To say otherwise, overrule it with a reason. It was"
            " not saved."
        ),
        "operation_reused": _("This was sent twice with different content. Reload the page."),
    }
    other = str(_("This value does not fit here. It was not saved."))
    return str(words.get(fault.code, f"{other}{rule}"))
