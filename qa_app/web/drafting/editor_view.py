"""The form of one part of a draft: fields with their words, choices and faults."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa_app.domain.cap_scopes import row_in_choices
from qa_app.domain.condition_words import map_in_words, row_in_words
from qa_app.domain.defaults import DRAFT_ROWS_MOST
from qa_app.domain.draft_parts import FILE, SETTINGS, Part, PartKind, part_at, value_at
from qa_app.domain.form_fields import Field, FieldKind
from qa_app.domain.part_forms import fields_for, rare_fields
from qa_app.domain.region_names import region_name
from qa_app.domain.rubric_limits import Span
from qa_app.domain.shown_fields import shown_value
from qa_app.domain.spans import SPAN, parse_span
from qa_app.web.drafting.editor_choices import Asked, choices_for, scale_of
from qa_app.web.drafting.editor_desk import Choices, Desk, Plain
from qa_app.web.drafting.editor_row_words import row_words
from qa_app.web.drafting.editor_words import Labels, field_words, group_words, part_words
from qa_app.web.drafting.rating_rows import code_names
from qa_app.wording import Words
from qa_app.wording.fault_names import FIELDS as FIELD_NAMES
from qa_app.wording.fault_names import value_name
from qa_app.wording.limits import span

_OF_RULES = (("applies", ("applies_if",)), ("checked", ("verified", "note")))
_GROUPS: Mapping[PartKind, tuple[tuple[str, tuple[str, ...]], ...]] = {
    PartKind.SETTINGS: (
        ("scoring", ("scoring",)),
        ("whole", ("holistic",)),
        ("sample", ("case_sample",)),
        ("ratings", ("answers", "answer_words", "ratings", "outcome_ratings")),
        ("notes", ("narrative",)),
        ("regions", ("aggregate",)),
    ),
    PartKind.RULE_ITEM: _OF_RULES,
    PartKind.SUB_ITEM: _OF_RULES,
    PartKind.OUTCOME: (("checked", ("verified", "note")),),
    PartKind.ITEM: (
        ("rating", ("scale", "weight", "critical", "critical_fail")),
        ("meaning", ("read", "anchors")),
        ("applies", ("applies_if",)),
        ("clock", ("clock",)),
        ("frequency", ("frequency",)),
        ("measure", ("measure",)),
        ("cases", ("per_case", "share", "trips_at")),
        ("law", ("quote", "addressee", "confirmed_for")),
        ("tags", ("tags",)),
    ),
}
_OPEN = frozenset({"main", "scoring", "rating", "ratings"})
_FIRST, _MORE = 4, 2
"""Empty rows of a list that has no entry yet, and of one that has."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field on screen.

    Attributes:
        name: Its name in the form.
        kind: How it is filled in.
        label: Its words.
        hint: What helps to fill it in; empty for nothing.
        value: As `part_fields.shown_value` gives it; None when only YAML changes it.
        choices: Codes and words to choose from.
        wrong: What is wrong with it.
        rows: Of a list, its entries.
        spare: Of a list, empty rows for more of them.
    """

    name: str
    kind: str
    label: str
    hint: str
    value: Any
    choices: Choices
    wrong: tuple[str, ...]
    rows: tuple["RowView", ...] = ()
    spare: tuple["RowView", ...] = ()

    @property
    def head(self) -> str:
        """The name by which a fault finds it."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class RowView:
    """An entry of a list with its own fields.

    Attributes:
        name: What stands before the names of its fields.
        place: Its place, from 1; of a spare row the next one.
        fields: Its fields.
    """

    name: str
    place: int
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Fields that belong together; the first group stands without a heading."""

    code: str
    words: str
    fields: tuple[FieldView, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """One part with its form.

    Attributes:
        part: Where it stands.
        heading: What it is.
        code: Its code; empty for the settings and the file.
        groups: Its form.
        rare: Names of what only YAML changes.
        wrong: What is wrong with the whole part.
        subjects: Facts and answers that a condition can test.
        values: Words that such a test can look for.
        citations: Clauses found, to be ticked: citation and words.
        answers: Scales that the draft uses: code, words and answers.
        capped: What a cap can look at: code, words and scale.
        places: Names of places that are regions.
    """

    part: Part
    heading: str
    code: str
    groups: tuple[GroupView, ...]
    rare: tuple[str, ...]
    wrong: tuple[str, ...]
    subjects: Choices = ()
    values: tuple[str, ...] = ()
    citations: Choices = ()
    answers: tuple[tuple[str, str, Choices], ...] = ()
    capped: tuple[tuple[str, str, str], ...] = ()
    places: tuple[str, ...] = ()


def part_view(
    desk: Desk, part: Part, wrong: Mapping[str, Sequence[str]], citations: Choices = ()
) -> PartView:
    """Put the form of a part together.

    Args:
        desk: What it can offer.
        part: The part; the draft has it.
        wrong: Field to what is wrong with it; the empty name for the whole part.
        citations: Clauses that were searched for.

    Returns:
        The form; without fields for a part that is no mapping, which only YAML changes.
    """
    holds = part_at(desk.plain, part)
    is_form = isinstance(holds, Mapping)
    views = _views(desk, part, holds, wrong) if is_form else ()
    code = holds.get("id") if is_form and part.path else ""
    return PartView(
        part=part,
        heading=part_words(part.kind),
        code=code if isinstance(code, str) else "",
        groups=_groups(part.kind, views),
        rare=_rare(desk, part, holds) if is_form and part != FILE else (),
        wrong=tuple(wrong.get("", ())),
        subjects=desk.subjects(),
        values=desk.values(),
        citations=citations,
        answers=desk.answers(),
        capped=desk.capped(),
        places=tuple(region_name(one, desk.regions) for one in desk.regions)
        if part == SETTINGS
        else (),
    )


def _rare(desk: Desk, part: Part, holds: Plain) -> tuple[str, ...]:
    say = desk.words.say
    return tuple(
        " › ".join(say(FIELD_NAMES.get(step, step)) for step in name.split("."))
        for name in rare_fields(part.kind, holds)
    )


def _views(
    desk: Desk, part: Part, holds: Plain, wrong: Mapping[str, Sequence[str]]
) -> tuple[FieldView, ...]:
    labels, fields = field_words(part.kind), fields_for(part.kind, holds)
    sheet = _Sheet(desk, part, holds, labels, wrong, _faults(fields, wrong))
    return tuple(_view(sheet, one, holds) for one in fields)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the fields of one part have in common.

    Attributes:
        desk: What can be offered.
        part: The part.
        holds: What it holds.
        labels: Field, without places in lists, to its words.
        wrong: Field, as faults name it, to what is wrong.
        faults: Field of the part to what is wrong with it.
    """

    desk: Desk
    part: Part
    holds: Plain
    labels: Labels
    wrong: Mapping[str, Sequence[str]]
    faults: Mapping[str, Sequence[str]]


