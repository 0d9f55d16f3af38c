"""Fields of a form, back into the file."""

from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.form_fields import Field, FieldKind
from qa_app.domain.part_fields import number_from, with_fields
from qa_app.domain.shown_fields import shown_value

K = FieldKind


def typed(kind: FieldKind, part: dict[str, Any], name: str = "f", **sent: list[str]):
    names = {key.replace("__", "."): value for key, value in sent.items()}
    return with_fields([Field(name, kind)], part, names)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("0.6", Fraction(3, 5)),
        ("60%", Fraction(3, 5)),
        ("６０％", Fraction(3, 5)),
        ("12.5 %", Fraction(1, 8)),
        ("-2", -2),
        ("many", "many"),
        ("1e3", "1e3"),
        ("1/3", "1/3"),
        ("9" * 30, "9" * 30),
    ],
)
def test_a_number_is_exact_or_stays_as_it_was_typed(text: str, number: object) -> None:
    assert number_from(text) == number
    assert typed(K.NUMBER, {}, f=[text]) == {"f": number}


def test_a_number_that_was_not_touched_keeps_its_form() -> None:
    assert typed(K.NUMBER, {"f": Fraction(5)}, f=["5"]) == {"f": Fraction(5)}
    assert typed(K.NUMBER, {"f": Fraction(3, 5)}, f=["0.6"]) == {"f": Fraction(3, 5)}


def test_an_emptied_field_leaves_the_file() -> None:
    assert typed(K.WORDS, {"f": "x", "g": 1}, f=[" "]) == {"g": 1}
    assert typed(K.FLAG, {"f": True}, f=[""]) == {}
    assert typed(K.LINES, {"f": ["a"]}, f=["", " "]) == {}
    assert typed(K.TICKS, {"f": ["a"]}, f=[""]) == {}


def test_ticks_keep_the_order_of_the_file() -> None:
    assert typed(K.TICKS, {"f": ["b", "a"]}, f=["", "a", "b"]) == {"f": ["b", "a"]}
    assert typed(K.TICKS, {"f": ["b", "a"]}, f=["", "a", "c", "b"]) == {"f": ["b", "a", "c"]}


def test_a_field_below_another_comes_and_goes_with_it() -> None:
    part = typed(K.WORDS, {}, "clock.within", clock__within=["24h"])
    assert part == {"clock": {"within": "24h"}}
    assert typed(K.WORDS, part, "clock.within", clock__within=[""]) == {}
    kept = {"clock": {"within": "24h", "any_of": []}}
    assert typed(K.WORDS, kept, "clock.within", clock__within=[""]) == {"clock": {"any_of": []}}


def test_texts_by_language() -> None:
    assert typed(K.TEXT, {}, f__zh=["甲"], f__en=[""]) == {"f": {"zh": "甲"}}
    both = {"f": {"zh": "甲", "en": "A"}}
    assert typed(K.TEXT, both, f__zh=["乙"], f__en=["A"]) == {"f": {"zh": "乙", "en": "A"}}
    assert typed(K.TEXT, both, f__zh=[""], f__en=[""]) == {}
    asked = [Field("f", K.TEXT, is_required=True)]
    assert with_fields(asked, both, {"f.zh": [""], "f.en": [""]}) == {"f": {"zh": ""}}
    label = [Field("label", K.LABEL)]
    fact = {"id": "x", "zh": "甲", "en": "A"}
    assert with_fields(label, fact, {"label.zh": ["乙"], "label.en": [""]}) == {
        "id": "x",
        "zh": "乙",
    }


def test_lines_of_another_system_are_the_same_text() -> None:
    part = {"f": "a\nb"}
    assert typed(K.LONG, part, f=["a\r\nb\r\n"]) == part


def test_rows_of_a_table() -> None:
    part = typed(K.READ, {}, f__code=["n5", ""], f__zh=["5篇记录", ""], f__en=["", ""])
    assert part == {"f": [{"id": "n5", "zh": "5篇记录"}]}
    part = typed(K.OPTIONS, {}, f__code=["high", "low"], f__zh=["高", ""], f__en=["High", ""])
    assert part == {"f": {"high": {"zh": "高", "en": "High"}, "low": {"zh": ""}}}
    part = typed(K.ANCHORS, {}, f__code=["met", "partly"], f__zh=["有", ""], f__en=["", ""])
    assert part == {"f": {"met": {"zh": "有"}}}
    assert typed(K.CAPS, {}, f__when=["answer A1 = unmet"], f__band=["C"]) == {
        "f": [{"when": {"answer": "A1", "is": "unmet"}, "at_most": "C"}]
    }


def test_a_rhythm_by_value() -> None:
    assert typed(K.MAP, {}, f=["14d"]) == {"f": "14d"}
    assert typed(K.MAP, {}, f=["high=7d，low = 31d"]) == {"f": {"high": "7d", "low": "31d"}}
    assert typed(K.STEPS, {}, f=["A=1, B=2 3"]) == {"f": {"A": [1], "B": [2, 3]}}
    bands = {"f": {"A": [1], "B": [2]}}
    assert typed(K.MAP, bands, f=["A=1, B=2 3"]) == {"f": {"A": [1], "B": [2, 3]}}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (K.WORDS, ["a"]),
        (K.CHOICE, {"default": "std4"}),
        (K.TEXT, "x"),
        (K.TEXT, {"zh": 3}),
        (K.FLAG, "yes"),
        (K.LINES, "a"),
        (K.MAP, {"a": {"b": 1}}),
        (K.READ, {}),
        (K.OPTIONS, {"a": 1}),
        (K.CAPS, 3),
        (K.CAPS, [{"when": {"strange": 1}}]),
        (K.CONDITION, {"strange": 1}),
    ],
)
def test_what_a_field_cannot_show_is_left_alone(kind: FieldKind, value: Any) -> None:
    part = {"f": value}
    assert shown_value(Field("f", kind), part) is None
    assert typed(kind, part, f=["new"], f__zh=["new"]) == part


def test_a_form_without_the_field_leaves_it_alone() -> None:
    for kind in FieldKind:
        assert typed(kind, {"f": None, "g": 1}, g=["x"]) == {"f": None, "g": 1}, kind
