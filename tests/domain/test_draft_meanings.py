"""What the words of a draft mean."""

from typing import Any

from qa_app.domain.draft_meanings import (
    items_of,
    meanings_of,
    options_in,
    rated_items,
    scale_code,
    words_in,
)

SCALES = {"own": {"kind": "points", "options": [{"code": "1", "zh": "完整"}, {"zh": "缺"}, 3]}}
PLAIN: dict[str, Any] = {
    "facts": [
        {"id": "closed", "type": "bool", "zh": "已结案"},
        {"id": "risk", "type": "choice", "zh": "风险", "options": {"high": {"zh": "高"}}},
        {"id": "visits", "type": "int", "zh": "次数"},
        "odd",
    ],
    "case_sample": {"facts": [{"id": "late", "type": "bool", "zh": "逾期", "en": "Late"}]},
    "scoring": {"scale": "own"},
    "sections": [{"items": [{"id": "A1", "text": {"zh": "记录"}}, {"id": "A2", "scale": "x"}]}],
    "answers": {"yn": ["yes_", "no_"]},
    "ratings": ["strength"],
    "items": [
        {
            "id": "1",
            "title": {"zh": "会见"},
            "questions": [
                {"id": "1A", "type": "yn", "zh": "单独"},
                {"id": "1B", "type": "choice", "options": ["weekly"], "zh": "频次"},
                {"id": "1C", "type": "count", "zh": "几次"},
            ],
            "sub_items": [{"id": "1.1"}],
        }
    ],
}


def named(kind: str, code: str) -> tuple[str, ...]:
    return (f"{kind} {code}",)


def test_every_subject_with_what_it_can_be() -> None:
    found = meanings_of(PLAIN, SCALES, named, ("zh", "en"))
    assert found.values == {
        "fact:closed": {True: ("truth true",), False: ("truth false",)},
        "fact:risk": {"high": ("高",)},
        "fact:late": {True: ("truth true",), False: ("truth false",)},
        "answer:A1": {"1": ("完整",)},
        "item:1": {"strength": ("rating strength",)},
        "item:1.1": {"strength": ("rating strength",)},
        "answer:1A": {"yes_": ("answer yes_",), "no_": ("answer no_",)},
        "answer:1B": {"weekly": ("answer weekly",)},
    }
    assert found.subjects["fact:late"] == ("逾期", "Late")
    assert found.subjects["answer:A1"] == ("记录",)
    assert found.subjects["item:1"] == ("会见",)
    assert meanings_of({"facts": 3, "items": {}}, {}, named, ("zh",)).subjects == {}


def test_parts_of_it() -> None:
    assert words_in({"zh": " 高 ", "en": ""}, ("en", "zh")) == ("高",)
    assert words_in("高", ("zh",)) == ()
    assert [one["id"] for one in items_of(PLAIN)] == ["A1", "A2"]
    assert [one["id"] for one in rated_items(PLAIN)] == ["1", "1.1"]
    assert scale_code(PLAIN, {"scale": "x"}) == "x"
    assert scale_code(PLAIN, {}) == "own"
    assert scale_code({}, {}) == ""
    assert options_in(SCALES["own"], ("zh",)) == {"1": ("完整",)}
    assert options_in("x", ("zh",)) == {}
