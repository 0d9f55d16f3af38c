"""A rubric made ready for scoring many audits: integers, lookup tables, compiled conditions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from qa_app.domain.case_input import CaseInput
from qa_app.domain.clocks import CompiledClock, compile_clock, judge_clocks
from qa_app.domain.condition_truth import Test, compile_condition
from qa_app.domain.conditions import Condition
from qa_app.domain.frequency import judge_frequency
from qa_app.domain.rubric import Critical, Item, Measure, Rubric, Scale, Threshold
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.scoring_result import CodeSource
from qa_app.domain.working_days import WorkingCalendar

Found = tuple[str | None, Responsible]
Finder = Callable[[CaseInput, WorkingCalendar], Found]
"""Finds an item's code from dates, logs or measures, and whose limit it is."""


@dataclass(frozen=True, slots=True)
class CompiledItem:
    """An item ready for scoring.

    Attributes:
        code: Its code.
        item: Where it comes from.
        test: Its condition; None when it always applies.
        weight: Whole number over the rubric's common denominator.
        values: Option code to value times `CompiledRubric.unit`; None = not scored.
        fails: Codes that trip it; empty when it is not critical.
        is_stop: A red line; False for must-pass and ordinary items.
        finder: Finds the code; None when only the reader sets it.
        source: What the finder works from.
        is_reported: True when every limit of it is someone else's.
        may_be_reported: True when at least one limit of it is.
        top: Code of the best option.
        clocks: Compiled time limits.
        is_per_case: One answer per sampled case.
        is_special: Per case, or someone else's limit: never on the short path.
    """

    code: str
    item: Item
    test: Test | None
    weight: int
    values: Mapping[str, int | None]
    fails: frozenset[str]
    is_stop: bool
    finder: Finder | None
    source: CodeSource
    is_reported: bool
    may_be_reported: bool
    top: str
    clocks: tuple[CompiledClock, ...]
    is_per_case: bool
    is_special: bool


Step = tuple[CompiledItem, str, Test | None, Mapping[object, int], frozenset[str], int]
"""Item, its code, test, scored option codes to values, codes that trip it, weight; what the
scoring loop reads of nearly every item, without looking into the item. An item that is never
on the short path has no values."""


@dataclass(frozen=True, slots=True)
class CompiledSection:
    """A section ready for scoring; `weight` is a whole number over a common denominator."""

    code: str
    weight: int
    assessor: str
    test: Test | None
    items: tuple[CompiledItem, ...]
    plan: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class CompiledCap:
    """A cap ready for scoring; `place` is that of its band, the best one being 0."""

    when: Condition
    test: Test
    at_most: str
    place: int


@dataclass(frozen=True, slots=True)
class CompiledRubric:
    """A rubric ready for scoring.

    Attributes:
        rubric: Where it comes from.
        sections: In file order.
        section_codes: Their codes.
        unit: Common denominator of item values.
        weight_unit: Common denominator of item weights.
        band_starts: Bands best first: code, numerator and denominator of the start (0..1).
        floor: Numerator and denominator of `min_applicable`; None without a floor.
        total: Sum of all item weights, as whole numbers over `weight_unit`.
        caps: In file order.
    """

    rubric: Rubric
    sections: tuple[CompiledSection, ...]
    section_codes: tuple[str, ...]
    unit: int
    weight_unit: int
    band_starts: tuple[tuple[str, int, int], ...]
    floor: tuple[int, int] | None
    total: int
    caps: tuple[CompiledCap, ...]


@lru_cache(maxsize=256)
def compile_rubric(rubric: Rubric) -> CompiledRubric:
    """Prepare a rubric for scoring; the answer for the same rubric is kept.

    Args:
        rubric: A frozen rubric.

    Returns:
        Its compiled form.
    """
    items = list(rubric.items.values())
    weight_unit = lcm(*(item.weight.denominator for item in items), 1)
    value_tables = {item.code: option_values(item.scale) for item in items}
    denominators = [
        value.denominator
        for table in value_tables.values()
        for value in table.values()
        if value is not None
    ]
    unit = lcm(2, *denominators)
    section_unit = lcm(*(section.weight.denominator for section in rubric.sections), 1)
    compiled = {
        item.code: _item(item, value_tables[item.code], unit, weight_unit) for item in items
    }
    sections = tuple(
        CompiledSection(
            section.code,
            int(section.weight * section_unit),
            section.assessor,
            compile_condition(section.applies_if) if section.applies_if else None,
            tuple(compiled[item.code] for item in section.items),
            tuple(_step(compiled[item.code]) for item in section.items),
        )
        for section in rubric.sections
    )
    starts = tuple(
        (band.code, (band.start_pct / 100).numerator, (band.start_pct / 100).denominator)
        for band in rubric.bands
    )
    floor = rubric.min_applicable
    return CompiledRubric(
        rubric,
        sections,
        tuple(section.code for section in sections),
        unit,
        weight_unit,
        starts,
        None if floor is None else (floor.numerator, floor.denominator),
        sum(item.weight for item in compiled.values()),
        _caps(rubric),
    )


