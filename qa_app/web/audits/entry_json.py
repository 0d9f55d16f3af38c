"""One save as the workspace's script sends it, and what it is answered."""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from qa_app.domain.asked import asked_items, options_of
from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind
from qa_app.domain.background import background_of
from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric import Rubric
from qa_app.web.audits.background import value_of
from qa_app.web.numbers import whole_number
from qa_app.wording import Words

_OPERATION = re.compile(r"[A-Za-z0-9-]{8,40}")
ITEM_KINDS = frozenset({EntryKind.ANSWER, EntryKind.HOLISTIC, EntryKind.APPLICABLE})


def change_from(rubric: Rubric, plain: Any) -> EntryChange:
    """Read a save.

    Args:
        rubric: The audit's rubric.
        plain: JSON value.

    Returns:
        The save.

    Raises:
        InvalidError: It is malformed (`malformed`), or names nothing that this rubric asks.
    """
    try:
        kind = EntryKind(plain["kind"])
        change = EntryChange(
            kind=kind,
            key=str(plain["key"]),
            value=_value(rubric, kind, str(plain["key"]), plain),
            base_revision=whole_number(plain["base"]),
            operation_id=str(plain["op"]),
            note=str(plain.get("note", "")),
            read=tuple(str(one) for one in plain.get("read", ())),
            seconds_spent=whole_number(plain.get("seconds", 0)),
            keeps_name=plain.get("keep") is True,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InvalidError("malformed") from fault
    if not _OPERATION.fullmatch(change.operation_id):
        raise InvalidError("malformed")
    return change


def _value(rubric: Rubric, kind: EntryKind, key: str, plain: Mapping[str, Any]) -> Any:
    if kind in ITEM_KINDS:
        return typed_answer(rubric, kind, key, plain["value"])
    asked = next((one for one in background_of(rubric) if (one.kind, one.key) == (kind, key)), None)
    if asked is None:
        raise InvalidError("malformed")
    fields: MultiDict[str, str] = MultiDict(
        (str(name), str(value)) for name, value in plain["fields"]
    )
    return value_of(asked, fields)


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
