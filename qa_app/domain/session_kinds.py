"""How often each kind of session is usual, and what comes out of it."""

from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.supervision import SessionType


class Usual(StrEnum):
    """How often sessions of a kind are usual; agreements may say otherwise."""

    BY_TENURE = "by_tenure"
    BY_CASE = "by_case"
    MONTHLY = "monthly"
    AT_START = "at_start"
    FIRST_WEEKS = "first_weeks"
    QUARTERLY = "quarterly"
    OF_SUPERVISORS = "of_supervisors"
    TWICE_A_QUARTER = "twice_a_quarter"
    FORTNIGHTLY = "fortnightly"
    SOON_THEN_MONTHLY = "soon_then_monthly"
    WITHIN_A_DAY = "within_a_day"
    BY_RESULT = "by_result"
    TWICE_A_YEAR = "twice_a_year"


class Output(StrEnum):
    """What comes out of a session."""

    DECISIONS = "decisions"
    ACTIONS = "actions"
    LEARNING_PLAN = "learning_plan"
    CREDIT = "credit"
    LEARNING_NOTE = "learning_note"
    MAY_WORK_ALONE = "may_work_alone"
    READINESS = "readiness"
    FEEDBACK = "feedback"
    REVIEWS = "reviews"
    ALLOCATION = "allocation"
    SHARED_DECISIONS = "shared_decisions"
    ESCALATION = "escalation"
    SCORE = "score"
    PLAN = "plan"
    NEXT_DAY = "next_day"
    GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class SessionKind:
    """What is usual for a kind of session: how often, and what comes out of it."""

    usual: Usual
    outputs: tuple[Output, ...]


_U, _O = Usual, Output

KINDS: dict[SessionType, SessionKind] = {
    SessionType.INDIVIDUAL: SessionKind(
        _U.BY_TENURE, (_O.DECISIONS, _O.ACTIONS, _O.LEARNING_PLAN, _O.CREDIT)
    ),
    SessionType.CASE_DISCUSSION: SessionKind(_U.BY_CASE, (_O.DECISIONS, _O.CREDIT)),
    SessionType.GROUP: SessionKind(_U.MONTHLY, (_O.ACTIONS, _O.CREDIT)),
    SessionType.PEER: SessionKind(_U.MONTHLY, (_O.LEARNING_NOTE, _O.CREDIT)),
    SessionType.CAPACITY_ASSESSMENT: SessionKind(
        _U.AT_START, (_O.LEARNING_PLAN, _O.MAY_WORK_ALONE)
    ),
    SessionType.SHADOWING: SessionKind(_U.FIRST_WEEKS, (_O.READINESS,)),
    SessionType.OBSERVATION: SessionKind(_U.QUARTERLY, (_O.FEEDBACK, _O.LEARNING_PLAN)),
    SessionType.CASE_FILE_CHECK: SessionKind(_U.TWICE_A_QUARTER, (_O.REVIEWS, _O.ACTIONS)),
    SessionType.CASE_MEETING: SessionKind(_U.FORTNIGHTLY, (_O.ALLOCATION,)),
    SessionType.CASE_CONFERENCE: SessionKind(_U.SOON_THEN_MONTHLY, (_O.SHARED_DECISIONS,)),
    SessionType.AD_HOC: SessionKind(_U.WITHIN_A_DAY, (_O.ESCALATION, _O.CREDIT)),
    SessionType.SUPERVISION_OF_SUPERVISORS: SessionKind(_U.OF_SUPERVISORS, (_O.SCORE, _O.PLAN)),
    SessionType.FIELD_SUPPORT_VISIT: SessionKind(_U.BY_RESULT, (_O.PLAN, _O.NEXT_DAY)),
    SessionType.GROUP_CALIBRATION: SessionKind(_U.TWICE_A_YEAR, (_O.GUIDANCE,)),
}
"""Every kind; the rhythm that is owed to a person is `domain.rhythm`'s."""
