"""The form of one part of a draft: fields with their words, choices and faults."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa_app.domain.draft_parts import Part, PartKind, part_at, value_at
from qa_app.domain.part_fields import Field, FieldKind, shown_value
from qa_app.domain.part_forms import FIELDS, rare_fields
from qa_app.domain.rubric import Assessor, Basis, Critical, Method, Responsible, Span
from qa_app.domain.rubric_shapes import KINDS, ORGANISATION_KINDS, TAGS
from qa_app.domain.spans import SPAN, parse_span
from qa_app.web.drafting.editor_desk import Choices, Desk, Plain
from qa_app.web.drafting.editor_words import (
    field_words,
    group_words,
    part_words,
    statute_words,
)
from qa_app.wording import Words
from qa_app.wording.fault_names import FIELDS as FIELD_NAMES
from qa_app.wording.fault_names import value_name
from qa_app.wording.limits import span
from qa_app.wording.names import ASSESSORS, BASES, CRITICALS, METHODS, RESPONSIBLES, UNITS

_GROUPS: Mapping[PartKind, tuple[tuple[str, tuple[str, ...]], ...]] = {
    PartKind.SETTINGS: (
        ("scoring", ("scoring",)),
        ("whole", ("holistic",)),
        ("sample", ("case_sample",)),
    ),
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
_OPEN = frozenset({"main", "scoring", "rating"})
_STATUTE = "statute"


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
    """

    name: str
    kind: str
    label: str
    hint: str
    value: Any
    choices: Choices
    wrong: tuple[str, ...]

    @property
    def head(self) -> str:
        """The name by which a fault finds it."""
        return self.name.partition(".")[0]


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
        values: Codes that such a test can look for.
        citations: Clauses found, to be ticked: citation and words.
        answers: Answers of the scales that the draft uses.
    """

    part: Part
    heading: str
    code: str
    groups: tuple[GroupView, ...]
    rare: tuple[str, ...]
    wrong: tuple[str, ...]
    subjects: Choices = ()
    values: Choices = ()
    citations: Choices = ()
    answers: Choices = ()


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
        rare=_rare(desk, part, holds) if is_form and FIELDS[part.kind] else (),
        wrong=tuple(wrong.get("", ())),
        subjects=desk.subjects(),
        values=desk.values(),
        citations=citations,
        answers=desk.answers(),
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
    labels, views = field_words(part.kind), []
    faults = _faults(FIELDS[part.kind], wrong)
    for one in FIELDS[part.kind]:
        label, hint = labels[one.name]
        views.append(
            FieldView(
                one.name,
                one.kind.value,
                label,
                hint,
                _value(desk, one, holds),
                _choices(desk, one, holds),
                tuple(faults.get(one.name, ())),
            )
        )
    return tuple(views)


def _faults(
    fields: Sequence[Field], wrong: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[str]]:
    """Put faults to the fields that show them; the script of the page does the same."""
    found: dict[str, list[str]] = {}
    for name, words in wrong.items():
        if field := _field_for(fields, name):
            found.setdefault(field, []).extend(words)
    return found


def _field_for(fields: Sequence[Field], name: str) -> str:
    head = name.partition(".")[0]
    own = [one.name for one in fields if f"{name}.".startswith(f"{one.name}.")]
    alike = [one.name for one in fields if one.name.partition(".")[0] == head]
    label = [one.name for one in fields if one.kind is FieldKind.LABEL and head in {"zh", "en"}]
    return next(iter([*own, *alike, *label]), "")


def _value(desk: Desk, one: Field, holds: Plain) -> Any:
    value = shown_value(one, holds)
    if one.kind in {FieldKind.LIMIT, FieldKind.SIZE, FieldKind.MAP} and value:
        return _in_words(desk.words, one, value)
    if one.kind is not FieldKind.ANCHORS or value is None:
        return value
    known = {code: (zh, en) for code, zh, en in value}
    options = desk.options_of(_scale_of(desk, holds))
    codes = [*(code for code, _words in options), *known]
    return tuple((code, *known.get(code, ("", ""))) for code in dict.fromkeys(codes))


def _in_words(words: Words, one: Field, value: str) -> str:
    # what is read back from these words is what stands in the file
    if SPAN.fullmatch(value):
        return span(words, Span(*parse_span(value)))
    return value_name(words.say, one.name.rpartition(".")[2], value)


def _scale_of(desk: Desk, holds: Plain) -> str:
    return str(holds.get("scale") or value_at(desk.plain, ("scoring", "scale")) or "")


def _choices(desk: Desk, one: Field, holds: Plain) -> Choices:
    if one.kind not in {FieldKind.CHOICE, FieldKind.TICKS, FieldKind.ANCHORS, FieldKind.CAPS}:
        return ()
    offered = _offered(desk, one.name, _scale_of(desk, holds))
    value = shown_value(one, holds)
    standing = value if isinstance(value, tuple) else (value,)
    known = {code for code, _words in offered}
    # what stands in the file stays to be chosen, whether or not it is known
    more = tuple((one, one) for one in standing if one and isinstance(one, str))
    return (*offered, *(pair for pair in more if pair[0] not in known))


def _offered(desk: Desk, name: str, scale: str) -> Choices:
    words = desk.words
    if name in desk.told:
        return tuple(desk.told[name].items())
    of_draft = {
        "clock.from": "clocks",
        "clock.to": "clocks",
        "frequency.start": "clocks",
        "frequency.end": "clocks",
        "frequency.log": "logs",
    }
    if name in of_draft:
        return desk.entries(of_draft[name])
    enums: dict[str, Iterable[tuple[Any, str]]] = {
        "scoring.method": [(m, METHODS[m]) for m in Method if m is not Method.RULES],
        "assessor": [(a, ASSESSORS[a]) for a in Assessor],
        "critical": [(c, CRITICALS[c]) for c in Critical],
        "clock.responsible": [(r, RESPONSIBLES[r]) for r in Responsible],
        "basis": [(b, BASES[b]) for b in Basis],
    }
    if name in enums:
        return tuple((code.value, words.say(message)) for code, message in enums[name])
    return _offered_lists(desk, name, scale)


def _offered_lists(desk: Desk, name: str, scale: str) -> Choices:
    words = desk.words
    listed: dict[str, Choices] = {
        "unit": _units(words),
        "case_sample.unit": _units(words),
        "area": tuple((area.code, words.text(area.name)) for area in desk.areas),
        "kind": tuple((kind, words.named("kind", kind)) for kind in KINDS),
        "scoring.bands": desk.bands(),
        "scoring.scale": desk.scales("points"),
        "scale": desk.scales("points"),
        "holistic.scale": desk.scales("holistic"),
        "critical_fail": desk.options_of(scale),
        "anchors": desk.options_of(scale),
        "frequency.by_fact": desk.entries("facts", "history"),
        "confirmed_for.kinds": tuple((k, words.named("bound", k)) for k in ORGANISATION_KINDS),
        "confirmed_for.by": ((_STATUTE, statute_words()), (desk.author, desk.author)),
        "tags": tuple((tag, words.named("tag", tag)) for tag in TAGS),
        "scoring.caps": _band_choices(desk),
    }
    return listed[name]


def _units(words: Words) -> Choices:
    return tuple((unit, words.named("unit", unit)) for unit in UNITS)


def _band_choices(desk: Desk) -> Choices:
    named = value_at(desk.plain, ("scoring", "bands"))
    bands = desk.library.bands.get(named) if isinstance(named, str) else None
    return tuple(
        (str(one.get("code")), desk.named(one)) for one in bands or () if isinstance(one, Mapping)
    )


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
    return view.value is None or bool(view.value)
