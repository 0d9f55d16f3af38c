"""Periods as people write them into a form, in Chinese and in English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from qa_app.domain.month_grid import month_of
from qa_app.domain.series import Period

_QUARTER_MONTHS, _YEAR_MONTHS = 3, 12
_HANZI = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_NUMBERS: Mapping[str, int] = {name: place for place, name in enumerate(_HANZI, 1)} | {
    form: place
    for place in range(1, _YEAR_MONTHS + 1)
    for form in (
        str(place),
        f"{place:02d}",
        _ENGLISH[place - 1],
        _ENGLISH[place - 1][:3],
    )
}
_ORDINAL = "[一二三四五六七八九十0-9]{1,2}"
_QUARTERS = (
    re.compile(r"([0-9]{4})[-/]?q([1-4])"),
    re.compile(r"q([1-4])[-/]?([0-9]{4})"),
    re.compile(r"([0-9]{4})年?第?([一二三四1-4])季度?"),
)
_MONTHS = (
    re.compile(r"([0-9]{4})[-/]([0-9]{1,2})"),
    re.compile(r"([a-z]{3,9})[-/]?([0-9]{4})"),
    re.compile(rf"([0-9]{{4}})年({_ORDINAL})月份?"),
)
_YEAR = re.compile(r"([0-9]{4})(?:年度?)?")
_LATEST = frozenset({"latest", "最近", "最新"})


@dataclass(frozen=True, slots=True)
class Span:
    """Months that a placeholder names, as `month_of` gives them, both within."""

    first: int
    last: int

    @property
    def is_quarter(self) -> bool:
        """True for three months of the calendar; a span is a month, a quarter or a year."""
        return self.last - self.first == _QUARTER_MONTHS - 1

    def holds(self, period: Period) -> bool:
        """Whether a whole period lies in it.

        Args:
            period: The period.

        Returns:
            True when no month of it lies outside.
        """
        return self.first <= period.first_month and period.last_month <= self.last

    def meets(self, period: Period) -> bool:
        """Whether any month of a period lies in it.

        Args:
            period: The period.

        Returns:
            True when at least one does.
        """
        return period.first_month <= self.last and self.first <= period.last_month


def is_latest(text: str) -> bool:
    """Tell whether the latest period is asked for.

    Args:
        text: As typed.

    Returns:
        True for `latest`, `最近` and `最新`.
    """
    return _folded(text) in _LATEST


def span_of(text: str) -> Span | None:
    """Read a period; blanks, small or capital letters and wide signs make no difference.

    Args:
        text: A year (`2026`, `2026年`), a quarter (`2026Q1`, `Q1 2026`, `2026年第一季度`) or a
            month (`2026-03`, `Mar 2026`, `2026年3月`).

    Returns:
        Its months; None when it is no period, or one before 1990.
    """
    folded = _folded(text)
    if (found := _first(_QUARTERS, folded)) is not None:
        year, quarter = found
        return _span(year, (quarter - 1) * _QUARTER_MONTHS, _QUARTER_MONTHS)
    if (found := _first(_MONTHS, folded)) is not None:
        year, month = found
        return _span(year, month - 1, 1)
    if whole := _YEAR.fullmatch(folded):
        return _span(int(whole[1]), 0, _YEAR_MONTHS)
    return None


def _folded(text: str) -> str:
    return "".join(normalize("NFKC", text).split()).casefold()


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> tuple[int, int] | None:
    for one in patterns:
        if found := one.fullmatch(text):
            year, part = (found[2], found[1]) if len(found[2]) == len("2026") else found.groups()
            number = _NUMBERS.get(part)
            return None if number is None else (int(year), number)
    return None


def _span(year: int, before: int, months: int) -> Span | None:
    first = year * _YEAR_MONTHS + before
    return Span(first, first + months - 1) if first >= month_of(date(1990, 1, 1)) else None