def _view(sheet: _Sheet, one: Field, holds: Plain, above: str = "", key: str = "") -> FieldView:
    """Show a field.

    Args:
        sheet: What the fields of the part have in common.
        one: The field.
        holds: What the part or the row holds.
        above: What stands before its name in the form; empty in the part itself.
        key: The same without places.
    """
    name, known = f"{above}{one.name}", f"{key}{one.name}"
    # one of several limits is called as a single one is
    alone = known.replace("clock.any_of.", "clock.")
    label, hint = sheet.labels.get(alone) or row_words(known, one, sheet.desk.words)
    rows, spare = _rows(sheet, one, holds, name, known)
    return FieldView(
        name,
        one.kind.value,
        label,
        hint,
        _value(sheet, one, holds),
        choices_for(sheet.desk, sheet.part, Asked(one, known, holds, sheet.holds)),
        tuple(sheet.wrong.get(name, ()) if above else sheet.faults.get(name, ())),
        rows,
        spare,
    )


def _rows(
    sheet: _Sheet, one: Field, holds: Plain, name: str, key: str
) -> tuple[tuple[RowView, ...], tuple[RowView, ...]]:
    standing = shown_value(one, holds) if one.rows else None
    if standing is None:
        return (), ()
    empty: Plain = {}
    count = len(standing)
    more = 1 if "." in key else _MORE if count else _FIRST
    spare = min(more, DRAFT_ROWS_MOST - count)
    made = tuple(
        RowView(
            f"{name}.{place}",
            place + 1,
            tuple(_view(sheet, inner, row, f"{name}.{place}.", f"{key}.") for inner in one.rows),
        )
        for place, row in enumerate([*standing, *[empty] * spare])
    )
    return made[:count], made[count:]


