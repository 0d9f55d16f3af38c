"""Fields of a form for parts of a rubric draft, and back: what nobody touched stays as it was."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from qa_app.domain.cap_rows import caps_from, typed_caps
from qa_app.domain.condition_rows import (
    ShownCondition,
    condition_from,
    is_same,
    typed_condition,
)
from qa_app.domain.draft_parts import value_at
from qa_app.domain.form_fields import LISTED, Field, FieldKind, Plain, Typed
from qa_app.domain.made_codes import named_rows, with_codes_made, with_own_code
from qa_app.domain.part_rows import (
    is_empty,
    list_from,
    regions_from,
    sent_rows,
    typed_regions,
)
from qa_app.domain.shown_fields import BETWEEN, shown_lines, shown_value, word_of
from qa_app.domain.typed_values import limit_from, share_from, size_from

NOTHING = None
"""What a field gives that shall not stand in the file."""
_WHOLE = re.compile(r"-?\d{1,12}", re.ASCII)
_DECIMAL = re.compile(r"(-?\d{1,12}\.\d{1,12})(%?)|(-?\d{1,10})(%)", re.ASCII)
_STEMS = {"narrative.also": "note", "narrative.sources": "source"}
"""What codes that are made by themselves begin with."""
_TRUTHS = {"true": True, "false": False}


def with_fields(fields: Sequence[Field], part: Plain, typed: Typed) -> dict[str, Any]:
    """Put what somebody typed into a part.

    Args:
        fields: The fields of the form.
        part: What the part held when the form was made.
        typed: What was sent; fields that are not in it stay as they are.

    Returns:
        What the part holds now. What cannot be read stays as it was typed, for the check to
        name it.
    """
    written = dict(part)
    for field in fields:
        if field.kind in LISTED:
            written = _with_rows(field, written, typed)
            continue
        before = shown_value(field, written)
        now = None if before is None else _TAKE[field.kind](field, typed)
        if now is None or _is_unchanged(field, now, before):
            continue
        old = value_at(written, field.path)
        written = _set(written, field.path, _MAKE[field.kind](field, now, old))
    return written if written == part else with_own_code(fields, part, _scored(fields, written))


def _scored(fields: Sequence[Field], written: dict[str, Any]) -> dict[str, Any]:
    # an answer that has no place in an order does not count unless it says how much
    is_answer = any(field.kind is FieldKind.SCORE for field in fields)
    if is_answer and "score" not in written and "rank" not in written and not is_empty(written):
        return {**written, "score": None}
    return written


def _with_rows(field: Field, written: dict[str, Any], typed: Typed) -> dict[str, Any]:
    before, sent = shown_value(field, written), sent_rows(field.name, typed)
    if before is None or sent is None:
        return written
    rows = [
        row
        for place, fields in sent
        for row in [with_fields(field.rows, before[place] if place < len(before) else {}, fields)]
        if not is_empty(row)
    ]
    if tuple(rows) == before:
        return written
    rows = with_codes_made(field, rows, written)
    return _set(written, field.path, list_from(field.kind, rows))


def _is_unchanged(field: Field, now: Any, before: Any) -> bool:
    if isinstance(now, ShownCondition):
        return is_same(now, before)
    if field.kind is FieldKind.TICKS:
        return set(now) == set(before)
    if field.kind is FieldKind.ANCHORS:
        now = tuple(row for row in now if any(row[1:]))
    return bool(now == before)


def _set(part: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    if not path:
        return dict(value)
    name, rest = path[0], path[1:]
    if rest:
        inner = part.get(name)
        value = _set(dict(inner) if isinstance(inner, Mapping) else {}, rest, value) or NOTHING
    if value is NOTHING:
        return {key: kept for key, kept in part.items() if key != name}
    return {**part, name: value}


# -- what was sent, in the same form


def _first(typed: Typed, name: str) -> str | None:
    return _clean(typed[name][0]) if typed.get(name) else None


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _take_words(field: Field, typed: Typed) -> str | None:
    return _first(typed, field.name)


def _take_text(field: Field, typed: Typed) -> tuple[str, str] | None:
    zh, en = _first(typed, f"{field.name}.zh"), _first(typed, f"{field.name}.en")
    return None if zh is None and en is None else (zh or "", en or "")


def _take_flag(field: Field, typed: Typed) -> bool | None:
    return any(typed[field.name]) if field.name in typed else None


def _take_lines(field: Field, typed: Typed) -> tuple[str, ...] | None:
    if field.name not in typed:
        return None
    return tuple(dict.fromkeys(line for one in typed[field.name] if (line := _clean(one))))


def _take_table(*columns: str) -> Callable[[Field, Typed], tuple[tuple[str, ...], ...] | None]:
    def take(field: Field, typed: Typed) -> tuple[tuple[str, ...], ...] | None:
        names = [f"{field.name}.{column}" for column in columns]
        if not all(name in typed for name in names):
            return None
        rows = zip(*(typed[name] for name in names), strict=False)
        cleaned = (tuple(map(_clean, row)) for row in rows)
        return tuple(row for row in cleaned if any(row))

    return take


# -- and back into the file


def _make_words(_field: Field, now: str, _old: Any) -> Any:
    return now or NOTHING


def _make_text(field: Field, now: tuple[str, str], old: Any) -> Any:
    kept = dict(old) if isinstance(old, Mapping) else {}
    for language, words in zip(("zh", "en"), now, strict=True):
        if words:
            kept[language] = words
        else:
            kept.pop(language, None)
    if field.kind is FieldKind.LABEL:
        return {**kept, "zh": kept.get("zh", "")}
    return kept or ({"zh": ""} if field.is_required else NOTHING)


def _make_number(_field: Field, now: str, _old: Any) -> Any:
    return number_from(now) if now else NOTHING


def number_from(text: str) -> int | Fraction | str:
    """Read a number that somebody typed.

    Args:
        text: Such as `3`, `0.6`, `60%`; full-width digits are read as well.

    Returns:
        The exact number; the text itself when it is none.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    if _WHOLE.fullmatch(plain):
        return int(plain)
    found = _DECIMAL.fullmatch(plain)
    if found is None:
        return text
    share = Fraction(found[1] or found[3])
    return share / 100 if found[2] or found[4] else share


