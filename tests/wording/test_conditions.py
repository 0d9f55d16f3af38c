from fractions import Fraction

import pytest

from qa_app.domain.conditions import (
    All,
    AnswerCompares,
    AnswerIs,
    Any,
    Applicable,
    Comparison,
    Condition,
    Count,
    FactCompares,
    FactEverIn,
    FactHas,
    FactIs,
    ItemIs,
    Not,
)
from qa_app.domain.rubric import Rubric
from qa_app.wording import Words
from qa_app.wording.conditions import Conditions
from tests.builders import a_rubric, item, section

RISK = {"high": {"zh": "高", "en": "High"}, "low": {"zh": "低", "en": "Low"}}
CLOSED = FactIs("closed", (True,))
MANY = FactCompares("agencies", Comparison.GTE, Fraction(2))


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return a_rubric(
        section("A", item("A1")),
        facts=[
            {"id": "closed", "type": "bool", "zh": "已结案", "en": "The case is closed"},
            {"id": "agencies", "type": "int", "zh": "机构数", "en": "Agencies"},
            {"id": "kinds", "type": "multi", "zh": "类型", "en": "Kinds", "options": RISK},
            {"id": "risk", "type": "history", "zh": "风险", "en": "Risk", "options": RISK},
        ],
    )


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        (CLOSED, "“已结案”为是", "“The case is closed” is yes"),
        (FactIs("risk", ("high",)), "“风险”现为“高”", "“Risk” is now “High”"),
        (
            FactEverIn("risk", ("high", "low")),
            "“风险”曾为“高”或“低”",
            "“Risk” was “High” or “Low” at some time",
        ),
        (MANY, "“机构数” ≥ 2", "“Agencies” ≥ 2"),
        (FactHas("kinds", "low"), "“类型”包括“低”", "“Kinds” includes “Low”"),
        (AnswerIs("A1", ("met",)), "条目A1评为“met”", "item A1 is rated “met”"),
        (AnswerIs("3A", ("yes_", "na")), "条目3A评为“是”或“不适用”", "item 3A is rated “Yes” or “Not applicable”"),
        (AnswerCompares("1A", Comparison.EQ, Fraction(0)), "条目1A = 0", "item 1A = 0"),
        (ItemIs("12A", ("strength",)), "条目12A评为“优势”", "item 12A is rated “Strength”"),
        (Applicable(expected=False), "评查员认为不适用", "the reader says it does not apply"),
        (
            Count(of_items=False, ids=("3A", "3B"), code="no_", comparison=Comparison.GTE, number=1),
            "3A、3B中“否”的数量≥ 1",
            "“No” among 3A, 3B: ≥ 1 time",
        ),
        (Not(CLOSED), "并非（“已结案”为是）", "not (“The case is closed” is yes)"),
        (
            All((CLOSED, Any((MANY, CLOSED)))),
            "“已结案”为是，并且（“机构数” ≥ 2或“已结案”为是）",
            "“The case is closed” is yes and (“Agencies” ≥ 2 or “The case is closed” is yes)",
        ),
    ],
)  # fmt: skip
def test_conditions_in_words(condition: Condition, zh: str, en: str, rubric: Rubric) -> None:
    assert Conditions(Words("zh"), rubric).said(condition) == zh
    assert Conditions(Words("en"), rubric).said(condition) == en
