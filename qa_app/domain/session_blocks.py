"""What the record of each kind of session holds: its blocks, their fields, who signs."""

from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.defaults import MEETING_MINUTES_MOST
from qa_app.domain.supervision import SessionType


class Block(StrEnum):
    """A part of a record that is saved on its own."""

    MEETING = "meeting"
    AGENDA = "agenda"
    LAST_ACTIONS = "last_actions"
    CASES = "cases"
    LEARNING = "learning"
    SUPPORT = "support"
    ATTENDANCE = "attendance"
    THEME = "theme"
    CAPACITY = "capacity"
    SHADOWED = "shadowed"
    OBSERVED = "observed"
    FILES = "files"
    ALLOCATION = "allocation"
    AGENCIES = "agencies"
    CRISIS = "crisis"
    PRACTICE = "practice"
    VISIT = "visit"
    GUIDANCE = "guidance"
    FEEDBACK = "feedback"
    ACTIONS = "actions"


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    CASE = "case"
    PERSON = "person"
    TICK = "tick"


class Function(StrEnum):
    """The three functions of supervision; none may be left out twice running."""

    ACCOUNTABILITY = "accountability"
    LEARNING = "learning"
    SUPPORT = "support"


class Mode(StrEnum):
    """How people met."""

    AT_CENTRE = "at_centre"
    IN_FIELD = "in_field"
    BY_VIDEO = "by_video"
    BY_PHONE = "by_phone"


