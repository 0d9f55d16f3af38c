import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_app.domain.problems import Severity
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.text import LANGUAGES
from qa_app.rubric_files.checker import check_file
from qa_app.rubric_files.reader import (
    RubricFileError,
    load_library,
    load_rubric,
    read_plain,
    read_rubric,
)
from qa_app.wording import PROBLEMS, Words
from tests.shipped import NAMES

SMALL = """\
schema: qa.rubric/1
id: small
version: 1.0.0
status: draft
kind: case_file
area: social_work
unit: case
title: {en: "Small", zh: "小"}
facts:
  - {id: closed, type: bool, en: "Closed", zh: "已结案"}
clocks:
  - {id: a, en: "A", zh: "甲"}
  - {id: b, en: "B", zh: "乙"}
scoring: {method: weighted_sections, scale: mpu, min_applicable: 0.6, bands: std4}
sections:
  - id: A
    weight: 1
    title: {en: "A", zh: "甲"}
    items:
      - {id: A1, text: {en: "One", zh: "一"}, basis: standard, applies_if: {fact: closed, is: true}}
      - {id: A2, text: {en: "Two", zh: "二"}, basis: standard, scale: time3, clock: {from: a, to: b, within: 24h}}
"""


def faults(text: str, shipped: Path, tmp_path: Path) -> list[tuple[int, int, str]]:
    file = tmp_path / "small.yaml"
    file.write_text(text, "utf-8")
    return [
        (found.line, found.column, found.problem.code)
        for found in check_file(file, shipped)
        if found.problem.severity is Severity.ERROR
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_rubric_is_in_order(name: str, shipped: Path) -> None:
    read = read_rubric(shipped / f"{name}.yaml", shipped)
    assert read.rubric.code == name.rsplit("/", maxsplit=1)[-1]


def test_every_shared_file_is_in_order(shipped: Path) -> None:
    files = [
        shipped / name for name in ("scales.yaml", "sources.yaml", "endorsement_criteria.yaml")
    ]
    files += [
        shipped / "holidays.yaml",
        shipped / "areas.yaml",
        *sorted((shipped / "procedures").glob("*.yaml")),
        *sorted((shipped / "clauses").glob("*.yaml")),
    ]
    assert len(files) == 25
    for file in files:
        assert [f for f in check_file(file, shipped) if f.problem.severity is Severity.ERROR] == []


def test_the_example_of_the_readme_is_in_order(shipped: Path, tmp_path: Path) -> None:
    text = (shipped / "README.md").read_text("utf-8")
    (tmp_path / "home_visit.yaml").write_text(
        text.split("```yaml\n")[1].split("```", maxsplit=1)[0], "utf-8"
    )
    assert check_file(tmp_path / "home_visit.yaml", shipped) == ()


@pytest.mark.parametrize(
    ("name", "items", "stops", "gates"),
    [
        # what each rubric was agreed to hold
        ("sw_case_management", 29, {"A3", "A4", "B2"}, {"A2", "B6"}),
        ("legal_aid", 27, {"B4", "E4"}, {"A4", "C2"}),
        ("psychological_support", 23, {"A2", "B3", "B4"}, {"A3", "E3"}),
        ("family_education", 26, {"A3", "B4", "E5"}, {"A1"}),
        ("appropriate_adult", 13, {"B3"}, {"A2", "B2"}),
        ("social_investigation", 19, {"A3", "B4"}, {"A2", "C5"}),
        ("one_stop_centre", 26, {"A3", "B1", "E2"}, set()),
        ("supervision_practice", 21, {"D5"}, set()),
        ("qa_system_maturity", 12, set(), set()),
    ],
)
def test_shipped_rubrics_hold_what_was_agreed(
    name: str, items: int, stops: set[str], gates: set[str], shipped: Path
) -> None:
    rubric = load_rubric(shipped / f"{name}.yaml", shipped)
    assert len(rubric.items) == items
    assert {one.code for one in rubric.items.values() if one.critical == "stop"} == stops
    assert {one.code for one in rubric.items.values() if one.critical == "gate"} == gates


def test_shipped_items_by_basis(shipped: Path) -> None:
    items = [
        item
        for name in NAMES
        if not name.startswith("reference/")
        for item in load_rubric(shipped / f"{name}.yaml", shipped).items.values()
    ]
    assert Counter(str(item.basis) for item in items) == {
        "law": 21,
        "standard": 110,
        "benchmark": 15,
        "proposed": 50,
    }


@pytest.mark.parametrize("name", NAMES)
def test_shipped_rubrics_are_complete_in_both_languages(name: str, shipped: Path) -> None:
    for language in LANGUAGES:
        plain = read_plain(shipped / f"{name}.yaml").plain
        problems = check_rubric(plain, load_library(shipped / "x.yaml", shipped), language)
        assert [p for p in problems if p.severity is Severity.ERROR] == []


def test_the_small_file_is_in_order(shipped: Path, tmp_path: Path) -> None:
    assert faults(SMALL, shipped, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "at"),
    [
        ("version: 1.0.0", "version: one", "not_a_version", 3, "version: one"),
        ("version: 1.0.0", "version: 1.0", "not_a_version", 3, "version: 1.0"),
        ("id: small", "id: 1.0", "not_in_quotes", 2, "id: 1.0"),
        ("version: 1.0.0", "version:", "value_missing", 3, "version:"),
        ("status: draft", "status: done", "not_one_of", 4, "status: done"),
        ("kind: case_file\n", "", "missing_field", 1, "schema: qa.rubri"),
        ("unit: case", "unit: case\ncolour: red", "unknown_field", 8, "colour: red"),
        ("type: bool", "type: truth", "not_one_of", 10, "type: truth, en:"),
        (
            "id: closed, type: bool",
            "id: closed, type: choice",
            "options_missing",
            10,
            "{id: closed, typ",
        ),
        ("{id: b, en", "{id: a, en", "declared_twice", 13, 'id: a, en: "B", '),
        ('zh: "已结案"', 'zh: ""', "text_missing", 10, "{id: closed, typ"),
        ("scale: mpu", "scale: mpq", "unknown_scale", 14, "scale: mpq, min_"),
        ("bands: std4", "bands: std5", "unknown_bands", 14, "bands: std5}"),
        (", bands: std4", "", "missing_field", 14, "scoring: {method"),
        ("min_applicable: 0.6", "min_applicable: 1.6", "out_of_bounds", 14, "min_applicable: "),
        ("min_applicable: 0.6", "min_applicable: .nan", "not_a_number", 14, "min_applicable: "),
        ("min_applicable: 0.6", "min_applicable: 1e308", "not_a_number", 14, "min_applicable: "),
        ("weight: 1\n", "weight: 0\n", "out_of_bounds", 17, "weight: 0"),
        ("weight: 1\n", "weight: -1\n", "out_of_bounds", 17, "weight: -1"),
        ("weight: 1\n", "weight: true\n", "not_a_number", 17, "weight: true"),
        ("id: A2", "id: A1", "declared_twice", 21, "id: A1, text: {e"),
        ("id: A2", "id: Ａ２", "not_a_code", 21, "id: Ａ２, text: {e"),
        ("fact: closed", "fact: open", "unknown_fact", 20, "fact: open, is: "),
        ("is: true}}", "gte: 1}}", "test_does_not_fit", 20, "gte: 1}}"),
        ("is: true}}", "is: maybe}}", "value_does_not_fit", 20, "is: maybe}}"),
        ("is: true}}", "is: true, has: x}}", "not_one_test", 20, "applies_if: {fac"),
        ("{fact: closed, is: true}", "{when: closed}", "not_a_condition", 20, "applies_if: {whe"),
        ("{fact: closed, is: true}", "{all: []}", "not_a_list", 20, "all: []}}"),
        ("from: a", "from: c", "unknown_clock", 21, "from: c, to: b, "),
        ("within: 24h", "within: 24", "not_a_span", 21, "within: 24}}"),
        ("within: 24h", "within: 24h, till: 2", "unknown_field", 21, "till: 2}}"),
        (", clock: {from: a, to: b, within: 24h}", "", "missing_field", 21, "{id: A2, text: {"),
        ("scale: time3, ", "", "does_not_fit_scale", 21, "clock: {from: a,"),
        ("scale: time3", "scale: grade4", "unknown_scale", 21, "scale: grade4, c"),
        (
            "basis: standard, applies_if",
            "basis: law, applies_if",
            "law_needs",
            20,
            "{id: A1, text: {",
        ),
        (
            "basis: standard, applies_if",
            "basis: custom, applies_if",
            "not_one_of",
            20,
            "basis: custom, a",
        ),
        (
            "basis: standard, applies_if",
            "basis: standard, quote: x, applies_if",
            "only_for_law",
            20,
            "quote: x, applie",
        ),
        (
            "basis: standard, applies_if",
            "basis: standard, critical_fail: [unmet], applies_if",
            "critical_fail_alone",
            20,
            "critical_fail: [",
        ),
        (
            "basis: standard, applies_if",
            "basis: standard, critical: stop, critical_fail: [bad], applies_if",
            "unknown_option",
            20,
            "bad], applies_if",
        ),
        (
            "basis: standard, applies_if",
            "basis: standard, share: {met: 0.9, partly: 0.7}, applies_if",
            "only_per_case",
            20,
            "share: {met: 0.9",
        ),
        (
            "basis: standard, applies_if",
            "basis: standard, per_case: true, share: {met: 0.9, partly: 0.7}, applies_if",
            "case_sample_missing",
            20,
            "per_case: true, ",
        ),
        (
            "basis: standard, applies_if",
            "basis: standard, std: [NOPE#1], applies_if",
            "unknown_source",
            20,
            "NOPE#1], applies",
        ),
        (
            "basis: standard, applies_if",
            'basis: standard, std: ["PSW#99"], applies_if',
            "unknown_step",
            20,
            '"PSW#99"], appli',
        ),
        (
            "basis: standard, applies_if",
            "basis: standard, tags: [x], applies_if",
            "not_one_of",
            20,
            "x], applies_if: ",
        ),
        (
            "basis: standard, applies_if",
            "basis: standard, scale: breach3, applies_if",
            "missing_field",
            20,
            "{id: A1, text: {",
        ),
        ("weight: 1\n", "weight: 1\n    weight: 2\n", "key_twice", 18, "weight: 2"),
        ("sections:", "sections: [", "not_yaml", 16, "- id: A"),
    ],
)
def test_faults_have_a_place(
    old: str, new: str, code: str, line: int, at: str, shipped: Path, tmp_path: Path
) -> None:
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    column = text.splitlines()[line - 1].index(at) + 1
    assert (line, column, code) in faults(text, shipped, tmp_path)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: " + "x" * 256_000, "bytes"),
        ("a: " + "[" * 40 + "]" * 40, "depth"),
        ("a: [" + "{}, " * 1001 + "]", "entries"),
        ("a: &a 1\nb: [" + "*a, " * 1001 + "1]", "aliases"),
        # ten lists of ten aliases each: a hundred aliases, ten thousand million nodes
        (
            "a0: &a0 [x]\n"
            + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 11)),
            "nodes",
        ),
    ],
)
def test_hostile_sizes_are_refused_with_the_figure(
    text: str, what: str, shipped: Path, tmp_path: Path
) -> None:
    file = tmp_path / "big.yaml"
    file.write_text(text, "utf-8")
    (found,) = check_file(file, shipped)
    assert found.problem.code == f"too_much_{what}"
    count, most = (int(found.problem.params[one].replace(",", "")) for one in ("count", "most"))
    assert count > most
    assert Words("en").problem(found.problem).startswith(("the ", f"{count:,} "))
    assert f"{count:,}" in Words("zh").problem(found.problem)


