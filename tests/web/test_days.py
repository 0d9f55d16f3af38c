"""Days at the ends of the calendar are told beside their field and break nothing."""

from datetime import date

import pytest

from qa_app.web.days import typed_day


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "", "x"])
def test_no_day_that_can_be_meant(text: str) -> None:
    with pytest.raises(ValueError):  # what date.fromisoformat raises as well
        typed_day(text)


def test_days_that_can_be_meant() -> None:
    assert typed_day(" 1900-01-01 ") == date(1900, 1, 1)
    assert typed_day("2199-12-31") == date(2199, 12, 31)