class Risk(StrEnum):
    """How urgent a case is, as it was judged in the session."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


MARKS = ("met", "partly", "not_met")
"""How each part of a capacity assessment or an observation is rated, best first."""

MARK_WORTH = {"met": 2, "partly": 1, "not_met": 0}
"""Points of a mark: caring-for-child-survivors assessment, partly from half of the answer on."""

WORKS_ALONE = ("yes", "with_support", "no")
"""Whether somebody may work alone after a capacity assessment."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a block.

    Attributes:
        code: Its name; `wording.session_blocks` has its words.
        kind: How it is filled in.
        options: Codes to choose from, for a choice.
        least: Smallest number.
        most: Largest number.
        is_needed: True when nobody signs while it is empty.
    """

    code: str
    kind: FieldKind
    options: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    is_needed: bool = False


def _text(code: str, *, is_needed: bool = False) -> Field:
    return Field(code, FieldKind.TEXT, is_needed=is_needed)


def _choice(code: str, options: tuple[str, ...], *, is_needed: bool = False) -> Field:
    return Field(code, FieldKind.CHOICE, options, is_needed=is_needed)


def _yes_no(code: str, *, is_needed: bool = False) -> Field:
    return Field(code, FieldKind.YES_NO, is_needed=is_needed)


def _number(code: str, least: int, most: int, *, is_needed: bool = False) -> Field:
    return Field(code, FieldKind.NUMBER, (), least, most, is_needed)


_OWNERS = ("worker", "supervisor", "centre")
_DAY = Field("due_on", FieldKind.DAY)
_DEBRIEF = _number("debrief_minutes", 0, 240)

FIELDS: dict[Block, tuple[Field, ...]] = {
    Block.MEETING: (
        Field("person", FieldKind.PERSON, is_needed=True),
        _number("minutes", 0, MEETING_MINUTES_MOST, is_needed=True),
    ),
    Block.AGENDA: (_text("topics"),),
    Block.LAST_ACTIONS: (_text("remarks"),),
    Block.CASES: (
        Field("case", FieldKind.CASE, is_needed=True),
        _choice("risk", tuple(Risk), is_needed=True),
        _yes_no("safety_seen", is_needed=True),
        _yes_no("child_heard", is_needed=True),
        _text("progress"),
        _text("options"),
        _text("decision", is_needed=True),
        _text("reason"),
        _choice("owner", _OWNERS),
        _DAY,
    ),
    Block.LEARNING: (_text("talked_about"), _text("learned")),
    Block.SUPPORT: (_number("workload", 1, 10, is_needed=True), _text("support_given")),
    Block.ATTENDANCE: (_text("absent_why"),),
    Block.THEME: (_text("theme", is_needed=True),),
    Block.CAPACITY: (
        _choice("attitudes", MARKS, is_needed=True),
        _choice("knowledge", MARKS, is_needed=True),
        _choice("skills", MARKS, is_needed=True),
        _text("strengths", is_needed=True),
        _text("gaps", is_needed=True),
        _choice("works_alone", WORKS_ALONE, is_needed=True),
    ),
    Block.SHADOWED: (
        _choice("visit", ("home", "interview", "meeting", "other"), is_needed=True),
        _text("seen", is_needed=True),
        _text("questions"),
        _DEBRIEF,
        _choice("readiness", WORKS_ALONE, is_needed=True),
    ),
    Block.OBSERVED: (
        _yes_no("child_agreed", is_needed=True),
        _yes_no("caregiver_agreed", is_needed=True),
        _choice("stage", ("intake", "assessment", "plan", "delivery", "closure"), is_needed=True),
        _choice("contact", MARKS, is_needed=True),
        _choice("safety", MARKS, is_needed=True),
        _choice("childs_voice", MARKS, is_needed=True),
        _text("strengths", is_needed=True),
        _text("gaps", is_needed=True),
        _DEBRIEF,
    ),
    Block.FILES: (_text("evidence"), _text("talked_about")),
    Block.ALLOCATION: (
        Field("case", FieldKind.CASE, is_needed=True),
        _choice("risk", tuple(Risk), is_needed=True),
        _text("allocated_to", is_needed=True),
    ),
    Block.AGENCIES: (
        _text("agencies", is_needed=True),
        _choice("sharing_basis", ("consent", "law", "agreement"), is_needed=True),
        _text("decisions", is_needed=True),
        _text("who_acts", is_needed=True),
        _DAY,
    ),
    Block.CRISIS: (
        _text("trigger", is_needed=True),
        _text("action", is_needed=True),
        _text("support_given", is_needed=True),
        _yes_no("escalated", is_needed=True),
    ),
    Block.PRACTICE: (_text("strengths"), _text("gaps"), _text("plan", is_needed=True)),
    Block.VISIT: (
        _text("checked", is_needed=True),
        _text("found", is_needed=True),
        _text("told_on_site", is_needed=True),
    ),
    Block.GUIDANCE: (_text("unlike", is_needed=True), _text("guidance", is_needed=True)),
    Block.FEEDBACK: (_text("strengths", is_needed=True), _text("gaps")),
    Block.ACTIONS: (),
}
"""Fields of each block; actions are the corrective actions that stand everywhere else."""

BESIDE: dict[Block, tuple[Field, ...]] = {
    Block.MEETING: (
        Field("held_on", FieldKind.DAY, is_needed=True),
        Field("began_at", FieldKind.TIME, is_needed=True),
        Field("ended_at", FieldKind.TIME, is_needed=True),
        _choice("mode", tuple(Mode), is_needed=True),
        _yes_no("was_interrupted"),
        *(Field(one.value, FieldKind.TICK) for one in Function),
        Field("next_on", FieldKind.DAY),
    ),
    Block.CASES: (_text("on_worker"),),
}
"""What a block of rows holds besides its rows.

