import json
import shutil
from pathlib import Path

import pytest

from qa_app.domain.problems import Severity
from qa_app.rubric_files.checker import check_file
from qa_app.rubric_files.reader import FileProblem, load_rubric
from tests.criteria import TERMS

SMALL = """\
schema: qa.rubric/1
id: small
version: 1.0.0
status: draft
kind: case_file
area: social_work
unit: case
title: {en: "Small", zh: "小"}
scoring: {method: weighted_sections, scale: mpu, bands: std4}
sections:
  - id: A
    weight: 1
    title: {en: "A", zh: "甲"}
    items:
      - {id: A1, text: {en: "One", zh: "一"}, basis: standard, std: ["PSW#1"]}
"""


@pytest.fixture
def library(tmp_path: Path, shipped: Path) -> Path:
    folder = tmp_path / "rubrics"
    shutil.copytree(shipped, folder)
    return folder


def errors(found: tuple[FileProblem, ...]) -> list[tuple[int, str]]:
    return [(one.line, one.problem.code) for one in found if one.problem.severity is Severity.ERROR]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "at"),
    [
        ("scales.yaml", "schema: qa.scales/1", "schema: qa.scales/2", "unknown_schema", "schema"),
        ("scales.yaml", "schema: qa.scales/1", "schema: [a]", "unknown_schema", "schema"),
        ("scales.yaml", "from: 80", "from: 95", "out_of_order", "  std4:"),
        ("scales.yaml", "{code: D, from: 0,", "{code: D, from: 1,", "lowest_band_not_zero", "- {code: D, from: 1"),
        ("scales.yaml", "{code: C, from", "{code: B, from", "declared_twice", "- {code: B, from: 60"),
        ("scales.yaml", "{code: na, score", "{code: met, score", "declared_twice", "{code: met, score: null"),
        ("scales.yaml", "from: 80", "from: 800", "out_of_bounds", "from: 800"),
        ("scales.yaml", "  kind: points", "  kind: dots", "not_one_of", "  kind: dots"),
        ("scales.yaml", "rank: 1, ", "", "missing_field", '{code: "1", key: "1", en: "1 Excellent'),
        ("scales.yaml", 'zh: "部分符合"', 'zh: ""', "text_missing", 'zh: ""'),
        ("sources.yaml", ", status: read", ", status: seen", "not_one_of", ", status: seen"),
        ("sources.yaml", "law, region: CN, ", "law, ", "missing_field", "MPL:"),
        ("procedures/legal_aid.yaml", "- {id: 2, who", "- {id: 1, who", "declared_twice", '- {id: 1, who: {en: "Legal aid'),
        ("procedures/legal_aid.yaml", "area: legal_aid\n", "", "missing_field", "schema"),
        ("endorsement_criteria.yaml", "id: E02", "id: E01", "declared_twice", '- {id: E01, sets: [candidate, provisional, full], group: legal, type: must, en: "Offence'),
        ("endorsement_criteria.yaml", "type: must", "type: should", "not_one_of", "type: should"),
        ("endorsement_criteria.yaml", 'met: ">=1.0"', 'met: "all"', "not_a_threshold", 'met: "all"'),
        ("endorsement_criteria.yaml", "size: 6", "size: 7", "set_size", "size: 7"),
        ("endorsement_criteria.yaml", "sets: [full], group: staff", "sets: [half], group: staff", "unknown_set", "sets: [half]"),
        ("endorsement_criteria.yaml", "qualifies: [E09, E10, E11", "qualifies: [E99, E10, E11", "unknown_criterion", "qualifies: [E99"),
        ("endorsement_criteria.yaml", "quote: ", "citation: ", "unknown_field", "citation: "),
        ("areas.yaml", "code: legal_aid", "code: social_work", "declared_twice", '- {code: social_work, resource: true, en: "Legal'),
        ("areas.yaml", "legal_aid, resource: true", "legal_aid, resource: 1", "not_a_flag", "resource: 1"),
        ("areas.yaml", 'zh: "督导"', 'zh: ""', "text_missing", 'zh: ""'),
        ("holidays.yaml", '"2024-02-14"', '"2024-02-30"', "not_a_date", '"2024-02-30"'),
    ],
)  # fmt: skip
def test_faults_of_shared_files(
    name: str, old: str, new: str, code: str, at: str, library: Path
) -> None:
    file = library / name
    text = file.read_text("utf-8").replace(old, new, 1)
    file.write_text(text, "utf-8")
    assert (line_of(text, at), code) in errors(check_file(file, library))


CRITERIA = """\
schema: qa.endorsement/1
id: END
version: 1.0.0
status: draft
sets: {full: {en: "Full", zh: "正式期"}}
decision: {order: [{status: endorsed, when: {zh: 其他, en: otherwise}}]}
criteria:
  - id: E02
    sets: [full]
    group: legal
    type: must
    en: "Checked"
    zh: "已查询"
    metric: share_staff_checked_12m
    met: ">=1.0"
    source: report
    basis: law
    quote: "应当查询"
    addressee: {en: "Organisations", zh: "密切接触未成年人的单位"}
    confirmed_for: {kinds: [all], article: "MPL#62", by: statute}
    variants:
      - {areas: [legal_aid], met: ">=0.9"}
      - {areas: [social_work], basis: proposed}
"""
CRITERIA += "".join(
    f"{name}: {json.dumps(entry, ensure_ascii=False)}\n" for name, entry in TERMS.items()
)


