"""What two readers entered besides answers, in words: facts, moments, dated lists."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.background import background_of
from qa_app.domain.rubric import Rubric
from qa_app.web.locale import page_language
from qa_app.wording import Words

_DATED = ("at", "from", "until")


def value_lines(value: Any, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Write what was entered, a list of dates as one line for each.

    Args:
        value: A fact, a moment, a list of dates, a number.
        labels: Codes of a fact to their words.

    Returns:
        One line for a single value; a dash for an empty list.
    """
    if not isinstance(value, list):
        return (_said(value, labels),)
    if any(isinstance(one, dict) for one in value):
        return tuple(_said(one, labels) for one in value)
    words = Words(page_language())
    return (words.listed(_said(one, labels) for one in value) or "–",)


def _said(value: Any, labels: Mapping[str, str]) -> str:
    words = Words(page_language())
    if isinstance(value, bool):
        return words.yes_or_no(is_yes=value)
    if isinstance(value, dict):
        # the day first, then what stands beside it
        keys = sorted(value, key=lambda key: key not in _DATED)
        return " ".join(_said(value[key], labels) for key in keys)
    text = str(value)
    return labels.get(text) or _moment(words, text) or text


def _moment(words: Words, text: str) -> str:
    # entered at the centre, so it is the centre's time already
    if len(text) < len("2026-03-28") or text[4:5] != "-":
        return ""
    try:
        if len(text) == len("2026-03-28"):
            return words.day(date.fromisoformat(text))
        return words.moment(datetime.fromisoformat(text))
    except ValueError:
        return ""


def fact_words(rubric: Rubric, kind: str, key: str) -> dict[str, str]:
    """Name the codes that a fact may have.

    Args:
        rubric: The rubric, in words.
        kind: Kind of the entry.
        key: Its key.

    Returns:
        Code to words; empty for what has no codes.
    """
    words = Words(page_language())
    if kind == EntryKind.HOLISTIC and rubric.holistic is not None:
        return {one.code: words.text(one.label) for one in rubric.holistic.scale.options}
    facts = (one for one in rubric.facts if kind == EntryKind.FACT and one.code == key)
    return {code: words.text(label) for one in facts for code, label in one.options}


def entry_words(rubric: Rubric, kind: str, key: str) -> str:
    """Name an entry.

    Args:
        rubric: The rubric, in words.
        kind: Its kind.
        key: Its key.

    Returns:
        Label of a fact, a date or a log; code of an item.
    """
    if kind == EntryKind.HOLISTIC:
        return str(_("Overall"))
    labels = {(one.kind.value, one.key): one.label for one in background_of(rubric)}
    label = labels.get((kind, key))
    return key if label is None else Words(page_language()).text(label) or key