What was decided about a case goes to the case; a remark on the worker has a field of its own, so
that it never goes along: the never-mix rule.
"""

ROWS = frozenset({Block.MEETING, Block.CASES, Block.ALLOCATION, Block.AGENCIES})
"""Blocks that hold as many rows as are needed."""

OF_CASES = frozenset({Block.CASES, Block.ALLOCATION})
"""Blocks whose rows stand beside the case that they are about."""

BLOCKS: dict[SessionType, tuple[Block, ...]] = {
    SessionType.INDIVIDUAL: (
        Block.LAST_ACTIONS,
        Block.AGENDA,
        Block.CASES,
        Block.LEARNING,
        Block.SUPPORT,
        Block.ACTIONS,
    ),
    SessionType.CASE_DISCUSSION: (Block.CASES, Block.ACTIONS),
    SessionType.GROUP: (
        Block.ATTENDANCE,
        Block.THEME,
        Block.CASES,
        Block.LEARNING,
        Block.ACTIONS,
    ),
    SessionType.PEER: (Block.ATTENDANCE, Block.THEME, Block.LEARNING),
    SessionType.CAPACITY_ASSESSMENT: (Block.CAPACITY, Block.LEARNING, Block.ACTIONS),
    SessionType.SHADOWING: (Block.SHADOWED, Block.LEARNING),
    SessionType.OBSERVATION: (Block.OBSERVED, Block.LEARNING, Block.ACTIONS),
    SessionType.CASE_FILE_CHECK: (Block.FILES, Block.FEEDBACK, Block.ACTIONS),
    SessionType.CASE_MEETING: (Block.ATTENDANCE, Block.ALLOCATION, Block.ACTIONS),
    SessionType.CASE_CONFERENCE: (Block.ATTENDANCE, Block.AGENCIES, Block.ACTIONS),
    SessionType.AD_HOC: (Block.CRISIS, Block.ACTIONS),
    SessionType.SUPERVISION_OF_SUPERVISORS: (
        Block.LAST_ACTIONS,
        Block.AGENDA,
        Block.PRACTICE,
        Block.LEARNING,
        Block.SUPPORT,
    ),
    SessionType.FIELD_SUPPORT_VISIT: (Block.VISIT, Block.FEEDBACK, Block.ACTIONS),
    SessionType.GROUP_CALIBRATION: (Block.ATTENDANCE, Block.GUIDANCE),
}
"""Blocks of each kind of session, in the order of the form, after that of the meeting itself."""

BY_ONE = frozenset(
    {
        SessionType.PEER,
        SessionType.GROUP_CALIBRATION,
        SessionType.CASE_MEETING,
        SessionType.CASE_CONFERENCE,
    }
)
"""Kinds whose record only its leader signs; of others each supervised person signs too."""

WITH_FUNCTIONS = frozenset(
    {
        SessionType.INDIVIDUAL,
        SessionType.GROUP,
        SessionType.SUPERVISION_OF_SUPERVISORS,
    }
)
"""Kinds that say which functions of supervision they covered."""


def blocks_of(fine: SessionType) -> tuple[Block, ...]:
    """List the blocks of a record.

    Args:
        fine: What kind of session.

    Returns:
        In the order of the form: how people met and who was there, then what the kind asks for.
    """
    return (Block.MEETING, *BLOCKS[fine])


def fields_beside(fine: SessionType, block: Block) -> tuple[Field, ...]:
    """List the fields of a block that stand once, whether it has rows or not.

    Args:
        fine: What kind of session; only some say which functions they covered.
        block: The block.

    Returns:
        Its fields, in the order of the form.
    """
    if block not in ROWS:
        return FIELDS[block]
    beside = BESIDE.get(block, ())
    if fine in WITH_FUNCTIONS:
        return beside
    return tuple(field for field in beside if field.code not in tuple(Function))


def fields_of_rows(block: Block) -> tuple[Field, ...]:
    """List the fields of each row of a block.

    Args:
        block: The block.

    Returns:
        In the order of the form; none for a block without rows.
    """
    return FIELDS[block] if block in ROWS else ()


NEEDS_PEOPLE = frozenset(
    {
        SessionType.INDIVIDUAL,
        SessionType.CASE_DISCUSSION,
        SessionType.GROUP,
        SessionType.PEER,
        SessionType.CAPACITY_ASSESSMENT,
        SessionType.SHADOWING,
        SessionType.OBSERVATION,
        SessionType.AD_HOC,
    }
)
"""Kinds that nobody can hold alone: somebody has to stand in the record as present."""

ONE_TO_ONE = frozenset(
    {
        SessionType.INDIVIDUAL,
        SessionType.CAPACITY_ASSESSMENT,
        SessionType.AD_HOC,
        SessionType.SUPERVISION_OF_SUPERVISORS,
    }
)
"""Kinds beside whose record two people may keep a note on well-being."""


def capacity_percent(marks: tuple[str, ...]) -> int:
    """Give the share of points reached in a capacity assessment.

    Args:
        marks: One of `MARKS` for each part; at least one.

    Returns:
        Whole per cents, rounded down.
    """
    reached = sum(MARK_WORTH[mark] for mark in marks)
    return 100 * reached // (max(MARK_WORTH.values()) * len(marks))


def may_be_observed(*, child_agreed: bool | None, caregiver_agreed: bool | None) -> bool:
    """Tell whether a worker may be observed with a child.

    Args:
        child_agreed: What the child said; None while nobody asked.
        caregiver_agreed: What the caregiver said; None likewise.

    Returns:
        True when both agreed.
    """
    return child_agreed is True and caregiver_agreed is True
