"""What is wrong with a form as a file, in words."""

from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.wording.case_lists import fault_words
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_OWN: dict[Flaw, tuple[str, str]] = {
    Flaw.EMPTY: (_("The file is empty"), _("Start from the template")),
    Flaw.BROKEN_WORKBOOK: (
        _("This is no workbook that can be read"),
        _("Save it as .xlsx once more and choose it again"),
    ),
    Flaw.TOO_MANY_ROWS: (
        _("The form holds too much: more than %(most)s names or rows"),
        _("Divide it into several forms"),
    ),
}
"""Faults that are said of a list otherwise."""


def form_fault_words(words: Words, fault: ListFault) -> tuple[str, str]:
    """Put a fault of a form into words.

    Args:
        words: The language.
        fault: The fault.

    Returns:
        What is wrong, and the way out.
    """
    own = _OWN.get(fault.flaw)
    if own is None:
        return fault_words(words, fault)
    return words.say(own[0], **fault.params), words.say(own[1], **fault.params)
