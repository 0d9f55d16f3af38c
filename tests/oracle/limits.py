"""Clocks and frequencies, from the text: which code does a time limit or a rhythm give?"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from tests.oracle.values import Event, RefusedLineError

DAY = timedelta(days=1)
LAST_MINUTE = time(23, 59)


class Calendar:
    """The holiday table: weekdays off, weekend days worked, by year."""

    def __init__(self, table: dict[Any, Any]) -> None:
        self.years = {int(year) for year in table}
        self.off = {str(e["on"]) for y in table.values() for e in y.get("off", ())}
        self.worked = {str(d) for y in table.values() for d in y.get("worked", ())}

    def works(self, day: date) -> bool:
        if day.year not in self.years:
            raise RefusedLineError("")
        if day.weekday() < 5:
            return day.isoformat() not in self.off
        return day.isoformat() in self.worked


def limit(
    start: Event, span: str, options: dict[str, Any], calendar: Calendar, law: bool
) -> datetime:
    unit = span.lstrip("0123456789")
    number = int(span[: -len(unit)])
    moment = start.as_from
    if unit == "h":
        return moment + timedelta(hours=number)
    last = start.day
    if unit == "d":
        last += timedelta(days=number)
    while unit == "wd" and number:
        last += DAY
        number -= calendar.works(last)
    end_on = options.get("end_on") or ("next_working_day" if law else "same_day")
    if end_on == "next_working_day" and not calendar.works(last):
        while not calendar.works(last):
            last += DAY
        return datetime.combine(last, LAST_MINUTE)
    if options.get("count_from") == "same_moment":
        return datetime.combine(last, moment.time())
    return datetime.combine(last, LAST_MINUTE)


def one_clock(
    clock: dict[str, Any],
    events: Callable[[str], Event | None],
    holds: Callable[[Any], bool | None],
    read_at: datetime,
    calendar: Calendar,
    law: bool,
) -> str | None:
    start, done = events(clock["from"]), events(clock["to"])
    if start is None:
        return None
    within, late_until = clock["within"], clock.get("late_until")
    for special in clock.get("within_if", ()):
        answer = holds(special["when"])
        if answer is None:
            return None
        if answer:
            within = special["within"]
            late_until = special.get("late_until", late_until)
            break
    end = limit(start, within, clock, calendar, law)
    if done is None:
        return "not_due" if read_at <= end else "missing"
    if done.as_to <= end:
        return "on_time"
    if late_until is None or done.as_to <= limit(start, late_until, clock, calendar, law):
        return "late"
    return "missing"


def clock_code(clock: dict[str, Any], *rest: Any) -> str | None:
    if "any_of" not in clock:
        return one_clock(clock, *rest)
    shared = {name: value for name, value in clock.items() if name != "any_of"}
    found = [one_clock({**shared, **branch}, *rest) for branch in clock["any_of"]]
    order = [code for code in ("on_time", "not_due", "late", "missing") if code in found]
    return order[0] if order else None


def frequency_code(
    frequency: dict[str, Any],
    events: Callable[[str], Event | None],
    history: Callable[[str], list[tuple[date, str]] | None],
    log: list[tuple[date, Fraction]] | None,
    read_on: date,
) -> str | None:
    """Everything handed in is by date, and nothing is dated after the reading."""
    start, end = events(frequency["start"]), None
    if frequency.get("end"):
        end = events(frequency["end"])
    if start is None or log is None:
        return None
    first, stop = start.day, end.day if end else read_on
    stretches = _stretches(frequency, events, history, first, stop)
    if stretches is None:
        return None
    periods = [
        period for begin, finish, every in stretches for period in _periods(begin, finish, every)
    ]
    if not periods:
        return "not_due"
    least = Fraction(str(frequency.get("minimum", 1)))
    kept = sum(
        sum((value for day, value in log if a <= day < b), Fraction(0)) >= least for a, b in periods
    )
    share = Fraction(kept, len(periods))
    if share >= Fraction(9, 10):
        return "kept"
    return "partly" if share >= Fraction(6, 10) else "broken"


def _periods(begin: date, finish: date, every: str) -> Iterator[tuple[date, date]]:
    if every == "calendar_month":
        month = begin.replace(day=1)
        while True:
            following = (month + timedelta(days=32)).replace(day=1)
            if following > finish:
                return
            if month >= begin:
                yield month, following
            month = following
    length = timedelta(days=int(every.removesuffix("d")))
    while begin + length <= finish:
        yield begin, begin + length
        begin += length


def _stretches(
    frequency: dict[str, Any],
    events: Callable[[str], Event | None],
    history: Callable[[str], list[tuple[date, str]] | None],
    first: date,
    stop: date,
) -> list[tuple[date, date, str]] | None:
    if "by_fact" in frequency:
        values = history(frequency["by_fact"])
        if not values:
            return None
        begin_value = ([v for day, v in values if day <= first] or [values[0][1]])[-1]
        cuts, value = [(first, begin_value)], begin_value
        for day, changed in values:
            if first < day < stop and changed != value:
                value = changed
                cuts.append((day, value))
        every = [frequency["every"][value] for _, value in cuts]
    elif "by_tenure" in frequency:
        since = events(frequency["tenure_from"])
        if since is None:
            return None
        # A row lasts to its day; the days before the event fall in the first row.
        cuts, every = [], []
        row_start = first
        for row in frequency["by_tenure"]:
            cuts.append((max(row_start, first), ""))
            every.append(row["every"])
            if "to_day" in row:
                row_start = since.day + timedelta(days=int(row["to_day"]) + 1)
    else:
        cuts, every = [(first, "")], [frequency["every"]]
    starts = [begin for begin, _ in cuts]
    ends = [min(end, stop) for end in [*starts[1:], stop]]
    return list(zip(starts, ends, every, strict=True))
