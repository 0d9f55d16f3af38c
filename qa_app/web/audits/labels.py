"""Words of the list of audits, and of what is refused."""

from flask_babel import gettext as _

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.background import Shape, background_of
from qa_app.domain.defaults import NAME_REASON_LEAST, NAME_REASON_MOST
from qa_app.domain.errors import RefusedError
from qa_app.domain.rubric import Rubric
from qa_app.wording import Words

CHIPS = {
    "draft": "plain",
    "provisional": "wait",
    "final": "done",
    "void": "late",
    "second": "plain",
}
"""State to its chip."""


def state_words() -> dict[str, str]:
    """Name the states of an audit.

    Returns:
        State to word.
    """
    return {
        "draft": _("Draft"),
        "provisional": _("Provisional"),
        "final": _("Final"),
        "void": _("Void"),
        "second": _("Second reading"),
    }


def refusal_words(fault: RefusedError, rule: str = "") -> str:
    """Say why a save or an act was refused.

    Args:
        fault: The refusal.
        rule: What the entry takes; empty when that is not known.

    Returns:
        What happened and what to do.
    """
    words = {
        "id_number": _(
            "This looks like an ID number; one with a wrong digit counts as well. Use the file"
            " reference. If it is a number of another kind, leave out its first six digits. This"
            " text was not saved."
        ),
        "phone": _("Do not enter phone numbers or e-mail addresses. This text was not saved."),
        "mail": _("Do not enter phone numbers or e-mail addresses. This text was not saved."),
        "likely_name": _(
            "This looks like a person's name. Write the role instead, such as mother or worker,"
            " or say why it is needed. It was not saved yet."
        ),
        "name_reason": _(
            "Say in %(least)s to %(most)s characters why the name is needed, without a name or a"
            " number. It was not saved yet.",
            least=NAME_REASON_LEAST,
            most=NAME_REASON_MOST,
        ),
        "whole_out_of_bounds": _("Enter a whole number from 0 to 1,000,000. It was not saved."),
        "note_too_long": _("A note holds at most 2,000 characters. This text was not saved."),
        "operation_reused": _("This was sent twice with different content. Reload the page."),
    }
    other = str(_("This value does not fit here. It was not saved."))
    return str(words.get(fault.code, f"{other}{rule}"))


def entry_name(rubric: Rubric, kind: EntryKind, key: str, language: str) -> str:
    """Name an entry for its reader.

    Args:
        rubric: The rubric.
        kind: What the entry is about.
        key: Which.
        language: Language of the page.

    Returns:
        The label of a fact; words for the judgement of the whole; the code of an item.
    """
    if kind is EntryKind.HOLISTIC:
        return str(_("Overall"))
    labels = {(one.kind, one.key): one.label for one in background_of(rubric)}
    label = labels.get((kind, key))
    return key if label is None else Words(language).text(label) or key


def rule_words(rubric: Rubric, kind: EntryKind, key: str) -> str:
    """Say what an entry takes.

    Args:
        rubric: The rubric.
        kind: What the entry is about.
        key: Which.

    Returns:
        A sentence with the space before it that the language wants; empty where the page lets
        nothing else be chosen.
    """
    shapes = {(one.kind, one.key): one.shape for one in background_of(rubric)}
    match shapes.get((kind, key)):
        case Shape.INT:
            return str(_(" It takes a whole number, 0 or more."))
        case Shape.NUMBER:
            return str(_(" It takes a number, such as 12 or 2.5."))
        case Shape.DATE | Shape.MOMENT | Shape.HISTORY | Shape.LOG | Shape.SAMPLE:
            return str(_(" Check its days and numbers."))
        case None if kind is EntryKind.ANSWER:
            return str(_(" It takes a whole number, 0 or more."))
        case _:
            return ""
