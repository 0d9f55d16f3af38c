"""Pages of notes on charts and of new baselines."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.chart_notes import ChartNote
from qa_app.domain.text import BilingualText
from qa_app.web.chart_notes.forms import NoteForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note in words.

    Attributes:
        note: It.
        kind: What happened.
        day: When.
        rubric: On charts of which rubric; None for all.
        by: Who wrote it, and when.
        elsewhere: True for a note of a place around.
        may_change: True for who wrote it.
        may_remove: True for who may take it off.
        fault: Why something about it was refused; empty otherwise.
        asks_name: True when it is asked why what looks like a name is kept.
        typed: The words that were refused; None where none were.
        reason: The reason that was refused, or came too late; empty otherwise.
    """

    note: ChartNote
    kind: str
    day: str
    rubric: BilingualText | None
    by: str
    elsewhere: bool
    may_change: bool
    may_remove: bool
    fault: str
    asks_name: bool
    typed: BilingualText | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesPage(Page):
    """Notes on the charts of one scope, and the form for another."""

    template: ClassVar[str] = "chart_notes/notes.html"

    scope_name: str
    trend_address: str
    here_address: str
    form: NoteForm
    notes: tuple[NoteShown, ...]
    fault: str
    least: int


@dataclass(frozen=True, slots=True)
class BaselineShown:
    """A new baseline in words.

    Attributes:
        id: It.
        what: From when on, of which section and version.
        means: What it changed when it was begun.
        by: Who began it, and when.
        reason: Why.
        back: Who took it back, and when; empty while it stands.
        back_reason: Why.
        fault: Why taking it back was refused; empty otherwise.
    """

    id: int
    what: str
    means: str
    by: str
    reason: str
    back: str
    back_reason: str
    fault: str


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What a new baseline would change.

    Attributes:
        month: First month of the new stretch.
        old_mean: Mean before, in millionths.
        new_mean: Mean from then on.
        rows: Which stretch, how many periods, its mean, its limits; all in words.
        said: The same in a sentence.
    """

    month: int
    old_mean: int
    new_mean: int
    rows: tuple[tuple[str, int, str, str], ...]
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselinesPage(Page):
    """Where limits of one chart begin anew, and the form that begins another stretch."""

    template: ClassVar[str] = "chart_notes/baselines.html"

    scope_name: str
    trend_address: str
    here_address: str
    title: BilingualText
    section_title: BilingualText | None
    rubric: str
    section: str
    months: tuple[tuple[int, str], ...]
    look: SecondLook | None
    reason: str
    key: str
    fault: str
    asks_name: bool
    baselines: tuple[BaselineShown, ...]
    least: int
    periods: int
