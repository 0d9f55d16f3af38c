"""What a field of the editor offers to choose from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.domain.draft_parts import Part, PartKind, value_at
from qa_app.domain.form_fields import Field, FieldKind
from qa_app.domain.part_rows import shown_regions
from qa_app.domain.rubric import Assessor, Basis, Critical, Method
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.rubric_shapes import KINDS, ORGANISATION_KINDS, TAGS
from qa_app.domain.shown_fields import shown_value
from qa_app.web.drafting.editor_desk import Choices, Desk, Plain
from qa_app.web.drafting.editor_row_words import rule_words
from qa_app.web.drafting.editor_words import statute_words
from qa_app.wording import Words
from qa_app.wording.fault_names import VALUES
from qa_app.wording.names import ASSESSORS, BASES, CRITICALS, METHODS, RESPONSIBLES, UNITS

_STATUTE = "statute"
_CHOSEN = frozenset(
    {
        FieldKind.CHOICE,
        FieldKind.TICKS,
        FieldKind.ANCHORS,
        FieldKind.CAPS,
        FieldKind.TRUTH,
        FieldKind.REGIONS,
        FieldKind.PLACE,
    }
)
_OF_DRAFT = {
    "clock.from": "clocks",
    "clock.to": "clocks",
    "frequency.start": "clocks",
    "frequency.end": "clocks",
    "frequency.tenure_from": "clocks",
    "frequency.log": "logs",
}
"""Field to the list of the draft from which it is chosen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that may offer choices.

    Attributes:
        field: The field.
        key: Its name without places in lists.
        holds: What its part or its row holds.
        part: What its part holds.
    """

    field: Field
    key: str
    holds: Plain
    part: Plain


def choices_for(desk: Desk, part: Part, asked: Asked) -> Choices:
    """List what a field offers; what stands in the file stays to be chosen, known or not."""
    if asked.field.kind not in _CHOSEN:
        return ()
    # one of several limits is chosen as a single one is
    key = asked.key.replace("clock.any_of.", "clock.")
    if asked.field.kind is FieldKind.PLACE:
        offered: Choices = tuple(
            (code, f"{names[0]} {code}") for code, names in desk.regions.items()
        )
    else:
        offered = _offered(desk, part, key, asked.part)
    known = {code for code, _words in offered}
    more = tuple((one, one) for one in _standing(asked) if one and isinstance(one, str))
    return (*offered, *(pair for pair in more if pair[0] not in known))


def _standing(asked: Asked) -> tuple[Any, ...]:
    value = shown_value(asked.field, asked.holds)
    if asked.field.kind is FieldKind.REGIONS and value is not None:
        return tuple(dict.fromkeys(bands for _region, bands in value))
    return value if isinstance(value, tuple) else (value,)


def scale_of(desk: Desk, holds: Plain) -> str:
    return str(holds.get("scale") or value_at(desk.plain, ("scoring", "scale")) or "")


def _offered(desk: Desk, part: Part, key: str, holds: Plain) -> Choices:
    words = desk.words
    if part.kind is PartKind.SCALE:
        codes = VALUES["kind"] if key == "kind" else ("clock", "frequency")
        return tuple((code, words.say(VALUES[key][code])) for code in codes)
    if key in desk.told:
        return tuple(desk.told[key].items())
    if key in _OF_DRAFT:
        return desk.entries(_OF_DRAFT[key])
    enums: dict[str, Iterable[tuple[Any, str]]] = {
        "scoring.method": [(m, METHODS[m]) for m in Method],
        "assessor": [(a, ASSESSORS[a]) for a in Assessor],
        "critical": [(c, CRITICALS[c]) for c in Critical],
        "clock.responsible": [(r, RESPONSIBLES[r]) for r in Responsible],
        "basis": [(b, BASES[b]) for b in Basis],
    }
    if key in enums:
        return tuple((code.value, words.say(message)) for code, message in enums[key])
    if key in _OF_WORDS:
        return rule_words(key)
    if key in _OF_RULES:
        return _OF_RULES[key](desk, part)
    return _offered_lists(desk, key, scale_of(desk, holds))


def _ratings(desk: Desk, part: Part) -> Choices:
    return desk.ratings("outcome_ratings" if part.kind is PartKind.OUTCOME else "ratings")


_OF_RULES: Mapping[str, Callable[[Desk, Part], Choices]] = {
    "questions.type": lambda desk, _part: (*desk.answer_lists(), *rule_words("questions.type")),
    "rules.rate": _ratings,
    "items": lambda desk, _part: desk.rule_items(),
    "narrative.required_when.is": lambda desk, _part: desk.rule_answers(),
    "aggregate.outcome.value": lambda desk, _part: desk.ratings("outcome_ratings"),
    "aggregate.item.value": lambda desk, _part: desk.ratings("ratings"),
}
_OF_WORDS = frozenset(
    {
        "verified",
        "aggregate.outcome.verified",
        "aggregate.item.verified",
        "aggregate.outcome.measure",
        "aggregate.item.measure",
        "narrative.required_when.answer",
        "scoring.dimension",
        "scoring.overall",
        "scoring.also_report",
    }
)
"""Fields whose choices are always the same words."""


def _offered_lists(desk: Desk, key: str, scale: str) -> Choices:
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
    return listed[key]


def _units(words: Words) -> Choices:
    return tuple((unit, words.named("unit", unit)) for unit in UNITS)


def _band_choices(desk: Desk) -> Choices:
    # bands of single regions have the same codes
    named = shown_regions(value_at(desk.plain, ("scoring", "bands"))) or (("", ""),)
    bands = desk.library.bands.get(named[0][1]) or ()
    return tuple(
        (str(one.get("code")), desk.named(one)) for one in bands if isinstance(one, Mapping)
    )
