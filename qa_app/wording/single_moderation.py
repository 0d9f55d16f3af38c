"""Why a moderator looks at a review that one person read, in words."""

from qa_app.domain.single_moderation import Cause, CauseKind
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

CAUSES: dict[CauseKind, str] = {
    CauseKind.STOP: _("red line not kept: %(items)s"),
    CauseKind.GATE: _("must-pass item failed: %(items)s"),
    CauseKind.JUDGEMENT: _("the reviewer's own judgement lies %(number)s bands from the score"),
    CauseKind.FLAG: _("flagged by the reviewer: %(items)s"),
    CauseKind.PACE: _("filled in within %(number)s s, faster than a file can be read"),
    CauseKind.FIRST_READINGS: _("one of this reviewer's first reviews: no. %(number)s"),
    CauseKind.REGION: _("a region's year is always looked at by a second person"),
}
"""Cause to its words."""

SHORT: dict[str, str] = {
    CauseKind.STOP.value: _("red line"),
    CauseKind.GATE.value: _("must-pass item"),
    CauseKind.JUDGEMENT.value: _("judgement far from the score"),
    CauseKind.FLAG.value: _("flagged"),
    CauseKind.PACE.value: _("filled in too fast"),
    CauseKind.FIRST_READINGS.value: _("first reviews of a reviewer"),
    CauseKind.REGION.value: _("a region's year"),
}
"""Code of a cause to a short name, for the journal."""


def said_cause(words: Words, cause: Cause) -> str:
    """Say why a moderator looks at a review.

    Args:
        words: The language.
        cause: The cause.

    Returns:
        A phrase with its items.
    """
    items = words.listed(list(cause.items))
    return words.say(CAUSES[cause.kind], items=items, number=cause.number)
