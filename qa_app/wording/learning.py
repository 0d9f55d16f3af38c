"""Learning plans in words."""

from collections.abc import Collection

from qa_app.domain.learning import GoalSource, GoalState
from qa_app.wording.catalogue import message as _
from qa_app.wording.coverage import FUNCTION_NAMES
from qa_app.wording.words import Words

GOAL_SOURCES: dict[GoalSource, str] = {
    GoalSource.ASSESSMENT: _("capacity assessment"),
    GoalSource.FILE_REVIEW: _("file review"),
    GoalSource.OBSERVATION: _("observation of practice"),
    GoalSource.SESSION: _("talk in a session"),
}
GOAL_STATES: dict[GoalState, str] = {
    GoalState.OPEN: _("Open"),
    GoalState.REACHED: _("Reached"),
    GoalState.DROPPED: _("Dropped"),
}
_MISSING = _("Agreed, and left out of the last two sessions: %(functions)s")


def said_missing(words: Words, functions: Collection[str]) -> str:
    """Say which agreed functions of supervision were left out twice running.

    Args:
        words: The language.
        functions: The functions, by code.

    Returns:
        The clause; empty for none.
    """
    if not functions:
        return ""
    said = words.listed(words.say(FUNCTION_NAMES[one]) for one in functions)
    return words.say(_MISSING, functions=said)
