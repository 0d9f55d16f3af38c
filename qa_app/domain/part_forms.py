"""Which fields a form has for each part of a rubric draft."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from qa_app.domain.draft_parts import (
    GRADES,
    SAMPLED,
    PartKind,
    field_of,
    part_of,
    path_in_part,
    value_at,
)
from qa_app.domain.form_fields import Field, FieldKind
from qa_app.domain.problems import Path, Problem
from qa_app.domain.rubric_shapes import DEDUCTION_RUBRIC, RULE_RUBRIC
from qa_app.domain.shapes import Shape

_K = FieldKind
_CODE = Field("id", _K.WORDS)
_LABEL = Field("label", _K.LABEL)
_TITLE = Field("title", _K.TEXT, is_required=True)


def _each(kind: FieldKind, *names: str) -> tuple[Field, ...]:
    return tuple(Field(name, kind) for name in names)


_SCORING = (
    Field("scoring.method", _K.CHOICE),
    Field("scoring.scale", _K.CHOICE),
    Field("scoring.min_applicable", _K.SHARE),
    Field("scoring.bands", _K.REGIONS),
    Field("scoring.total", _K.NUMBER),
    Field("scoring.caps", _K.CAPS),
    Field("scoring.dimension", _K.CHOICE),
    Field("scoring.overall", _K.CHOICE),
    Field("scoring.also_report", _K.TICKS),
)
_RATING = (
    Field("answers", _K.LISTS, rows=(_CODE, Field("values", _K.CODES))),
    Field("answer_words", _K.OPTIONS),
    *_each(_K.RATINGS, "ratings", "outcome_ratings"),
    *_each(_K.CHOICE, "narrative.required_when.answer", "narrative.required_when.is"),
    *_each(_K.RATINGS, "narrative.also", "narrative.sources"),
    *_each(_K.CHOICE, "aggregate.outcome.measure", "aggregate.outcome.value"),
    Field("aggregate.outcome.conform_from", _K.SHARE),
    Field("aggregate.outcome.verified", _K.TRUTH),
    *_each(_K.CHOICE, "aggregate.item.measure", "aggregate.item.value"),
    *_each(_K.SHARE, "aggregate.item.strength_from", "aggregate.item.single_item_outcomes_from"),
    Field("aggregate.item.verified", _K.TRUTH),
)
_WITHIN_IF = Field(
    "within_if",
    _K.ROWS,
    rows=(Field("when", _K.CONDITION), *_each(_K.LIMIT, "within", "late_until")),
)
_LIMIT = (
    *_each(_K.CHOICE, "from", "to"),
    *_each(_K.LIMIT, "within", "late_until"),
    *_each(_K.CHOICE, "count_from", "end_on", "responsible"),
    _WITHIN_IF,
)
_CLOCK = (
    *(replace(one, name=f"clock.{one.name}") for one in _LIMIT),
    Field("clock.any_of", _K.ROWS, rows=_LIMIT),
)
_RULES = Field("rules", _K.RULES, rows=(Field("when", _K.CONDITION), Field("rate", _K.CHOICE)))
_CHECKED = (Field("verified", _K.TRUTH), Field("note", _K.LONG))
_OF_RULES = (
    *_each(_K.FLAG, "applicable_question", "never_na"),
    Field("applies_if", _K.CONDITION),
    Field(
        "questions",
        _K.ROWS,
        rows=(
            _CODE,
            Field("type", _K.CHOICE),
            Field("options", _K.CODES),
            _LABEL,
            *_each(_K.FLAG, "reverse", "not_rated"),
        ),
    ),
    _RULES,
    *_CHECKED,
)
_FACT = (_CODE, _LABEL, Field("type", _K.CHOICE), Field("options", _K.OPTIONS))
FIELDS: Mapping[PartKind, tuple[Field, ...]] = {
    PartKind.SETTINGS: (
        Field("version", _K.WORDS),
        _TITLE,
        *_each(_K.TEXT, "purpose", "note"),
        *_each(_K.CHOICE, "area", "kind", "unit", "access"),
        Field("region", _K.PLACE),
        Field("hidden", _K.FLAG),
        *_SCORING,
        *_RATING,
        Field("holistic.scale", _K.CHOICE),
        Field("holistic.required", _K.FLAG),
        Field("holistic.differ_by", _K.NUMBER),
        Field("holistic.then", _K.CHOICE),
        Field("holistic.map", _K.STEPS),
        Field("case_sample.unit", _K.CHOICE),
        Field("case_sample.size", _K.SIZE),
        Field("case_sample.from", _K.TEXT),
    ),
    PartKind.FACT: _FACT,
    PartKind.CASE_FACT: _FACT,
    PartKind.EVENT: (_CODE, _LABEL),
    PartKind.LOG: (_CODE, _LABEL, Field("value", _K.CHOICE)),
    PartKind.SECTION: (
        _CODE,
        _TITLE,
        Field("weight", _K.NUMBER),
        Field("assessor", _K.CHOICE),
        Field("applies_if", _K.CONDITION),
    ),
    PartKind.ITEM: (
        _CODE,
        Field("text", _K.TEXT, is_required=True),
        Field("evidence", _K.TEXT),
        Field("scale", _K.CHOICE),
        Field("weight", _K.NUMBER),
        Field("read", _K.READ),
        Field("anchors", _K.ANCHORS),
        Field("critical", _K.CHOICE),
        Field("critical_fail", _K.TICKS),
        Field("applies_if", _K.CONDITION),
        *_CLOCK,
        *_each(_K.CHOICE, "frequency.log", "frequency.start", "frequency.end"),
        Field("frequency.every", _K.MAP),
        *_each(_K.CHOICE, "frequency.by_fact", "frequency.tenure_from"),
        Field(
            "frequency.by_tenure",
            _K.ROWS,
            rows=(Field("to_day", _K.NUMBER), Field("every", _K.LIMIT)),
        ),
        Field("frequency.minimum", _K.NUMBER),
        Field("measure.name", _K.WORDS),
        Field("measure.unit", _K.CHOICE),
        *_each(_K.WORDS, "measure.met", "measure.partly"),
        Field("per_case", _K.FLAG),
        *_each(_K.SHARE, "share.met", "share.partly"),
        Field("trips_at", _K.NUMBER),
        Field("basis", _K.CHOICE),
        Field("std", _K.LINES),
        Field("quote", _K.LONG),
        Field("addressee", _K.TEXT),
        Field("confirmed_for.kinds", _K.TICKS),
        Field("confirmed_for.article", _K.WORDS),
        Field("confirmed_for.by", _K.CHOICE),
        Field("tags", _K.TICKS),
    ),
    PartKind.SCALE: (
        _CODE,
        Field("kind", _K.CHOICE),
        Field("auto", _K.CHOICE),
        Field(
            "options",
            _K.ROWS,
            rows=(
                Field("code", _K.WORDS),
                Field("score", _K.SCORE),
                Field("rank", _K.NUMBER),
                Field("key", _K.WORDS),
                _LABEL,
                Field("means", _K.TEXT),
            ),
        ),
    ),
    PartKind.BANDS: (
        _CODE,
        Field(GRADES, _K.ROWS, rows=(Field("code", _K.WORDS), Field("from", _K.NUMBER), _LABEL)),
    ),
    PartKind.RULE_ITEM: (_CODE, _TITLE, *_OF_RULES),
    PartKind.SUB_ITEM: (_CODE, replace(_TITLE, is_required=False), *_OF_RULES),
    PartKind.OUTCOME: (
        _CODE,
        _TITLE,
        Field("items", _K.TICKS),
        _RULES,
        *_CHECKED,
    ),
    PartKind.FILE: (),
}
"""Kind of a part to its fields, in the order of the form."""
FIXED: Mapping[str, str] = {
    "schema": "said at the top of every file",
    "id": "the code of a rubric, fixed with its draft",
    "status": "follows from what becomes of the draft",
    "scoring.na": "has one value",
    "scoring.no_record": "has one value",
    "scoring.round": "has one value",
    "scoring.rate_items": "has one value",
    "scoring.outcomes": "has one value",
    "scoring.arithmetic": "has one value",
}
"""Settings without a field, and why."""


def fields_for(kind: PartKind, part: Mapping[str, Any]) -> tuple[Field, ...]:
    """Choose the fields that the form of a part has.

    Args:
        kind: What the part is.
        part: What it holds.

    Returns:
        Its fields; of the settings those that its method of scoring uses, and whatever else
        stands in it, so that it can be taken out.
    """
    if kind is not PartKind.SETTINGS:
        return FIELDS[kind]
    method = value_at(part, ("scoring", "method"))
    known = RULE_RUBRIC if method == "rules" else DEDUCTION_RUBRIC
    more = _OF_PROFILE if method == "dimension_profile" else frozenset()
    return tuple(
        field
        for field in FIELDS[kind]
        if _has(known, field.path) or field.name in more or value_at(part, field.path) is not None
    )


_OF_PROFILE = frozenset({"scoring.dimension", "scoring.overall", "scoring.also_report"})
"""Fields of scoring that only a profile of dimensions has a use for."""


def _has(known: Shape, path: Path) -> bool:
    kind = known.fields.get(str(path[0]))
    if isinstance(kind, Shape) and path[1:]:
        return _has(kind, path[1:])
    return kind is not None


def field_for(problem: Problem) -> str:
    """Name the field of a form that shows a fault.

    Args:
        problem: The fault.

    Returns:
        What the form calls it, such as `clock.within_if.0.when`; for what no field shows, what
        `field_of` says.
    """
    kind = part_of(problem.path).kind
    missing = (problem.params.get("field", ""),) if problem.code == "missing_field" else ()
    path = (*path_in_part(problem.path), *missing)
    return _named(FIELDS[kind], path) or field_of(problem)


def _named(fields: Sequence[Field], path: Path) -> str:
    for field in fields:
        size = len(field.path)
        if field.kind is FieldKind.LABEL:
            if path[:1] in {("zh",), ("en",)}:
                return field.name
            continue
        if path[:size] != field.path:
            continue
        place, below = path[size : size + 1], path[size + 1 :]
        if field.rows and below and isinstance(place[0], int):
            # a rule for all other cases shows its rating
            below = ("rate",) if below == ("else",) else below
            inner = _named(field.rows, below)
            return f"{field.row(place[0])}.{inner}" if inner else field.name
        return field.name
    return ""


def rare_fields(kind: PartKind, part: Mapping[str, Any]) -> tuple[str, ...]:
    """Name what a part holds and its form does not show.

    Args:
        kind: What the part is.
        part: What it holds.

    Returns:
        Names of its fields, such as `scoring.strange`; only YAML changes them.
    """
    found = _unshown(FIELDS[kind], part, ())
    if kind is not PartKind.SETTINGS:
        return tuple(found)
    # facts of sampled cases are parts of their own
    settled = {*FIXED, ".".join(SAMPLED)}
    return tuple(name for name in found if name not in settled)


def _unshown(fields: Sequence[Field], value: Mapping[str, Any], at: Path) -> Iterator[str]:
    paths = {field.path for field in fields}
    labels = {"zh", "en"} if any(field.kind is FieldKind.LABEL for field in fields) else set()
    for name, inner in value.items():
        path = (*at, str(name))
        if path in paths or (not at and name in labels):
            continue
        is_above = any(one[: len(path)] == path for one in paths)
        if is_above and isinstance(inner, Mapping):
            yield from _unshown(fields, inner, path)
        else:
            yield ".".join(map(str, path))
