"""What stands in a part, as its form shows it."""

from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.defaults import DRAFT_ROWS_MOST, RUBRIC_ENTRIES_MOST
from qa_app.domain.form_fields import Field, FieldKind
from qa_app.domain.part_fields import with_fields
from qa_app.domain.shown_fields import (
    is_overfull,
    rows_most,
    shown_lines,
    shown_value,
    word_of,
)

K = FieldKind


@pytest.mark.parametrize(
    ("kind", "value", "on_screen"),
    [
        (K.CODES, ["yes_", "no_", "na"], "yes_, no_, na"),
        (K.CODES, None, ""),
        (K.CODES, ["two words"], None),
        (K.CODES, "yes_", None),
        (K.TRUTH, True, "true"),
        (K.TRUTH, False, "false"),
        (K.TRUTH, None, ""),
        (K.TRUTH, "maybe", None),
        (K.SCORE, Fraction(3, 2), "1.5"),
        (K.SCORE, 0, "0"),
        (K.SCORE, None, ""),
        (K.SHARE, Fraction(19, 20), "95%"),
        (K.REGIONS, "std4", (("", "std4"),)),
        (K.ROWS, [{"id": "a"}], ({"id": "a"},)),
        (K.RULES, [{"else": "na"}], ({"rate": "na"},)),
        (K.LISTS, {"yn": ["yes_"]}, ({"id": "yn", "values": ["yes_"]},)),
    ],
)
def test_what_stands_is_shown(kind: FieldKind, value: Any, on_screen: Any) -> None:
    assert shown_value(Field("f", kind), {"f": value}) == on_screen


def test_codes_and_truths_are_typed() -> None:
    fields = [Field("c", K.CODES), Field("t", K.TRUTH)]
    typed = {"c": ["yes_，no_、na"], "t": ["false"]}
    assert with_fields(fields, {}, typed) == {"c": ["yes_", "no_", "na"], "t": False}
    assert with_fields(fields, {"c": ["a"], "t": True}, {"c": [""], "t": [""]}) == {}


def test_an_answer_without_points_does_not_count_unless_it_has_a_rank() -> None:
    fields = [Field("code", K.WORDS), Field("score", K.SCORE), Field("rank", K.NUMBER)]
    blank = {"code": [""], "score": [""], "rank": [""]}
    assert with_fields(fields, {}, blank) == {}
    assert with_fields(fields, {}, {**blank, "code": ["na"]}) == {"code": "na", "score": None}
    assert with_fields(fields, {}, {**blank, "code": ["A"], "rank": ["1"]}) == {
        "code": "A",
        "rank": 1,
    }
    scored = {"code": "na", "score": 2}
    assert with_fields(fields, scored, {**blank, "code": ["na"]}) == {"code": "na", "score": None}
    assert with_fields(fields, {"code": "x"}, {**blank, "code": ["x"]}) == {"code": "x"}


def test_lists_and_words_of_entries() -> None:
    assert shown_lines([1, "a"]) == ("1", "a")
    assert shown_lines([{}]) is None
    assert word_of({"zh": "甲", "n": 3}, "zh") == "甲"
    assert (word_of({"n": 3}, "n"), word_of({}, "n")) == ("3", "")


@pytest.mark.parametrize(
    ("kind", "entry"),
    [(K.ROWS, {"id": "a"}), (K.RULES, {"else": "a"}), (K.LINES, "a"), (K.READ, {"id": "a"})],
)
def test_a_list_with_more_rows_than_a_form_has_is_text(kind: FieldKind, entry: Any) -> None:
    field = Field("f", kind)
    assert len(shown_value(field, {"f": [entry] * DRAFT_ROWS_MOST})) == DRAFT_ROWS_MOST
    long = {"f": [entry] * (DRAFT_ROWS_MOST + 1)}
    assert shown_value(field, long) is None
    assert is_overfull(field, long)
    assert with_fields([field], long, {"f.rows": ["1"], "f": ["b"], "f.code": ["b"]}) == long


def test_a_condition_with_more_tests_than_a_form_has_is_a_line() -> None:
    field, test = Field("f", K.CONDITION), {"fact": "a", "is": True}
    for more, is_simple in ((0, True), (1, False)):
        shown = shown_value(field, {"f": {"all": [test] * (DRAFT_ROWS_MOST + more)}})
        assert shown.is_simple is is_simple
        assert shown.text.startswith("a = true and a = true")


def test_ticks_may_be_as_many_as_a_rubric_has_entries() -> None:
    field = Field("f", K.TICKS)
    assert rows_most(field) == RUBRIC_ENTRIES_MOST
    assert shown_value(field, {"f": ["a"] * (DRAFT_ROWS_MOST + 1)}) is not None