def _make_flag(_field: Field, now: bool, _old: Any) -> Any:  # noqa: FBT001 - the value of the field
    return True if now else NOTHING


def _make_lines(_field: Field, now: tuple[str, ...], _old: Any) -> Any:
    return list(now) or NOTHING


def _make_ticks(_field: Field, now: tuple[str, ...], old: Any) -> Any:
    # the form lists them in its own order
    before = [one for one in shown_lines(old) or () if one in now]
    return [*before, *(one for one in now if one not in before)] or NOTHING


def _make_map(field: Field, now: str, old: Any) -> Any:
    now = now.replace("＝", "=")
    if "=" not in now:
        return now or NOTHING
    stood = isinstance(old, Mapping) and any(isinstance(one, list) for one in old.values())
    is_lists = stood or field.kind is FieldKind.STEPS
    pairs = (part.partition("=") for part in re.split(r"[,，、;；\n]+", now) if part.strip())
    return {
        code.strip(): _listed(value, is_lists=is_lists or " " in value.strip())
        for code, _, value in pairs
    }


def _listed(value: str, *, is_lists: bool) -> Any:
    parts = [int(one) if _WHOLE.fullmatch(one) else one for one in value.split()]
    return parts if is_lists or len(parts) != 1 else str(parts[0])


def _make_read(_field: Field, now: tuple[tuple[str, ...], ...], old: Any) -> Any:
    known = {word_of(one, "id"): one for one in old or ()}
    return [
        {**known.get(code, {}), "id": code, **_labels(zh, en)}
        for code, zh, en in named_rows(now, "read")
    ] or NOTHING


