from datetime import date, datetime, time

import pytest

from qa_app.domain.dated_events import check_moment
from qa_app.domain.errors import InvalidError
from qa_app.domain.moments import Moment

NOW = datetime(2026, 3, 23, 12, 0)


@pytest.mark.parametrize(
    "moment",
    [
        Moment(date(2026, 3, 23)),
        Moment(date(2026, 3, 23), time(12, 0)),
        Moment(date(1990, 1, 1)),
        Moment(date(2024, 2, 29), time(23, 59)),
    ],
)
def test_what_can_have_happened(moment: Moment) -> None:
    check_moment(moment, NOW)


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (Moment(date(2026, 3, 24)), "time_ahead"),
        (Moment(date(2026, 3, 23), time(12, 1)), "time_ahead"),
        (Moment(date(1989, 12, 31)), "day_too_early"),
    ],
)
def test_what_cannot(moment: Moment, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_moment(moment, NOW)
