"""What stands in a part of a rubric draft, as the fields of its form show it."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from qa_app.domain.cap_rows import shown_caps
from qa_app.domain.condition_rows import shown_condition
from qa_app.domain.defaults import DRAFT_ROWS_MOST, RUBRIC_ENTRIES_MOST
from qa_app.domain.draft_parts import value_at
from qa_app.domain.form_fields import LISTED, Field, FieldKind, Plain
from qa_app.domain.part_rows import rows_of, shown_regions

BETWEEN = re.compile(r"[,，、;；\s]+")
"""What stands between the codes of a list that is typed in one line."""
_DIGITS = 40


def shown_value(field: Field, part: Plain) -> Any:
    """Give what stands in a field.

    Args:
        field: The field.
        part: What the part holds.

    Returns:
        Text; a pair of texts, Chinese first; True or False; a tuple of texts, of rows or of
        mappings; a `ShownCondition`. None when the file holds something that the field cannot
        show, or more rows than a form has, so that only YAML changes it.
    """
    value = _shown(field, part)
    return None if _rows_in(field, value) > rows_most(field) else value


def is_overfull(field: Field, part: Plain) -> bool:
    """Tell whether a list has more rows than a form shows.

    Args:
        field: The field.
        part: What the part holds.

    Returns:
        True when rows could show it, were it shorter.
    """
    return _rows_in(field, _shown(field, part)) > rows_most(field)


def rows_most(field: Field) -> int:
    """Give how many rows a form shows of a list.

    Args:
        field: The field.

    Returns:
        The number; what can only be ticked may list as much as a rubric has.
    """
    return RUBRIC_ENTRIES_MOST if field.kind is FieldKind.TICKS else DRAFT_ROWS_MOST


def _shown(field: Field, part: Plain) -> Any:
    return _SHOW[field.kind](value_at(part, field.path))


def _rows_in(field: Field, value: Any) -> int:
    # the rows and the further tests inside a row count as well
    if value is None:
        return 0
    if field.kind is FieldKind.CONDITION:
        return max(0, len(value.rows) - 1)
    if field.kind in LISTED:
        inside = (_rows_in(one, _shown(one, row)) for row in value for one in field.rows)
        return len(value) + sum(inside)
    return len(value) if field.kind in _IN_ROWS else 0


def _show_words(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value or ""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _show_text(value: Any) -> tuple[str, str] | None:
    if value is None:
        return "", ""
    if not isinstance(value, Mapping):
        return None
    zh, en = (value.get(language, "") for language in ("zh", "en"))
    return (zh, en) if isinstance(zh, str) and isinstance(en, str) else None


def _show_number(value: Any) -> str | None:
    if isinstance(value, Fraction):
        with localcontext() as context:
            context.prec = _DIGITS
            return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return _show_words(value)


def _show_flag(value: Any) -> bool | None:
    return bool(value) if value is None or isinstance(value, bool) else None


def shown_lines(value: Any) -> tuple[str, ...] | None:
    """Show a list of words or numbers.

    Args:
        value: What stands in the file.

    Returns:
        Its entries as text; None when it is something else.
    """
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str | int) for one in value):
        return None
    return tuple(map(str, value))


def _show_map(value: Any) -> str | None:
    if not isinstance(value, Mapping):
        return _show_words(value)
    parts = []
    for code, entry in value.items():
        listed = entry if isinstance(entry, list) else [entry]
        if not all(isinstance(one, str | int) for one in listed):
            return None
        parts.append(f"{code}={' '.join(map(str, listed))}")
    return ", ".join(parts)


def _show_read(value: Any) -> tuple[tuple[str, str, str], ...] | None:
    if value is None:
        return ()
    is_list = isinstance(value, list) and all(isinstance(one, Mapping) for one in value)
    if not is_list:
        return None
    return tuple((word_of(one, "id"), word_of(one, "zh"), word_of(one, "en")) for one in value)


def _show_options(value: Any) -> tuple[tuple[str, str, str], ...] | None:
    if value is None:
        return ()
    if not isinstance(value, Mapping) or not all(isinstance(o, Mapping) for o in value.values()):
        return None
    return tuple((str(code), word_of(one, "zh"), word_of(one, "en")) for code, one in value.items())


def _show_ratings(value: Any) -> tuple[tuple[str, str, str], ...] | None:
    if not isinstance(value, list):
        return _show_options(value)
    codes = shown_lines(value)
    return None if codes is None else tuple((code, "", "") for code in codes)


def word_of(entry: Plain, name: str) -> str:
    """Give one text of an entry.

    Args:
        entry: The entry.
        name: The key of the text.

    Returns:
        The text; empty without one.
    """
    value = entry.get(name, "")
    return value if isinstance(value, str) else str(value)


def _show_codes(value: Any) -> str | None:
    lines = shown_lines(value)
    if lines is None or any(BETWEEN.search(one) for one in lines):
        return None
    return ", ".join(lines)


def _show_truth(value: Any) -> str | None:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return None


def _show_share(value: Any) -> str | None:
    is_share = isinstance(value, int | Fraction) and not isinstance(value, bool)
    return f"{_show_number(100 * value)}%" if is_share else _show_words(value)


_K = FieldKind
_IN_ROWS = frozenset(
    {_K.TICKS, _K.LINES, _K.READ, _K.OPTIONS, _K.RATINGS, _K.ANCHORS, _K.CAPS, _K.REGIONS}
)
_SHOW: dict[FieldKind, Callable[[Any], Any]] = {
    **dict.fromkeys((_K.WORDS, _K.PLACE, _K.LONG, _K.CHOICE, _K.LIMIT, _K.SIZE), _show_words),
    **dict.fromkeys((_K.TEXT, _K.LABEL), _show_text),
    **dict.fromkeys((_K.TICKS, _K.LINES), shown_lines),
    _K.NUMBER: _show_number,
    _K.FLAG: _show_flag,
    **dict.fromkeys((_K.MAP, _K.STEPS), _show_map),
    _K.CONDITION: shown_condition,
    _K.READ: _show_read,
    **dict.fromkeys((_K.OPTIONS, _K.ANCHORS), _show_options),
    _K.RATINGS: _show_ratings,
    _K.CAPS: shown_caps,
    _K.SHARE: _show_share,
    _K.SCORE: _show_number,
    _K.CODES: _show_codes,
    _K.TRUTH: _show_truth,
    _K.REGIONS: shown_regions,
    _K.ROWS: lambda value: rows_of(_K.ROWS, value),
    _K.RULES: lambda value: rows_of(_K.RULES, value),
    _K.LISTS: lambda value: rows_of(_K.LISTS, value),
}
