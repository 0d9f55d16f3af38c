"""Learning plans in words."""

from qa_app.domain.learning import GoalSource, GoalState
from qa_app.wording.catalogue import message as _

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
