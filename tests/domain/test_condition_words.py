"""Words in conditions: what they mean, and when they mean too much."""

from typing import Any

import pytest

from qa_app.domain.condition_rows import Row
from qa_app.domain.condition_words import (
    Meanings,
    codes_from,
    form_with_codes,
    line_with_codes,
    map_in_words,
    map_with_codes,
    row_in_words,
    row_with_codes,
    values_meant,
    with_codes,
)

RISK = {"high": ("高", "High"), "low": ("低", "Low"), "most": ("未完成或过迟", "Not done, late")}
OWN = {"1": ("1 完整", "1 Complete"), "2": ("部分", "Partly"), "3": ("部分", "In part")}
TRUTHS = {True: ("是", "yes"), False: ("否", "no")}
ASKED = {"yes_": ("有", "Yes"), "no_": ("没有", "No"), "na": ("不适用", "Not applicable")}
MEANINGS = Meanings(
    {"fact:risk": RISK, "fact:closed": TRUTHS, "answer:A1": OWN, "answer:Q1": ASKED},
    {
        "fact:risk": ("结案时的风险等级", "Risk at closing"),
        "fact:closed": ("已结案", "Closed"),
        "fact:visits": ("家访次数",),
        "answer:A1": ("记录完整",),
        "answer:Q1": ("单独会见",),
    },
)


@pytest.mark.parametrize(
    ("typed", "values", "meant"),
    [
        ("high", RISK, ("high",)),
        ("高", RISK, ("high",)),
        (" ｈｉｇｈ ", RISK, ("high",)),
        ("high 高", RISK, ("high",)),
        ("超高", RISK, ()),
        (1, OWN, ("1",)),
        ("1 完整", OWN, ("1",)),
        ("完整", OWN, ("1",)),
        ("部分", OWN, ("2", "3")),
        (4, OWN, ()),
        (True, TRUTHS, (True,)),
        ("否", TRUTHS, (False,)),
        ("No", TRUTHS, (False,)),
        (True, ASKED, ("yes_",)),
        (False, ASKED, ("no_",)),
        ("no", {"yes": ("符合",), "no": ("不符合",)}, ("no",)),
        ("有", ASKED, ("yes_",)),
        ("", ASKED, ()),
        (None, ASKED, ()),
    ],
)
def test_what_is_meant(typed: Any, values: Any, meant: tuple[Any, ...]) -> None:
    assert values_meant(typed, values) == meant


@pytest.mark.parametrize(
    ("line", "coded"),
    [
        ("结案时的风险等级 = 高", "risk = high"),
        ("结案时的风险等级＝高且已结案=是", "risk = high and closed = true"),
        ("结案时的风险等级 = 未完成或过迟", "risk = most"),
        ("风险 = 高", "风险 = 高"),
        ("risk in (高、低)", "risk in (high, low)"),
        ("已结案 = 否 或 非（answer A1 = 完整）", 'closed = false or not (answer A1 = "1")'),
        ("A1 = 1", 'answer A1 = "1"'),
        ("单独会见 = 没有", "answer Q1 = no_"),
        ("Risk at closing = High", "risk = high"),
        ("家访次数 >= 2", "visits >= 2"),
        ("risk = 超高", "risk = 超高"),
        ("answer A1 = 部分", "answer A1 = 部分"),
        ("risk = = 高", "risk = = 高"),
        ("risk = high", "risk = high"),
    ],
)
def test_a_line_of_chinese(line: str, coded: str) -> None:
    assert line_with_codes(line, MEANINGS) == coded


@pytest.mark.parametrize(
    ("row", "value", "shown"),
    [
        (Row("fact:risk", "is", "高"), "high", "高"),
        (Row("fact:risk", "in", "高、Low"), "high, low", "高, 低"),
        (Row("fact:risk", "in", "high low"), "high, low", "高, 低"),
        (Row("fact:risk", "is", "超高"), "超高", "超高"),
        (Row("answer:A1", "is", "1"), '"1"', "1 完整"),
        (Row("answer:A1", "in", "1 完整, 2"), '"1", "2"', '1 完整, "2"'),
        (Row("answer:A1", "is", "部分"), "部分", "部分"),
        (Row("fact:closed", "is", "是"), "true", "是"),
        (Row("answer:Q1", "is", "否"), "no_", "没有"),
        (Row("fact:visits", "gte", "2"), "2", "2"),
        (Row("fact:risk", "is", ""), "", ""),
    ],
)
def test_a_row_and_back(row: Row, value: str, shown: str) -> None:
    coded = row_with_codes(row, MEANINGS)
    assert coded.value == value
    assert row_in_words(coded, MEANINGS).value == shown
    assert row_with_codes(row_in_words(coded, MEANINGS), MEANINGS) == coded


def test_conditions_of_any_shape() -> None:
    assert with_codes({"all": [{"fact": "risk", "in": ["高"]}, 3]}, MEANINGS) == {
        "all": [{"fact": "risk", "in": ["high"]}, 3]
    }
    counted = {"count": {"answers": "*", "is": "x"}, "gte": 1}
    assert with_codes(counted, MEANINGS) == counted
    assert with_codes({"fact": 3, "is": 1}, MEANINGS) == {"fact": 3, "is": 1}
    assert with_codes({"fact": "visits", "eq": 1}, MEANINGS) == {"fact": "visits", "eq": 1}


def test_a_form_with_rows_and_lines() -> None:
    typed = {
        "f.what": ["fact:risk", ""],
        "f.test": ["is", "is"],
        "f.value": ["高", ""],
        "f": ["risk = high"],
        "f.was": ["risk = high"],
        "rules.0.when": ["已结案 = 是"],
        "rules.0.when.was": [""],
        "caps.what": ["A1"],
    }
    assert form_with_codes(typed, MEANINGS) == {
        **typed,
        "f.value": ["high", ""],
        "rules.0.when": ["closed = true"],
    }


def test_lists_and_pairs_in_one_line() -> None:
    assert codes_from("有、没有，甲", ASKED) == "yes_, no_, 甲"
    assert map_with_codes("高＝每7日；低=7日", RISK) == "high=每7日, low=7日"
    assert map_with_codes("每7日", RISK) == "每7日"
    assert map_with_codes("高=7日", {}) == "高=7日"
    assert map_in_words("high=7d, low=31d", RISK, lambda one: f"{one}!") == "高=7d!, 低=31d!"
    assert map_in_words("7d", RISK, str) == "7d"
