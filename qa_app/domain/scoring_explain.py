"""Puts a score into its parts: what every item could earn, did earn, and why not."""

from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from qa_app.domain.case_input import CaseInput
from qa_app.domain.clocks import ClockResult, judge_clocks
from qa_app.domain.condition_truth import Scene, deciders
from qa_app.domain.rubric import Method
from qa_app.domain.scoring_caps import gate_place
from qa_app.domain.scoring_compile import CompiledRubric, CompiledSection
from qa_app.domain.scoring_result import (
    AuditScore,
    CodeSource,
    Explanation,
    ItemExplanation,
    Limit,
    LimitKind,
    Ratio,
    SectionExplanation,
    State,
    Status,
    Why,
)
from qa_app.domain.scoring_walk import Fate, Walk
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar

_HUNDRED = 100
_OF_SECTION = (Why.SECTION_FALSE, Why.SECTION_UNKNOWN)
_MOST_KEPT = 20_000
_items_kept: dict[tuple[Any, ...], ItemExplanation] = {}
_sections_kept: dict[tuple[Any, ...], SectionExplanation] = {}


def explain(
    compiled: CompiledRubric,
    case: CaseInput,
    calendar: WorkingCalendar,
    walk: Walk,
    score: AuditScore,
) -> Explanation:
    """Tell for every item what it added to the score.

    Args:
        compiled: The rubric.
        case: What the reader entered.
        calendar: Working days of the rubric's region.
        walk: The walk behind the score, with its fates.
        score: The score.

    Returns:
        The parts. In a complete weighted audit all `earned` of items, and all of sections, add
        up to the percentage; in one scored by deduction those of sections do, and it is 100
        less all differences of `possible` and `earned` of items.
    """
    points = _points(compiled, walk) if score.percent_ratio is not None else {}
    rubric_print, unit = compiled.rubric.fingerprint, compiled.unit
    items = tuple(
        _item(rubric_print, fate, points.get(fate.section.code), unit, case, calendar)
        for fate in walk.fates or ()
    )
    if walk.held:
        items = tuple(
            _held(told, walk.held[told.item]) if told.item in walk.held else told for told in items
        )
    in_force = walk.scored_weight + walk.unscored_weight
    coverage = Fraction(walk.scored_weight, in_force) if in_force else None
    capped = score.status is Status.COMPLETE and score.band != score.band_uncapped
    named = [item for cap in score.caps or () if cap.lowers for item in cap.items]
    caps = tuple(dict.fromkeys((*score.stop, *score.gate, *named))) if capped else ()
    return Explanation(
        items,
        coverage,
        caps,
        _sections(compiled, walk, score, points),
        _limits(compiled, score),
        compiled.rubric.min_applicable,
    )


def _sections(
    compiled: CompiledRubric, walk: Walk, score: AuditScore, points: dict[str, Ratio]
) -> tuple[SectionExplanation, ...]:
    sums = {section.code: (weighted, weight) for section, weighted, weight in walk.sums}
    whys: dict[str, Why] = dict.fromkeys(walk.not_assessed, Why.NOT_ASSESSED)
    unscored = dict.fromkeys(compiled.section_codes, 0)
    counts = dict.fromkeys(compiled.section_codes, 0)
    for fate in walk.fates or ():
        if fate.value is not None:
            counts[fate.section.code] += 1
        elif fate.state is State.UNSCORED:
            unscored[fate.section.code] += fate.item.weight
        elif fate.why in _OF_SECTION:
            whys[fate.section.code] = fate.why
    is_counted = compiled.rubric.method is Method.DEDUCTION and score.percent_ratio is not None
    return tuple(
        _section(
            compiled,
            section,
            _Sums(
                whys.get(section.code),
                *sums.get(section.code, (0, 0)),
                unscored[section.code],
                counts[section.code],
                score.section_ratios.get(section.code),
                points.get(section.code),
                is_counted=is_counted,
            ),
        )
        for section in compiled.sections
    )


class _Sums(NamedTuple):
    """What decides everything that is told of a section, beside the rubric."""

    why: Why | None
    weighted: int
    weight: int
    unscored: int
    scored_count: int
    value: Ratio | None
    points: Ratio | None
    is_counted: bool


def _section(compiled: CompiledRubric, section: CompiledSection, sums: _Sums) -> SectionExplanation:
    key = (compiled.rubric.fingerprint, section.code, sums)
    told = _sections_kept.get(key)
    if told is None:
        if len(_sections_kept) >= _MOST_KEPT:
            _sections_kept.clear()
        told = _sections_kept[key] = _told_section(compiled, section, sums)
    return told


def _told_section(
    compiled: CompiledRubric, section: CompiledSection, sums: _Sums
) -> SectionExplanation:
    full = sum(item.weight for item in section.items)
    possible = earned = None
    if sums.is_counted:  # by deduction a section counts in full until something is taken off
        lost = sums.weight * compiled.unit - sums.weighted
        possible = (_HUNDRED * full, compiled.total)
        earned = (_HUNDRED * (full * compiled.unit - lost), compiled.total * compiled.unit)
    elif sums.points is not None:
        worth, over = sums.points
        possible = (worth * sums.weight, over)
        earned = (worth * sums.weighted, over * compiled.unit)
    place = compiled.section_codes.index(section.code)
    return SectionExplanation(
        section.code,
        sums.why,
        compiled.rubric.sections[place].weight,
        Fraction(full, compiled.weight_unit),
        Fraction(sums.weight, compiled.weight_unit),
        Fraction(sums.unscored, compiled.weight_unit),
        sums.scored_count,
        sums.value,
        possible,
        earned,
    )


