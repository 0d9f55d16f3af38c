"""Ratings, answers and notes of a rule rubric that have words, and what notes may name."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.asked import asked_items
from qa_app.domain.problems import Problem
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_diff import Step, compare, step_of
from qa_app.domain.rubric_freeze import fingerprint_of, freeze, resolve
from qa_app.domain.rubric_library import Library
from qa_app.domain.rubric_rules import Narrative
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.rubric_files.reader import load_library, read_plain
from qa_app.rubric_files.workbook_reader import read_workbook
from qa_app.rubric_files.workbook_writer import rubric_workbook
from qa_app.rubric_files.writer import rubric_json, rubric_yaml
from qa_app.rubric_files.yaml_text import read_yaml

WORDED = {
    "strength": {"zh": "做得好", "en": "Done well"},
    "ani": {"zh": "需改进", "en": "To be improved"},
    "na": {"zh": "不涉及"},
}


@pytest.fixture
def osri(shipped: Path) -> dict[str, Any]:
    plain: dict[str, Any] = dict(read_plain(shipped / "reference" / "osri.yaml").plain)
    # as it was before answers and notes could have words
    del plain["answer_words"]
    plain["narrative"] = {
        name: list(one) if name in {"also", "sources"} else one
        for name, one in plain["narrative"].items()
    }
    return plain


@pytest.fixture
def library(shipped: Path) -> Library:
    return load_library(shipped / "reference" / "osri.yaml", shipped)


def faults(plain: dict[str, Any], library: Library) -> list[tuple[str, tuple[str | int, ...]]]:
    found: list[Problem] = check_rubric(plain, library)
    return [(one.code, one.path) for one in found if one.severity == "error"]


def worded(plain: dict[str, Any]) -> dict[str, Any]:
    return {**deepcopy(plain), "ratings": deepcopy(WORDED)}


def test_a_rubric_has_the_words_of_its_ratings(osri: dict[str, Any], library: Library) -> None:
    plain = worded(osri)
    assert faults(plain, library) == []
    words = freeze(plain, library).rule_words
    assert words.of_item("strength") == BilingualText("做得好", "Done well")
    assert words.of_item("na") == BilingualText("不涉及")
    assert words.of_item(None) == words.of_item("other") == NO_TEXT
    # ratings of outcomes have their own, here none
    assert words.of_outcome("na") == NO_TEXT
    assert freeze(osri, library).rule_words.of_item("strength") == NO_TEXT


def test_a_file_without_words_keeps_its_fingerprint(osri: dict[str, Any], library: Library) -> None:
    # as worked out before ratings could have words
    assert fingerprint_of(resolve(osri, library)) == FINGERPRINT
    changed = fingerprint_of(resolve(worded(osri), library))
    assert changed != FINGERPRINT
    plain = worded(osri)
    plain["ratings"]["na"]["en"] = "Not touched on"
    # a translation that follows later makes no other version
    assert fingerprint_of(resolve(plain, library)) == changed


FINGERPRINT = "fa2840ab2d421a08d5c9732d0edf78d55b25bc12e15db2ab50fd669b137963b9"


def test_a_rubric_has_the_words_of_its_answers_and_notes(
    osri: dict[str, Any], library: Library
) -> None:
    plain = {**osri, "answer_words": {"no_": {"zh": "未做到", "en": "Not done"}}}
    plain["narrative"] = {
        **osri["narrative"],
        "also": {"why": {"zh": "理由"}},
        "sources": {"child": {"zh": "孩子", "en": "The child"}, "file": {"zh": "案卷"}},
    }
    assert faults(plain, library) == []
    rubric = freeze(plain, library)
    assert rubric.rule_words.of_answer("no_") == BilingualText("未做到", "Not done")
    assert rubric.rule_words.of_answer("yes_") == NO_TEXT
    assert rubric.narrative == Narrative(
        "no_",
        (("why", BilingualText("理由")),),
        (("child", BilingualText("孩子", "The child")), ("file", BilingualText("案卷"))),
    )
    # the keys carry the words, and what an answer rests on is ticked beside it
    asked = asked_items(rubric)["1C"]
    assert [one.short for one in asked.options][1] == BilingualText("未做到", "Not done")
    assert [code for code, _words in asked.read] == ["child", "file"]
    assert [code for code, words in freeze(osri, library).narrative.also if words == NO_TEXT] == [
        "item_rationale"
    ]


def test_words_of_answers_reword_and_are_asked_for(osri: dict[str, Any], library: Library) -> None:
    plain = {**osri, "answer_words": {"no_": {"zh": "未做到"}}}
    told = compare(resolve(osri, library), resolve(plain, library))
    assert [part.part for part in told.parts] == ["answer_words"]
    assert step_of(told, frozenset()) is Step.WORDING
    plain["answer_words"] = {"no_": {"en": "Not done"}, "nein": {"zh": "否"}}
    assert sorted(faults(plain, library)) == [
        ("text_missing", ("answer_words", "no_")),
        ("unknown_listed", ("answer_words", "nein")),
    ]
    plain = {**osri, "narrative": {"sources": {"child": {"en": "The child"}}}}
    assert faults(plain, library) == [("text_missing", ("narrative", "sources", "child"))]


def test_every_rating_needs_words_in_the_required_language(
    osri: dict[str, Any], library: Library
) -> None:
    plain = worded(osri)
    plain["ratings"]["ani"] = {"en": "To be improved"}
    assert faults(plain, library) == [("text_missing", ("ratings", "ani"))]
    plain["ratings"]["ani"] = "需改进"
    assert faults(plain, library) == [("not_a_text", ("ratings", "ani"))]
    plain["ratings"] = {name: one for name, one in WORDED.items() if name != "ani"}
    assert {code for code, _path in faults(plain, library)} >= {"unknown_rating"}


def test_words_reword_a_rubric_and_a_new_rating_changes_it(
    osri: dict[str, Any], library: Library
) -> None:
    before, after = resolve(osri, library), resolve(worded(osri), library)
    told = compare(before, after)
    assert [part.part for part in told.parts] == ["rating_words"]
    assert step_of(told, frozenset()) is Step.WORDING
    more = worded(osri)
    more["ratings"]["mixed"] = {"zh": "不一"}
    assert "ratings" in {part.part for part in compare(before, resolve(more, library)).parts}


def test_words_come_back_from_every_form_of_file(osri: dict[str, Any]) -> None:
    plain = worded(osri)
    plain["outcome_ratings"] = {code: {"zh": code} for code in plain["outcome_ratings"]}
    plain["answer_words"] = {"no_": {"zh": "未做到", "en": "Not done"}, "yes_": {"zh": "做到"}}
    plain["narrative"]["sources"] = {"child": {"zh": "孩子", "en": "The child"}}
    assert read_yaml(rubric_yaml(plain)).plain == plain
    assert read_yaml(rubric_json(plain)).plain == plain
    book = read_workbook(rubric_workbook(plain))
    assert book.faults == []
    assert book.plain == plain
    assert list(book.plain["ratings"]) == list(WORDED)
    assert book.plain["answer_words"] == plain["answer_words"]
    assert book.place_of(("ratings", "ani")).sheet == "choices"


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ({"narrative": {"own": 1}}, ("unknown_field", ("narrative", "own"))),
        (
            {"narrative": {"required_when": {"answer": "any", "is": "nein"}}},
            ("unknown_listed", ("narrative", "required_when", "is")),
        ),
        (
            {"aggregate": {"item": {"measure": "mean", "value": "strength"}}},
            ("not_one_of", ("aggregate", "item", "measure")),
        ),
        (
            {
                "aggregate": {
                    "outcome": {"measure": "share_of_applicable_cases", "value": "strength"}
                }
            },
            ("unknown_rating", ("aggregate", "outcome", "value")),
        ),
        ({"aggregate": {"section": {}}}, ("unknown_field", ("aggregate", "section"))),
    ],
)
def test_notes_and_summary_hold_what_the_schema_knows(
    osri: dict[str, Any], library: Library, part: dict[str, Any], fault: tuple[str, Any]
) -> None:
    assert faults(osri | part, library) == [fault]
