"""The plain data of a rubric as YAML: in the shape of the shipped files, read back the same."""

import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from qa_app.domain.rounding import decimal_text
from qa_app.domain.rubric_shapes import (
    OUTCOME,
    RUBRIC,
    RULE_ITEM,
    RULE_RUBRIC,
    SECTION,
    SECTION_ITEM,
)

Plain = Mapping[str, Any]
_SAFE = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]{0,63}|\d{1,4}(?:h|d|wd)|\d+\.\d+\.\d+", re.ASCII)
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_UNPRINTABLE = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\\\\"]')
_SHORT = {"\n": r"\n", "\t": r"\t", "\\": r"\\", '"': r"\""}
_TEXT = frozenset({"zh", "en"})
_LISTED = frozenset({"facts", "clocks", "logs", "questions", "rules", "read", "options", "caps"})
_BLOCKS = frozenset(
    {"sections", "items", "sub_items", "outcomes", "scales", "bands", "case_sample"}
)
_FIELDS = {"sections": SECTION, "outcomes": OUTCOME}
_LONG = 100


def rubric_yaml(plain: Plain) -> str:
    """Write a rubric for people to read and change.

    Args:
        plain: A file's data: mappings, lists, text, whole numbers, fractions that decimals can
            write, truth values, None. It need not be in order.

    Returns:
        YAML; reading it gives equal data, and so the same fingerprint.

    Raises:
        ValueError: A fraction that no decimal writes, such as one third; no file has one.
    """
    is_rules = isinstance(plain.get("items"), list)
    shape = RULE_RUBRIC if is_rules else RUBRIC
    return "\n".join(_lines(_ordered(plain, shape.fields), 0)) + "\n"


def flow_yaml(value: Any) -> str:
    """Write plain data as YAML on one line.

    Args:
        value: Any plain data.

    Returns:
        Such as `{from: a, to: b, within: 24h}`; reading it gives equal data.

    Raises:
        ValueError: As `rubric_yaml`.
    """
    return _flow(value)


def rubric_json(plain: Plain) -> str:
    """Write a rubric as JSON for other programs.

    Args:
        plain: A file's data, as for `rubric_yaml`.

    Returns:
        Indented JSON; numbers with a point where the file has one.

    Raises:
        ValueError: As `rubric_yaml`.
    """
    return _json(plain, 0) + "\n"


def _json(value: Any, depth: int) -> str:
    line = _json_line(value)
    if not isinstance(value, Mapping | list) or len(line) <= _LONG:
        return line
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, Mapping):
        parts = [
            f"{inner}{json.dumps(str(name), ensure_ascii=False)}: {_json(entry, depth + 1)}"
            for name, entry in value.items()
        ]
        return "{\n" + ",\n".join(parts) + f"\n{outer}}}"
    return "[\n" + ",\n".join(f"{inner}{_json(one, depth + 1)}" for one in value) + f"\n{outer}]"


def _json_line(value: Any) -> str:
    if isinstance(value, Mapping):
        parts = [
            f"{json.dumps(str(name), ensure_ascii=False)}: {_json_line(entry)}"
            for name, entry in value.items()
        ]
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_json_line, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return _atom(value)


def _atom(value: Any) -> str:
    if not isinstance(value, Fraction):
        return json.dumps(value)
    text = decimal_text(value)
    if text is None:
        raise ValueError(value)
    return text


def _ordered(plain: Plain, fields: Mapping[str, Any]) -> Plain:
    places = {name: place for place, name in enumerate(fields)}
    return dict(sorted(plain.items(), key=lambda field: places.get(field[0], len(places))))


def _lines(plain: Plain, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name, entry in plain.items():
        if not entry or not _is_block(name, entry):
            yield f"{indent}{_key(name)}: {_flow(entry, name)}"
        elif isinstance(entry, Mapping):
            yield f"{indent}{_key(name)}:"
            yield from _lines(entry, depth + 1)
        else:
            yield f"{indent}{_key(name)}:"
            yield from _entries(name, entry, depth + 1)


def _is_block(name: str, entry: Any) -> bool:
    if isinstance(entry, list):
        is_long = name in _LISTED and len(_flow(entry, name)) > _LONG
        return all(isinstance(one, Mapping) for one in entry) and (
            name in _BLOCKS or is_long or "from" in entry[0] or name in {"facts", "clocks", "logs"}
        )
    return isinstance(entry, Mapping) and (name in _BLOCKS or "caps" in entry or _is_scale(entry))


def _is_scale(entry: Plain) -> bool:
    return isinstance(entry.get("options"), list) and "kind" in entry


def _entries(name: str, entries: list[Plain], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for entry in entries:
        if name not in _BLOCKS or not entry:
            yield f"{indent}- {_flow(entry)}"
            continue
        fields = _FIELDS.get(name, RULE_ITEM if "rules" in entry else SECTION_ITEM).fields
        lines = list(_lines(_ordered(entry, fields), depth + 1))
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]


def _flow(value: Any, name: str = "") -> str:
    if isinstance(value, Mapping):
        parts = (f"{_key(field)}: {_flow(entry, field)}" for field, entry in value.items())
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(entry, name) for entry in value)}]"
    if isinstance(value, str):
        return _quoted(value) if name in _TEXT else _code(value)
    return _atom(value)


def _key(name: object) -> str:
    return _code(str(name))


def _code(words: str) -> str:
    is_safe = _SAFE.fullmatch(words) and words.casefold() not in _WORDS_OF_YAML
    return words if is_safe else _quoted(words)


def _quoted(words: str) -> str:
    return f'"{_UNPRINTABLE.sub(_escaped, words)}"'


def _escaped(sign: re.Match[str]) -> str:
    return _SHORT.get(sign[0], f"\\u{ord(sign[0]):04x}")
