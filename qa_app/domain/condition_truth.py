"""Whether a condition holds: True, False, or None while something it reads is unknown."""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any as AnyValue

from qa_app.domain.case_input import CaseInput
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
from qa_app.domain.moments import HistoryEntry

_COMPARE: dict[Comparison, Callable[[AnyValue, AnyValue], bool]] = {
    Comparison.EQ: operator.eq,
    Comparison.GT: operator.gt,
    Comparison.GTE: operator.ge,
    Comparison.LT: operator.lt,
    Comparison.LTE: operator.le,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a condition looks at.

    Attributes:
        case: The audit, or a sampled case laid over it.
        ratings: Rule rubrics: item or sub-item to its rating; None = rated as unknown.
        item: Rule rubrics: the item whose applicability `Applicable` asks about.
    """

    case: CaseInput
    ratings: Mapping[str, str | None] = field(default_factory=dict)
    item: str | None = None


Test = Callable[[Scene], bool | None]
"""Tells whether a compiled condition holds in a scene; None = unknown."""


def compile_condition(condition: Condition) -> Test:
    """Turn a condition into a function that is quick to ask many times.

    Args:
        condition: A checked condition.

    Returns:
        The test. `All` is false if one part is false, else unknown if one is unknown;
        `Any` mirrors it; `Not` of unknown is unknown; a fact, answer or rating that is
        absent makes its test unknown.
    """
    match condition:
        case All(parts):
            return _all_of([compile_condition(part) for part in parts])
        case Any(parts):
            return _any_of([compile_condition(part) for part in parts])
        case Not(part):
            return _negation(compile_condition(part))
        case _:
            return _compile_leaf(condition)


def _compile_leaf(condition: Condition) -> Test:
    match condition:
        case FactIs() | FactCompares() | FactHas() | FactEverIn():
            return _compile_fact(condition)
        case AnswerIs(answer, values):
            return _membership(lambda scene: scene.case.answers.get(answer), values)
        case AnswerCompares(answer, comparison, number):
            return _comparison(lambda scene: scene.case.answers.get(answer), comparison, number)
        case ItemIs(item, values):
            return _membership(lambda scene: scene.ratings.get(item), values)
        case Applicable(expected):
            return _applicable(expected=expected)
        case Count():
            return _count(condition)
        case _:
            raise TypeError(condition)


def _compile_fact(condition: FactIs | FactCompares | FactHas | FactEverIn) -> Test:
    name = condition.fact
    match condition:
        case FactIs(_, values):
            return _fact_is(name, values)
        case FactCompares(_, comparison, number):
            return _comparison(lambda scene: scene.case.facts.get(name), comparison, number)
        case FactHas(_, code):
            return _has(name, code)
        case FactEverIn(_, values):
            return _ever_in(name, frozenset(values))


def _fact_is(name: str, values: tuple[object, ...]) -> Test:
    only = values[0] if len(values) == 1 else None

    def holds(scene: Scene) -> bool | None:
        value: object = scene.case.facts.get(name)
        if type(value) is tuple:
            entries = history_until(scene.case, name)
            value = entries[-1].value if entries else None
        if value is None:
            return None
        return value == only if only is not None else value in values

    return holds


def _all_of(tests: Sequence[Test]) -> Test:
    def holds(scene: Scene) -> bool | None:
        answer: bool | None = True
        for test in tests:
            part = test(scene)
            if part is False:
                return False
            if part is None:
                answer = None
        return answer

    return holds


def _any_of(tests: Sequence[Test]) -> Test:
    def holds(scene: Scene) -> bool | None:
        answer: bool | None = False
        for test in tests:
            part = test(scene)
            if part:
                return True
            if part is None:
                answer = None
        return answer

    return holds


def _negation(test: Test) -> Test:
    def holds(scene: Scene) -> bool | None:
        part = test(scene)
        return None if part is None else not part

    return holds


def _membership(read: Callable[[Scene], object], values: tuple[object, ...]) -> Test:
    def holds(scene: Scene) -> bool | None:
        value = read(scene)
        return None if value is None else value in values

    return holds


def _comparison(read: Callable[[Scene], object], comparison: Comparison, number: Fraction) -> Test:
    compare = _COMPARE[comparison]
    limit = number.numerator if number.denominator == 1 else number

    def holds(scene: Scene) -> bool | None:
        value = read(scene)
        return None if value is None else compare(value, limit)

    return holds


def _has(name: str, code: str) -> Test:
    def holds(scene: Scene) -> bool | None:
        codes = scene.case.facts.get(name)
        return code in codes if isinstance(codes, frozenset) else None

    return holds


def _ever_in(name: str, values: frozenset[str]) -> Test:
    def holds(scene: Scene) -> bool | None:
        entries = history_until(scene.case, name)
        return any(entry.value in values for entry in entries) if entries else None

    return holds


def _applicable(*, expected: bool) -> Test:
    def holds(scene: Scene) -> bool | None:
        said = None if scene.item is None else scene.case.applicable.get(scene.item)
        return None if said is None else said is expected

    return holds


def _count(condition: Count) -> Test:
    compare = _COMPARE[condition.comparison]

    def holds(scene: Scene) -> bool | None:
        source: Mapping[str, object] = scene.ratings if condition.of_items else scene.case.answers
        found = [source.get(code) for code in condition.ids]
        sure = sum(value == condition.code for value in found)
        possible = sure + sum(value is None for value in found)
        outcomes = {compare(n, condition.number) for n in range(sure, possible + 1)}
        return outcomes.pop() if len(outcomes) == 1 else None

    return holds


def history_until(case: CaseInput, name: str) -> list[HistoryEntry]:
    """List what a history says up to the day of reading.

    Args:
        case: The audit or sampled case.
        name: A fact of type history.

    Returns:
        Entries dated on or before the reading date, in order; empty when there is none
        or when the history is unknown.
    """
    value = case.facts.get(name)
    last: date = case.read_at.date()
    if not isinstance(value, tuple):
        return []
    return [entry for entry in value if entry.start.day <= last]


def deciders(condition: Condition, scene: Scene) -> tuple[str, ...]:
    """Name what makes a condition false, or what it still waits for.

    Args:
        condition: A condition that does not hold in the scene.
        scene: What it looks at.

    Returns:
        Facts, answers or items in the order of the condition, each once; for a false `All`
        only its false parts, for an unknown one only its unknown parts.
    """
    names = [name for leaf in deciding(condition, scene) for name in _names(leaf)]
    return tuple(dict.fromkeys(names))


def deciding(condition: Condition, scene: Scene) -> Iterator[Condition]:
    """Find the tests without parts that make a condition what it is.

    Args:
        condition: A condition.
        scene: What it looks at.

    Yields:
        Of an `All` or `Any` only what is as true, false or unknown as the whole.
    """
    match condition:
        case All(parts) | Any(parts):
            holds = compile_condition(condition)(scene)
            for part in parts:
                if compile_condition(part)(scene) is holds:
                    yield from deciding(part, scene)
        case Not(part):
            yield from deciding(part, scene)
        case _:
            yield condition


def _names(leaf: Condition) -> Sequence[str]:
    match leaf:
        case FactIs() | FactCompares() | FactHas() | FactEverIn():
            return (leaf.fact,)
        case AnswerIs() | AnswerCompares():
            return (leaf.answer,)
        case ItemIs(item):
            return (item,)
        case Count():
            return leaf.ids
        case _:
            return ()
