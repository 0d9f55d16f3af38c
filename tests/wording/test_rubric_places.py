import json
from typing import Any

import pytest

from qa_app.domain.problems import Path, Problem
from qa_app.wording import Words
from qa_app.wording.rubric_places import fault_words, place_words
from tests.builders import a_file, item, section, words

PLAIN = a_file(section("A", item("A1"), {"text": words("no code")}), facts=[{"id": "girl"}])


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ((), "整份细则", "the rubric"),
        (("title", "zh"), "标题 › 中文文字", "title › Chinese text"),
        (("sections", 0), "A部分", "section A"),
        (("sections", 0, "weight"), "A部分 › 权重", "section A › weight"),
        (
            ("sections", 0, "items", 0, "text"),
            "A部分 › 条目A1 › 要求",
            "section A › item A1 › requirement",
        ),
        (("sections", 0, "items", 1, "id"), "A部分 › 条目 2 › 代码", "section A › items 2 › code"),
        (("sections", 9, "items", 3), "部分 10 › 条目 4", "sections 10 › items 4"),
        (("facts", 0, "type"), "案情事项girl › 回答类型", "fact girl › kind of answer"),
        (
            ("regional_bands", "std4", 0),
            "按地区的等级 › std4 1",
            "grade bands by region › std4 1",
        ),
        (("somewhere", "odd"), "somewhere › odd", "somewhere › odd"),
    ],
)
def test_places_are_said_as_their_author_knows_them(path: Path, zh: str, en: str) -> None:
    assert place_words(Words("zh"), PLAIN, path) == zh
    assert place_words(Words("en"), PLAIN, path) == en


@pytest.mark.parametrize("plain", [{}, {"sections": "none"}, {"sections": [7]}])
def test_a_draft_may_be_of_any_shape(plain: dict[str, Any]) -> None:
    json.dumps(plain)
    assert place_words(Words("en"), plain, ("sections", 0, "items", 2, "text"))


def test_faults_are_said_without_their_place() -> None:
    problem = Problem("missing_field", ("sections", 0), params={"field": "title"})
    assert fault_words(Words("en"), problem, in_file=True) == "title is missing"


def test_a_fault_names_fields_and_languages_as_the_reader_knows_them() -> None:
    missing = Problem("missing_field", params={"field": "text"})
    assert fault_words(Words("zh"), missing) == "缺少要求"
    assert fault_words(Words("en"), missing) == "requirement is missing"
    # who mends a file looks for the name that stands in it
    assert fault_words(Words("zh"), missing, in_file=True) == "缺少“要求”（text）"
    assert fault_words(Words("en"), missing, in_file=True) == "requirement (text) is missing"
    untold = Problem("text_missing", params={"language": "zh"})
    assert fault_words(Words("zh"), untold) == "缺少中文文字"
