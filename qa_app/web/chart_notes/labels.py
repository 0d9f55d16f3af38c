"""Why something about charts was refused, in words."""

from flask_babel import gettext as _

from qa_app.domain.defaults import CHART_NOTE_YEARS
from qa_app.domain.errors import RefusedError
from qa_app.web.follow_up_labels import follow_up_refusal


def refusal_words(fault: RefusedError) -> str:
    """Say why it was refused and what to do.

    Args:
        fault: The refusal.

    Returns:
        The words.
    """
    said = _own().get(fault.code)
    if said is None:
        return follow_up_refusal(fault)
    return said % {"least": fault.params.get("least", ""), "years": CHART_NOTE_YEARS}


def _own() -> dict[str, str]:
    return {
        "reason_short": _("Say why in at least %(least)s characters, so that others can weigh it."),
        "day_unfit": _("Choose a day that has come, at most %(years)s years back."),
        "unknown_rubric": _("Choose a rubric of the list."),
        "note_changed": _(
            "The note was changed or taken off meanwhile. Nothing was saved: see how it stands now."
        ),
        "note_removed": _("This note was taken off before."),
        "month_unfit": _("Limits cannot begin anew in this month. Choose one of the list."),
        "preview_stale": _(
            "Results came or went meanwhile, so the means are others than you saw. Nothing was"
            " begun: look at them again."
        ),
        "taken_back": _("This baseline was taken back before."),
    }