def _make_options(_field: Field, now: tuple[tuple[str, ...], ...], _old: Any) -> Any:
    return {code: _labels(zh, en) for code, zh, en in named_rows(now, "answer")} or NOTHING


def _make_ratings(field: Field, now: tuple[tuple[str, ...], ...], old: Any) -> Any:
    rows = named_rows(now, _STEMS.get(field.name, "rating"))
    if any(zh or en for _code, zh, en in rows):
        return _make_options(field, rows, old)
    return [code for code, _zh, _en in rows] or NOTHING


def _make_anchors(_field: Field, now: tuple[tuple[str, ...], ...], _old: Any) -> Any:
    return {code: _labels(zh, en) for code, zh, en in now if zh or en} or NOTHING


def _labels(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en} if en else {"zh": zh}


def _make_limit(_field: Field, now: str, _old: Any) -> Any:
    return limit_from(now) if now else NOTHING


def _make_share(_field: Field, now: str, _old: Any) -> Any:
    share = share_from(now)
    return (number_from(now) if share == now else share) if now else NOTHING


def _make_size(_field: Field, now: str, _old: Any) -> Any:
    return number_from(size_from(now)) if now else NOTHING


def _make_codes(_field: Field, now: str, _old: Any) -> Any:
    return [one for one in BETWEEN.split(now) if one] or NOTHING


def _make_truth(_field: Field, now: str, _old: Any) -> Any:
    return _TRUTHS.get(now, NOTHING)


_K = FieldKind
_TAKE: dict[FieldKind, Callable[[Field, Typed], Any]] = {
    **dict.fromkeys((_K.WORDS, _K.PLACE, _K.LONG, _K.CHOICE, _K.NUMBER, _K.MAP), _take_words),
    **dict.fromkeys((_K.LIMIT, _K.SHARE, _K.SIZE, _K.SCORE), _take_words),
    **dict.fromkeys((_K.CODES, _K.TRUTH, _K.STEPS), _take_words),
    _K.REGIONS: lambda field, typed: typed_regions(field.name, typed),
    **dict.fromkeys((_K.TEXT, _K.LABEL), _take_text),
    **dict.fromkeys((_K.TICKS, _K.LINES), _take_lines),
    **dict.fromkeys((_K.READ, _K.OPTIONS, _K.RATINGS, _K.ANCHORS), _take_table("code", "zh", "en")),
    _K.FLAG: _take_flag,
    _K.CONDITION: lambda field, typed: typed_condition(field.name, typed),
    _K.CAPS: lambda field, typed: typed_caps(field.name, typed),
}
_MAKE: dict[FieldKind, Callable[[Field, Any, Any], Any]] = {
    **dict.fromkeys((_K.WORDS, _K.PLACE, _K.LONG, _K.CHOICE), _make_words),
    **dict.fromkeys((_K.TEXT, _K.LABEL), _make_text),
    _K.LINES: _make_lines,
    _K.TICKS: _make_ticks,
    _K.NUMBER: _make_number,
    _K.FLAG: _make_flag,
    **dict.fromkeys((_K.MAP, _K.STEPS), _make_map),
    _K.CONDITION: lambda _field, now, _old: condition_from(now),
    _K.READ: _make_read,
    _K.OPTIONS: _make_options,
    _K.RATINGS: _make_ratings,
    _K.ANCHORS: _make_anchors,
    _K.CAPS: lambda _field, now, _old: caps_from(now),
    _K.LIMIT: _make_limit,
    _K.SHARE: _make_share,
    _K.SIZE: _make_size,
    _K.SCORE: _make_number,
    _K.CODES: _make_codes,
    _K.TRUTH: _make_truth,
    _K.REGIONS: lambda _field, now, _old: regions_from(now),
}
