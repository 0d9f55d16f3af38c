"""Whether something happened often enough in the periods laid over a span of days."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

from qa_app.domain.case_input import CaseInput
from qa_app.domain.condition_truth import history_until
from qa_app.domain.moments import LogEntry
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.rubric_rhythm import Frequency

KEPT, PARTLY, BROKEN, NOT_DUE = "kept", "partly", "broken", "not_due"
KEPT_FROM = Fraction(9, 10)
PARTLY_FROM = Fraction(6, 10)

Period = tuple[date, date]
"""First day, and the day after the last."""

Stretch = tuple[date, date, int]
"""First day, the day after the last, and the days of its periods."""


def judge_frequency(frequency: Frequency, case: CaseInput) -> str | None:
    """Decide whether a rhythm was kept.

    Args:
        frequency: A checked frequency.
        case: The audit or sampled case.

    Returns:
        `kept` when at least 9/10 of the periods hold enough entries, `partly` from 6/10,
        else `broken`; `not_due` without a full period; None (unknown) when the start, the
        log, or the history or event that sets the rhythm is not known.

    Source: rubrics/README.md, `frequency`; docs/methods/scoring-decisions.md, "Time".
    """
    entries = case.logs.get(frequency.log)
    periods = _periods(frequency, case)
    if entries is None or periods is None:
        return None
    if not periods:
        return NOT_DUE
    last = case.read_at.date()
    counted = sorted(
        (entry for entry in entries if entry.at.day <= last), key=lambda entry: entry.at.day
    )
    days = [entry.at.day for entry in counted]
    sums = [Fraction(0), *accumulate(map(_weight, counted))]
    kept = sum(
        sums[bisect_left(days, after)] - sums[bisect_left(days, first)] >= frequency.minimum
        for first, after in periods
    )
    share = Fraction(kept, len(periods))
    if share >= KEPT_FROM:
        return KEPT
    return PARTLY if share >= PARTLY_FROM else BROKEN


def _weight(entry: LogEntry) -> Fraction:
    return Fraction(1) if entry.value is None else entry.value


def _day_of(case: CaseInput, event: str | None) -> date | None:
    moment = case.clocks.get(event) if event else None
    return None if moment is None or moment.day > case.read_at.date() else moment.day


def _periods(frequency: Frequency, case: CaseInput) -> list[Period] | None:
    start = _day_of(case, frequency.start)
    if start is None:
        return None
    end = _day_of(case, frequency.end) or case.read_at.date()
    if frequency.calendar_month:
        return list(_months_inside(start, end))
    stretches = _stretches(frequency, case, start, end)
    if stretches is None:
        return None
    return [period for stretch in stretches for period in _laid_out(stretch)]


def _stretches(
    frequency: Frequency, case: CaseInput, start: date, end: date
) -> list[Stretch] | None:
    if frequency.by_fact is not None:
        return _by_history(frequency, case, start, end)
    if frequency.tenure_from is not None:
        return _by_tenure(frequency, case, start, end)
    return [(start, end, frequency.every_days or 0)]


def _by_history(
    frequency: Frequency, case: CaseInput, start: date, end: date
) -> list[Stretch] | None:
    entries = history_until(case, frequency.by_fact or "")
    if not entries:
        return None
    every = dict(frequency.every_by_value)
    before = [entry.value for entry in entries if entry.start.day <= start]
    value = before[-1] if before else entries[0].value
    stretches: list[Stretch] = []
    began = start
    for entry in entries:
        if start < entry.start.day < end and entry.value != value:
            stretches.append((began, entry.start.day, every[value]))
            began, value = entry.start.day, entry.value
    return [*stretches, (began, end, every[value])]


def _by_tenure(
    frequency: Frequency, case: CaseInput, start: date, end: date
) -> list[Stretch] | None:
    since = _day_of(case, frequency.tenure_from)
    if since is None:
        return None
    stretches: list[Stretch] = []
    for step in frequency.by_tenure:
        stop = end
        if step.to_day is not None and step.to_day < (end - since).days:
            stop = since + timedelta(days=step.to_day + 1)
        if start < stop:
            stretches.append((start, stop, step.every_days))
            start = stop
    return stretches


def _laid_out(stretch: Stretch) -> Iterator[Period]:
    first, end, days = stretch
    for number in range((end - first).days // days):
        start = first + timedelta(days=number * days)
        yield start, start + timedelta(days=days)


def _months_inside(start: date, end: date) -> Iterator[Period]:
    # months counted from year 0, so that the last month that a date can name is no limit
    first = month_of(start) + (start.day > 1)
    for month in range(first, month_of(end)):
        yield first_day(month), first_day(month + 1)
