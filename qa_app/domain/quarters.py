"""Quarters of a year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from typing_extensions import override

from qa_app.domain.month_grid import MONTHS_A_QUARTER, month_after, month_of, quarter_number

_QUARTER = re.compile(r"(\d{4})-([1-4])", re.ASCII)
_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year.

    Attributes:
        year: The year.
        number: 1 to 4.
    """

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, MONTHS_A_QUARTER * (self.number - 1) + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return month_after(self.first, MONTHS_A_QUARTER) - timedelta(days=1)

    @override
    def __str__(self) -> str:
        """Write it as in an address.

        Returns:
            Such as `2026-3`.
        """
        return f"{self.year}-{self.number}"


def quarter_from(text: str) -> Quarter | None:
    """Read a quarter.

    Args:
        text: Such as `2026-3`.

    Returns:
        The quarter; None for no quarter, or one before 2000.
    """
    found = _QUARTER.fullmatch(text)
    if found is None or int(found[1]) < _FIRST_YEAR:
        return None
    return Quarter(int(found[1]), int(found[2]))


def quarter_of(day: date) -> Quarter:
    """Find the quarter of a day.

    Args:
        day: A local day.

    Returns:
        Its quarter.
    """
    return Quarter(day.year, quarter_number(month_of(day)))


def quarters_over(today: date, count: int) -> tuple[Quarter, ...]:
    """List quarters that are over.

    Args:
        today: The present.
        count: How many.

    Returns:
        The latest first.
    """
    first = quarter_of(today).first
    months = [month_after(first, -MONTHS_A_QUARTER * back) for back in range(1, count + 1)]
    return tuple(quarter_of(one) for one in months)


def subject_label(name: str, quarter: Quarter) -> str:
    """Name what such a review is about, alike in every language.

    Args:
        name: Name of the supervisor.
        quarter: The quarter.

    Returns:
        Such as `陈明 · 2026-Q3`.
    """
    return f"{name} · {quarter.year}-Q{quarter.number}"
