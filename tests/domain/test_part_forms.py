"""Forms of parts: sent as they were shown they change nothing, in any shipped rubric."""

from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.draft_parts import PartKind, part_at, parts_of, with_part
from qa_app.domain.form_fields import FieldKind
from qa_app.domain.part_fields import with_fields
from qa_app.domain.part_forms import FIELDS, rare_fields
from qa_app.domain.plain_json import plain_from_json, plain_to_json
from qa_app.domain.shown_fields import shown_value
from qa_app.rubric_files.reader import read_plain
from tests.conftest import ROOT

FILES = sorted(
    file
    for folder in ("rubrics", "rubrics/reference", "docs/examples/rubrics")
    for file in (ROOT / folder).glob("*.yaml")
    if read_plain(file).plain.get("schema") == "qa.rubric/1"
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
            case FieldKind.READ | FieldKind.OPTIONS | FieldKind.ANCHORS:
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
