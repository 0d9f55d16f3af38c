"""A condition as rows of a form or as one line of text, and back."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa_app.domain.condition_text import ConditionTextError, condition_text, parse_condition
from qa_app.domain.defaults import DRAFT_ROWS_MOST

_WHOLE = re.compile(r"-?\d{1,12}", re.ASCII)
_SPLIT = re.compile(r"[,，、;；\s]+")
TESTS = ("is", "in", "has", "ever_in", "eq", "gte", "gt", "lte", "lt")
"""What a row can test, in the order in which a form offers it."""
_SUBJECTS = ("fact", "answer", "item")
LISTING = ("in", "ever_in")
"""Tests that look for one of several values."""
_WORDS_OF_TRUTH = {"true": True, "false": False, "是": True, "否": False}


@dataclass(frozen=True, slots=True)
class Row:
    """One test of a condition, as a row of a form.

    Attributes:
        what: `fact:CODE`, `answer:CODE` or `item:CODE` for the rating of an item.
        test: `is`, `in`, `has`, `ever_in`, `eq`, `gte`, `gt`, `lte` or `lt`.
        value: The value, or several with commas.
    """

    what: str
    test: str
    value: str


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """A condition on screen.

    Attributes:
        text: As one line; empty without a condition.
        join: `all` or `any` for several rows.
        rows: Its tests; empty when it is more than a list of tests.
        is_simple: True when rows can say it, `DRAFT_ROWS_MOST` of them at most.
    """

    text: str = ""
    join: str = "all"
    rows: tuple[Row, ...] = ()
    is_simple: bool = True


def shown_condition(value: Any) -> ShownCondition | None:
    """Show a condition.

    Args:
        value: What stands in a file; text is a condition that could not be read.

    Returns:
        The condition on screen; None for what neither rows nor a line can say.
    """
    if value is None:
        return ShownCondition()
    if isinstance(value, str):
        return ShownCondition(value, is_simple=False)
    try:
        text = condition_text(value)
    except (ValueError, TypeError):
        return None
    join, tests = "all", [value]
    for name in ("all", "any"):
        if isinstance(value.get(name), list):
            join, tests = name, value[name]
    if len(tests) > DRAFT_ROWS_MOST:
        return ShownCondition(text, is_simple=False)
    rows = tuple(row for test in tests if (row := _row(test)) is not None)
    if len(rows) < len(tests):
        return ShownCondition(text, is_simple=False)
    return ShownCondition(text, join, rows)


def _row(test: Any) -> Row | None:
    for subject in _SUBJECTS:
        for name in TESTS:
            if isinstance(test, Mapping) and set(test) == {subject, name}:
                value = test[name]
                listed = value if isinstance(value, list) else [value]
                shown = ", ".join(map(shown_token, listed))
                return Row(f"{subject}:{test[subject]}", name, shown)
    return None


def shown_token(value: Any) -> str:
    """Write a value as a form shows it.

    Args:
        value: What stands in the file.

    Returns:
        The value as `token_of` reads it; in quotation marks where it would be read as another.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    is_plain = not isinstance(value, str) or token_of(text) == text
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def typed_condition(name: str, typed: Mapping[str, Sequence[str]]) -> ShownCondition | None:
    """Read a condition from a form; the line counts when it was changed, else the rows.

    Args:
        name: Name of the field. `NAME` holds the line, `NAME.was` the line as it was shown,
            `NAME.join`, `NAME.what`, `NAME.test` and `NAME.value` hold the rows.
        typed: What was sent.

    Returns:
        What was typed; None when the form has no such field.
    """
    text, was = _first(typed, name), _first(typed, f"{name}.was") or ""
    if text is None and f"{name}.what" not in typed:
        return None
    if text is not None and text != was:
        return ShownCondition(text)
    rows = _typed_rows(name, typed)
    if not rows and not _is_simple(was):
        return ShownCondition(was)
    join = "any" if _first(typed, f"{name}.join") == "any" else "all"
    return ShownCondition(join=join, rows=rows)


def _first(typed: Mapping[str, Sequence[str]], name: str) -> str | None:
    return typed[name][0].strip() if typed.get(name) else None


def _is_simple(text: str) -> bool:
    try:
        shown = shown_condition(parse_condition(text))
    except ConditionTextError:
        return not text
    return shown is not None and shown.is_simple


def _typed_rows(name: str, typed: Mapping[str, Sequence[str]]) -> tuple[Row, ...]:
    columns = [typed.get(f"{name}.{part}", ()) for part in ("what", "test", "value")]
    return tuple(
        Row(what.strip(), test, value.strip())
        for what, test, value in zip(*columns, strict=False)
        if what.strip()
    )


def condition_from(now: ShownCondition) -> Any:
    """Write a condition as it stands in a file.

    Args:
        now: What was typed.

    Returns:
        The condition; None for an empty one, the line itself when it cannot be read.
    """
    if now.rows:
        tests = [_test(row) for row in now.rows]
        return tests[0] if len(tests) == 1 else {now.join: tests}
    try:
        return parse_condition(now.text) if now.text else None
    except ConditionTextError:
        return now.text


def _test(row: Row) -> dict[str, Any]:
    subject, _, code = row.what.partition(":")
    subject = subject if subject in _SUBJECTS else "fact"
    if row.test in LISTING:
        values = [token_of(one) for one in _SPLIT.split(row.value) if one]
        return {subject: code, row.test: values}
    return {subject: code, row.test if row.test in TESTS else "is": token_of(row.value)}


def token_of(text: str) -> Any:
    """Read a value that somebody typed.

    Args:
        text: A word, a whole number, yes or no, or text in quotation marks.

    Returns:
        The value as a file holds it.
    """
    text = text.strip()
    if text in _WORDS_OF_TRUTH:
        return _WORDS_OF_TRUTH[text]
    if text.startswith('"'):
        try:
            return str(json.loads(text))
        except ValueError:
            return text
    return int(text) if _WHOLE.fullmatch(text) else text


def is_same(now: ShownCondition, before: ShownCondition) -> bool:
    """Tell whether a form left a condition as it was.

    Args:
        now: What was typed.
        before: What was shown.

    Returns:
        True when neither its rows nor its line differ.
    """
    if now.rows or not now.text:
        is_joined_alike = now.join == before.join or len(now.rows) <= 1
        return now.rows == before.rows and is_joined_alike and (before.is_simple or not now.rows)
    return now.text == before.text
