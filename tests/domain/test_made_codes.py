"""Codes that nobody has to invent."""

from typing import Any

import pytest

from qa_app.domain.draft_parts import PartKind
from qa_app.domain.form_fields import Field, FieldKind
from qa_app.domain.made_codes import free_code, named_rows, with_codes_made, with_own_code
from qa_app.domain.part_fields import with_fields
from qa_app.domain.part_forms import FIELDS


def test_a_code_that_nothing_has() -> None:
    assert free_code((), "answer") == "answer1"
    assert free_code(("answer1", "answer9", "answerx", "grade30"), "answer") == "answer10"
    assert named_rows((("", "甲"), ("read1", "乙"), ("", "丙")), "read") == (
        ("read2", "甲"),
        ("read1", "乙"),
        ("read3", "丙"),
    )


def test_lists_with_and_without_codes() -> None:
    code, words = Field("code", FieldKind.WORDS), Field("label", FieldKind.LABEL)
    grades = Field("grades", FieldKind.ROWS, rows=(code, words))
    assert with_codes_made(grades, [{"zh": "优"}, {"code": "B", "zh": "良"}], {}) == [
        {"code": "grade1", "zh": "优"},
        {"code": "B", "zh": "良"},
    ]
    rules = Field("rules", FieldKind.RULES, rows=(Field("rate", FieldKind.CHOICE),))
    assert with_codes_made(rules, [{"rate": "na"}], {}) == [{"rate": "na"}]
    own = (Field("id", FieldKind.WORDS),)
    assert with_own_code(own, {"id": "A1"}, {"zh": "甲"}) == {"id": "A1", "zh": "甲"}
    assert with_own_code(own, {}, {"zh": "甲"}) == {"zh": "甲"}


@pytest.mark.parametrize(
    ("kind", "part", "typed", "made"),
    [
        (
            PartKind.FACT,
            {"id": "risk", "type": "choice", "zh": "风险"},
            {"options.code": ["", ""], "options.zh": ["高", "低"], "options.en": ["", ""]},
            {"options": {"answer1": {"zh": "高"}, "answer2": {"zh": "低"}}},
        ),
        (
            PartKind.ITEM,
            {"id": "A1"},
            {"read.code": ["", "book"], "read.zh": ["日志", "台账"], "read.en": ["", ""]},
            {"read": [{"id": "read1", "zh": "日志"}, {"id": "book", "zh": "台账"}]},
        ),
        (
            PartKind.SCALE,
            {"id": "own", "kind": "points", "options": []},
            {
                "options.rows": ["1"],
                "options.0.label.zh": ["完整"],
                "options.0.score": ["1"],
                "options.1.label.zh": ["缺失"],
                "options.1.score": ["0"],
            },
            {
                "options": [
                    {"code": "answer1", "zh": "完整", "score": 1},
                    {"code": "answer2", "zh": "缺失", "score": 0},
                ]
            },
        ),
        (
            PartKind.BANDS,
            {"id": "own", "grades": []},
            {"grades.rows": ["1"], "grades.0.label.zh": ["合格"], "grades.0.from": ["0"]},
            {"grades": [{"code": "grade1", "zh": "合格", "from": 0}]},
        ),
        (
            PartKind.SETTINGS,
            {},
            {"answers.rows": ["1"], "answers.0.values": ["yes_, no_"]},
            {"answers": {"list1": ["yes_", "no_"]}},
        ),
        (
            PartKind.RULE_ITEM,
            {"id": "3"},
            {"questions.rows": ["1"], "questions.0.label.zh": ["单独会见"]},
            {"questions": [{"id": "3Q1", "zh": "单独会见"}]},
        ),
    ],
)
def test_an_empty_code_is_made_and_stays(
    kind: PartKind, part: dict[str, Any], typed: dict[str, Any], made: dict[str, Any]
) -> None:
    first = with_fields(FIELDS[kind], part, typed)
    assert first == {**part, **made}
    again = with_fields(FIELDS[kind], first, {"label.zh": ["改了"]} if "zh" in part else {})
    assert {**again, "zh": ""} == {**first, "zh": ""}


def test_the_code_of_a_part_stays_when_its_field_is_emptied() -> None:
    fact = {"id": "risk", "type": "bool", "zh": "风险"}
    assert with_fields(FIELDS[PartKind.FACT], fact, {"id": [""]}) == fact
