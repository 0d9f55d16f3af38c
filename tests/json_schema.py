"""Holds values against a JSON Schema; the keywords that the published schema uses, no others."""

import re
from fractions import Fraction
from typing import Any

_IGNORED = {"$schema", "$id", "$defs", "title", "then", "else"}


def fits(value: Any, schema: Any, root: Any = None) -> bool:
    root = schema if root is None else root
    if schema is True:
        return True
    checks = [
        _KEYWORDS[name](value, wanted, schema, root)
        for name, wanted in schema.items()
        if name not in _IGNORED
    ]
    return all(checks)


def _type(value: Any, wanted: Any, _schema: Any, _root: Any) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    return any(_is(value, name) for name in names)


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "null": type(None),
        "integer": int,
        "number": int | Fraction,
        "boolean": bool,
    }
    # a number with a point that is whole is an integer to JSON Schema
    is_whole = name == "integer" and isinstance(value, Fraction) and value.denominator == 1
    return is_whole or isinstance(value, kinds[name])


def _number(value: Any) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _condition(value: Any, wanted: Any, schema: Any, root: Any) -> bool:
    return fits(value, schema["then"] if fits(value, wanted, root) else schema["else"], root)


def _rest(value: Any, wanted: Any, schema: Any, root: Any) -> bool:
    if not isinstance(value, dict):
        return True
    more = [value[name] for name in value if name not in schema.get("properties", {})]
    return not more if wanted is False else all(fits(one, wanted, root) for one in more)


def _ref(value: Any, wanted: str, _schema: Any, root: Any) -> bool:
    target = root
    for part in wanted.removeprefix("#/").split("/"):
        target = target[part]
    return fits(value, target, root)


_KEYWORDS = {
    "type": _type,
    "$ref": _ref,
    "if": _condition,
    "additionalProperties": _rest,
    "enum": lambda v, w, _s, _r: v in w,
    "const": lambda v, w, _s, _r: v == w,
    "anyOf": lambda v, w, _s, r: any(fits(v, one, r) for one in w),
    "required": lambda v, w, _s, _r: not isinstance(v, dict) or set(w) <= v.keys(),
    "properties": lambda v, w, _s, r: (
        not isinstance(v, dict) or all(fits(v[n], one, r) for n, one in w.items() if n in v)
    ),
    "propertyNames": lambda v, w, _s, r: (
        not isinstance(v, dict) or all(fits(name, w, r) for name in v)
    ),
    "items": lambda v, w, _s, r: not isinstance(v, list) or all(fits(one, w, r) for one in v),
    "minItems": lambda v, w, _s, _r: not isinstance(v, list) or len(v) >= w,
    "pattern": lambda v, w, _s, _r: not isinstance(v, str) or bool(re.search(w, v)),
    "minimum": lambda v, w, _s, _r: not _number(v) or v >= w,
    "exclusiveMinimum": lambda v, w, _s, _r: not _number(v) or v > w,
    "maximum": lambda v, w, _s, _r: not _number(v) or v <= w,
}
