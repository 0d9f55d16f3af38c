"""Pages of the week, of series, and of days for sessions."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.session_series import SeriesDifference
from qa_app.domain.text import BilingualText
from qa_app.queries.series_lists import SeriesLine
from qa_app.queries.session_days import MovedLine, ProposalLine
from qa_app.queries.session_planning import SessionCentre
from qa_app.queries.supervision import SessionHead, SessionLine
from qa_app.web.pages import Page
from qa_app.web.schedule.forms import DayForm, EndForm, SeriesForm
from qa_app.web.session_filters import ShownFilter


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the week.

    Attributes:
        on: The day.
        note: Why nobody works on it, in words; empty for a working day.
        name: What the holiday table calls it; None without a name.
        is_worked: A weekend day made a working day.
        sessions: Its sessions, by time.
    """

    on: date
    note: str
    name: BilingualText | None
    is_worked: bool
    sessions: tuple[SessionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage(Page):
    """Sessions of a week, day by day."""

    template: ClassVar[str] = "schedule/week.html"

    finding: str
    first: date
    previous: date
    following: date
    days: tuple[WeekDay, ...]
    shown: ShownFilter
    today: date
    may_plan: bool
    missing_years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesListPage(Page):
    """Series within reach."""

    template: ClassVar[str] = "schedule/series_list.html"

    finding: str
    rows: tuple[tuple[SeriesLine, str], ...]
    today: date
    may_plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesCentrePage(Page):
    """First step of a new series: where."""

    template: ClassVar[str] = "schedule/series_centre.html"

    centres: tuple[SessionCentre, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a form would do, before it does it.

    Attributes:
        words: In one sentence.
        found: Day by day.
        unchecked: Years without a holiday table.
        clashes: Who would be in two sessions at once, day by day.
    """

    words: str
    found: SeriesDifference
    unchecked: tuple[int, ...]
    clashes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFormPage(Page):
    """A new series, or a change of one, with its preview."""

    template: ClassVar[str] = "schedule/series_form.html"

    form: SeriesForm
    centre: SessionCentre
    series: SeriesLine | None
    preview: Preview | None
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPage(Page):
    """One series with its sessions to come."""

    template: ClassVar[str] = "schedule/series.html"

    series: SeriesLine
    repeats: str
    sessions: tuple[SessionLine, ...]
    today: date
    end_form: EndForm | None


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """A day that a unit proposed, with what there is to say about it.

    Attributes:
        line: The proposal.
        note: That people are off on the day, that nobody checked it, or that it has gone by;
            empty otherwise, and for what waits no more.
        is_gone: The day has gone by.
        key: Key of the form that withdraws it.
    """

    line: ProposalLine
    note: str
    is_gone: bool
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage(Page):
    """When a session is, where it was before, and other days for it.

    Attributes:
        head: The session.
        finding: Its heading.
        form: Moves it, or proposes a day; None where neither can be.
        is_move: True for who plans.
        day_note: What there is to say about the day in the form; empty for a working day.
        complaint: Why what was sent could not be kept, where no form says it; empty otherwise.
        waiting: How a unit goes on while a day that it proposed waits; empty otherwise.
        moves: Where it was before, in words.
        proposals: Days that were proposed.
        today: The present.
    """

    template: ClassVar[str] = "schedule/day.html"

    head: SessionHead
    finding: str
    form: DayForm | None
    is_move: bool
    day_note: str
    complaint: str
    waiting: str
    moves: tuple[tuple[MovedLine, str], ...]
    proposals: tuple[ShownProposal, ...]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsPage(Page):
    """Days that wait for an answer."""

    template: ClassVar[str] = "schedule/proposals.html"

    finding: str
    proposals: tuple[ShownProposal, ...]
    complaint: str
    may_answer: bool
