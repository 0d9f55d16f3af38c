"""Notes on charts and new baselines, in words."""

from fractions import Fraction

from qa_app.domain.chart_notes import NoteKind, NumberedNote
from qa_app.domain.rounding import MILLION, display
from qa_app.domain.score_axis import ScoreAxis
from qa_app.wording import trends
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
_BASELINE = _("from %(month)s on, %(section)s, version %(version)s")
_MEANS = _("mean before %(old)s, from then on %(new)s")
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
    return words.say(_TITLE, number=one.number, kind=kind, text=words.written(one.note.text))


def note_short(words: Words, one: NumberedNote) -> str:
    """Write a note where there is little room.

    Args:
        words: The language.
        one: The note with its number.

    Returns:
        Number and kind.
    """
    return words.say(_SHORT, number=one.number, kind=words.say(KINDS[one.note.kind]))


def baseline(words: Words, month: int, section: str, version: str) -> str:
    """Say where limits began anew.

    Args:
        words: The language.
        month: First month of the new stretch, as `totals.month_of` gives it.
        section: Title of the section, or the word for whole files.
        version: Number of the rubric version.

    Returns:
        One line.
    """
    return words.say(_BASELINE, month=trends.month(words, month), section=section, version=version)


def means(words: Words, axis: ScoreAxis, pair: tuple[int, int]) -> str:
    """Say what a new baseline changed when it was begun.

    Args:
        words: The language.
        axis: How the rubric's results are written.
        pair: Mean before and mean from then on, ratios in millionths.

    Returns:
        One line.
    """
    old, new = (display(axis.shown(Fraction(one, MILLION))) for one in pair)
    return words.say(_MEANS, old=old, new=new)
