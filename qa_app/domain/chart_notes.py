"""Notes on charts: what happened on a day that may explain what the points do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from qa_app.domain.baselines import check_reason
from qa_app.domain.defaults import CHART_NOTE_MOST, CHART_NOTE_YEARS
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import check_text
from qa_app.domain.identity_guard import names_in
from qa_app.domain.month_grid import month_of
from qa_app.domain.text import BilingualText, has_words


class NoteKind(StrEnum):
    """What happened."""

    TRAINING = "training"
    PROCEDURE = "procedure"
    STAFF = "staff"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note as it was sent.

    Attributes:
        kind: What happened.
        on: The day.
        text: In words; one language is enough.
        rubric_code: On charts of which rubric; empty for all.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
        key: Random key of the form; None without one.
    """

    kind: NoteKind
    on: date
    text: BilingualText
    rubric_code: str = ""
    name_reason: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True)
class ChartNote:
    """A note as it stands.

    Attributes:
        id: It.
        scope: Scope of the totals on whose charts it stands, and on those of every part of it.
        kind: What happened.
        on: The day.
        text: In words.
        rubric_code: On charts of which rubric; empty for all.
        revision: How often its words were written.
        by: Name of who wrote it.
        at: When.
        written_by: The account that wrote it.
    """

    id: int
    scope: str
    kind: NoteKind
    on: date
    text: BilingualText
    rubric_code: str
    revision: int
    by: str
    at: datetime
    written_by: int = 0


@dataclass(frozen=True, slots=True)
class NumberedNote:
    """A note with the number that marks it on one chart.

    Attributes:
        number: From 1, in order of days.
        note: The note.
    """

    number: int
    note: ChartNote


def check_note(note: NewNote, today: date) -> None:
    """Refuse a note that may not be written.

    Args:
        note: The note.
        today: Local day.

    Raises:
        InvalidError: Nothing is written (`text_missing`), a text is refused
            (`findings.check_text`), or the day lies ahead or more than
            `CHART_NOTE_YEARS` years back (`day_unfit`).
    """
    texts = (note.text.zh, note.text.en)
    if not any(has_words(text) for text in texts):
        raise InvalidError("text_missing")
    for text in texts:
        check_text(text, CHART_NOTE_MOST, name_reason=note.name_reason)
    if not 0 <= today.year - note.on.year <= CHART_NOTE_YEARS or note.on > today:
        raise InvalidError("day_unfit")


def check_removal(reason: str) -> None:
    """Refuse a reason for taking a note off that says nothing.

    Args:
        reason: As typed.

    Raises:
        InvalidError: As `baselines.check_reason`; a name is never needed here.
    """
    check_reason(reason)


def keeps_name(note: NewNote) -> bool:
    """Tell whether a note keeps what looks like a name.

    Args:
        note: The note, checked before.

    Returns:
        True when the reason for it has to be kept beside it.
    """
    return any(names_in(text) for text in (note.text.zh, note.text.en))


def numbered(notes: Sequence[ChartNote]) -> tuple[NumberedNote, ...]:
    """Number notes for a chart.

    Args:
        notes: Notes of one chart.

    Returns:
        In order of days, those of one day in the order in which they were written.
    """
    ordered = sorted(notes, key=lambda one: (one.on, one.id))
    return tuple(NumberedNote(number, one) for number, one in enumerate(ordered, 1))


def within(notes: Sequence[NumberedNote], first: int, last: int) -> tuple[NumberedNote, ...]:
    """Keep the notes that a chart has room for.

    Args:
        notes: The notes.
        first: First month of the chart, as `totals.month_of` gives it.
        last: The month after its last.

    Returns:
        Those whose day lies in its months.
    """
    return tuple(one for one in notes if first <= month_of(one.note.on) < last)
