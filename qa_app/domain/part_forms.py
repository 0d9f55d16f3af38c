"""Which fields a form has for each part of a rubric draft; everything else is written as YAML."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.draft_parts import PartKind
from qa_app.domain.part_fields import Field, FieldKind

_K = FieldKind
_CODE = Field("id", _K.WORDS)
_LABEL = Field("label", _K.LABEL)
_SCORING = (
    Field("scoring.method", _K.CHOICE),
    Field("scoring.scale", _K.CHOICE),
    Field("scoring.min_applicable", _K.SHARE),
    Field("scoring.bands", _K.CHOICE),
    Field("scoring.total", _K.NUMBER),
    Field("scoring.caps", _K.CAPS),
)
FIELDS: Mapping[PartKind, tuple[Field, ...]] = {
    PartKind.SETTINGS: (
        Field("version", _K.WORDS),
        Field("title", _K.TEXT, is_required=True),
        Field("purpose", _K.TEXT),
        Field("note", _K.TEXT),
        Field("area", _K.CHOICE),
        Field("kind", _K.CHOICE),
        Field("unit", _K.CHOICE),
        Field("access", _K.CHOICE),
        Field("hidden", _K.FLAG),
        *_SCORING,
        Field("holistic.scale", _K.CHOICE),
        Field("holistic.required", _K.FLAG),
        Field("holistic.differ_by", _K.NUMBER),
        Field("holistic.then", _K.CHOICE),
        Field("holistic.map", _K.MAP),
        Field("case_sample.unit", _K.CHOICE),
        Field("case_sample.size", _K.SIZE),
        Field("case_sample.from", _K.TEXT),
    ),
    PartKind.FACT: (
        _CODE,
        _LABEL,
        Field("type", _K.CHOICE),
        Field("options", _K.OPTIONS),
    ),
    PartKind.EVENT: (_CODE, _LABEL),
    PartKind.LOG: (_CODE, _LABEL, Field("value", _K.CHOICE)),
    PartKind.SECTION: (
        _CODE,
        Field("title", _K.TEXT, is_required=True),
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
        Field("clock.from", _K.CHOICE),
        Field("clock.to", _K.CHOICE),
        Field("clock.within", _K.LIMIT),
        Field("clock.late_until", _K.LIMIT),
        Field("clock.count_from", _K.CHOICE),
        Field("clock.end_on", _K.CHOICE),
        Field("clock.responsible", _K.CHOICE),
        Field("frequency.log", _K.CHOICE),
        Field("frequency.start", _K.CHOICE),
        Field("frequency.end", _K.CHOICE),
        Field("frequency.every", _K.MAP),
        Field("frequency.by_fact", _K.CHOICE),
        Field("frequency.minimum", _K.NUMBER),
        Field("measure.name", _K.WORDS),
        Field("measure.met", _K.WORDS),
        Field("measure.partly", _K.WORDS),
        Field("per_case", _K.FLAG),
        Field("share.met", _K.SHARE),
        Field("share.partly", _K.SHARE),
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
    PartKind.FILE: (),
}
"""Kind of a part to its fields, in the order of the form."""


def rare_fields(kind: PartKind, part: Mapping[str, Any]) -> tuple[str, ...]:
    """Name what a part holds and its form does not show.

    Args:
        kind: What the part is.
        part: What it holds.

    Returns:
        Names of its fields, such as `clock.any_of`; only YAML changes them.
    """
    shown = {path for field in FIELDS[kind] if (path := field.path)}
    if any(field.kind is FieldKind.LABEL for field in FIELDS[kind]):
        shown |= {("zh",), ("en",)}
    # said at the top of the file and fixed with the draft
    fixed = {"schema", "id", "status"} if kind is PartKind.SETTINGS else set()
    heads = {path[0] for path in shown if len(path) > 1}
    rare = []
    for name, value in part.items():
        if name in fixed or (name,) in shown:
            continue
        if name in heads and isinstance(value, Mapping):
            rare += [f"{name}.{inner}" for inner in value if (name, inner) not in shown]
        else:
            rare.append(name)
    settled = {"scoring.na", "scoring.no_record", "scoring.round"}
    return tuple(name for name in rare if name not in settled)
