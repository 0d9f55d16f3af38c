"""Measures of a supervisor's quarter as words, and the table of them."""

from collections.abc import Mapping

from qa_app.domain.rounding import display
from qa_app.domain.supervision_measures import Measure, Measured
from qa_app.wording import coverage as wording
from qa_app.wording.catalogue import message as _
from qa_app.wording.said_coverage import SaidRow, SaidTable
from qa_app.wording.words import Words

_MEASURES = _("Computed from records")
_MEASURE_NOTE = _(
    "What agreements, sessions, records, cases and actions answer of the rubric on supervision"
    " practice. A review of this supervisor's quarter begins with them; whoever reviews may say"
    " otherwise with a reason."
)
_MEASURE_HEADS = (_("Item and measure"), _("Measured"), _("Stands on (n)"), _("How it is computed"))
_MEASURE_NAMES: dict[Measure, tuple[str, str]] = {
    Measure.SUPERVISEES: (
        _("people supervised"),
        _("standing agreements on the last day; n: the same people"),
    ),
    Measure.SESSIONS: (
        _("individual sessions held"),
        _("sessions of the quarter that are held; n: people supervised"),
    ),
    Measure.SIXTY_MINUTES: (
        _("individual sessions of an hour without interruption"),
        _("start, end and interruption as signed records have them; n: such records"),
    ),
    Measure.DISCUSSED: (
        _("open cases discussed each month"),
        _("decisions on cases in signed records; n: cases in hand all month, each month once"),
    ),
    Measure.SIGNED: (
        _("records signed by all within 3 working days"),
        _(
            "signatures, by the holiday table; n: held sessions that are signed or whose time is"
            " over"
        ),
    ),
    Measure.CLOSED: (
        _("agreed actions done on time"),
        _("actions agreed in sessions and due in the quarter; n: these actions"),
    ),
}


def said_measures(
    words: Words, measures: tuple[Measured, ...], items: Mapping[Measure, str]
) -> SaidTable:
    """Put the measures of a supervisor's quarter into a table.

    Args:
        words: The language.
        measures: As records answer them.
        items: Measure to the item that asks for it, by the rubric in force; empty without one.

    Returns:
        A table, marked as computed.
    """
    return SaidTable(
        "measures",
        words.say(_MEASURES),
        words.say(_MEASURE_NOTE),
        tuple(words.say(head) for head in _MEASURE_HEADS),
        tuple(_measure(words, one, items.get(one.measure, "")) for one in measures),
    )


def measure_words(words: Words, measure: Measure) -> tuple[str, str]:
    """Name a measure.

    Args:
        words: The language.
        measure: The measure.

    Returns:
        What it counts, and how it is computed.
    """
    name, how = _MEASURE_NAMES[measure]
    return words.say(name), words.say(how)


def _measure(words: Words, one: Measured, item: str) -> SaidRow:
    name, how = measure_words(words, one.measure)
    is_count = one.measure in {Measure.SUPERVISEES, Measure.SESSIONS}
    value = wording.share_words(words, one.value)
    if is_count and one.value is not None:
        value = display(one.value, 0)
    cells = (f"{item} · {name}" if item else name, value, str(one.n), how)
    return SaidRow(cells)
