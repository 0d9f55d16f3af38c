from pathlib import Path

import pytest

from qa_app.domain.asked import (
    HOLISTIC_KEY,
    asked_items,
    asked_sections,
    asked_whole,
    find_asked,
    options_of,
)
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.rubric import Critical
from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.rubric_library import Library
from qa_app.rubric_files.reader import load_rubric
from tests.builders import LIBRARY, a_file, a_rubric, item, section, words

RUBRIC = a_rubric(
    section(
        "A",
        item("A1", critical="stop", anchors={"partly": words("by telephone")}),
        item("A2"),
        item("A3", measure={"name": "share", "met": ">=0.9"}),
        weight=40,
    ),
    section("B", item("B1", scale="maturity4"), assessor="supervisor"),
)


def test_sections_in_the_order_of_the_file() -> None:
    sections = asked_sections(RUBRIC)
    assert [(one.code, one.weight, one.assessor) for one in sections] == [
        ("A", 40, "centre"),
        ("B", 1, "supervisor"),
    ]
    assert list(asked_items(RUBRIC)) == ["A1", "A2", "A3", "B1"]


def test_keys_are_counted_and_not_applicable_is_zero() -> None:
    digits = {one.code: one.digit for one in asked_items(RUBRIC)["A2"].options}
    assert digits == {"met": "1", "partly": "2", "unmet": "3", "no_record": "4", "na": "0"}


def test_what_an_option_means_for_this_item() -> None:
    options = {one.code: one for one in asked_items(RUBRIC)["A1"].options}
    assert options["partly"].means.en == "by telephone"
    assert options["met"].means.en == ""
    # a red line without "no record"
    assert [code for code, one in options.items() if one.trips] == ["unmet"]
    assert not any(one.trips for one in asked_items(RUBRIC)["A2"].options)
    assert asked_items(RUBRIC)["A1"].critical is Critical.STOP


def test_which_answers_want_a_note() -> None:
    asked = asked_items(RUBRIC)
    assert asked["A2"].demands_note == {"unmet", "no_record", "na"}
    assert asked["A2"].opens_note == {"partly", "unmet", "no_record", "na"}
    # overruling a number always wants a reason
    assert asked["A3"].demands_note == {"met", "partly", "unmet", "no_record", "na"}
    # of a graded scale only the lowest grade
    assert asked["B1"].demands_note == {"1"}


def test_the_words_on_a_key_are_short() -> None:
    plain = {"kind": "points", "options": [
        {"code": "1", "score": 1, "zh": "1 缺失（或起步）", "en": "1 Absent (or initial)"},
        {"code": "na", "score": None, "zh": "不适用", "en": "Not applicable"},
    ]}  # fmt: skip
    library = Library({**LIBRARY.scales, "mpu": plain}, LIBRARY.bands)
    scale = freeze(a_file(section("A", item("A1"))), library).items["A1"].scale
    first, last = options_of(scale)
    assert (first.short.zh, first.short.en, first.label.en) == (
        "缺失",
        "Absent",
        "1 Absent (or initial)",
    )
    assert last.short.en == "Not applicable"


def test_the_judgement_of_the_whole() -> None:
    assert asked_whole(RUBRIC) is None
    grades = [{"code": code, "rank": rank, **words(code)} for rank, code in enumerate("ABCD", 1)]
    library = Library(
        {**LIBRARY.scales, "grade4": {"kind": "holistic", "options": grades}}, LIBRARY.bands
    )
    holistic = {"scale": "grade4", "required": True}
    rubric = freeze(a_file(section("A", item("A1")), holistic=holistic), library)
    whole = find_asked(rubric, EntryKind.HOLISTIC, HOLISTIC_KEY)
    assert [one.code for one in whole.options] == ["A", "B", "C", "D"]


def test_what_is_not_asked_is_not_found() -> None:
    assert find_asked(RUBRIC, EntryKind.ANSWER, "A2").code == "A2"
    for kind, code in ((EntryKind.ANSWER, "Z9"), (EntryKind.APPLICABLE, "A2")):
        with pytest.raises(KeyError):
            find_asked(RUBRIC, kind, code)


def test_a_rule_rubric_says_which_answers_it_wants_explained(shipped: Path) -> None:
    osri = load_rubric(shipped / "reference" / "osri.yaml", shipped)
    asked = asked_items(osri)
    assert osri.narrative.noted_answer == "no_"
    assert asked["1C"].opens_note == frozenset({"yes_", "no_", "na"})
    assert asked["1C"].demands_note == frozenset({"no_"})
    # a number has nothing to be explained
    assert (asked["1A"].opens_note, asked["1A"].demands_note) == (frozenset(), frozenset())
