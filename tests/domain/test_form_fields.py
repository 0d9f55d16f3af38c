"""Every field that a rubric file may have has a field of a form, or says why it has none."""

from collections.abc import Iterator

import pytest

from qa_app.domain import rubric_shapes as shapes
from qa_app.domain.draft_parts import GRADES, GROUPS, SAMPLED, PartKind
from qa_app.domain.form_fields import LISTED, Field, FieldKind
from qa_app.domain.part_forms import FIELDS, FIXED
from qa_app.domain.problems import Path
from qa_app.domain.scale_check import BANDS, SCALE
from qa_app.domain.shapes import Either, Kind, ListOf, Shape, shape

OWN = {FieldKind.CAPS, FieldKind.READ, FieldKind.OPTIONS, FieldKind.ANCHORS, FieldKind.CONDITION}
"""Kinds of field that show a whole list or condition."""


def leaves(kind: Kind, at: Path = ()) -> Iterator[Path]:
    """Every path that the shape knows; a list shows as *."""
    if isinstance(kind, Shape):
        for name, inner in kind.fields.items():
            yield from leaves(inner, (*at, name))
    elif isinstance(kind, ListOf) and isinstance(kind.kind, Shape | Either):
        yield from leaves(kind.kind, (*at, "*"))
    elif isinstance(kind, Either) and all(isinstance(one, Shape) for one in kind.kinds):
        for one in kind.kinds:
            yield from leaves(one, at)
    elif kind is shapes.clock:
        yield from leaves(shapes.BRANCH, at)
        yield from leaves(shapes.ANY_OF, at)
    else:
        yield at


def shown(fields: tuple[Field, ...], at: Path = ()) -> Iterator[tuple[Path, Field]]:
    for field in fields:
        if field.kind is FieldKind.LABEL:
            yield (*at, "zh"), field
            yield (*at, "en"), field
        elif field.kind in LISTED and field.kind is not FieldKind.LISTS:
            yield from shown(field.rows, (*at, *field.path, "*"))
            if field.kind is FieldKind.RULES:
                yield (*at, *field.path, "*", "else"), field
        else:
            yield (*at, *field.path), field


def without_form(kind: PartKind, known: Kind, left_out: tuple[str, ...] = ()) -> set[str]:
    """Fields of a shape that the form of a part does not show."""
    forms = list(shown(FIELDS[kind]))
    return {
        ".".join(path)
        for path in (tuple(map(str, one)) for one in leaves(known))
        if path[0] not in left_out
        and not any(
            path == own or (path[: len(own)] == own and field.kind in OWN) for own, field in forms
        )
    }


@pytest.mark.parametrize(
    "known", [shapes.RUBRIC, shapes.DEDUCTION_RUBRIC, shapes.RULE_RUBRIC], ids="wdr"
)
def test_settings(known: Shape) -> None:
    lacking = without_form(PartKind.SETTINGS, known, GROUPS)
    # facts of sampled cases are parts of their own
    sampled = {name for name in lacking if name.startswith(".".join(SAMPLED))}
    assert lacking - sampled == set(FIXED) & lacking
    assert all(FIXED[name] for name in lacking & set(FIXED))


@pytest.mark.parametrize(
    ("kind", "known", "left_out"),
    [
        (PartKind.FACT, shapes.RUBRIC.fields["facts"].kind, ()),
        (PartKind.CASE_FACT, shapes.RUBRIC.fields["case_sample"].fields["facts"].kind, ()),
        (PartKind.EVENT, shapes.RUBRIC.fields["clocks"].kind, ()),
        (PartKind.LOG, shapes.RUBRIC.fields["logs"].kind, ()),
        (PartKind.SCALE, SCALE, ()),
        (PartKind.BANDS, shape(**{GRADES: BANDS}), ()),
        (PartKind.SECTION, shapes.SECTION, ("items",)),
        (PartKind.SECTION, shapes.DEDUCTION_SECTION, ("items",)),
        (PartKind.ITEM, shapes.SECTION_ITEM, ()),
        (PartKind.RULE_ITEM, shapes.RULE_ITEM, ("sub_items",)),
        (PartKind.SUB_ITEM, shapes.RULE_ITEM.fields["sub_items"].kind, ()),
        (PartKind.OUTCOME, shapes.OUTCOME, ()),
    ],
    ids=lambda one: one.value if isinstance(one, PartKind) else "",
)
def test_every_part(kind: PartKind, known: Kind, left_out: tuple[str, ...]) -> None:
    assert without_form(kind, known, left_out) == set()


def test_a_field_without_a_form_would_be_found() -> None:
    step = shape(when=shapes.condition, within=shapes.span, strange=shapes.flag)
    known = shape(clock=shape(within_if=ListOf(step)), own=shapes.flag)
    assert without_form(PartKind.ITEM, known) == {"clock.within_if.*.strange", "own"}


def test_every_kind_of_part_has_a_form() -> None:
    assert set(FIELDS) == set(PartKind)
    for fields in FIELDS.values():
        names = [field.name for field in fields]
        assert len(names) == len(set(names))


def test_a_field_below_others_and_a_row_of_a_list() -> None:
    field = Field("clock.within_if", FieldKind.ROWS, rows=(Field("when", FieldKind.CONDITION),))
    assert field.path == ("clock", "within_if")
    assert field.row(2) == "clock.within_if.2"
    assert Field("label", FieldKind.LABEL).path == ()
