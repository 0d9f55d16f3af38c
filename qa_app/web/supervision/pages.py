"""Pages of the plan and of one session."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.draws import Draw, SessionFile
from qa_app.queries.moderation import PairLine
from qa_app.queries.round_parts import NextToDraw
from qa_app.queries.session_planning import SessionCentre
from qa_app.queries.supervision import SessionHead, SessionLine
from qa_app.web.agenda import AgendaShown
from qa_app.web.due_side import DueSide, ProposedMark
from qa_app.web.pages import Page
from qa_app.web.session_filters import ShownFilter
from qa_app.web.supervision.forms import (
    AddForm,
    CancelForm,
    DrawForm,
    HandOverForm,
    LeadForm,
    ReaderForm,
    ReplaceForm,
    SessionForm,
)


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the month's grid.

    Attributes:
        on: The day.
        is_outside: It belongs to the month before or after.
        is_free: A weekend day or a day off.
        is_worked: A weekend day made a working day.
        is_off: A statutory day off.
        is_today: It is today.
        name: Name of the holiday; None without one.
        sessions: What stands in the cell.
        proposed: What plans that are not published put there.
        more: How many of both do not fit in.
    """

    on: date
    is_outside: bool
    is_free: bool
    is_worked: bool
    is_off: bool
    is_today: bool
    name: BilingualText | None
    sessions: tuple[SessionLine, ...]
    proposed: tuple[ProposedMark, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPage(Page):
    """Sessions of a month, as a grid and as a list."""

    template: ClassVar[str] = "supervision/month.html"

    finding: str
    lede: str
    first: date
    previous: date
    following: date
    weeks: tuple[tuple[DayCell, ...], ...]
    ahead: tuple[SessionLine, ...]
    behind: tuple[SessionLine, ...]
    behind_words: str
    page: int
    pages: int
    day_shown: date | None
    shown: ShownFilter
    today: date
    may_plan: bool
    missing_years: tuple[int, ...]
    due: DueSide | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseCentrePage(Page):
    """First step of planning: where."""

    template: ClassVar[str] = "supervision/choose_centre.html"

    centres: tuple[SessionCentre, ...]
    day_wanted: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSessionPage(Page):
    """Second step of planning: what, when, who, which files."""

    template: ClassVar[str] = "supervision/new.html"

    form: SessionForm
    centre: SessionCentre
    day_wanted: date | None
    is_more_open: bool


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """One change of hands.

    Attributes:
        at: When.
        what: What changed hands, in words.
        reference: The file's reference; empty when it was no single file.
        from_name: Who had it.
        to_name: Who goes on with it.
        reason: Why, in words.
    """

    at: datetime
    what: str
    reference: str
    from_name: str
    to_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Who goes on in place of whom.

    Attributes:
        hand_form: Hands a draft over; None when there is none that somebody may take, or the
            person may not.
        stuck: Drafts that nobody may take over: their references, and why, in words.
        unfit_readers: Names of reviewers with drafts who may no longer read here.
        reader_form: Names another reviewer for what is untouched; None when nobody has to.
        reader_words: Why it has to be, and for how much; empty without the form.
        lead_form: Names another supervisor; None when nobody may lead instead, or the person may
            not name anybody.
        lead_words: Why nobody may lead instead, where somebody should or the record was begun;
            empty otherwise.
        is_lead_unfit: The supervisor may no longer lead sessions here.
        may_end: The centre is closed, so that the session may be cancelled for good.
        passed_on: What changed hands so far, oldest first.
    """

    hand_form: HandOverForm | None
    stuck: tuple[tuple[str, str], ...]
    unfit_readers: tuple[str, ...]
    reader_form: ReaderForm | None
    reader_words: str
    lead_form: LeadForm | None
    lead_words: str
    is_lead_unfit: bool
    may_end: bool
    passed_on: tuple[HandOverLine, ...]


@dataclass(frozen=True, slots=True)
class MovedFile:
    """A reading that has just changed hands.

    Attributes:
        reference: The file's reference; None when the whole centre is read.
        from_name: Who had it; empty when nobody had, or it is not told.
        to_name: Who has it.
    """

    reference: str | None
    from_name: str
    to_name: str


@dataclass(frozen=True, slots=True)
class ShownReplacement:
    """A file that left the sample.

    Attributes:
        reference: The file.
        by: The reserve that is read instead; None when none was left.
        reason: Why, in words.
        at: When it was said.
    """

    reference: str
    by: str | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of files from which a stratified draw takes its share.

    Attributes:
        name: What its files have in common.
        size: Files of the frame in it.
        drawn: How many of them are drawn, or would be.
    """

    name: str
    size: int
    drawn: int


@dataclass(frozen=True, slots=True)
class SampleSide:
    """How the files of a session are chosen, and what became of them.

    Attributes:
        round_name: The round whose rule decides; empty without one.
        plan_words: What the rule comes to, sentence by sentence, before the draw.
        refusal: Why the rule cannot be carried out; empty otherwise.
        note: What the sample came from and how many files were replaced; empty before.
        groups: Groups of a stratified draw, before it as they would be.
        is_ahead: True before the draw.
        replaced: What was replaced.
        replace_form: Replaces a file that was not begun; None when there is none, or the person
            may not.
    """

    round_name: str
    plan_words: tuple[str, ...]
    refusal: str
    note: str
    groups: tuple[ShownGroup, ...]
    is_ahead: bool
    replaced: tuple[ShownReplacement, ...]
    replace_form: ReplaceForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage(Page):
    """One session with its files."""

    template: ClassVar[str] = "supervision/session.html"

    finding: str
    head: SessionHead
    draw: Draw | None
    drawn_words: str
    left_out_words: str
    drawn: tuple[SessionFile, ...]
    added: tuple[SessionFile, ...]
    day_note: str
    today: date
    account_id: int | None
    may_draw: bool
    readers_words: str
    may_plan: bool
    draw_form: DrawForm
    add_form: AddForm
    cancel_form: CancelForm
    hold_words: str
    changes: Changes
    sample: SampleSide
    may_read_twice: bool
    to_settle: tuple[PairLine, ...]
    moved: tuple[MovedFile, ...]
    next_to_draw: NextToDraw | None
    record_words: str
    agenda: tuple[AgendaShown, ...]
