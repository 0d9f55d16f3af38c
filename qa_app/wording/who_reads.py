"""What ties people, what bars them, how teams differ: codes in words."""

from qa_app.domain.bars import Bar, BarKind, ConflictReason, TieKind
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

TIE_KINDS: dict[TieKind, str] = {
    TieKind.MEMBERSHIP: _("belongs to the centre"),
    TieKind.CONFLICT: _("conflict of interest"),
    TieKind.SUPERVISION: _("supervises the worker"),
}
CONFLICT_REASONS: dict[ConflictReason, str] = {
    ConflictReason.FAMILY: _("family"),
    ConflictReason.FRIENDSHIP: _("friendship"),
    ConflictReason.DISPUTE: _("dispute"),
    ConflictReason.MONEY: _("money"),
    ConflictReason.PARTY_TO_CASE: _("took part in a case there"),
    ConflictReason.OTHER: _("another reason"),
}
BARS: dict[BarKind, str] = {
    BarKind.OWN_FILE: _("worked on this case"),
    BarKind.DECLARED_WORKER: _("declared a conflict with this worker"),
    BarKind.SUPERVISEE: _("supervises this worker, and the result counts for the register"),
    BarKind.OWN_CENTRE: _("belongs to the centre, or did within 12 months"),
    BarKind.DECLARED_CENTRE: _("declared a conflict with this centre"),
}
_UNTIL = _("%(bar)s (until %(day)s)")


def bar_words(words: Words, bar: Bar) -> str:
    """Say what bars somebody, and until when.

    Args:
        words: The language.
        bar: The bar.

    Returns:
        The words; without a day where no end is known.
    """
    said = words.say(BARS[bar.kind])
    if bar.until is None:
        return said
    return words.say(_UNTIL, bar=said, day=words.day(bar.until))
