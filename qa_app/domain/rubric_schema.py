"""The shape of rubric files as a JSON Schema (draft 2020-12), made of the shapes themselves."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from qa_app.domain import shapes
from qa_app.domain.condition_check import TESTS_OF_FACT
from qa_app.domain.conditions_thaw import COMPARISONS
from qa_app.domain.defaults import RUBRIC_NUMBER_MOST
from qa_app.domain.rubric_shapes import ANY_OF, BRANCH, clock, shape_of
from qa_app.domain.scale_check import score
from qa_app.domain.shapes import Either, Kind, ListOf, MapOf, Matching, Number, OneOf, Shape, Whole
from qa_app.domain.text import LANGUAGES

Schema = dict[str, Any]
_CONDITION: Schema = {"$ref": "#/$defs/condition"}
_CODE: Schema = {"type": "string"}
_VALUES: Schema = {"type": "array", "minItems": 1}


def rubric_schema() -> Schema:
    """Describe rubric files for editors and programs.

    Returns:
        A JSON Schema. It tells the shape of a file; that codes are declared, weights add up
        and the like is what `qa rubrics check` adds.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://plumbline.example/rubrics/schema/qa.rubric-1.json",
        "title": "qa.rubric/1",
        "type": "object",
        **_by_method("rules", _by_method("deduction", _schema(shape_of("weighted_sections")))),
        "$defs": {"condition": _condition_schema()},
    }


def _by_method(method: str, otherwise: Schema) -> Schema:
    is_method = {"properties": {"method": {"const": method}}, "required": ["method"]}
    return {
        "if": {"properties": {"scoring": is_method}, "required": ["scoring"]},
        "then": _schema(shape_of(method)),
        "else": otherwise,
    }


def _schema(kind: Kind) -> Schema:
    match kind:
        case Shape():
            return {
                "type": "object",
                "properties": {name: _schema(part) for name, part in kind.fields.items()},
                "required": sorted(kind.required),
                "additionalProperties": False,
            }
        case ListOf():
            return {"type": "array", "items": _schema(kind.kind), "minItems": kind.at_least}
        case MapOf():
            names = {"pattern": _pattern((kind.names or shapes.code).pattern)}
            return {
                "type": "object",
                "propertyNames": names,
                "additionalProperties": _schema(kind.kind),
            }
        case Either():
            return {"anyOf": [_schema(part) for part in kind.kinds]}
        case _:
            return _value_schema(kind)


def _value_schema(kind: Kind) -> Schema:
    match kind:
        case OneOf():
            return {"enum": list(kind.values)}
        case Matching():
            return {"type": "string", "pattern": _pattern(kind.pattern)}
        case Number():
            return _number(kind)
        case Whole():
            return {"type": "integer", "minimum": kind.least, "maximum": RUBRIC_NUMBER_MOST}
        case _:
            return _NAMED[kind]()


def _number(kind: Number) -> Schema:
    least = -RUBRIC_NUMBER_MOST if kind.least is None else int(kind.least)
    most = RUBRIC_NUMBER_MOST if kind.most is None else int(kind.most)
    below = "exclusiveMinimum" if kind.above else "minimum"
    return {"type": "number", below: least, "maximum": most}


def _pattern(pattern: re.Pattern[str]) -> str:
    return f"^(?:{pattern.pattern})$"


def _text() -> Schema:
    return {
        "type": "object",
        "properties": {language: {"type": "string"} for language in LANGUAGES},
        "additionalProperties": False,
    }


_NAMED: Mapping[Kind, Callable[[], Schema]] = {
    shapes.text: _text,
    shapes.words: lambda: {"type": "string"},
    shapes.flag: lambda: {"type": "boolean"},
    shapes.anything: dict,
    shapes.condition: lambda: dict(_CONDITION),
    shapes.step_code: lambda: {"anyOf": [{"type": "integer"}, _schema(shapes.code)]},
    score: lambda: {"anyOf": [{"type": "null"}, _number(Number())]},
    clock: lambda: {
        "if": {"required": ["any_of"]},
        "then": _schema(ANY_OF),
        "else": _schema(BRANCH),
    },
}
"""Kinds that are functions, to their schema."""


def _condition_schema() -> Schema:
    parts = {"type": "array", "items": _CONDITION, "minItems": 1}
    any_value: Schema = {"type": ["boolean", "integer", "string"]}
    of_fact = {
        "is": any_value,
        "in": {**_VALUES, "items": any_value},
        "has": _CODE,
        "ever_in": {**_VALUES, "items": _CODE},
        **_compared(),
    }
    coded = {"is": _CODE, "in": {**_VALUES, "items": _CODE}}
    return {
        "anyOf": [
            _only(all=parts),
            _only(any=parts),
            {**_only(**{"not": _CONDITION})},
            *(_only(fact=_CODE, **{test: of_fact[test]}) for test in TESTS_OF_FACT),
            *(_only(answer=_CODE, **{name: one}) for name, one in (coded | _compared()).items()),
            *(_only(item=_CODE, **{name: one}) for name, one in coded.items()),
            _only(applicable={"type": "boolean"}),
            *(
                _only(count=_counted(kind), **{comparison: {"type": "integer"}})
                for kind in ("answers", "items")
                for comparison in COMPARISONS
            ),
        ]
    }


def _compared() -> Schema:
    return {comparison: {"type": "integer"} for comparison in COMPARISONS}


def _counted(kind: str) -> Schema:
    ids = {"anyOf": [{"const": "*"}, {"type": "array", "items": _CODE}]}
    return _only(**{kind: ids, "is": _CODE})


def _only(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }
