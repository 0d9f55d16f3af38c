"""Words of rubric drafts."""

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import DRAFT_REASON_MOST
from qa_app.domain.errors import RefusedError
from qa_app.domain.rubric_draft import DraftState
from qa_app.queries.rubric_drafts import DraftLine


def state_words(state: DraftState) -> str:
    words = {
        DraftState.DRAFT: _("being written"),
        DraftState.IN_REVIEW: _("in review"),
        DraftState.PUBLISHED: _("published"),
        DraftState.DISCARDED: _("discarded"),
    }
    return str(words[state])


def state_look(state: DraftState) -> str:
    looks = {
        DraftState.DRAFT: "run",
        DraftState.IN_REVIEW: "wait",
        DraftState.PUBLISHED: "done",
        DraftState.DISCARDED: "plain",
    }
    return looks[state]


def waits_words(line: DraftLine) -> str:
    if line.waits_for_me:
        return str(_("for you: publish or return it"))
    if line.state is DraftState.IN_REVIEW:
        return str(_("for a second person"))
    return str(_("for its author")) if line.state is DraftState.DRAFT else ""


def beyond_words(count: int) -> str:
    """Say that a rubric counts at centres that a publisher does not reach.

    Args:
        count: How many.

    Returns:
        That, and the way out.
    """
    said = ngettext(
        "This rubric counts at %(num)d centre out of your reach: somebody whose role covers it "
        "publishes it or takes it out of use. A new rubric for your region alone names the "
        "region in its head.",
        "This rubric counts at %(num)d centres out of your reach: somebody whose role covers "
        "them publishes it or takes it out of use. A new rubric for your region alone names the "
        "region in its head.",
        count,
    )
    return str(said)


def refusal_words(fault: RefusedError) -> str:
    """Say why a draft, a version or a translation was not accepted.

    Args:
        fault: Why the service refused.

    Returns:
        The reason and the way out.
    """
    params = fault.params
    words = {
        "not_a_code": _("Give a code: letters, digits, dot, dash, underscore; at most 64."),
        "code_taken": _(
            "A rubric with this code is published already: begin its next version instead."
        ),
        "draft_open": _("Somebody works on a draft of this rubric already; there is only one."),
        "draft_too_large": _("This is larger than a rubric may be."),
        "draft_unreadable": _("This cannot be read as a rubric."),
        "has_faults": _("The draft has faults; they are listed below."),
        "reason_missing": _("Give a reason."),
        "reason_long": _("Give the reason in at most %(most)d characters.", most=DRAFT_REASON_MOST),
        "not_decidable": _("Choose whether the item stays comparable."),
        "version_not_higher": _(
            "The number must be higher than %(standing)s: return the draft and change it.",
            standing=params.get("standing", ""),
        ),
        "too_far_ahead": _("Choose a day within a year."),
        "already_read": _(
            "Choose today or a later day: on earlier days files were read under the version before."
        ),
        "not_after": _("Choose a day after the one from which the version before is in force."),
        "code_reused": _(
            "These codes belonged to items that left, and are never given to others: %(items)s.",
            items=params.get("items", ""),
        ),
        "undecided": _("Say of every reworded item whether it stays comparable."),
        "nothing_changed": _("The draft says the same as the version before."),
        "unknown_area": _("This area is not known here: it comes with its first published rubric."),
        "reference": _("A reference is only published hidden."),
        "text_long": _("One of the texts is too long."),
        "text_unfit": _("One of the texts holds signs that no text has."),
        "unknown_text": _("One of the texts was not missing."),
        "beyond_reach": beyond_words(int(str(params.get("count", 0)))),
    }
    return str(words[fault.code])
