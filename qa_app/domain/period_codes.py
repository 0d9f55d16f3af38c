"""Periods in addresses: `2026-03` for a month, `2026Q1` for a quarter."""

import re

from qa_app.domain.month_grid import MONTHS_A_QUARTER, quarter_number
from qa_app.domain.series import Grain, Period

_CODE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])|Q([1-4]))")
_MONTHS_OF_YEAR = 12


def period_code(period: Period) -> str:
    """Write a period for an address.

    Args:
        period: The period.

    Returns:
        Such as `2026-03` or `2026Q1`.
    """
    year, month = divmod(period.first_month, _MONTHS_OF_YEAR)
    if period.grain is Grain.MONTH:
        return f"{year:04}-{month + 1:02}"
    return f"{year:04}Q{quarter_number(month)}"


def period_of_code(code: str) -> Period | None:
    """Read a period from an address.

    Args:
        code: As `period_code` writes it.

    Returns:
        The period; None for anything else.
    """
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    year, month, quarter = found.groups()
    first = int(year) * _MONTHS_OF_YEAR
    if month is not None:
        return Period(first + int(month) - 1, Grain.MONTH)
    return Period(first + (int(quarter) - 1) * MONTHS_A_QUARTER, Grain.QUARTER)
