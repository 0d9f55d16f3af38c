"""Rules by which sessions repeat: a part of RFC 5545, read strictly, and the days they name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.defaults import SERIES_COUNT_MOST, SERIES_INTERVAL_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.month_grid import month_after

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_WHOLE = re.compile(r"[+-]?\d{1,3}")
_DAY = re.compile(r"\d{8}")
_DAYS_A_WEEK = 7
_DAYS_A_MONTH = 31
_TEXT_MOST = 200


class Frequency(StrEnum):
    """How long one turn of a rule lasts."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """When something repeats (RFC 5545, 3.3.10), weeks beginning on Monday.

    Attributes:
        frequency: Days, weeks or months.
        interval: Every how many of them.
        by_day: Days of the week, 0 for Monday, each with the how-maniest of its month it is,
            counted from the end where negative; 0 for every one.
        by_month_day: Days of the month; -1 is the last.
        by_position: Which of the days of one turn; -1 is the last.
        count: How many days it names; None without end.
        until: The last day it may name; None without end.
    """

    frequency: Frequency
    interval: int = 1
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_position: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None


_ALLOWED: Mapping[Frequency, frozenset[str]] = {
    Frequency.DAILY: frozenset({"BYDAY", "BYMONTHDAY"}),
    Frequency.WEEKLY: frozenset({"BYDAY", "BYSETPOS"}),
    Frequency.MONTHLY: frozenset({"BYDAY", "BYMONTHDAY", "BYSETPOS"}),
}
_ALWAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})


def read_rule(text: str) -> Rule:
    """Read a rule.

    Args:
        text: Such as `FREQ=MONTHLY;BYDAY=2TU`, with or without `RRULE:` before it.

    Returns:
        The rule.

    Raises:
        InvalidError: It is none (`rule_unreadable`); it repeats by something else than days,
            weeks or months (`rule_frequency`); a part is not supported here, stands twice or does
            not go with the others (`rule_part`); a value is none of those a part takes
            (`rule_value`); it has both COUNT and UNTIL (`rule_two_ends`).
    """
    parts = _parts(text)
    name = parts.pop("FREQ", "")
    if name not in set(Frequency):
        raise InvalidError("rule_frequency", part=name)
    frequency = Frequency(name)
    for part in parts:
        if part not in _ALWAYS | _ALLOWED[frequency]:
            raise InvalidError("rule_part", part=part)
    if {"COUNT", "UNTIL"} <= set(parts):
        raise InvalidError("rule_two_ends")
    if parts.get("WKST", _DAYS[0]) != _DAYS[0]:
        raise InvalidError("rule_value", part="WKST")
    rule = Rule(
        frequency,
        interval=_number(parts, "INTERVAL", SERIES_INTERVAL_MOST) or 1,
        by_day=_by_day(parts, frequency),
        by_month_day=_signed(parts, "BYMONTHDAY", _DAYS_A_MONTH),
        by_position=_signed(parts, "BYSETPOS", _DAYS_A_MONTH),
        count=_number(parts, "COUNT", SERIES_COUNT_MOST),
        until=_until(parts),
    )
    if rule.by_position and not (rule.by_day or rule.by_month_day):
        raise InvalidError("rule_part", part="BYSETPOS")
    return rule


def _parts(text: str) -> dict[str, str]:
    plain = text.strip().upper().removeprefix("RRULE:")
    if not plain or len(plain) > _TEXT_MOST:
        raise InvalidError("rule_unreadable")
    parts: dict[str, str] = {}
    for one in plain.split(";"):
        name, sep, value = one.partition("=")
        if not sep or not name or not value:
            raise InvalidError("rule_unreadable")
        if name in parts:
            raise InvalidError("rule_part", part=name)
        parts[name] = value
    return parts


def _number(parts: Mapping[str, str], name: str, most: int) -> int | None:
    if name not in parts:
        return None
    value = parts[name]
    if not value.isascii() or not _WHOLE.fullmatch(value) or not 1 <= int(value) <= most:
        raise InvalidError("rule_value", part=name)
    return int(value)


def _signed(parts: Mapping[str, str], name: str, most: int) -> tuple[int, ...]:
    if name not in parts:
        return ()
    values = parts[name].split(",")
    if not all(one.isascii() and _WHOLE.fullmatch(one) for one in values):
        raise InvalidError("rule_value", part=name)
    found = {int(one) for one in values}
    if not all(1 <= abs(one) <= most for one in found):
        raise InvalidError("rule_value", part=name)
    return tuple(sorted(found))


def _by_day(parts: Mapping[str, str], frequency: Frequency) -> tuple[tuple[int, int], ...]:
    if "BYDAY" not in parts:
        return ()
    found = [_BY_DAY.fullmatch(one) for one in parts["BYDAY"].split(",")]
    days = {(int(one[1] or 0), _DAYS.index(one[2])) for one in found if one is not None}
    if None in found or (frequency is not Frequency.MONTHLY and any(nth for nth, _ in days)):
        raise InvalidError("rule_value", part="BYDAY")
    return tuple(sorted(days))


def _until(parts: Mapping[str, str]) -> date | None:
    if "UNTIL" not in parts:
        return None
    value = parts["UNTIL"]
    try:
        # a moment of the day has no meaning for days, and in UTC it might be another day
        return date.fromisoformat(value) if _DAY.fullmatch(value) else _refuse_until()
    except ValueError:
        return _refuse_until()


def _refuse_until() -> date:
    raise InvalidError("rule_value", part="UNTIL")


def rule_text(rule: Rule) -> str:
    """Write a rule in the one form in which it is kept.

    Args:
        rule: The rule.

    Returns:
        Its text without DTSTART; `read_rule` gives the same rule back.
    """
    parts = [f"FREQ={rule.frequency.value}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.by_day:
        parts.append("BYDAY=" + ",".join(f"{nth or ''}{_DAYS[day]}" for nth, day in rule.by_day))
    if rule.by_month_day:
        parts.append("BYMONTHDAY=" + ",".join(map(str, rule.by_month_day)))
    if rule.by_position:
        parts.append("BYSETPOS=" + ",".join(map(str, rule.by_position)))
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    if rule.until is not None:
        parts.append(f"UNTIL={rule.until:%Y%m%d}")
    return ";".join(parts)


def days_of(rule: Rule, start: date, last: date) -> tuple[date, ...]:
    """List the days that a rule names.

    Args:
        rule: The rule.
        start: Where it begins; named only if it fits the rule.
        last: The last day that is looked at; so that a rule that names no day ends as well.

    Returns:
        The days in order. A month without such a day is passed over (RFC 5545, 3.3.10).
    """
    end = last if rule.until is None else min(last, rule.until)
    found: list[date] = []
    for turn in _turns(rule, start, end):
        for day in _chosen(rule, turn):
            if day > end or len(found) == rule.count:
                return tuple(found)
            if day >= start:
                found.append(day)
    return tuple(found)


def _turns(rule: Rule, start: date, end: date) -> Iterator[list[date]]:
    if rule.frequency is Frequency.MONTHLY:
        first = start.replace(day=1)
        while first <= end:
            yield _of_month(rule, first, start)
            first = month_after(first, rule.interval)
        return
    is_weekly = rule.frequency is Frequency.WEEKLY
    width = _DAYS_A_WEEK if is_weekly else 1
    first = start - timedelta(days=start.weekday()) if is_weekly else start
    wanted = {day for _, day in rule.by_day} or ({start.weekday()} if is_weekly else set())
    while first <= end:
        days = [first + timedelta(days=place) for place in range(width)]
        yield [
            day
            for day in days
            if (not wanted or day.weekday() in wanted) and _is_month_day(rule, day)
        ]
        first += timedelta(days=width * rule.interval)


def _of_month(rule: Rule, first: date, start: date) -> list[date]:
    length = _length(first)
    days = [first.replace(day=number) for number in range(1, length + 1)]
    if not rule.by_day and not rule.by_month_day:
        return [day for day in days if day.day == start.day]
    return [day for day in days if _is_month_day(rule, day) and _is_nth(rule, day, length)]


def _is_month_day(rule: Rule, day: date) -> bool:
    if not rule.by_month_day:
        return True
    length = _length(day.replace(day=1))
    return not {day.day, day.day - length - 1}.isdisjoint(rule.by_month_day)


def _is_nth(rule: Rule, day: date, length: int) -> bool:
    if not rule.by_day:
        return True
    from_start = (day.day - 1) // _DAYS_A_WEEK + 1
    from_end = -((length - day.day) // _DAYS_A_WEEK + 1)
    return any(
        day.weekday() == wanted and nth in {0, from_start, from_end} for nth, wanted in rule.by_day
    )


def _chosen(rule: Rule, turn: list[date]) -> list[date]:
    if not rule.by_position:
        return turn
    count = len(turn)
    places = {one - 1 if one > 0 else count + one for one in rule.by_position}
    return [turn[place] for place in sorted(places) if 0 <= place < count]


def _length(first: date) -> int:
    return (month_after(first, 1) - first).days


class Pattern(StrEnum):
    """Usual ways to repeat, which a person chooses by name."""

    WEEKLY = "weekly"
    TWO_WEEKS = "two_weeks"
    FOUR_WEEKS = "four_weeks"
    MONTHLY_WEEKDAY = "monthly_weekday"
    MONTHLY_DAY = "monthly_day"


_WEEKS = {Pattern.WEEKLY: 1, Pattern.TWO_WEEKS: 2, Pattern.FOUR_WEEKS: 4}
_LAST_SAFE_DAY = 28
_FOURTH = 4


def usual_rule(pattern: Pattern, start: date) -> Rule:
    """Give the rule of a usual way to repeat that begins on a day.

    Args:
        pattern: The way.
        start: The first day.

    Returns:
        The rule. A day of the month that not every month has means the last day of each; a fifth
        weekday means the last one.
    """
    if pattern in _WEEKS:
        return Rule(Frequency.WEEKLY, _WEEKS[pattern], by_day=((0, start.weekday()),))
    if pattern is Pattern.MONTHLY_DAY:
        day = start.day if start.day <= _LAST_SAFE_DAY else -1
        return Rule(Frequency.MONTHLY, by_month_day=(day,))
    nth = (start.day - 1) // _DAYS_A_WEEK + 1
    return Rule(Frequency.MONTHLY, by_day=((nth if nth <= _FOURTH else -1, start.weekday()),))
