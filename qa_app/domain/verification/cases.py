"""Holds the product's own functions against a file of reference cases."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any

from qa_app.domain.errors import RefusedError
from qa_app.domain.verification import of_agreement, of_charts, of_samples, of_scoring

FUNCTIONS = {
    **of_scoring.FUNCTIONS,
    **of_charts.FUNCTIONS,
    **of_agreement.FUNCTIONS,
    **of_samples.FUNCTIONS,
}
"""Every function that cases may name."""

_ELEMENT = re.compile(r"\[(\d+)\]")
_COUNT_OUTSIDE = "count_outside"
_ERROR = "error"
_HAIR = 1e-12


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A value that is not what a case expects.

    Attributes:
        key: Which value; empty for a case as a whole.
        expected: What the case says.
        found: What the product says, or why it says nothing.
    """

    key: str
    expected: Any
    found: Any


def mismatches(case: Mapping[str, Any]) -> tuple[Mismatch, ...]:
    """Hold one case against the product.

    Args:
        case: `function`, `inputs`, `expected`, `tolerance`, as in docs/methods/verify.md.

    Returns:
        What differs by more than the tolerance; only the keys that the case names are looked at.
        A function that nobody knows, one that breaks down, and a case that expects nothing are
        differences too.
    """
    name, expected = case.get("function"), case.get("expected")
    function = FUNCTIONS.get(str(name))
    if function is None:
        return (Mismatch("", name, "unknown function"),)
    tolerance = case.get("tolerance") or 0
    if not isinstance(tolerance, int | float):
        return (Mismatch("tolerance", tolerance, "not a number"),)
    try:
        found = function(**case["inputs"])
    except RefusedError as refused:
        found = {_ERROR: refused.code}
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        found = {_ERROR: f"{type(fault).__name__}: {fault}"}
    if not isinstance(expected, Mapping):
        return () if _alike(expected, found, tolerance) else (Mismatch("", expected, found),)
    if not expected:
        return (Mismatch("expected", expected, "no key to look at"),)
    return tuple(_wrong(expected, found, tolerance))


def _wrong(expected: Mapping[str, Any], found: Any, tolerance: float) -> Iterator[Mismatch]:
    for key, value in expected.items():
        got = _value(found, key)
        if not _alike(value, got, tolerance):
            yield Mismatch(key, value, got)


def _value(found: Any, key: str) -> Any:
    if key == _COUNT_OUTSIDE and isinstance(found, Mapping) and "outside" in found:
        return sum(found["outside"])
    value = found
    try:
        value = found[_ELEMENT.split(key, maxsplit=1)[0]]
        for place in _ELEMENT.findall(key):
            value = value[int(place)]
    except (LookupError, TypeError):
        return found if isinstance(found, Mapping) and _ERROR in found else "nothing"
    return value


def _alike(expected: Any, found: Any, tolerance: float) -> bool:
    if expected is None or isinstance(expected, bool | str):
        return bool(expected == found) and type(expected) is type(_plain(found))
    if isinstance(expected, int | float):
        if isinstance(found, bool) or not isinstance(found, int | float | Fraction):
            return False
        number = float(found)
        return isfinite(number) and abs(number - expected) <= (tolerance or _HAIR)
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and all(
            key in found and _alike(value, found[key], tolerance) for key, value in expected.items()
        )
    return (
        isinstance(found, Sequence)
        and not isinstance(found, str)
        and len(found) == len(expected)
        and all(_alike(one, got, tolerance) for one, got in zip(expected, found, strict=True))
    )


def _plain(found: Any) -> Any:
    return str(found) if isinstance(found, str) else found
