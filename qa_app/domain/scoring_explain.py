"""Puts a score into its parts: what every item could earn, did earn, and why not."""

from fractions import Fraction

from qa_app.domain.case_input import CaseInput
from qa_app.domain.clocks import judge_clocks
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
    items = tuple(
        _item(fate, points.get(fate.section.code), compiled.unit, case, calendar)
        for fate in walk.fates or ()
    )
    for told in items:
        if told.item in walk.held:
            _hold(told, walk.held[told.item])
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
    fates: dict[str, list[Fate]] = {section.code: [] for section in compiled.sections}
    for fate in walk.fates or ():
        fates[fate.section.code].append(fate)
    is_deducted = compiled.rubric.method is Method.DEDUCTION and score.percent_ratio is not None
    told = []
    for section, source in zip(compiled.sections, compiled.rubric.sections, strict=True):
        own = fates[section.code]
        weighted, weight = sums.get(section.code, (0, 0))
        full = sum(item.weight for item in section.items)
        unscored = sum(fate.item.weight for fate in own if fate.state is State.UNSCORED)
        possible = earned = None
        if is_deducted:
            lost = weight * compiled.unit - weighted
            possible = (_HUNDRED * full, compiled.total)
            earned = (
                _HUNDRED * (full * compiled.unit - lost),
                compiled.total * compiled.unit,
            )
        elif section.code in points:
            worth, over = points[section.code]
            possible = (worth * weight, over)
            earned = (worth * weighted, over * compiled.unit)
        told.append(
            SectionExplanation(
                section.code,
                _why_section(section, own, walk),
                source.weight,
                Fraction(full, compiled.weight_unit),
                Fraction(weight, compiled.weight_unit),
                Fraction(unscored, compiled.weight_unit),
                sum(fate.value is not None for fate in own),
                score.section_ratios.get(section.code),
                possible,
                earned,
            )
        )
    return tuple(told)


def _why_section(section: CompiledSection, fates: list[Fate], walk: Walk) -> Why | None:
    if section.code in walk.not_assessed:
        return Why.NOT_ASSESSED
    return next((fate.why for fate in fates if fate.why in _OF_SECTION), None)


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


def _hold(told: ItemExplanation, facts: tuple[str, ...]) -> None:
    # answered, but a cap that looks at the answer waits for these facts
    told.state, told.why, told.because = State.OPEN, Why.CONDITION_UNKNOWN, facts
    told.value_ratio = None


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
    fate: Fate,
    points: Ratio | None,
    unit: int,
    case: CaseInput,
    calendar: WorkingCalendar,
) -> ItemExplanation:
    item, value = fate.item, fate.value
    told = ItemExplanation(
        item.code,
        fate.section.code,
        fate.state,
        fate.why,
        code=fate.code,
        source=fate.source,
        weight=item.item.weight,
        cases=fate.cases,
        trips=bool(item.fails) and _trips(fate),
    )
    if value is not None:
        told.value_ratio = (value, unit)
        if points is not None:
            possible, over = points[0] * item.weight, points[1]
            told.possible_ratio = (possible, over)
            told.earned_ratio = (possible * value, over * unit)
    if fate.why is not None:
        told.because = _because(fate, case)
    if item.clocks and case.clocks:  # without a date there is nothing to tell
        _tell_clock(told, fate, case, calendar)
    return told


def _trips(fate: Fate) -> bool:
    if fate.state is State.REPORTED:
        return False
    if fate.cases is not None:
        return bool(fate.item.fails) and fate.cases.failed_count >= fate.item.item.trips_at
    return fate.code is not None and fate.code in fate.item.fails


def _tell_clock(
    told: ItemExplanation, fate: Fate, case: CaseInput, calendar: WorkingCalendar
) -> None:
    if fate.item.is_per_case or fate.state is State.OFF:
        return
    try:
        result = judge_clocks(fate.item.clocks, case, calendar)
    except CalendarYearMissingError:
        return  # the code stands without the limit, else scoring had been refused
    told.started_at, told.limit_at = result.started_at, result.limit_at
    told.done_at = result.done_at


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
