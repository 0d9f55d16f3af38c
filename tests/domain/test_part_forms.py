"""Forms of parts: sent as they were shown they change nothing, in any shipped rubric."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.draft_edit import added, removed
from qa_app.domain.draft_method import refitted
from qa_app.domain.draft_parts import (
    SETTINGS,
    Part,
    PartKind,
    item_part,
    part_at,
    parts_of,
    with_part,
)
from qa_app.domain.form_fields import FieldKind
from qa_app.domain.part_fields import with_fields
from qa_app.domain.part_forms import FIELDS, FIXED, field_for, fields_for, rare_fields
from qa_app.domain.plain_json import plain_from_json, plain_to_json
from qa_app.domain.problems import Problem, Severity
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_draft import empty_plain
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_library import Library
from qa_app.domain.shown_fields import shown_value
from qa_app.rubric_files.reader import load_library, read_plain
from tests.conftest import ROOT

FILES = sorted(
    file
    for folder in ("rubrics", "rubrics/reference", "docs/examples/rubrics")
    for file in (ROOT / folder).glob("*.yaml")
    if "\nschema: qa.rubric/1\n"
    in f"\n{file.read_text('utf-8')}"  # reading them as YAML takes long
)


def as_sent(fields, part: dict[str, Any], above: str = "") -> dict[str, list[str]]:
    """What a browser sends back when nobody touches the form."""
    sent: dict[str, list[str]] = {}
    for field in fields:
        name, value = f"{above}{field.name}", shown_value(field, part)
        match field.kind:
            case _ if value is None:
                continue
            case FieldKind.ROWS | FieldKind.RULES | FieldKind.LISTS:
                sent[f"{name}.rows"] = ["1"]
                for place, row in enumerate([*value, {}, {}]):
                    sent[f"{name}.{place}.place"] = [str(place + 1)]
                    sent |= as_sent(field.rows, row, f"{name}.{place}.")
            case FieldKind.REGIONS:
                sent[name] = [value[0][1]]
                for column, one in (("region", 0), ("bands", 1)):
                    sent[f"{name}.{column}"] = [*(row[one] for row in value[1:]), ""]
            case FieldKind.TEXT | FieldKind.LABEL:
                sent[f"{name}.zh"], sent[f"{name}.en"] = [value[0]], [value[1]]
            case FieldKind.FLAG:
                sent[name] = ["", "1"] if value else [""]
            case FieldKind.TICKS | FieldKind.LINES:
                sent[name] = ["", *value]
            case FieldKind.CONDITION:
                sent |= {name: [value.text], f"{name}.was": [value.text]}
                sent[f"{name}.join"] = [value.join]
                for column in ("what", "test", "value"):
                    cells = [getattr(row, column) for row in value.rows]
                    sent[f"{name}.{column}"] = [*cells, "is" if column == "test" else ""]
            case FieldKind.READ | FieldKind.OPTIONS | FieldKind.RATINGS | FieldKind.ANCHORS:
                for place, column in enumerate(("code", "zh", "en")):
                    sent[f"{name}.{column}"] = [*(row[place] for row in value), ""]
            case FieldKind.CAPS:
                for column in ("when", "what", "value", "other", "band"):
                    sent[f"{name}.{column}"] = [*(getattr(row, column) for row in value), ""]
            case _:
                sent[name] = [value]
    return sent


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_form_that_nobody_touched_changes_nothing(file: Path) -> None:
    plain = read_plain(file).plain
    kept = plain_from_json(plain_to_json(plain))
    assert len(parts_of(kept)) > 1 or "items" in kept
    for part in parts_of(kept):
        value, fields = part_at(kept, part), FIELDS[part.kind]
        sent = as_sent(fields, value)
        assert with_fields(fields, value, sent) == value, part.address
        assert (
            plain_to_json(with_part(kept, part, with_fields(fields, value, sent)))
            == (plain_to_json(kept))
            or part.address == "settings"
        )


def filled(plain: dict[str, Any], part: Part, wanted: dict[str, Any]) -> dict[str, Any]:
    """The draft with the form of a part filled in as somebody would who wants something there."""
    fields, holds = FIELDS[part.kind], part_at(plain, part)
    return with_part(plain, part, with_fields(fields, holds, as_sent(fields, wanted)))


def emptied(plain: dict[str, Any]) -> dict[str, Any]:
    """The draft without the parts with which it began."""
    while len(parts_of(plain)) > 1:
        plain = removed(plain, parts_of(plain)[-1])
    return {name: value for name, value in plain.items() if name != "sections" or value}


def built(wanted: dict[str, Any]) -> dict[str, Any]:
    """A rubric built from an empty draft through forms alone."""
    begun = empty_plain(wanted["id"], wanted["version"], wanted["area"])
    settings = part_at(wanted, SETTINGS)
    plain = emptied(refitted(begun, filled(begun, SETTINGS, settings)))
    plain = filled(plain, SETTINGS, settings)
    for part in parts_of(wanted)[1:]:
        *above, last = part.path
        if above[-1] in {"items", "sub_items"}:
            above = above[:-1] or above
        plain, made = added(plain, ".".join(map(str, above)), frozenset()) or (plain, SETTINGS)
        if made.kind is PartKind.SECTION:
            plain = removed(plain, item_part(made.position, 0))
        plain = filled(plain, made, part_at(wanted, part))
        assert made.kind.is_named or made.position == last
    return plain


def content(plain: dict[str, Any], library: Library) -> dict[str, Any]:
    """What counts of a rubric: constants with one value need not be written."""
    constants = {name.partition(".")[2] for name in FIXED if name.startswith("scoring.")}
    scoring = {name: one for name, one in plain["scoring"].items() if name not in constants}
    return resolve(bare({**plain, "scoring": scoring}), library)


def bare(value: Any) -> Any:
    """Without empty lists and `required: false`, which say what is so anyway; 1.0 is 1."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    if isinstance(value, dict):
        kept = {name: bare(one) for name, one in value.items() if one != []}
        return {name: one for name, one in kept.items() if (name, one) != ("required", False)}
    return [bare(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_rubric_can_be_built_by_forms_alone(file: Path) -> None:
    wanted, library = read_plain(file).plain, load_library(file, ROOT / "rubrics")
    made = {**built(wanted), "status": wanted["status"]}
    assert content(made, library) == content(wanted, library)
    known = (content(one, library) for one in (made, wanted))
    assert len({fingerprint_of(one) for one in known}) == 1
    assert [one for one in check_rubric(made, library) if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_saved_unchanged_a_rubric_keeps_its_fingerprint(file: Path) -> None:
    plain, library = read_plain(file).plain, load_library(file, ROOT / "rubrics")
    saved = plain_from_json(plain_to_json(plain))
    for part in parts_of(saved):
        saved = filled(saved, part, part_at(saved, part))
    before, after = (fingerprint_of(resolve(one, library)) for one in (plain, saved))
    assert after == before


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_field_of_every_rubric_has_its_place_in_a_form(file: Path) -> None:
    plain = read_plain(file).plain
    for part in parts_of(plain):
        value = part_at(plain, part)
        assert rare_fields(part.kind, value) == (), part.address
        for field in FIELDS[part.kind]:
            assert shown_value(field, value) is not None, (part.address, field.name)


def test_what_the_form_does_not_show_is_named() -> None:
    part = {"id": "A1", "clock": {"strange": 1, "within": "7d"}, "odd": [], "anchors": {"met": {}}}
    assert rare_fields(PartKind.ITEM, part) == ("clock.strange", "odd")
    settings = {"schema": "x", "scoring": {"na": "exclude", "other": 1}, "narrative": {"own": 1}}
    assert rare_fields(PartKind.SETTINGS, settings) == ("scoring.other", "narrative.own")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("sections", 0, "items", 1, "clock", "within_if", 0, "when"), "clock.within_if.0.when"),
        (
            ("sections", 0, "items", 1, "clock", "any_of", 1, "within_if", 0, "when", "all", 2),
            "clock.any_of.1.within_if.0.when",
        ),
        (("sections", 0, "items", 1, "clock", "any_of"), "clock.any_of"),
        (("sections", 0, "items", 1, "read", 0, "id"), "read"),
        (("sections", 0, "items", 1, "clock"), "clock"),
        (("scales", "own", "options", 2, "score"), "options.2.score"),
        (("scales", "own", "options", 2, "zh"), "options.2.label"),
        (("bands", "own", 1, "from"), "grades.1.from"),
        (("bands", "own", 1), "grades"),
        (("items", 3, "rules", 1, "else"), "rules.1.rate"),
        (("items", 3, "rules", 1, "when", "answer"), "rules.1.when"),
        (("items", 3, "sub_items", 0, "questions", 0, "type"), "questions.0.type"),
        (("answers", "yn", 0), "answers"),
        (("scoring", "bands", "CN-53"), "scoring.bands"),
        (("case_sample", "facts", 0, "zh"), "label"),
    ],
)
def test_a_fault_stands_at_its_field(path, field: str) -> None:
    assert field_for(Problem("x", path)) == field


def test_something_missing_stands_at_the_field_that_shall_have_it() -> None:
    missing = Problem("missing_field", ("scales", "own", "options", 0), params={"field": "score"})
    assert field_for(missing) == "options.0.score"
    assert field_for(Problem("not_a_mapping", ("facts", 0))) == ""


def test_the_settings_show_what_their_method_has() -> None:
    def shown(method: str, **more: Any) -> set[str]:
        part = {"scoring": {"method": method}, **more}
        return {field.name for field in fields_for(PartKind.SETTINGS, part)}

    rules, weighted = shown("rules"), shown("weighted_sections")
    assert {"answers", "narrative.also"} <= rules - weighted
    assert {"scoring.scale", "holistic.scale", "region"} <= weighted - rules
    assert {"scoring.method", "title"} <= rules & weighted
    # what stands there though the method has no use for it can be taken out
    assert "holistic.scale" in shown("rules", holistic={"scale": "peer5"})
    assert "scoring.overall" in shown("dimension_profile") - shown("lowest")
