"""Answers as forms and scripts send them, and in words."""

from typing import Any

from qa_app.domain.asked import asked_items, options_of
from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.rubric import Rubric
from qa_app.web.numbers import whole_number
from qa_app.wording import Words


def typed_answer(rubric: Rubric, kind: EntryKind, key: str, value: Any) -> Any:
    """Give an answer the type that the rubric wants.

    Args:
        rubric: The rubric.
        kind: Answer, judgement or "does it apply".
        key: The item.
        value: As a form or a script has it.

    Returns:
        A code, a whole number, a truth value; None for no answer.
    """
    if value is None or value == "":
        return None
    if kind is EntryKind.APPLICABLE:
        return {"true": True, "false": False}.get(str(value), value)
    item = asked_items(rubric).get(key)
    is_count = kind is EntryKind.ANSWER and item is not None and not item.options
    try:
        return whole_number(value) if is_count else str(value)
    except ValueError:
        return str(value)  # what is no number is refused with the words of its item


def answer_words(rubric: Rubric, entry: Entry, language: str, nothing: str) -> str:
    """Say an answer in a few words.

    Args:
        rubric: The rubric.
        entry: The entry.
        language: Language of the page.
        nothing: Words for no answer.

    Returns:
        The words of the option; the value itself where there is none.
    """
    if entry.value is None:
        return nothing
    words = Words(language)
    if entry.kind is EntryKind.HOLISTIC and rubric.holistic is not None:
        options = options_of(rubric.holistic.scale)
    else:
        item = asked_items(rubric).get(entry.key)
        options = item.options if item and entry.kind is EntryKind.ANSWER else ()
    for option in options:
        if option.code == entry.value:
            return words.text(option.short) or words.named("answer", option.code)
    return _plain_words(words, entry.value)


def _plain_words(words: Words, value: Any) -> str:
    match value:
        case bool():
            return words.yes_or_no(is_yes=value)
        case list():
            return words.listed(_plain_words(words, one) for one in value)
        case dict():
            return " ".join(_plain_words(words, one) for one in value.values())
        case _:
            return str(value)
