"""Supervision sessions: their types, behind four choices, and the life of one."""

from datetime import date, datetime, time
from enum import StrEnum

from qa_app.domain.defaults import SESSION_MINUTES_LEAST, SESSION_YEARS, VISIT_MINUTES
from qa_app.domain.people import Actor, Role

_SECONDS_A_MINUTE = 60


class SessionType(StrEnum):
    """The fourteen types that a plan knows; docs/glossary.md names them."""

    INDIVIDUAL = "individual"
    CASE_DISCUSSION = "case_discussion"
    GROUP = "group"
    PEER = "peer"
    CAPACITY_ASSESSMENT = "capacity_assessment"
    SHADOWING = "shadowing"
    OBSERVATION = "observation"
    CASE_FILE_CHECK = "case_file_check"
    CASE_MEETING = "case_meeting"
    CASE_CONFERENCE = "case_conference"
    AD_HOC = "ad_hoc"
    SUPERVISION_OF_SUPERVISORS = "supervision_of_supervisors"
    FIELD_SUPPORT_VISIT = "field_support_visit"
    GROUP_CALIBRATION = "group_calibration"


class SessionChoice(StrEnum):
    """What a planner chooses between first."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    MEETING = "meeting"
    FIELD = "field"


CHOICES: dict[SessionChoice, tuple[SessionType, ...]] = {
    SessionChoice.INDIVIDUAL: (
        SessionType.INDIVIDUAL,
        SessionType.CASE_DISCUSSION,
        SessionType.CAPACITY_ASSESSMENT,
        SessionType.SUPERVISION_OF_SUPERVISORS,
        SessionType.AD_HOC,
    ),
    SessionChoice.GROUP: (
        SessionType.GROUP,
        SessionType.PEER,
        SessionType.GROUP_CALIBRATION,
    ),
    SessionChoice.MEETING: (SessionType.CASE_MEETING, SessionType.CASE_CONFERENCE),
    SessionChoice.FIELD: (
        SessionType.FIELD_SUPPORT_VISIT,
        SessionType.CASE_FILE_CHECK,
        SessionType.OBSERVATION,
        SessionType.SHADOWING,
    ),
}
"""Fine types behind each choice, the usual one first."""

READS_FILES = frozenset({SessionType.CASE_FILE_CHECK, SessionType.FIELD_SUPPORT_VISIT})
"""Types in which case files are read, or the whole centre against a rubric."""

MUST_READ_FILES = frozenset({SessionType.CASE_FILE_CHECK})
"""Types that are nothing without files."""

TAKES_SUPERVISORS = frozenset(
    {SessionType.SUPERVISION_OF_SUPERVISORS, *CHOICES[SessionChoice.GROUP]}
)
"""Types in which supervisors may be supervised; the first of them is nothing without any."""

UNIT_CASE_FILE = "case_file"
"""Kind of rubrics that read one file; of any other kind, one reading covers the whole centre."""

OF_CENTRE_AREAS = frozenset({UNIT_CASE_FILE, "site"})
"""Kinds of rubrics that go only with centres working in their area."""


class SessionState(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why a session is cancelled; each needs a new date, as long as the centre is open."""

    SUPERVISOR_ILL = "supervisor_ill"
    CENTRE_ASKED = "centre_asked"
    EMERGENCY = "emergency"
    TRAVEL = "travel"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    CENTRE_CLOSED = "centre_closed"
    SERIES_CHANGED = "series_changed"
    PERSON_LEFT = "person_left"


WITHDRAWN = frozenset({CancelReason.SERIES_CHANGED, CancelReason.PERSON_LEFT})
"""Reasons that nobody gives by hand: the session was never owed to anybody."""


def choice_of(fine: SessionType) -> SessionChoice:
    """Find the choice behind which a type stands.

    Args:
        fine: The type.

    Returns:
        Its choice.
    """
    return next(choice for choice, types in CHOICES.items() if fine in types)


def minutes_of(
    fine: SessionType,
    starts: time | None = None,
    ends: time | None = None,
    agreed: int | None = None,
) -> int:
    """Tell how long a session takes.

    Args:
        fine: Its type.
        starts: Local time of its beginning; None when not agreed.
        ends: Local time of its end; None likewise.
        agreed: Minutes that its agreement names; None without one.

    Returns:
        Minutes: from its beginning to its end where both are set, else as its agreement says, else
        those of a visit for what takes place in the field, the way there included, and of an
        hour's session for everything else.
    """
    is_set = starts is not None and ends is not None
    if agreed is not None and not is_set:
        return agreed
    if starts is not None and ends is not None and ends > starts:
        length = datetime.combine(date.min, ends) - datetime.combine(date.min, starts)
        return int(length.total_seconds()) // _SECONDS_A_MINUTE
    is_visit = choice_of(fine) is SessionChoice.FIELD
    return VISIT_MINUTES if is_visit else SESSION_MINUTES_LEAST


def may_be_planned(day: date, today: date) -> bool:
    """Tell whether a day is near enough for a session.

    Args:
        day: The day.
        today: The present.

    Returns:
        True from the same day `SESSION_YEARS` back to the same day as many ahead.
    """
    first = (today.year - SESSION_YEARS, today.month, today.day)
    last = (today.year + SESSION_YEARS, today.month, today.day)
    return first <= (day.year, day.month, day.day) <= last


def may_end_for_good(closed_on: date | None, planned_on: date, today: date) -> bool:
    """Tell whether a planned session may be cancelled without another one in its place.

    Args:
        closed_on: First day on which its centre is closed; None while nobody closed it.
        planned_on: The day of the session.
        today: The present.

    Returns:
        True when the centre is closed today, or will be on the day of the session.
    """
    return closed_on is not None and closed_on <= max(planned_on, today)


def assessors_of(reader: Actor) -> list[str]:
    """Name the assessors that a reader stands for.

    Args:
        reader: Who reads.

    Returns:
        `centre`, and `supervisor` besides for someone from outside the centre; sections of a
        `judicial` assessor are open once the officer's paper is entered.
    """
    is_supervisor = reader.has_role(Role.SENIOR_SUPERVISOR)
    return ["centre", "supervisor"] if is_supervisor else ["centre"]
