"""The published limits of a rubric, run forward over an open case: what is due, by when.

They warn; nothing of them is scored or goes into a criterion. The clocks are those by which a
review judges the same file, read at the present instant.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from qa_app.domain.case_input import CaseInput, FactValue
from qa_app.domain.case_plain import CaseInputError, case_from
from qa_app.domain.clocks import (
    LATE,
    NOT_DUE,
    ON_TIME,
    ClockResult,
    CompiledClock,
    compile_clock,
    judge_clocks,
)
from qa_app.domain.condition_truth import Scene, Test, compile_condition, deciders
from qa_app.domain.conditions import Condition, FactCompares, FactEverIn, FactHas, FactIs, leaves_of
from qa_app.domain.moments import Moment
from qa_app.domain.rubric import ClockEvent, Fact, Item, Rubric
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar


class LimitState(StrEnum):
    """Where a limit stands.

    `not_started`: what it runs from has not happened. `running`, `due_today`, `overdue`: it is
    not done. `met`, `met_late`: it is done. `cannot_tell`: something that decides is not known.
    """

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    CANNOT_TELL = "cannot_tell"


WAITING = frozenset({LimitState.RUNNING, LimitState.DUE_TODAY, LimitState.OVERDUE})
"""States of a limit whose act is still to be done."""


class Untold(StrEnum):
    """Why a limit cannot be told: a fact, an answer of a review, or a year of holidays."""

    FACT = "fact"
    ANSWER = "answer"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class RunningLimit:
    """The limit of one item in one open case.

    Attributes:
        item: The item's code.
        event: What must happen.
        responsible: Whose limit it is.
        state: Where it stands.
        untold: Why it cannot be told; None when it can.
        needs: What is missing then: facts, answers, or region and year.
        started_at: Local instant it runs from; None while it has not started.
        limit_at: Last local instant in time; None while unknown.
        done_at: Local instant of the act; None while it is not done.
    """

    item: str
    event: str
    responsible: Responsible
    state: LimitState
    untold: Untold | None = None
    needs: tuple[str, ...] = ()
    started_at: datetime | None = None
    limit_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Watched:
    """An item with limits, ready to be asked many times."""

    item: Item
    conditions: tuple[tuple[Condition, Test], ...]
    clocks: tuple[CompiledClock, ...]
    branches: tuple[tuple[CompiledClock, ...], ...]


@lru_cache(maxsize=256)
def _watched(rubric: Rubric) -> tuple[_Watched, ...]:
    found = []
    for section in rubric.sections:
        for item in section.items:
            if not item.clocks or item.per_case:
                continue
            clocks = tuple(compile_clock(clock) for clock in item.clocks)
            conditions = tuple(
                (one, compile_condition(one))
                for one in (section.applies_if, item.applies_if)
                if one is not None
            )
            found.append(_Watched(item, conditions, clocks, tuple((one,) for one in clocks)))
    return tuple(found)


def has_limits(rubric: Rubric) -> bool:
    """Tell whether a rubric has limits that run in a single case.

    Args:
        rubric: A published version.

    Returns:
        True when it has.
    """
    return bool(_watched(rubric))


def limit_events(rubric: Rubric) -> tuple[ClockEvent, ...]:
    """List the events from which or until which a limit runs.

    Args:
        rubric: A published version.

    Returns:
        In the order of the file.
    """
    clocks = [clock for one in _watched(rubric) for clock in one.item.clocks]
    named = {clock.start for clock in clocks} | {clock.end for clock in clocks}
    return tuple(event for event in rubric.clocks if event.code in named)


def limit_facts(rubric: Rubric) -> tuple[Fact, ...]:
    """List the facts that a limit depends on.

    Args:
        rubric: A published version.

    Returns:
        In the order of the file; facts of sampled cases are not among them.
    """
    named: set[str] = set()
    for one in _watched(rubric):
        whens = [rule.when for clock in one.item.clocks for rule in clock.within_if]
        for condition in (*whens, *(condition for condition, _ in one.conditions)):
            named |= set(_facts_in(condition))
    return tuple(fact for fact in rubric.facts if fact.code in named)


def _facts_in(condition: Condition) -> Iterator[str]:
    for leaf in leaves_of(condition):
        if isinstance(leaf, FactIs | FactCompares | FactHas | FactEverIn):
            yield leaf.fact


def known_facts(rubric: Rubric, plain: Mapping[str, Any]) -> dict[str, FactValue]:
    """Read the facts of a case against a rubric.

    Args:
        rubric: A published version.
        plain: Fact to its plain value, as an entry of a review has it.

    Returns:
        Those that the rubric has and whose values fit it; a fact that another version asked
        in another way is not known here.
    """
    names = {fact.code for fact in rubric.facts}
    asked = {name: value for name, value in plain.items() if name in names}
    if not asked:
        return {}
    try:
        return _read(rubric, asked)
    except CaseInputError:
        found: dict[str, FactValue] = {}
        for name, value in asked.items():
            if fact_fits(rubric, name, value):
                found |= _read(rubric, {name: value})
        return found


def fact_fits(rubric: Rubric, name: str, value: Any) -> bool:
    """Tell whether a fact can have a value.

    Args:
        rubric: A published version.
        name: The fact.
        value: Its plain value.

    Returns:
        False for a fact that the rubric has not, and for a value of the wrong kind.
    """
    try:
        return bool(_read(rubric, {name: value}))
    except CaseInputError:
        return False


def _read(rubric: Rubric, facts: Mapping[str, Any]) -> dict[str, FactValue]:
    # any instant will do: facts are read alike at all of them
    return dict(case_from(rubric, {"read_at": "2000-01-01T00:00", "facts": facts}).facts)


def run_forward(
    rubric: Rubric,
    events: Mapping[str, Moment],
    facts: Mapping[str, Any],
    now: datetime,
    calendar: WorkingCalendar,
) -> tuple[RunningLimit, ...]:
    """Find where the limits of a rubric stand in one open case.

    Args:
        rubric: The version in force.
        events: Event to moment; what lies ahead of the present is ignored.
        facts: Fact to its plain value.
        now: The present, local; counted to the minute, as dates of files are.
        calendar: Working days of the rubric's region.

    Returns:
        One for each item with a limit, in order of the file, without items that do not apply.
        What a limit runs from comes first: until it has happened nothing else is asked.
    """
    at = now.replace(second=0, microsecond=0, tzinfo=None)
    past = {name: one for name, one in events.items() if not one.is_after(at)}
    case = CaseInput(read_at=at, facts=known_facts(rubric, facts), clocks=past)
    found = (_stand(one, case, calendar) for one in _watched(rubric))
    return tuple(one for one in found if one is not None)


def _stand(watched: _Watched, case: CaseInput, calendar: WorkingCalendar) -> RunningLimit | None:
    scene, open_conditions = Scene(case), []
    for condition, test in watched.conditions:
        holds = test(scene)
        if holds is False:
            return None
        if holds is None:
            open_conditions.append(condition)
    begun = [one for one in watched.clocks if one.clock.start in case.clocks]
    if not begun:
        clock = watched.clocks[0].clock
        return RunningLimit(watched.item.code, clock.end, clock.responsible, LimitState.NOT_STARTED)
    try:
        verdict = judge_clocks(watched.clocks, case, calendar)
    except CalendarYearMissingError as fault:
        return _untold(watched, begun[0], case, Untold.YEAR, (fault.region, str(fault.year)))
    if verdict.code is None:
        whens = [rule.when for one in begun for rule in one.clock.within_if]
        return _unsure(watched, begun[0], case, whens)
    chosen = next(
        clocks[0] for clocks in watched.branches if judge_clocks(clocks, case, calendar) == verdict
    )
    if open_conditions:
        return _unsure(watched, chosen, case, open_conditions)
    return RunningLimit(
        watched.item.code,
        chosen.clock.end,
        verdict.responsible,
        _state(verdict, case.read_at),
        started_at=verdict.started_at,
        limit_at=verdict.limit_at,
        done_at=verdict.done_at,
    )


def _state(verdict: ClockResult, now: datetime) -> LimitState:
    if verdict.code == ON_TIME:
        return LimitState.MET
    if verdict.code == LATE or verdict.done_at is not None:
        return LimitState.MET_LATE
    if verdict.code == NOT_DUE and verdict.limit_at is not None:
        return waiting_state(verdict.limit_at, now)
    return LimitState.OVERDUE


def waiting_state(limit_at: datetime, now: datetime) -> LimitState:
    """Tell where a limit stands whose act is not done.

    Args:
        limit_at: Last local instant in time.
        now: The present, local.

    Returns:
        `overdue` from the minute after the limit, `due_today` on its day, else `running`.
    """
    at = now.replace(second=0, microsecond=0)
    if limit_at < at:
        return LimitState.OVERDUE
    return LimitState.DUE_TODAY if limit_at.date() == at.date() else LimitState.RUNNING


def _unsure(
    watched: _Watched, chosen: CompiledClock, case: CaseInput, conditions: list[Condition]
) -> RunningLimit:
    scene = Scene(case)
    names = dict.fromkeys(
        name
        for one in conditions
        if compile_condition(one)(scene) is None
        for name in deciders(one, scene)
    )
    facts = {name for one in conditions for name in _facts_in(one)}
    # a fact can be told here; an answer of a review never comes in
    told = tuple(name for name in names if name in facts)
    if told:
        return _untold(watched, chosen, case, Untold.FACT, told)
    return _untold(watched, chosen, case, Untold.ANSWER, tuple(names))


def _untold(
    watched: _Watched,
    chosen: CompiledClock,
    case: CaseInput,
    untold: Untold,
    needs: tuple[str, ...],
) -> RunningLimit:
    clock = chosen.clock
    start = case.clocks.get(clock.start)
    done = case.clocks.get(clock.end)
    return RunningLimit(
        watched.item.code,
        clock.end,
        clock.responsible,
        LimitState.CANNOT_TELL,
        untold,
        needs,
        started_at=None if start is None else start.as_start(),
        done_at=None if done is None else done.as_end(),
    )
