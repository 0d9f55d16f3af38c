from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.domain.condition_text import ConditionTextError, condition_text, parse_condition
from qa_app.rubric_files.reader import read_plain
from tests.random_rubrics import AWKWARD, conditions


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("closed = true", {"fact": "closed", "is": True}),
        ("risk in (high, medium)", {"fact": "risk", "in": ["high", "medium"]}),
        ("risk ever in (high)", {"fact": "risk", "ever_in": ["high"]}),
        ("case_type has bullying", {"fact": "case_type", "has": "bullying"}),
        ("agencies >= 2", {"fact": "agencies", "gte": 2}),
        ("agencies == -2", {"fact": "agencies", "eq": -2}),
        ("day = 2026-03-02", {"fact": "day", "is": "2026-03-02"}),
        ("answer A1 = met", {"answer": "A1", "is": "met"}),
        ('answer H1 = "10"', {"answer": "H1", "is": "10"}),
        ("answer 1A < 3", {"answer": "1A", "lt": 3}),
        ("item 12 in (strength, na)", {"item": "12", "in": ["strength", "na"]}),
        ("applicable = false", {"applicable": False}),
        (
            "count(answers 3A, 3B = no_) >= 1",
            {"count": {"answers": ["3A", "3B"], "is": "no_"}, "gte": 1},
        ),
        ("count(items * = na) == 7", {"count": {"items": "*", "is": "na"}, "eq": 7}),
        (
            "closed = true and risk in (high, medium)",
            {"all": [{"fact": "closed", "is": True}, {"fact": "risk", "in": ["high", "medium"]}]},
        ),
        (
            "a = b and c = d or not (e = f)",
            {
                "any": [
                    {"all": [{"fact": "a", "is": "b"}, {"fact": "c", "is": "d"}]},
                    {"not": {"fact": "e", "is": "f"}},
                ]
            },
        ),
        (
            "a = b and (c = d and e = f)",
            {
                "all": [
                    {"fact": "a", "is": "b"},
                    {"all": [{"fact": "c", "is": "d"}, {"fact": "e", "is": "f"}]},
                ]
            },
        ),
        ("all(a = b)", {"all": [{"fact": "a", "is": "b"}]}),
        ("any(a = b)", {"any": [{"fact": "a", "is": "b"}]}),
        ("fact item = 3", {"fact": "item", "is": 3}),
    ],
)
def test_text_and_data_are_the_same(text: str, plain: dict[str, Any]) -> None:
    assert parse_condition(text) == plain
    assert parse_condition(condition_text(plain)) == plain


def test_signs_as_a_chinese_keyboard_gives_them() -> None:
    assert parse_condition("closed＝true 且 risk in （high、medium）") == parse_condition(
        "closed = true and risk in (high, medium)"
    )
    assert parse_condition("n≥3 或 非（a = “甲，乙”）") == {
        "any": [{"fact": "n", "gte": 3}, {"not": {"fact": "a", "is": "甲，乙"}}]
    }
    assert parse_condition("item = 3") == {"fact": "item", "is": 3}


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("", ""),
        ("closed", ""),
        ("closed = ", ""),
        ("closed = true and", ""),
        ("closed = true risk = high", "risk = high"),
        ("closed ! true", "! true"),
        ("risk in high", "high"),
        ("risk in (high", ""),
        ("(a = b", ""),
        ("a = b)", ")"),
        ("count(a = b) > 1", "a = b) > 1"),
        ("count(answers a = b) = 1", "= 1"),
        ('a = "b', '"b'),
        ('a = "\\q"', '"\\q"'),
        ("a > b > c", "> c"),
        ("(" * 60 + "a = b", None),
        ("not " * 60 + "a = b", None),
        ("a" * 30_000, None),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text: str, rest: str | None) -> None:
    with pytest.raises(ConditionTextError) as caught:
        parse_condition(text)
    assert rest is None or caught.value.rest == rest


@settings(max_examples=120, deadline=None)
@given(conditions)
def test_random_conditions_come_back(plain: dict[str, Any]) -> None:
    assert parse_condition(condition_text(plain)) == plain


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet='ab1"(),*=<>\\ \n且（“andornti', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        plain = parse_condition(text)
    except ConditionTextError:
        return
    assert parse_condition(condition_text(plain)) == plain


@pytest.mark.parametrize("words", AWKWARD)
def test_awkward_names_and_values(words: str) -> None:
    for plain in (
        {"fact": words, "is": words},
        {"answer": words, "in": [words, words]},
        {"count": {"items": [words], "is": words}, "eq": 1},
    ):
        assert parse_condition(condition_text(plain)) == plain


@pytest.mark.parametrize(
    "plain",
    [None, {}, {"all": []}, {"fact": 1, "is": 1}, {"fact": "a"}, {"fact": "a", "is": 1, "in": [1]},
     {"fact": "a", "in": 3}, {"count": 3, "eq": 1}, {"fact": "a", "is": None}, {"other": 1}],
)  # fmt: skip
def test_what_is_no_condition_is_not_written(plain: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        condition_text(plain)


def found(value: Any) -> list[Any]:
    if isinstance(value, dict):
        mine = [value[name] for name in ("when", "applies_if") if name in value]
        return mine + [one for entry in value.values() for one in found(entry)]
    return [one for entry in value for one in found(entry)] if isinstance(value, list) else []


def test_every_shipped_condition_comes_back(shipped: Path) -> None:
    count = 0
    for file in [*shipped.glob("*.yaml"), *shipped.glob("reference/*.yaml")]:
        content = read_plain(file).plain
        # rows of a decision table count criteria and ask no facts
        rows = {name: one for name, one in content.items() if name != "decision"}
        for plain in found(rows):
            if isinstance(plain, dict):
                assert parse_condition(condition_text(plain)) == plain
                count += 1
    assert count > 100
