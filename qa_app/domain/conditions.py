"""Conditions of a rubric as data; `condition_truth` tells whether they hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Comparison(StrEnum):
    """Numeric comparisons that a condition may make."""

    EQ = "eq"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part must hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class FactIs:
    """A fact has one of the values (a history: its last value up to the reading date)."""

    fact: str
    values: tuple[bool | str | int, ...]


@dataclass(frozen=True, slots=True)
class FactCompares:
    """A numeric fact stands in a relation to a number."""

    fact: str
    comparison: Comparison
    number: Fraction


@dataclass(frozen=True, slots=True)
class FactHas:
    """A multiple-choice fact holds an option code."""

    fact: str
    code: str


@dataclass(frozen=True, slots=True)
class FactEverIn:
    """A history had one of the values at some time up to the reading date."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerIs:
    """An item or question was answered with one of the codes."""

    answer: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerCompares:
    """A counted question stands in a relation to a number (rule rubrics)."""

    answer: str
    comparison: Comparison
    number: Fraction


@dataclass(frozen=True, slots=True)
class ItemIs:
    """An item or sub-item was rated so (rule rubrics)."""

    item: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Applicable:
    """The reader says that the item applies (rule rubrics)."""

    expected: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many answers or item ratings have a code stands in a relation to a number.

    Attributes:
        of_items: True counts item ratings, False counts answers.
        ids: What is counted; the star of the file is resolved by the reader.
        code: The code counted.
        comparison: The relation.
        number: A whole number.
    """

    of_items: bool
    ids: tuple[str, ...]
    code: str
    comparison: Comparison
    number: int


Condition = (
    All
    | Any
    | Not
    | FactIs
    | FactCompares
    | FactHas
    | FactEverIn
    | AnswerIs
    | AnswerCompares
    | ItemIs
    | Applicable
    | Count
)


def leaves_of(condition: Condition) -> Iterator[Condition]:
    """Go through the parts of a condition that are no composition of others.

    Args:
        condition: A condition.

    Yields:
        Its leaves, in order.
    """
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves_of(part)
        case Not(part):
            yield from leaves_of(part)
        case _:
            yield condition
