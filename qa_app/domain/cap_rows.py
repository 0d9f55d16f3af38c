"""What keeps a band down, as rows of choices of a form, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa_app.domain.condition_rows import ShownCondition, condition_from, shown_condition

_COLUMNS = ("when", "what", "value", "other", "band")
VALUES_MOST = 2
"""Answers that a row has room for."""
_TEST_KEYS = 2  # what is tested, and against what


@dataclass(frozen=True, slots=True)
class CapRow:
    """One cap.

    Attributes:
        when: Its condition as a line of text; empty when choices say it.
        what: Item whose answer is looked at.
        value: Answer that brings the cap about.
        other: Another such answer; empty for none.
        band: Band that a file gets at best.
    """

    when: str = ""
    what: str = ""
    value: str = ""
    other: str = ""
    band: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything stands in the row.

        Returns:
            False for an empty row.
        """
        return any((self.when, self.what, self.value, self.other, self.band))


def shown_caps(value: Any) -> tuple[CapRow, ...] | None:
    """Show caps.

    Args:
        value: What stands in a file; None without caps.

    Returns:
        One row for each; None for what neither choices nor a line of text can say.
    """
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return None
    rows = tuple(map(_shown, value))
    return None if None in rows else tuple(row for row in rows if row is not None)


def _shown(cap: Mapping[str, Any]) -> CapRow | None:
    when, band = cap.get("when"), str(cap.get("at_most", ""))
    is_one_test = isinstance(when, Mapping) and len(when) == _TEST_KEYS
    match when:
        case {"answer": str(code), "is": str(value)} if is_one_test:
            return CapRow("", code, value, "", band)
        case {"answer": str(code), "in": [str(value), str(other)]} if is_one_test:
            return CapRow("", code, value, other, band)
    said = shown_condition(when)
    return None if said is None else CapRow(said.text, band=band)


def typed_caps(name: str, typed: Mapping[str, Sequence[str]]) -> tuple[CapRow, ...] | None:
    """Read caps from a form.

    Args:
        name: Name of the field; its columns are `NAME.when`, `NAME.what`, `NAME.value`,
            `NAME.other` and `NAME.band`, and `NAME.was` with the line as it was shown: a row
            whose line was emptied is gone.
        typed: What was sent.

    Returns:
        The rows in which something stands; None when the form has no such field.
    """
    columns = [typed.get(f"{name}.{column}", ()) for column in _COLUMNS]
    if not columns[-1]:
        return None
    count = len(columns[-1])
    columns.append(typed.get(f"{name}.was", ()))
    filled = [[*map(str.strip, column), *[""] * count][:count] for column in columns]
    rows = ((CapRow(*parts), was) for *parts, was in zip(*filled, strict=True))
    return tuple(row for row, was in rows if row and (row.when or row.what or not was))


def caps_from(rows: Sequence[CapRow]) -> list[dict[str, Any]] | None:
    """Write caps as they stand in a file.

    Args:
        rows: What was typed.

    Returns:
        The caps; None without any. Choices count before a line of text.
    """
    return [{"when": _when(row), "at_most": row.band} for row in rows] or None


def _when(row: CapRow) -> Any:
    if not row.what:
        return condition_from(ShownCondition(row.when))
    values = [one for one in (row.value, row.other) if one]
    if len(values) == VALUES_MOST:
        return {"answer": row.what, "in": values}
    return {"answer": row.what, "is": values[0] if values else ""}