def _caps(rubric: Rubric) -> tuple[CompiledCap, ...]:
    places = {band.code: place for place, band in enumerate(rubric.bands)}
    return tuple(
        CompiledCap(cap.when, compile_condition(cap.when), cap.at_most, places[cap.at_most])
        for cap in rubric.caps
    )


def option_values(scale: Scale) -> dict[str, Fraction | None]:
    """Rescale a scale's positions to 0..1.

    Args:
        scale: A scale that scores.

    Returns:
        Option code to (score - min) / (max - min) over the options with a score; None for
        the options without one. A scale with a single position gives 1.
    """
    scores = [option.score for option in scale.options if option.score is not None]
    if not scores:
        return {option.code: None for option in scale.options}
    low, high = min(scores), max(scores)
    return {
        option.code: (
            None
            if option.score is None
            else Fraction(1)
            if high == low
            else (option.score - low) / (high - low)
        )
        for option in scale.options
    }


def _item(
    item: Item, values: Mapping[str, Fraction | None], unit: int, weight_unit: int
) -> CompiledItem:
    clocks = tuple(compile_clock(clock) for clock in item.clocks)
    finder, source = _finder(item, clocks)
    scored = {code: value for code, value in values.items() if value is not None}
    of_others = [clock.clock.responsible is not Responsible.CENTRE for clock in clocks]
    is_reported = bool(clocks) and all(of_others)
    return CompiledItem(
        code=item.code,
        item=item,
        test=compile_condition(item.applies_if) if item.applies_if else None,
        weight=int(item.weight * weight_unit),
        values={
            code: None if value is None else int(value * unit) for code, value in values.items()
        },
        fails=item.critical_fail if item.critical else frozenset(),
        is_stop=item.critical is Critical.STOP,
        finder=finder,
        source=source,
        is_reported=is_reported,
        may_be_reported=any(of_others),
        top=max(scored, key=lambda code: scored[code], default=""),
        clocks=clocks,
        is_per_case=item.per_case,
        is_special=item.per_case or is_reported,
    )


def _step(item: CompiledItem) -> Step:
    scored: dict[object, int] = {
        code: value for code, value in item.values.items() if value is not None
    }
    values = {} if item.is_special else scored
    test = None if item.is_special else item.test
    return item, item.code, test, values, item.fails, item.weight


def _finder(item: Item, clocks: tuple[CompiledClock, ...]) -> tuple[Finder | None, CodeSource]:
    if clocks:
        return _clock_finder(clocks), CodeSource.CLOCK
    if item.frequency is not None:
        frequency = item.frequency
        return (
            lambda case, _calendar: (judge_frequency(frequency, case), Responsible.CENTRE)
        ), CodeSource.FREQUENCY
    if item.measure is not None:
        return _measure_finder(item.measure), CodeSource.MEASURE
    return None, CodeSource.READER


def _clock_finder(clocks: tuple[CompiledClock, ...]) -> Finder:
    def find(case: CaseInput, calendar: WorkingCalendar) -> Found:
        result = judge_clocks(clocks, case, calendar)
        return result.code, result.responsible

    return find


def _measure_finder(measure: Measure) -> Finder:
    def find(case: CaseInput, _calendar: WorkingCalendar) -> Found:
        number = case.measures.get(measure.name)
        if number is None:
            return None, Responsible.CENTRE
        if holds(measure.met, number):
            return "met", Responsible.CENTRE
        if measure.partly is not None and holds(measure.partly, number):
            return "partly", Responsible.CENTRE
        return "unmet", Responsible.CENTRE

    return find


def holds(threshold: Threshold, number: Fraction) -> bool:
    """Decide whether an exact number passes a threshold.

    Args:
        threshold: The test.
        number: The number.

    Returns:
        True when it passes.
    """
    limit = threshold.number
    match threshold.operator:
        case ">=":
            return number >= limit
        case "<=":
            return number <= limit
        case ">":
            return number > limit
        case "<":
            return number < limit
        case _:
            return number == limit
