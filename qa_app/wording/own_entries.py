"""That a value rests on what the centre itself entered, in words."""

from collections.abc import Iterable

from qa_app.domain.criterion_data import OwnEntry, own_entries
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

OWN_ENTRY_WORDS: dict[OwnEntry, str] = {
    OwnEntry.ALONE: _("Rests on entries that the centre may make itself, not confirmed by others."),
    OwnEntry.JUDGED: _(
        "Rests on what the centre itself reports; others judge only what it reported."
    ),
    OwnEntry.PARTLY: _(
        "What was found or held is put down by others; workers, cases or steps that the centre"
        " itself enters go into it."
    ),
    OwnEntry.LISTED: _(
        "Put down by those who read the files; these come from case lists that centres take in"
        " themselves."
    ),
}
"""What is the centre's own word, in words."""


def said_own_entries(words: Words, metrics: Iterable[str]) -> str:
    """Say of a criterion that its value rests on the word of the centre.

    Args:
        words: The language.
        metrics: Metrics of its tests.

    Returns:
        A sentence or two; empty of metrics that nothing measures.
    """
    gap = "" if words.language == "zh" else " "
    return gap.join(words.say(OWN_ENTRY_WORDS[one]) for one in own_entries(metrics))
