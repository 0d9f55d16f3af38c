"""Three-valued logic, by its laws and by worked cases."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.case_input import CaseInput
from qa_app.domain.case_plain import case_from
from qa_app.domain.condition_truth import Scene, compile_condition, deciders
from qa_app.domain.conditions import (
    All,
    AnswerCompares,
    AnswerIs,
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
from qa_app.domain.conditions import (
    Any as AnyOf,
)
from tests.builders import READ_AT, a_rubric, item, section, words

CODES = {code: words(code) for code in ("high", "medium", "low")}
RUBRIC = a_rubric(
    section("A", item("A1"), item("A2")),
    facts=[
        {"id": "a", "type": "bool", **words("a")},
        {"id": "b", "type": "bool", **words("b")},
        {"id": "n", "type": "int", **words("n")},
        {"id": "kinds", "type": "multi", "options": CODES, **words("kinds")},
        {"id": "risk", "type": "history", "options": CODES, **words("risk")},
    ],
)
TRUTHS: tuple[bool | None, ...] = (True, False, None)
A, B = FactIs("a", (True,)), FactIs("b", (True,))


def case(**facts: Any) -> CaseInput:
    return case_from(RUBRIC, {"read_at": READ_AT, "facts": facts})


def truth(condition: Condition, **facts: Any) -> bool | None:
    return compile_condition(condition)(Scene(case(**facts)))


def kleene_and(*parts: bool | None) -> bool | None:
    return False if False in parts else None if None in parts else True


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_tables_of_truth(a: bool | None, b: bool | None) -> None:
    facts = {"a": a, "b": b}
    assert truth(All((A, B)), **facts) is kleene_and(a, b)
    opposite = kleene_and(*(None if v is None else not v for v in (a, b)))
    assert truth(AnyOf((A, B)), **facts) is (None if opposite is None else not opposite)
    assert truth(Not(A), **facts) is (None if a is None else not a)


CONDITIONS = st.recursive(
    st.sampled_from([A, B, FactIs("a", (False,)), FactCompares("n", Comparison.GTE, Fraction(2))]),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


@given(CONDITIONS, st.sampled_from(TRUTHS), st.sampled_from(TRUTHS), st.none() | st.integers(0, 3))
def test_what_is_decided_stays_decided(
    condition: Condition, a: bool | None, b: bool | None, n: int | None
) -> None:
    now = truth(condition, a=a, b=b, n=n)
    if now is None:
        return
    for a2, b2, n2 in product(TRUTHS[:2], TRUTHS[:2], (0, 2)):
        filled = {"a": a2 if a is None else a, "b": b2 if b is None else b}
        assert truth(condition, **filled, n=n2 if n is None else n) is now


@given(CONDITIONS, CONDITIONS, st.sampled_from(TRUTHS), st.sampled_from(TRUTHS))
def test_de_morgan(one: Condition, two: Condition, a: bool | None, b: bool | None) -> None:
    facts = {"a": a, "b": b}
    left = truth(Not(All((one, two))), **facts)
    assert left is truth(AnyOf((Not(one), Not(two))), **facts)


@pytest.mark.parametrize(
    ("comparison", "answers"),
    [
        (Comparison.EQ, [False, True, False]),
        (Comparison.GT, [False, False, True]),
        (Comparison.GTE, [False, True, True]),
        (Comparison.LT, [True, False, False]),
        (Comparison.LTE, [True, True, False]),
    ],
)
def test_comparisons(comparison: Comparison, answers: list[bool]) -> None:
    condition = FactCompares("n", comparison, Fraction(2))
    assert [truth(condition, n=n) for n in (1, 2, 3)] == answers
    assert truth(condition) is None


def test_a_number_between_whole_numbers() -> None:
    condition = FactCompares("n", Comparison.GT, Fraction(5, 2))
    assert [truth(condition, n=n) for n in (2, 3)] == [False, True]


def test_several_of_a_list() -> None:
    has_high = FactHas("kinds", "high")
    assert truth(has_high, kinds=["low", "high"]) is True
    assert truth(has_high, kinds=["low"]) is False
    assert truth(has_high, kinds=[]) is False  # known to be none of them
    assert truth(has_high) is None


def history(*entries: tuple[str, str]) -> dict[str, Any]:
    return {"risk": [{"from": day, "is": code} for day, code in entries]}


def test_a_history_by_its_last_value() -> None:
    low = FactIs("risk", ("low",))
    assert truth(low, **history(("2026-01-05", "high"), ("2026-02-01", "low"))) is True
    # dated after the reading: ignored; on the day of reading: counts
    assert truth(low, **history(("2026-01-05", "high"), ("2026-03-03", "low"))) is False
    assert truth(low, **history(("2026-01-05", "high"), ("2026-03-02T23:00", "low"))) is True
    assert truth(low, **history(("2026-02-01", "low"), ("2026-01-05", "high"))) is True
    assert truth(low, **history(("2026-03-03", "low"))) is None
    assert truth(low, risk=[]) is None
    assert truth(FactIs("risk", ("low", "high")), **history(("2026-01-05", "high"))) is True


def test_a_history_by_all_its_values() -> None:
    ever = FactEverIn("risk", ("high", "medium"))
    assert truth(ever, **history(("2026-01-05", "high"), ("2026-02-01", "low"))) is True
    assert truth(ever, **history(("2026-01-05", "low"), ("2026-04-01", "high"))) is False
    assert truth(ever, **history(("2026-04-01", "high"))) is None


def test_answers_and_ratings() -> None:
    scene = Scene(
        replace(case(), answers={"A1": "met", "C": 2}), ratings={"1": "strength", "2": None}
    )

    def holds(condition: Condition) -> bool | None:
        return compile_condition(condition)(scene)

    assert holds(AnswerIs("A1", ("met", "partly"))) is True
    assert holds(AnswerIs("A1", ("unmet",))) is False
    assert holds(AnswerIs("A2", ("met",))) is None
    assert holds(AnswerCompares("C", Comparison.GTE, Fraction(2))) is True
    assert holds(ItemIs("1", ("strength",))) is True
    assert holds(ItemIs("2", ("strength",))) is None
    assert holds(ItemIs("3", ("strength",))) is None


def test_whether_an_item_applies() -> None:
    base = replace(case(), applicable={"1": False})
    assert compile_condition(Applicable(expected=False))(Scene(base, item="1")) is True
    assert compile_condition(Applicable(expected=True))(Scene(base, item="1")) is False
    assert compile_condition(Applicable(expected=False))(Scene(base, item="2")) is None
    assert compile_condition(Applicable(expected=False))(Scene(base)) is None


@pytest.mark.parametrize(
    ("known", "comparison", "number", "expected"),
    [
        (["no", "no", "yes"], Comparison.GTE, 2, True),
        (["no", "no", None], Comparison.GTE, 2, True),  # whatever the third says
        (["no", None, None], Comparison.GTE, 2, None),
        (["yes", "yes", None], Comparison.GTE, 2, False),  # one at most
        (["yes", "yes", "yes"], Comparison.EQ, 0, True),
        (["yes", None, "yes"], Comparison.EQ, 0, None),
        (["no", None, None], Comparison.EQ, 0, False),
        (["no", None, None], Comparison.LTE, 3, True),
        (["no", None, None], Comparison.EQ, 2, None),
        ([None, None, None], Comparison.LT, 4, True),
    ],
)
def test_counting_with_unknown_ones(
    known: list[str | None], comparison: Comparison, number: int, expected: bool | None
) -> None:
    names = ("q1", "q2", "q3")
    answers = {name: value for name, value in zip(names, known, strict=True) if value}
    by_answers = Count(False, names, "no", comparison, number)
    scene = Scene(replace(case(), answers=answers))
    assert compile_condition(by_answers)(scene) is expected
    by_items = Count(True, names, "no", comparison, number)
    ratings = Scene(case(), ratings=dict(zip(names, known, strict=True)))
    assert compile_condition(by_items)(ratings) is expected


def test_what_decided() -> None:
    scene = Scene(case(a=False, b=True))
    assert deciders(All((A, B)), scene) == ("a",)
    assert deciders(AnyOf((A, Not(B))), scene) == ("a", "b")
    unknown = Scene(case(b=True))
    assert deciders(All((A, B)), unknown) == ("a",)
    assert deciders(AnyOf((A, FactCompares("n", Comparison.EQ, Fraction(1)))), unknown) == (
        "a",
        "n",
    )
