"""Three-valued conditions: True, False, or None for unknown."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

NUMBERS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}


def every(values: Iterable[bool | None]) -> bool | None:
    seen = set(values)
    return False if False in seen else None if None in seen else True


def some(values: Iterable[bool | None]) -> bool | None:
    seen = set(values)
    return True if True in seen else None if None in seen else False


class Known:
    """What a condition may look at."""

    def __init__(
        self,
        facts: Mapping[str, Any],
        answers: Mapping[str, Any],
        ratings: Mapping[str, Any] | None = None,
        applicable: bool | None = None,
        own_items: Iterable[str] = (),
    ) -> None:
        self.facts = facts  # a history is a list of (day, value) up to the reading
        self.answers = answers
        self.ratings = ratings or {}
        self.applicable = applicable
        self.own_items = list(own_items)


def truth(condition: Mapping[str, Any], known: Known) -> bool | None:
    if "all" in condition:
        return every([truth(part, known) for part in condition["all"]])
    if "any" in condition:
        return some([truth(part, known) for part in condition["any"]])
    if "not" in condition:
        inner = truth(condition["not"], known)
        return None if inner is None else not inner
    if "applicable" in condition:
        return None if known.applicable is None else known.applicable is condition["applicable"]
    if "count" in condition:
        return _count(condition, known)
    if "answer" in condition:
        value = known.answers.get(condition["answer"])
    elif "item" in condition:
        value = known.ratings.get(condition["item"])
    else:
        value = known.facts.get(condition["fact"])
    return None if value is None else _test(condition, value)


def _test(condition: Mapping[str, Any], value: Any) -> bool | None:
    if isinstance(value, list):
        if not value:
            return None
        if "ever_in" in condition:
            return any(code in condition["ever_in"] for _, code in value)
        value = value[-1][1]
    if "has" in condition:
        return condition["has"] in value
    if "is" in condition:
        return bool(value == condition["is"])
    if "in" in condition:
        return value in condition["in"]
    if "ever_in" in condition:
        return value in condition["ever_in"]
    tests = [compare for name, compare in NUMBERS.items() if name in condition]
    names = [name for name in NUMBERS if name in condition]
    return all(t(value, condition[n]) for t, n in zip(tests, names, strict=True))


def _count(condition: Mapping[str, Any], known: Known) -> bool | None:
    count = condition["count"]
    if "answers" in count:
        values = [known.answers.get(name) for name in count["answers"]]
    else:
        names = known.own_items if count["items"] == "*" else count["items"]
        values = [known.ratings.get(name) for name in names]
    sure = sum(value == count["is"] for value in values)
    most = sure + sum(value is None for value in values)
    outcomes = {
        all(NUMBERS[name](n, condition[name]) for name in NUMBERS if name in condition)
        for n in range(sure, most + 1)
    }
    return outcomes.pop() if len(outcomes) == 1 else None
