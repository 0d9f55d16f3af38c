"""Time limits between two events, and whether they were kept."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from qa_app.domain.case_input import CaseInput
from qa_app.domain.condition_truth import Scene, Test, compile_condition
from qa_app.domain.moments import Moment
from qa_app.domain.rubric_limits import Clock, Responsible, Span
from qa_app.domain.working_days import WorkingCalendar

ON_TIME, LATE, MISSING, NOT_DUE = "on_time", "late", "missing", "not_due"
_BEST_FIRST = (ON_TIME, NOT_DUE, LATE, MISSING)
_LAST_MINUTE = time(23, 59)
_NEVER = datetime.combine(date.max, _LAST_MINUTE)


@dataclass(frozen=True, slots=True)
class ClockResult:
    """What a clock says.

    Attributes:
        code: `on_time`, `late`, `missing` or `not_due`; None = unknown.
        started_at: Instant the limit ran from; None while unknown.
        limit_at: Last instant in time; None while unknown.
        done_at: Instant of the act; None when it was not done up to the reading.
        responsible: Whose limit it is.
    """

    code: str | None
    responsible: Responsible
    started_at: datetime | None = None
    limit_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CompiledClock:
    """A clock whose conditions are ready to be asked."""

    clock: Clock
    within_if: tuple[tuple[Test, Span, Span | None], ...]


def compile_clock(clock: Clock) -> CompiledClock:
    """Prepare a clock for many audits.

    Args:
        clock: A checked clock.

    Returns:
        The clock with its conditions compiled.
    """
    return CompiledClock(
        clock,
        tuple(
            (compile_condition(rule.when), rule.within, rule.late_until) for rule in clock.within_if
        ),
    )


def judge_clocks(
    clocks: tuple[CompiledClock, ...], case: CaseInput, calendar: WorkingCalendar
) -> ClockResult:
    """Decide an item's time limit; of several branches the best known one counts.

    Args:
        clocks: One clock, or the branches of `any_of`.
        case: The audit or sampled case.
        calendar: Working days of the rubric's region.

    Returns:
        The first of on time, not due, late and missing that a branch has; branches with
        an unknown result are left out; unknown when none is left.

    Raises:
        CalendarYearMissingError: A limit needs a year that the table does not cover.
    """
    # scoring, telling others' limits and explaining ask the same of the same file
    last = _last[0]
    if last.case is not case or last.calendar is not calendar:
        last = _last[0] = _Judged(case, calendar, {})
    known = last.results.get(id(clocks))
    if known is None:
        # kept with the clocks themselves: an id is given again once its owner is gone
        known = last.results[id(clocks)] = (clocks, _best(clocks, case, calendar))
    return known[1]


class _Judged(NamedTuple):
    """The file that was judged last, and what its clocks said; replaced as a whole."""

    case: CaseInput | None
    calendar: WorkingCalendar | None
    results: dict[int, tuple[tuple[CompiledClock, ...], ClockResult]]


_last = [_Judged(None, None, {})]


def _best(
    clocks: tuple[CompiledClock, ...], case: CaseInput, calendar: WorkingCalendar
) -> ClockResult:
    if len(clocks) == 1:
        return _judge(clocks[0], case, calendar)
    results = [_judge(clock, case, calendar) for clock in clocks]
    known = [result for result in results if result.code is not None]
    if not known:
        return results[0]
    return min(known, key=lambda result: _BEST_FIRST.index(str(result.code)))


def _judge(compiled: CompiledClock, case: CaseInput, calendar: WorkingCalendar) -> ClockResult:
    clock = compiled.clock
    start = _known(case, clock.start)
    spans = _spans(compiled, case)
    if start is None or spans is None:
        return ClockResult(None, clock.responsible)
    within, late_until = spans
    began = start.as_start()
    limit = limit_of(clock, began, within, calendar)
    done = _known(case, clock.end)
    if done is None:
        code = NOT_DUE if case.read_at <= limit else MISSING
        return ClockResult(code, clock.responsible, began, limit)
    done_at = done.as_end()
    if done_at <= limit:
        code = ON_TIME
    elif late_until is None or done_at <= limit_of(clock, began, late_until, calendar):
        code = LATE
    else:
        code = MISSING
    return ClockResult(code, clock.responsible, began, limit, done_at)


def _known(case: CaseInput, event: str) -> Moment | None:
    moment = case.clocks.get(event)
    return None if moment is None or moment.is_after(case.read_at) else moment


def _spans(compiled: CompiledClock, case: CaseInput) -> tuple[Span, Span | None] | None:
    clock = compiled.clock
    if compiled.within_if:
        scene = Scene(case)
        for test, within, late_until in compiled.within_if:
            holds = test(scene)
            if holds is None:
                return None
            if holds:
                return within, late_until or clock.late_until
    return clock.within, clock.late_until


def limit_of(clock: Clock, began: datetime, span: Span, calendar: WorkingCalendar) -> datetime:
    """Find the last instant that still is in time.

    Args:
        clock: For how days are counted and ended.
        began: Local instant the limit runs from.
        span: Hours, calendar days or working days.
        calendar: Working days of the region.

    Returns:
        The local instant. Hours run from the minute. Days end at 23:59 of the last day,
        or at the time of day of the start under `same_moment`; a last day that is no
        working day moves to the next one, 23:59, under `next_working_day`.

    Raises:
        CalendarYearMissingError: The table does not cover a year that is needed.
    """
    if span.unit == "h":
        return _plus(began, timedelta(hours=span.count))
    if span.unit == "d":
        last = _plus(began, timedelta(days=span.count)).date()
    else:
        last = calendar.nth_after(began.date(), span.count)
    if clock.end_on == "next_working_day":
        moved = calendar.same_or_next(last)
        if moved != last:
            return datetime.combine(moved, _LAST_MINUTE)
    at = began.time() if clock.count_from == "same_moment" else _LAST_MINUTE
    return datetime.combine(last, at)


def _plus(began: datetime, length: timedelta) -> datetime:
    # a limit past the last day that a date can name is never reached
    return began + length if length <= _NEVER - began else _NEVER
