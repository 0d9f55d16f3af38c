"""Lists of sessions of the past in words: their types, and what is wrong with a cell."""

from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.domain.text import BilingualText
from qa_app.wording.case_lists import fault_words
from qa_app.wording.catalogue import message as _
from qa_app.wording.coverage import TYPES
from qa_app.wording.words import Words

_OWN: dict[Flaw, tuple[str, str]] = {
    Flaw.EMPTY: (
        _("The file is empty"),
        _("Start from the template and fill in a row per session"),
    ),
    Flaw.NO_ROWS: (_("There is no row below the heads"), _("Fill in a row per session")),
    Flaw.UNKNOWN_COLUMN: (
        _("This column is not one of a list of sessions"),
        _("Delete the column, or give it a head of the template"),
    ),
    Flaw.UNKNOWN_CENTRE: (
        _("No centre in your reach has this code"),
        _("Correct the code, or have the centre added first"),
    ),
}
"""Faults that are said of a case list otherwise."""


def type_names() -> dict[str, BilingualText]:
    """Name the types of sessions, as a list may write them.

    Returns:
        Code to name in both languages.
    """
    zh, en = Words("zh"), Words("en")
    return {one.value: BilingualText(zh.say(said), en.say(said)) for one, said in TYPES.items()}


def session_fault_words(words: Words, fault: ListFault) -> tuple[str, str]:
    """Put a fault of a list of sessions into words.

    Args:
        words: The language.
        fault: The fault.

    Returns:
        What is wrong, and the way out.
    """
    own = _OWN.get(fault.flaw)
    if own is None:
        return fault_words(words, fault)
    return words.say(own[0]), words.say(own[1])
