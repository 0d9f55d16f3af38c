"""What an entry is called and what it takes, for whoever entered something else."""

from flask_babel import gettext as _

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.background import Shape, background_of
from qa_app.domain.rubric import Rubric
from qa_app.wording import Words


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
    found = next((one for one in background_of(rubric) if (one.kind, one.key) == (kind, key)), None)
    match None if found is None else found.shape:
        case Shape.INT:
            return str(_(" It takes a whole number, 0 or more."))
        case Shape.NUMBER if found is not None and found.is_share:
            return str(_(" It takes a share from 0 to 1, such as 0.92 (or 92%)."))
        case Shape.NUMBER:
            return str(_(" It takes a number, such as 12 or 2.5."))
        case Shape.DATE | Shape.MOMENT | Shape.HISTORY | Shape.LOG | Shape.SAMPLE:
            return str(_(" Check its days and numbers."))
        case None if kind is EntryKind.ANSWER:
            return str(_(" It takes a whole number, 0 or more."))
        case _:
            return ""
