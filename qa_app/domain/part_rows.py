"""Lists of a rubric draft whose entries have fields of their own: as rows of a form, and back."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qa_app.domain.form_fields import FieldKind, Plain, Typed
from qa_app.domain.rubric_freeze import DEFAULT_BANDS

Rows = tuple[dict[str, Any], ...]
_PLACE = re.compile(r"\d{1,4}", re.ASCII)
_LAST = 10_000  # where a new row stands that says nothing else
_EMPTY: tuple[Any, ...] = (None, "", [], {}, {"zh": ""})


def rows_of(kind: FieldKind, value: Any) -> Rows | None:
    """Show a list as rows.

    Args:
        kind: `rows`, `rules` or `lists`.
        value: What stands in the file.

    Returns:
        One mapping for each entry. A rule for all other cases has only its `rate`; a named list
        has its name as `id` and what it lists as `values`. None for what rows cannot show.
    """
    if kind is FieldKind.LISTS:
        return _shown_lists(value)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return None
    if kind is FieldKind.RULES:
        return _shown_rules(value)
    return tuple(dict(one) for one in value)


def _shown_rules(value: Sequence[Plain]) -> Rows | None:
    is_known = all(set(one) == {"else"} or set(one) <= {"when", "rate"} for one in value)
    if not is_known:
        return None
    return tuple({"rate": one["else"]} if "else" in one else dict(one) for one in value)


def _shown_lists(value: Any) -> Rows | None:
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        return None
    return tuple({"id": str(name), "values": listed} for name, listed in value.items())


def sent_rows(name: str, typed: Typed) -> list[tuple[int, Typed]] | None:
    """Read rows from a form.

    Args:
        name: Name of the list; `NAME.rows` says that the form has it, `NAME.0.FIELD` and so on
            are the fields of its rows, `NAME.0.place` is where a row shall stand, from 1, and
            `NAME.0.gone` takes it away.
        typed: What was sent.

    Returns:
        Where each row stood, from 0, and its fields, in the order in which they shall stand; rows
        taken away are left out. None when the form has no such list.
    """
    if f"{name}.rows" not in typed:
        return None
    found: dict[int, dict[str, Sequence[str]]] = {}
    for key, values in typed.items():
        place, _, rest = key.removeprefix(f"{name}.").partition(".")
        if key.startswith(f"{name}.") and rest and _PLACE.fullmatch(place):
            found.setdefault(int(place), {})[rest] = values
    kept = [(place, fields) for place, fields in found.items() if not any(fields.get("gone", ()))]
    return sorted(kept, key=lambda row: (_wanted(row[1], row[0]), row[0]))


def _wanted(fields: Typed, place: int) -> tuple[int, int]:
    said = next(iter(fields.get("place", ())), "").strip()
    number = int(said) if _PLACE.fullmatch(said) else _LAST
    # a row that is moved to the place of another one stands before it
    return number, 0 if number <= place else 1 if number == place + 1 else 2


def is_empty(row: Plain) -> bool:
    """Tell whether nothing stands in a row.

    Args:
        row: What its fields came to.

    Returns:
        True when it is no entry of its list.
    """
    return all(value in _EMPTY and value is not False for value in row.values())


def list_from(kind: FieldKind, rows: Sequence[Plain]) -> Any:
    """Write rows as they stand in a file.

    Args:
        kind: `rows`, `rules` or `lists`.
        rows: The rows, in order.

    Returns:
        The list, or the mapping of named lists; None without any. A rule without a condition
        holds in all other cases and comes last.
    """
    return _WRITE[kind](rows) if rows else None


def _rules(rows: Sequence[Plain]) -> list[dict[str, Any]]:
    otherwise = [{"else": row.get("rate", "")} for row in rows if "when" not in row]
    return [*(dict(row) for row in rows if "when" in row), *otherwise]


def _lists(rows: Sequence[Plain]) -> dict[str, list[Any]]:
    named: dict[str, list[Any]] = {}
    for row in rows:
        values = row.get("values", [])
        listed = values if isinstance(values, list) else [values]
        named.setdefault(row.get("id", ""), []).extend(listed)
    return named


_WRITE: dict[FieldKind, Callable[[Sequence[Plain]], Any]] = {
    FieldKind.ROWS: lambda rows: [dict(row) for row in rows],
    FieldKind.RULES: _rules,
    FieldKind.LISTS: _lists,
}

Regions = tuple[tuple[str, str], ...]
"""Region and the name of its bands; the first stands for every region without its own."""


def shown_regions(value: Any) -> Regions | None:
    """Show which bands count where.

    Args:
        value: What stands in a file: a name, or names by region.

    Returns:
        The bands of all regions, under an empty region, then those of single ones; None for
        what a form cannot show.
    """
    if value is None or isinstance(value, str):
        return (("", value or ""),)
    if not isinstance(value, Mapping) or not all(isinstance(one, str) for one in value.values()):
        return None
    own = ((str(name), bands) for name, bands in value.items() if name != DEFAULT_BANDS)
    return (("", value.get(DEFAULT_BANDS, "")), *own)


def typed_regions(name: str, typed: Typed) -> Regions | None:
    """Read which bands count where.

    Args:
        name: Name of the field, under which the bands of all regions come; `NAME.region` and
            `NAME.bands` are the columns of the others.
        typed: What was sent.

    Returns:
        As `shown_regions` gives it; None when the form has no such field.
    """
    if not typed.get(name):
        return None
    columns = zip(typed.get(f"{name}.region", ()), typed.get(f"{name}.bands", ()), strict=False)
    rows = ((region.strip(), bands.strip()) for region, bands in columns)
    return (("", typed[name][0].strip()), *(row for row in rows if any(row)))


def regions_from(rows: Regions) -> str | dict[str, str] | None:
    """Write which bands count where as it stands in a file.

    Args:
        rows: As `typed_regions` gives it.

    Returns:
        A name, names by region, or None for no bands at all.
    """
    (_, everywhere), *others = rows
    if not others:
        return everywhere or None
    first = {DEFAULT_BANDS: everywhere} if everywhere else {}
    return {**first, **dict(others)}
