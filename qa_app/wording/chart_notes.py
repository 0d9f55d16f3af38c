"""Notes on charts and new baselines, in words."""

from fractions import Fraction

from qa_app.domain.chart_notes import NoteKind, NumberedNote
from qa_app.domain.rounding import MILLION, display
from qa_app.domain.score_axis import ScoreAxis
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

KINDS: dict[NoteKind, str] = {
    NoteKind.TRAINING: _("training"),
    NoteKind.PROCEDURE: _("new procedure"),
    NoteKind.STAFF: _("staff change"),
    NoteKind.OTHER: _("other event"),
}
"""Kind of note to its words; every kind has some, by test."""

_TITLE = _("%(number)s: %(kind)s, %(text)s")
_SHORT = _("%(number)s: %(kind)s")
POOLS = _(
    "Over several centres the people who review and the ways of drawing files always change, so"
    " limits begin anew here only with a version or by a named person."
)


def note_title(words: Words, one: NumberedNote) -> str:
    """Write a note for the mark that stands for it.

    Args:
        words: The language.
        one: The note with its number.

    Returns:
        Number, kind and words.
    """
    kind = words.say(KINDS[one.note.kind])
    return words.say(_TITLE, number=one.number, kind=kind, text=words.text(one.note.text))


def note_short(words: Words, one: NumberedNote) -> str:
    """Write a note where there is little room.

    Args:
        words: The language.
        one: The note with its number.

    Returns:
        Number and kind.
    """
    return words.say(_SHORT, number=one.number, kind=words.say(KINDS[one.note.kind]))


def mean_words(axis: ScoreAxis, millionths: int) -> str:
    """Write a mean.

    Args:
        axis: How the rubric's results are written.
        millionths: The mean as a ratio in millionths.

    Returns:
        The number with one digit.
    """
    return display(axis.shown(Fraction(millionths, MILLION)))