@pytest.mark.parametrize("field", ["quote", "addressee", "confirmed_for"])
def test_a_criterion_of_the_law_says_all_three(field: str, library: Path) -> None:
    file = library / "criteria.yaml"
    file.write_text(CRITERIA, "utf-8")
    assert errors(check_file(file, library)) == []
    lines = CRITERIA.splitlines(keepends=True)
    cut = [line for line in lines if not line.startswith(f"    {field}:")]
    file.write_text("".join(cut), "utf-8")
    found = [one.problem for one in check_file(file, library)]
    assert [(one.code, one.params["field"], one.path) for one in found] == [
        ("law_needs", field, ("criteria", 0)),
        ("law_needs", field, ("criteria", 0, "variants", 0)),
    ]


@pytest.mark.parametrize(
    ("variant", "code"),
    [
        ('{areas: [social_work], basis: proposed, quote: "应当"}', "only_for_law"),
        ('{areas: [social_work], quote: ""}', "law_needs"),
    ],
)
def test_a_variant_keeps_to_the_law_as_well(variant: str, code: str, library: Path) -> None:
    file = library / "criteria.yaml"
    text = CRITERIA.replace("{areas: [social_work], basis: proposed}", variant)
    file.write_text(text, "utf-8")
    assert (line_of(text, variant), code) in errors(check_file(file, library))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("locus: ", "place: ", "missing_field"),
        ("document: ", "book: ", "missing_field"),
        ("seen: ", "seen: un", "not_one_of"),
    ],
)
def test_faults_of_clauses(old: str, new: str, code: str, library: Path) -> None:
    files = sorted((library / "clauses").glob("*.yaml"))
    file = next(one for one in files if "seen: " in one.read_text("utf-8"))
    text = file.read_text("utf-8").replace(old, new, 1)
    file.write_text(text, "utf-8")
    assert code in {one for _, one in errors(check_file(file, library))}


def test_a_locus_stands_once(library: Path) -> None:
    file = next(iter(sorted((library / "clauses").glob("*.yaml"))))
    text = file.read_text("utf-8")
    first = text.index("  - ", text.index("clauses:"))
    file.write_text(text + text[first:].split("\n  - ", 1)[0].rstrip("\n") + "\n", "utf-8")
    assert "declared_twice" in {code for _, code in errors(check_file(file, library))}


def test_a_step_that_no_item_cites(library: Path) -> None:
    file = library / "procedures" / "legal_aid.yaml"
    text = file.read_text("utf-8")
    file.write_text(text + text[text.index("  - {id: 11,") :].replace("id: 11", "id: 12"), "utf-8")
    (found,) = check_file(file, library)
    assert (found.problem.code, found.problem.params["name"]) == ("step_not_cited", "PLA#12")
    assert found.problem.severity is Severity.WARNING


@pytest.mark.parametrize("broken", ["- a", "schema: qa.scales/1\nscales: 3\nbands: {}", "a: ["])
def test_a_broken_shared_file_is_named(broken: str, library: Path) -> None:
    (library / "scales.yaml").write_text(broken, "utf-8")
    (found,) = check_file(library / "legal_aid.yaml", library)
    assert found.problem.code == "shared_file_broken"
    assert found.problem.params == {"name": "scales.yaml"}


def test_a_broken_rubric_beside_a_procedure_cites_nothing(library: Path) -> None:
    for text in ("- a", "sections: 3", "sections: [{items: 4}]", "sections: [{items: [{std: 5}]}]"):
        (library / "legal_aid.yaml").write_text(text, "utf-8")
        found = check_file(library / "procedures" / "legal_aid.yaml", library)
        assert {one.problem.code for one in found} == {"step_not_cited"}


def test_shared_files_beside_come_before_those_above_and_the_shipped(
    tmp_path: Path, shipped: Path
) -> None:
    folder = tmp_path / "above" / "beside"
    folder.mkdir(parents=True)
    file = folder / "small.yaml"
    file.write_text(SMALL, "utf-8")
    scales = (shipped / "scales.yaml").read_text("utf-8")

    def start_of_best() -> object:
        return load_rubric(file, shipped).bands[0].start_pct

    assert start_of_best() == 90
    (folder.parent / "scales.yaml").write_text(scales.replace("from: 90", "from: 91"), "utf-8")
    assert start_of_best() == 91
    (folder / "scales.yaml").write_text(scales.replace("from: 90", "from: 92.5"), "utf-8")
    assert start_of_best() == 92.5


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        (
            "    metric: share_staff_checked_12m\n",
            "    metric: unheard\n",
            "unknown_metric",
            "unheard",
        ),
        ('    met: ">=1.0"\n', '    met: ">=100"\n', "test_impossible", '    met: ">=100"'),
        (
            "    source: report\n",
            "    source: report\n    rule: {criterion: E02}\n",
            "rule_beside_test",
            "  - id: E02",
        ),
        (
            '    metric: share_staff_checked_12m\n    met: ">=1.0"\n',
            "    rule: {any: [{criterion: E02}]}\n",
            "criteria_in_circle",
            "criteria:",
        ),
        (
            "    basis: law\n",
            "    basis: law\n    qualifies: [E02]\n",
            "criteria_in_circle",
            "criteria:",
        ),
    ],
)
def test_rules_that_cannot_hold_are_named_with_their_line(
    old: str, new: str, code: str, at: str, library: Path
) -> None:
    text = CRITERIA.replace('      - {areas: [legal_aid], met: ">=0.9"}\n', "")
    file = library / "criteria.yaml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    changed = file.read_text("utf-8")
    assert (line_of(changed, at), code) in errors(check_file(file, library))
