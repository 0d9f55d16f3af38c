"""Plain conditions to values."""

from collections.abc import Mapping
from typing import Any as AnyValue

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
from qa_app.domain.shapes import exact

Plain = Mapping[str, AnyValue]
COMPARISONS = tuple(comparison.value for comparison in Comparison)


def thaw_condition(plain: Plain) -> Condition:
    """Rebuild a condition from its plain form.

    Args:
        plain: A checked condition.

    Returns:
        The condition.
    """
    if "all" in plain:
        return All(tuple(thaw_condition(part) for part in plain["all"]))
    if "any" in plain:
        return Any(tuple(thaw_condition(part) for part in plain["any"]))
    if "not" in plain:
        return Not(thaw_condition(plain["not"]))
    if "fact" in plain:
        return _fact(plain)
    return _other(plain)


def _fact(plain: Plain) -> Condition:
    fact = plain["fact"]
    if "has" in plain:
        return FactHas(fact, plain["has"])
    if "ever_in" in plain:
        return FactEverIn(fact, tuple(plain["ever_in"]))
    if (comparison := compared(plain)) is not None:
        return FactCompares(fact, Comparison(comparison), exact(plain[comparison]))
    return FactIs(fact, tuple(_values(plain)))


def _other(plain: Plain) -> Condition:
    if "answer" in plain:
        if (comparison := compared(plain)) is not None:
            return AnswerCompares(plain["answer"], Comparison(comparison), exact(plain[comparison]))
        return AnswerIs(plain["answer"], tuple(str(value) for value in _values(plain)))
    if "item" in plain:
        return ItemIs(plain["item"], tuple(str(value) for value in _values(plain)))
    if "applicable" in plain:
        return Applicable(plain["applicable"])
    counted = plain["count"]
    kind = "items" if "items" in counted else "answers"
    comparison = str(compared(plain))
    return Count(
        of_items=kind == "items",
        ids=tuple(counted[kind]),
        code=str(counted["is"]),
        comparison=Comparison(comparison),
        number=int(plain[comparison]),
    )


def compared(plain: Plain) -> str | None:
    """Find the comparison that a condition makes.

    Args:
        plain: A condition.

    Returns:
        `eq`, `gt`, `gte`, `lt` or `lte`; None when it makes none.
    """
    return next((name for name in COMPARISONS if name in plain), None)


def _values(plain: Plain) -> list[AnyValue]:
    return list(plain["in"]) if "in" in plain else [plain["is"]]
