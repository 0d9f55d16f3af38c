"""Values go into plain data and come back equal; what is at its default is left out."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

import pytest

from qa_app.domain.plain_values import from_plain, to_plain


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Part:
    share: Fraction
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True)
class Whole:
    on: date
    parts: tuple[Part, ...] = ()
    pair: tuple[int, int] = (0, 0)
    low: float | None = None
    nested: Part | None = None


FULL = Whole(date(2026, 3, 2), (Part(Fraction(1, 3)),), (4, 5), 0.25, Part(Fraction(-2)))


@pytest.mark.parametrize("value", [FULL, Whole(date(2026, 1, 1))])
def test_there_and_back_through_json(value: Whole) -> None:
    plain = json.loads(json.dumps(to_plain(value)))
    assert from_plain(Whole, plain) == value


def test_what_stands_at_its_default_is_not_written() -> None:
    assert to_plain(Whole(date(2026, 1, 1))) == {"on": "2026-01-01"}
    assert to_plain(FULL)["parts"] == [{"share": "1/3"}]


@pytest.mark.parametrize(
    "plain",
    [{}, {"on": "2026-13-01"}, {"on": "2026-01-01", "x": 1}, [], {"on": "2026-01-01", "pair": [1]}],
)
def test_what_is_none_of_the_kind_is_refused(plain: object) -> None:
    with pytest.raises(ValueError):
        from_plain(Whole, plain)
