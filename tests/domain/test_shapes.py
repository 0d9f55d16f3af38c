from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.shapes import exact, is_date


@pytest.mark.parametrize(
    ("value", "is_so"),
    [
        ("2026-03-02", True),
        ("2026-02-30", False),
        ("20260302", False),
        ("2026-W10-1", False),
        ("2026-03-02T10:00", False),
        (None, False),
        (20260302, False),
    ],
)
def test_a_day_has_one_way_of_writing(value: Any, is_so: bool) -> None:
    assert is_date(value) is is_so


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, Fraction(3)),
        ("0.9", Fraction(9, 10)),
        ("9/10", Fraction(9, 10)),
        ("-1/4", Fraction(-1, 4)),
    ],
)
def test_a_number_is_read_exactly(value: Any, number: Fraction) -> None:
    assert exact(value) == number


@pytest.mark.parametrize("value", [None, True, "", "1/0", "1/0.0", "1/2/3", "9e1", "1" * 13])
def test_what_is_no_exact_number_is_refused_as_such(value: Any) -> None:
    with pytest.raises(ValueError, match="not a number"):
        exact(value)