def _limits(compiled: CompiledRubric, score: AuditScore) -> tuple[Limit, ...]:
    if score.band_uncapped is None:
        return ()
    codes = [code for code, _, _ in compiled.band_starts]
    uncapped = codes.index(score.band_uncapped)
    failed = (
        (LimitKind.STOP, len(codes) - 1, score.stop),
        (LimitKind.GATE, gate_place(len(codes)), score.gate),
    )
    own = [
        Limit(kind, codes[place], tuple(items), (), place > uncapped)
        for kind, place, items in failed
        if items
    ]
    caps = [
        Limit(LimitKind.CAP, cap.at_most, cap.items, cap.facts, cap.lowers)
        for cap in score.caps or ()
    ]
    return (*own, *caps)


def _held(told: ItemExplanation, facts: tuple[str, ...]) -> ItemExplanation:
    # answered, but a cap that looks at the answer waits for these facts
    why = Why.CONDITION_UNKNOWN
    return replace(told, state=State.OPEN, why=why, because=facts, value_ratio=None)


def _points(compiled: CompiledRubric, walk: Walk) -> dict[str, Ratio]:
    # points of the overall that one unit of item weight is worth, by section
    if compiled.rubric.method is Method.DEDUCTION:
        return {section.code: (_HUNDRED, compiled.total) for section, _, _ in walk.sums}
    weights = sum(section.weight for section, _, _ in walk.sums)
    return {
        section.code: (_HUNDRED * section.weight, weights * weight)
        for section, _, weight in walk.sums
    }


def _item(
    fingerprint: str,
    fate: Fate,
    points: Ratio | None,
    unit: int,
    case: CaseInput,
    calendar: WorkingCalendar,
) -> ItemExplanation:
    item = fate.item
    because = () if fate.why is None else _because(fate, case)
    if item.clocks and case.clocks:  # without a date there is nothing to tell
        clock = _clock(fate, case, calendar)
        if clock is not None:
            return _told_item(fate, points, unit, because, clock)
    # of the thousands of audits of a rubric most items fare alike
    _, _, state, why, code, source, value, cases = fate
    key = (fingerprint, item.code, state, why, code, source, value, cases, points, because)
    told = _items_kept.get(key)
    if told is None:
        if len(_items_kept) >= _MOST_KEPT:
            _items_kept.clear()
        told = _items_kept[key] = _told_item(fate, points, unit, because)
    return told


def _told_item(
    fate: Fate,
    points: Ratio | None,
    unit: int,
    because: tuple[str, ...],
    clock: ClockResult | None = None,
) -> ItemExplanation:
    item, value = fate.item, fate.value
    value_ratio = possible_ratio = earned_ratio = None
    if value is not None:
        value_ratio = (value, unit)
        if points is not None:
            possible, over = points[0] * item.weight, points[1]
            possible_ratio, earned_ratio = (possible, over), (possible * value, over * unit)
    return ItemExplanation(
        item.code,
        fate.section.code,
        fate.state,
        fate.why,
        because,
        fate.code,
        fate.source,
        item.item.weight,
        value_ratio,
        possible_ratio,
        earned_ratio,
        None if clock is None else clock.started_at,
        None if clock is None else clock.limit_at,
        None if clock is None else clock.done_at,
        fate.cases,
        _trips(fate),
    )


def _trips(fate: Fate) -> bool:
    if fate.state is State.REPORTED:
        return False
    if fate.cases is not None:
        return bool(fate.item.fails) and fate.cases.failed_count >= fate.item.item.trips_at
    return fate.code is not None and fate.code in fate.item.fails


def _clock(fate: Fate, case: CaseInput, calendar: WorkingCalendar) -> ClockResult | None:
    if fate.item.is_per_case or fate.state is State.OFF:
        return None
    try:
        return judge_clocks(fate.item.clocks, case, calendar)
    except CalendarYearMissingError:
        return None  # the code stands without the limit, else scoring had been refused


def _because(fate: Fate, case: CaseInput) -> tuple[str, ...]:
    item = fate.item
    match fate.why:
        case Why.CONDITION_FALSE | Why.CONDITION_UNKNOWN if item.item.applies_if is not None:
            return deciders(item.item.applies_if, Scene(case))
        case Why.CODE_UNKNOWN if item.finder is not None and not item.is_per_case:
            return _missing(fate, case)
        case _:
            return ()


def _missing(fate: Fate, case: CaseInput) -> tuple[str, ...]:
    item = fate.item.item
    if fate.item.source is CodeSource.CLOCK:
        return tuple(
            dict.fromkeys(clock.start for clock in item.clocks if clock.start not in case.clocks)
        )
    if item.frequency is not None:
        wanted = (item.frequency.start, item.frequency.log, item.frequency.by_fact)
        known = {*case.clocks, *case.logs, *case.facts}
        return tuple(name for name in wanted if name is not None and name not in known)
    return (item.measure.name,) if item.measure else ()