def _faults(
    fields: Sequence[Field], wrong: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[str]]:
    """Put faults to the fields that show them; the script of the page does the same."""
    found: dict[str, list[str]] = {}
    listed = [f"{one.name}." for one in fields if one.rows]
    for name, words in wrong.items():
        if any(name.startswith(one) for one in listed):
            continue  # it stands at a field of a row
        if field := _field_for(fields, name):
            found.setdefault(field, []).extend(words)
    return found


def _field_for(fields: Sequence[Field], name: str) -> str:
    head = name.partition(".")[0]
    own = [one.name for one in fields if f"{name}.".startswith(f"{one.name}.")]
    alike = [one.name for one in fields if one.name.partition(".")[0] == head]
    label = [one.name for one in fields if one.kind is FieldKind.LABEL and head in {"zh", "en"}]
    return next(iter([*own, *alike, *label]), "")


def _worded(field: str, row: tuple[str, str, str]) -> tuple[str, str, str]:
    code, *own = row
    zh, en = own if any(own) else code_names(field, code)
    return code, zh, en


_LED_BACK: Mapping[FieldKind, Callable[[Desk, Any], Any]] = {
    FieldKind.REGIONS: lambda desk, value: tuple(
        (region_name(region, desk.regions), bands) for region, bands in value
    ),
    FieldKind.CAPS: lambda desk, value: tuple(
        row_in_choices(desk.plain, desk.library.scales, row) for row in value
    ),
    FieldKind.CONDITION: lambda desk, value: replace(
        value, rows=tuple(row_in_words(row, desk.meanings) for row in value.rows)
    ),
}
"""Kinds that are shown in words, which lead back to the codes when they are sent."""


def _value(sheet: _Sheet, one: Field, holds: Plain) -> Any:
    value, desk = shown_value(one, holds), sheet.desk
    if value is not None and one.kind is FieldKind.RATINGS:
        return tuple(_worded(one.name, row) for row in value)
    if value is not None and one.kind in _LED_BACK:
        return _LED_BACK[one.kind](desk, value)
    if one.kind is FieldKind.MAP and value and "=" in value:
        fact = value_at(holds, ("frequency", "by_fact"))
        values = desk.meanings.values.get(f"fact:{fact}", {})
        return map_in_words(value, values, lambda said: _in_words(desk.words, one, said))
    if one.kind in {FieldKind.LIMIT, FieldKind.SIZE, FieldKind.MAP} and value:
        return _in_words(desk.words, one, value)
    if one.kind is not FieldKind.ANCHORS or value is None:
        return value
    known = {code: (zh, en) for code, zh, en in value}
    options = desk.options_of(scale_of(desk, holds))
    codes = [*(code for code, _words in options), *known]
    return tuple((code, *known.get(code, ("", ""))) for code in dict.fromkeys(codes))


def _in_words(words: Words, one: Field, value: str) -> str:
    # what is read back from these words is what stands in the file
    if SPAN.fullmatch(value):
        return span(words, Span(*parse_span(value)))
    return value_name(words.say, one.name.rpartition(".")[2], value)


def _groups(kind: PartKind, views: Sequence[FieldView]) -> tuple[GroupView, ...]:
    named = {head: group for group, heads in _GROUPS.get(kind, ()) for head in heads}
    codes = ["main", *(group for group, _heads in _GROUPS.get(kind, ()))]
    made = []
    for code in codes:
        own = tuple(view for view in views if named.get(view.head, "main") == code)
        if own:
            is_open = code in _OPEN or any(_is_filled(one) or one.wrong for one in own)
            made.append(GroupView(code, group_words(code), own, is_open))
    return tuple(made)


def _is_filled(view: FieldView) -> bool:
    if view.kind == FieldKind.CONDITION:
        return view.value is None or bool(view.value.text)
    if view.value and view.kind == FieldKind.ANCHORS:
        return any(zh or en for _code, zh, en in view.value)
    if view.value and view.kind == FieldKind.TEXT:
        return any(view.value)
    if view.value and view.kind == FieldKind.REGIONS:
        return any(map(any, view.value))
    return view.value is None or bool(view.value)
