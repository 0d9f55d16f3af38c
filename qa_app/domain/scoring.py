"""Answers to an exact score, by each of the five methods."""

from collections import Counter
from fractions import Fraction

from qa_app.domain.case_input import CaseInput
from qa_app.domain.rubric import Method, Rubric, Scale
from qa_app.domain.scoring_caps import applied_caps, gate_place, hold_open
from qa_app.domain.scoring_compile import CompiledRubric, compile_rubric
from qa_app.domain.scoring_explain import explain
from qa_app.domain.scoring_result import AuditScore, Ratio, Status
from qa_app.domain.scoring_rules import score_rules
from qa_app.domain.scoring_walk import Walk, Walker
from qa_app.domain.working_days import WorkingCalendar


def score_audit(
    rubric: Rubric, case: CaseInput, calendar: WorkingCalendar, *, explained: bool = False
) -> AuditScore:
    """Score one audit against one rubric version.

    Args:
        rubric: The version the file is read against.
        case: What the reader entered, every option code one of its item's scale.
        calendar: Working days of the rubric's region.
        explained: True adds, for every item, what became of it and what it earned, or which
            rule rated it.

    Returns:
        The result, exact; rounding belongs to `qa_app.domain.rounding`.

    Raises:
        CalendarYearMissingError: A limit needs a year that the table does not cover.

    Source: rubrics/README.md, "Scoring"; docs/methods/scoring-decisions.md.
    """
    if rubric.method is Method.RULES:
        return score_rules(rubric, case, explained=explained)
    compiled = compile_rubric(rubric)
    walk = Walker(compiled, case, calendar, keeps_fates=explained).walked()
    if compiled.caps and not walk.open:
        hold_open(compiled, case, walk)
    score = AuditScore(
        _status(compiled, walk),
        sorted(walk.stop),
        sorted(walk.gate),
        walk.codes,
        walk.open,
        walk.not_assessed,
        dict(Counter(walk.codes.values())),
        walk.reported,
        section_ratios=dict.fromkeys(compiled.section_codes),
    )
    if rubric.method is Method.DIMENSION_PROFILE:
        score.levels = dict.fromkeys(compiled.section_codes)
    if compiled.caps:
        score.caps = []
    if score.status is Status.COMPLETE:
        _add_up(compiled, case, walk, score)
    if explained:
        score.explanation = explain(compiled, case, calendar, walk, score)
    return score


def _status(compiled: CompiledRubric, walk: Walk) -> Status:
    if walk.open:
        return Status.INCOMPLETE
    scored, in_force = walk.scored_weight, walk.scored_weight + walk.unscored_weight
    if not scored:
        return Status.NOT_RATED
    if compiled.floor is not None:
        numerator, denominator = compiled.floor
        if scored * denominator < numerator * in_force:
            return Status.NOT_RATED
    return Status.COMPLETE


def _add_up(compiled: CompiledRubric, case: CaseInput, walk: Walk, score: AuditScore) -> None:
    match compiled.rubric.method:
        case Method.DIMENSION_PROFILE:
            _profile(compiled, walk, score)
        case Method.LOWEST:
            _lowest(compiled, walk, score)
        case Method.DEDUCTION:
            _deducted(compiled, walk, score)
            _band(compiled, case, walk, score)
        case _:
            _weighted(compiled, walk, score)
            _band(compiled, case, walk, score)


def _weighted(compiled: CompiledRubric, walk: Walk, score: AuditScore) -> None:
    """Sum of section weight times section share, over the weight of sections scored."""
    unit = compiled.unit
    numerator, denominator, weights = 0, 1, 0
    for section, weighted, weight in walk.sums:
        score.section_ratios[section.code] = (weighted, weight * unit)
        numerator = numerator * weight + section.weight * weighted * denominator
        denominator *= weight
        weights += section.weight
    score.percent_ratio = (numerator, denominator * weights * unit)


def _deducted(compiled: CompiledRubric, walk: Walk, score: AuditScore) -> None:
    """Full points less what scored items miss; an item without a score takes nothing off."""
    unit = compiled.unit
    lost = 0
    for section, weighted, weight in walk.sums:
        missing = weight * unit - weighted
        full = sum(item.weight for item in section.items) * unit
        score.section_ratios[section.code] = (full - missing, full)
        lost += missing
    full = compiled.total * unit
    score.percent_ratio = (full - lost, full)


def _band(compiled: CompiledRubric, case: CaseInput, walk: Walk, score: AuditScore) -> None:
    score.band_uncapped = _band_of(compiled, score.percent_ratio or (0, 1))
    score.band = _capped(compiled, score)
    if compiled.caps and score.band_uncapped is not None and score.band is not None:
        codes = [code for code, _, _ in compiled.band_starts]
        uncapped = codes.index(score.band_uncapped)
        score.caps = applied_caps(compiled, case, walk, uncapped)
        places = [codes.index(cap.at_most) for cap in score.caps]
        score.band = codes[max(codes.index(score.band), *places, 0)]


def _band_of(compiled: CompiledRubric, ratio: Ratio) -> str | None:
    numerator, denominator = ratio
    for code, start, over in compiled.band_starts:
        if numerator * over >= start * denominator:
            return code
    return None


def _capped(compiled: CompiledRubric, score: AuditScore) -> str | None:
    codes = [code for code, _, _ in compiled.band_starts]
    if score.band_uncapped is None:
        return None
    if score.stop:
        return codes[-1]
    if score.gate:
        return codes[max(codes.index(score.band_uncapped), gate_place(len(codes)))]
    return score.band_uncapped


def _profile(compiled: CompiledRubric, walk: Walk, score: AuditScore) -> None:
    """Each dimension's mean position, rounded with halves going down; the lowest counts."""
    means: list[Fraction] = []
    levels: dict[str, int] = {}
    for section, _, _ in walk.sums:
        positions = [
            _position(item.item.scale, Fraction(value, compiled.unit))
            for item, value, _ in walk.scored
            if item.item.section == section.code
        ]
        mean = sum(positions, Fraction(0)) / len(positions)
        means.append(mean)
        score.section_ratios[section.code] = (mean.numerator, mean.denominator)
        levels[section.code] = half_down(mean)
    mean = sum(means, Fraction(0)) / len(means)
    score.mean_ratio = (mean.numerator, mean.denominator)
    score.levels |= levels
    score.overall = min(levels.values())


def _position(scale: Scale, value: Fraction) -> Fraction:
    scores = [option.score for option in scale.options if option.score is not None]
    return min(scores) + value * (max(scores) - min(scores))


def half_down(value: Fraction) -> int:
    """Round a mean position to a whole level; a half goes down.

    Args:
        value: Exact mean, 0 or more.

    Returns:
        The nearest whole number; of two equally near the smaller (5/2 gives 2, 8/3 gives 3).
    """
    return -((value.denominator - 2 * value.numerator) // (2 * value.denominator))


def _lowest(compiled: CompiledRubric, walk: Walk, score: AuditScore) -> None:
    low = min(value for _, value, _ in walk.scored)
    lowest = [(item.code, code) for item, value, code in walk.scored if value == low]
    score.lowest_ratio = (low, compiled.unit)
    score.lowest_items = [item for item, _ in lowest]
    score.grade = lowest[0][1]
