import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from qa_app.domain.problems import Severity
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_library import Library
from qa_app.domain.rubric_unfreeze import unfreeze
from qa_app.rubric_files.reader import load_library, read_rubric
from tests.builders import LIBRARY, a_file, item, section, words
from tests.conftest import ROOT
from tests.random_rubrics import MINE, rubric_files

SHIPPED = sorted((ROOT / "rubrics").glob("*.yaml")) + sorted(
    (ROOT / "rubrics/reference").glob("*.yaml")
)
RUBRICS = [file for file in SHIPPED if "schema: qa.rubric/1" in file.read_text("utf-8")]


def errors(plain: Any, library: Library = LIBRARY) -> list[Any]:
    return [p for p in check_rubric(plain, library) if p.severity is Severity.ERROR]


@pytest.mark.parametrize("file", RUBRICS, ids=lambda file: file.stem)
def test_every_shipped_rubric_comes_back(file: Path, shipped: Path) -> None:
    content = json.loads(json.dumps(read_rubric(file, shipped).content))
    library = load_library(file, shipped)
    alone = Library(sources=library.sources, steps=library.steps)
    for given_library, resolving in ((None, alone), (library, library)):
        plain = unfreeze(content, given_library)
        assert errors(plain, resolving) == []
        assert resolve(plain, resolving) == content
        assert fingerprint_of(resolve(plain, resolving)) == fingerprint_of(content)


def test_shared_scales_and_bands_are_only_named(shipped: Path) -> None:
    file = shipped / "legal_aid.yaml"
    content, library = read_rubric(file, shipped).content, load_library(file, shipped)
    assert not {"scales", "bands"} & unfreeze(content, library).keys()
    assert set(unfreeze(content)["bands"]) == {"std4"}
    moved = {
        **library.bands,
        "std4": [{**band, "from": band["from"] // 2} for band in library.bands["std4"]],
    }
    assert set(unfreeze(content, Library(library.scales, moved))) & {"scales", "bands"} == {"bands"}


@settings(max_examples=150, deadline=None)
@given(rubric_files())
def test_random_rubrics_come_back(plain: dict[str, Any]) -> None:
    assert errors(plain) == []
    content = json.loads(json.dumps(resolve(plain, LIBRARY)))
    for library in (None, LIBRARY):
        again = unfreeze(content, library)
        assert errors(again) == []
        assert resolve(again, LIBRARY) == content


def test_what_the_file_left_to_defaults_is_left_again() -> None:
    plain = a_file(
        section(
            "A",
            item("A1", critical="stop"),
            item("A2", critical="stop", critical_fail=["na"]),
            item(
                "A3",
                weight=Fraction(1),
                scale="time3",
                clock={"from": "a", "to": "b", "within": "3d"},
            ),
        ),
        clocks=[{"id": "a", **words("甲")}, {"id": "b", **words("乙")}],
        scoring={"min_applicable": Fraction(1)},
    )
    assert errors(plain) == []
    again = unfreeze(resolve(plain, LIBRARY), LIBRARY)
    assert again == plain
    # a weight of 1.0 is a number with a point, and stays one
    assert isinstance(again["sections"][0]["items"][2]["weight"], Fraction)


def test_definitions_inside_a_file_win_and_unused_ones_leave_no_trace() -> None:
    mine = {**MINE, "options": [{**MINE["options"][0], "code": "met"}, *MINE["options"][1:]]}
    plain = a_file(
        scales={"mpu": mine, "spare": MINE},
        bands={"std4": [{"code": "Z", "from": 0, **words("Z")}]},
    )
    assert errors(plain) == []
    content = resolve(plain, LIBRARY)
    assert content["scales"] == {"mpu": mine}
    assert [band["code"] for band in content["bands"]] == ["Z"]
    assert fingerprint_of(content) == fingerprint_of(
        resolve({**plain, "scales": {"mpu": mine}}, LIBRARY)
    )


@pytest.mark.parametrize(
    ("fields", "code", "at"),
    [
        (
            {"scales": {"mine": {"kind": "dots", "options": []}}},
            "not_one_of",
            ("scales", "mine", "kind"),
        ),
        (
            {"scales": {"mine": {"kind": "points", "options": [{"code": "a", **words("a")}]}}},
            "missing_field",
            ("scales", "mine", "options", 0),
        ),
        (
            {"scales": {"mine": {**MINE, "options": [*MINE["options"], MINE["options"][0]]}}},
            "declared_twice",
            ("scales", "mine", "options", 4, "code"),
        ),
        (
            {"bands": {"own": [{"code": "a", "from": 1, **words("a")}]}},
            "lowest_band_not_zero",
            ("bands", "own", 0),
        ),
        (
            {"bands": {"own": [{"code": "a", "from": 0, "en": "a"}]}},
            "text_missing",
            ("bands", "own", 0),
        ),
    ],
)
def test_faults_of_definitions_inside_a_file(
    fields: dict[str, Any], code: str, at: tuple[str | int, ...]
) -> None:
    assert (code, at) in [(p.code, p.path) for p in errors(a_file(**fields))]
