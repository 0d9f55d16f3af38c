"""Words of what is refused in reviews of a supervisor's quarter."""

from flask_babel import gettext as _

from qa_app.domain.errors import RefusedError

_OF_NOTES = "likely_name", "phone", "mail", "id_number", "note_too_long"


def refusal(fault: RefusedError) -> str:
    """Say why an act was refused.

    Args:
        fault: The refusal.

    Returns:
        What happened and what to do.
    """
    if fault.code in _OF_NOTES:
        return str(_("Leave out names, numbers of people and addresses; at most 2,000 characters."))
    words = {
        "quarter_running": _("This quarter is not over yet."),
        "unknown_rubric": _("This rubric is not in force. Reload the page."),
        "unfit_rubric": _("This rubric does not count where this supervisor works."),
        "own_quarter": _("Nobody reviews their own quarter."),
        "own_supervisor": _("Nobody reviews the person who supervises them."),
        "no_centre": _("This supervisor and you have no centre in common."),
        "quarter_signed": _("This quarter is reviewed already."),
        "quarter_begun": _("Somebody else has begun the review of this quarter."),
        "changed_meanwhile": _("It was computed or overruled meanwhile. Reload the page."),
        "no_reason": _("Give a reason: it stays with the signed review."),
    }
    return str(words.get(fault.code, _("This value does not fit here. It was not saved.")))
