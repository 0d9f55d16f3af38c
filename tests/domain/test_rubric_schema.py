import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from qa_app.domain.problems import Findings
from qa_app.domain.rubric_schema import rubric_schema
from qa_app.domain.rubric_shapes import shape_of
from qa_app.rubric_files.reader import read_plain
from tests.builders import a_file, item, section
from tests.conftest import ROOT
from tests.domain.test_rubric_check import changed, nodes, rich
from tests.json_schema import fits
from tests.random_rubrics import rubric_files

SCHEMA = rubric_schema()
RUBRICS = [
    file
    for folder in ("rubrics", "rubrics/reference", "docs/examples/rubrics")
    for file in sorted((ROOT / folder).glob("*.yaml"))
    if "schema: qa.rubric/1" in file.read_text("utf-8")
]


def test_the_shipped_schema_is_the_one_of_the_code() -> None:
    shipped = (ROOT / "rubrics/schema/qa.rubric-1.json").read_text("utf-8")
    assert json.loads(shipped) == SCHEMA, "write it anew: qa rubrics schema"


@pytest.mark.parametrize("file", RUBRICS, ids=lambda file: file.stem)
def test_every_shipped_rubric_fits(file: Path) -> None:
    assert fits(read_plain(file).plain, SCHEMA)


@settings(max_examples=30, deadline=None)
@given(rubric_files())
def test_random_rubrics_fit(plain: dict[str, Any]) -> None:
    assert fits(plain, SCHEMA)


def is_shaped(plain: Any) -> bool:
    findings = Findings()
    method = plain["scoring"].get("method") if isinstance(plain.get("scoring"), dict) else None
    shape_of(method)(findings, plain, ())
    return not findings.problems


@pytest.mark.parametrize("wrong", [None, True, [], {}, "", -1, Fraction(1, 2), {"x": 1}], ids=repr)
def test_what_the_shapes_refuse_does_not_fit_and_the_other_way_round(wrong: Any) -> None:
    plain = rich()
    differ = []
    for path in nodes(plain):
        broken = changed(plain, path, wrong)
        # conditions are looked into by their own check, and by the schema
        if (
            "applies_if" not in path
            and "when" not in path
            and is_shaped(broken) != fits(broken, SCHEMA)
        ):
            differ.append(path)
    assert differ == []


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "qa.rubric/2"},
        {"id": "Ａ１"},
        {"version": "1.0"},
        {"status": "new"},
        {"colour": "red"},
        {"title": "words"},
        {"title": {"fr": "titre"}},
        {"sections": []},
        {"scoring": {"method": "guess", "scale": "mpu"}},
        {"scoring": {"method": "weighted_sections", "scale": "mpu", "total": 100}},
        {"scoring": {"method": "deduction", "scale": "mpu"}},
        {"scoring": {"method": "weighted_sections", "scale": "mpu", "min_applicable": 2}},
        {"sections": [section("A", item("A1", weight=0))]},
        {"sections": [section("A", item("A1", applies_if={"fact": "a"}))]},
        {"sections": [section("A", item("A1", applies_if={"fact": "a", "is": 1, "in": [1]}))]},
        {"sections": [section("A", item("A1", applies_if={"all": []}))]},
        {"sections": [section("A", item("A1", clock={"from": "a", "to": "b", "within": "3 d"}))]},
        {"sections": [section("A", item("A1", clock={"any_of": []}))]},
        {"scales": {"x": {"kind": "dots", "options": [{"code": "a"}]}}},
        {"bands": {"x": [{"code": "a", "from": 101}]}},
    ],
    ids=repr,
)
def test_broken_files_do_not_fit(change: dict[str, Any]) -> None:
    assert fits(a_file(), SCHEMA)
    plain = a_file()
    plain.update(change)
    assert not fits(plain, SCHEMA)


def test_a_deduction_may_leave_out_the_weight_of_a_section() -> None:
    plain = a_file(scoring={"method": "deduction"})
    del plain["sections"][0]["weight"]
    assert fits(plain, SCHEMA)
    plain["scoring"] = a_file()["scoring"]
    assert not fits(plain, SCHEMA)
