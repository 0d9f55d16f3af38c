"""Who would be in two sessions at once."""

from dataclasses import replace
from datetime import date, time

import pytest

from qa_app.domain.double_booking import Booking, booked, ends_after, in_both

DAY = date(2026, 4, 9)
ONE = Booking(DAY, time(9), time(10), frozenset({1, 5}), frozenset({7, 8}))


@pytest.mark.parametrize(
    ("starts", "ends", "is_both"),
    [
        (time(10), time(11), False),
        (time(8), time(9), False),
        (time(9, 59), time(11), True),
        (time(8), time(9, 1), True),
        (time(9, 15), time(9, 30), True),
        (time(8), time(12), True),
    ],
)
def test_a_minute_is_enough(starts: time, ends: time, *, is_both: bool) -> None:
    other = Booking(DAY, starts, ends, frozenset({1}), frozenset({8, 9}))
    found = (frozenset({1}), frozenset({8})) if is_both else (frozenset(), frozenset())
    assert in_both(ONE, other) == found
    assert in_both(other, ONE) == found
    assert in_both(ONE, replace(other, on=date(2026, 4, 10))) == (frozenset(), frozenset())


def test_how_long_a_session_takes() -> None:
    assert ends_after(time(9, 30), 90) == time(11)
    assert ends_after(time(23), 90) == time(23, 59)
    assert booked(DAY, None, 60, [1]) is None
    assert booked(DAY, time(9), 60, [1, 5], [7, 8]) == ONE
