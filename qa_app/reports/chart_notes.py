"""Notes on a chart: small numbers on the axis of time, each with its words."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Any

from qa_app.domain.chart_notes import NumberedNote, within
from qa_app.domain.month_grid import last_of, month_of
from qa_app.reports.svg import across, element, words
from qa_app.wording import Words
from qa_app.wording.chart_notes import note_short, note_title

_HALF, _STEP, _ROWS = 8, 18, 4
_NEAR = Fraction(1, 30)
_EDGE, _PAPER, _DIGITS = "#4a5763", "#ffffff", 4


@dataclass(frozen=True, slots=True)
class NoteMark:
    """One note as it is drawn.

    Attributes:
        at: 0..1 from the left.
        row: How many marks lie below it, because they stand too near beside it.
        number: What is written on it.
        words: The note.
        short: Its number and kind alone, where there is little room.
    """

    at: Fraction
    row: int
    number: str
    words: str
    short: str


def note_marks(
    said: Words, notes: Iterable[NumberedNote], span: tuple[int, int]
) -> tuple[NoteMark, ...]:
    """Place notes along the axis of time.

    Args:
        said: The language.
        notes: Notes in order of days.
        span: First month of the chart, and the month after its last.

    Returns:
        One mark for each note in these months, on its day.
    """
    first, last = span
    made: list[NoteMark] = []
    for one in within(tuple(notes), first, last):
        day = one.note.on
        passed = month_of(day) - first + Fraction(day.day - 1, last_of(day).day)
        at = passed / (last - first)
        near = bool(made) and at - made[-1].at < _NEAR
        row = (made[-1].row + 1) % _ROWS if near else 0
        title, short = note_title(said, one), note_short(said, one)
        made.append(NoteMark(at, row, str(one.number), title, short))
    return tuple(made)


def notes_svg(notes: Iterable[NoteMark], foot: int) -> str:
    """Draw notes.

    Args:
        notes: The marks.
        foot: Pixels from above to the axis of time.

    Returns:
        A small square with a number for each.
    """
    return "".join(_note(mark, foot - 2 * _HALF - _STEP * mark.row) for mark in notes)


def _note(mark: NoteMark, y: int) -> str:
    title = element("title", words(mark.words), data_content="")
    square = element(
        "rect",
        title,
        class_="pl-note-mark",
        x=across(mark.at),
        y=y,
        width=2 * _HALF,
        height=2 * _HALF,
        rx=2,
        transform=f"translate(-{_HALF} 0)",
    )
    number = element(
        "text",
        words(mark.number),
        title,
        class_="pl-tick pl-middle pl-note-number",
        x=across(mark.at),
        y=y + 12,
    )
    return square + number


def noted(note: NoteMark) -> dict[str, Any]:
    """Write a note for plotly.js.

    Args:
        note: The mark.

    Returns:
        An annotation that tells its kind when it is pointed at; the words stand below the chart.
    """
    return {
        "x": round(float(note.at), _DIGITS),
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": _STEP * note.row,
        "text": escape(note.number),
        "hovertext": escape(note.short),
        "showarrow": False,
        "bordercolor": _EDGE,
        "bgcolor": _PAPER,
    }
