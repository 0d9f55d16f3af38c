"""Codes for entries whose author gave none: made once, and then as lasting as any other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qa_app.domain.form_fields import Field, FieldKind

Plain = Mapping[str, Any]
_CODED = ("code", "id")
_STEMS: Mapping[str, str] = {"options": "answer", "grades": "grade", "answers": "list"}
_QUESTIONS = "questions"


def free_code(used: Iterable[str], stem: str) -> str:
    """Make a code that nothing else has.

    Args:
        used: Codes that are taken.
        stem: What it begins with.

    Returns:
        The stem with one more than the highest number behind it, from 1.
    """
    ends = (code.removeprefix(stem) for code in used if code.startswith(stem))
    numbers = [int(end) for end in ends if end.isascii() and end.isdigit()]
    return f"{stem}{max(numbers, default=0) + 1}"


def named_rows(rows: Sequence[tuple[str, ...]], stem: str) -> tuple[tuple[str, ...], ...]:
    """Give every row of a table a code.

    Args:
        rows: The rows, their code first; an empty one is made.
        stem: What such a code begins with.

    Returns:
        The rows, in order.
    """
    used, named = [row[0] for row in rows], []
    for code, *rest in rows:
        if not code:
            code = free_code(used, stem)  # noqa: PLW2901 - the code of this row
            used.append(code)
        named.append((code, *rest))
    return tuple(named)


def with_codes_made(field: Field, rows: Sequence[Plain], owner: Plain) -> list[dict[str, Any]]:
    """Give every entry of a list a code.

    Args:
        field: The list.
        rows: What its entries hold.
        owner: The part in which the list stands.

    Returns:
        The entries; those of a list without codes as they were.
    """
    key = next((one.name for one in field.rows if one.name in _CODED), "")
    stem = f"{owner.get('id', '')}Q" if field.name == _QUESTIONS else _STEMS.get(field.name, "")
    if not key or not stem:
        return [dict(row) for row in rows]
    used, made = [str(row.get(key, "")) for row in rows], []
    for row in rows:
        code = row.get(key) or free_code(used, stem)
        used.append(str(code))
        made.append({key: code, **row, **({} if row.get(key) else {key: code})})
    return made


def with_own_code(fields: Sequence[Field], before: Plain, now: dict[str, Any]) -> dict[str, Any]:
    """Keep the code of a part whose field was emptied.

    Args:
        fields: Fields of its form.
        before: What the part held.
        now: What was typed.

    Returns:
        What the part holds, with the code that it had.
    """
    is_coded = any(one.name == "id" and one.kind is FieldKind.WORDS for one in fields)
    if is_coded and not now.get("id") and before.get("id"):
        return {"id": before["id"], **{name: one for name, one in now.items() if name != "id"}}
    return now