def test_a_file_that_is_not_there(shipped: Path, tmp_path: Path) -> None:
    with pytest.raises(RubricFileError) as caught:
        read_rubric(tmp_path / "none.yaml", shipped)
    assert caught.value.problems[0].problem.code == "unreadable"


def test_content_survives_json_and_gives_the_same_rubric(shipped: Path) -> None:
    for name in NAMES:
        read = read_rubric(shipped / f"{name}.yaml", shipped)
        again = json.loads(json.dumps(read.content))
        assert thaw(again, fingerprint_of(again)) == read.rubric


def test_fingerprint(shipped: Path, tmp_path: Path) -> None:
    def fingerprint(text: str) -> str:
        file = tmp_path / "small.yaml"
        file.write_text(text, "utf-8")
        plain = read_plain(file).plain
        return fingerprint_of(resolve(plain, load_library(file, shipped)))

    start = fingerprint(SMALL)
    assert fingerprint(SMALL.replace("status: draft", "status: published")) == start
    assert fingerprint(SMALL.replace('en: "One"', 'en: "Number one"')) == start
    assert (
        fingerprint(SMALL.replace("id: small\nversion: 1.0.0", "version: 1.0.0\nid: small"))
        == start
    )
    assert fingerprint(SMALL.replace('zh: "一"', 'zh: "壹"')) != start
    assert fingerprint(SMALL.replace("    weight: 1", "    weight: 2")) != start


def test_every_fault_has_words_in_both_languages() -> None:
    for language in ("zh", "en"):
        words = Words(language)
        for message in PROBLEMS.values():
            assert words.say(message)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_mutated_files_never_crash(data: st.DataObject, shipped: Path, tmp_path: Path) -> None:
    lines = SMALL.splitlines(keepends=True)
    position = data.draw(st.integers(0, len(lines) - 1))
    cut = data.draw(st.integers(0, len(lines[position])))
    piece = data.draw(
        st.sampled_from(["", "{", "]", ": ", "- ", "&a", "*a", "!!x ", "\t", "0", "“", "\n"])
    )
    lines[position] = lines[position][:cut] + piece + lines[position][cut + 1 :]
    for line, column, code in faults("".join(lines), shipped, tmp_path):
        assert line >= 1
        assert column >= 1
        assert code in PROBLEMS
