"""Evidence of a centre's area, held against the criteria that reviews can answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from qa_app.domain.action_evidence import NO_ACTIONS, NONE_TIMELY, ActionEvidence, Timely
from qa_app.domain.criteria import Criterion
from qa_app.domain.defaults import ROUND_FILES, ROUNDS_JUDGED
from qa_app.domain.item_pairs import NO_PAIRS, Pairs
from qa_app.domain.profiles import GivenUp
from qa_app.domain.reliability import NO_RELIABILITY, Reliability
from qa_app.domain.rounding import MILLION
from qa_app.domain.rubric import Threshold
from qa_app.domain.scoring_compile import holds as passes
from qa_app.domain.verdicts import WORST_FIRST, Verdict


class Reason(StrEnum):
    """Why a verdict is as it is; doors put it into one sentence."""

    NO_FILE = "no_file"
    NO_ROUND = "no_round"
    NOT_RATED = "not_rated"
    TOO_FEW = "too_few"
    MEAN = "mean"
    NONE_OPEN = "none_open"
    NO_PLAN = "no_plan"
    PLAN_RUNS = "plan_runs"
    NO_CONTAINMENT = "no_containment"
    CONTAINED = "contained"
    NO_ITEM = "no_item"
    NONE_DUE = "none_due"
    ALL_MADE = "all_made"
    FAILED = "failed"
    REMEDY_UNSHOWN = "remedy_unshown"
    UNCLEAR = "unclear"
    SHARE = "share"
    RELAXED = "relaxed"
    NONE_TWICE = "none_twice"
    AGREED = "agreed"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class HalfYear:
    """Scored files of one rubric in one half-year.

    Attributes:
        rubric: The rubric's code; scores of two rubrics are never mixed.
        half: The half-year, as `half_of` numbers it.
        file_count: Scored files.
        score_sum: Sum of their ratios 0..1 in millionths.
        square_sum: Sum of the squares of these.
        banded_count: Files with a grade band.
        upper_count: Those of them in band B or above.
    """

    rubric: str
    half: int
    file_count: int
    score_sum: int
    square_sum: int = 0
    banded_count: int = 0
    upper_count: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What final results of random and census samples say of a centre's area.

    Attributes:
        file_count: Files read in the period.
        banded_count: Those that have a grade band.
        lowest_band_count: Those in the lowest one.
        stop_count: Those with a red-line finding.
        halves: Scored files by rubric and half-year.
        tags: Tag to its pairs in the period.
        given_up: Safeguards that the team did without at some time of the period, though they
            would show how reliable readings are.
        reliability: What double readings of the area say, over every centre.
        actions: What corrective actions say.
    """

    file_count: int = 0
    banded_count: int = 0
    lowest_band_count: int = 0
    stop_count: int = 0
    halves: tuple[HalfYear, ...] = ()
    tags: Mapping[str, Pairs] = field(default_factory=dict)
    given_up: tuple[GivenUp, ...] = ()
    reliability: Reliability = NO_RELIABILITY
    actions: ActionEvidence = NO_ACTIONS


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One criterion held against the evidence.

    Attributes:
        criterion: The criterion as it is asked of this centre and area.
        verdict: How it stands.
        reason: Why.
        value: The exact number tested; None when there is none.
        count: Files or pairs that the value counts; None when it counts none.
        n: Files or pairs looked at; 0 when none was.
        halves: Half-years that were judged.
        left_out_count: Pairs answered "not applicable" by choice: not due, but part of a share's n.
        low: Lower end of the interval of the value; None without one.
        loose_count: Of what is open, what has no plan, or one that is not kept in time.
        timely: Of actions that fell due: those that wait and are left out of a share's n, those
            that fell due before the window, those whose limit was set anew.
        wants: Evidence without which the criterion cannot be told, whatever its value.
        given_up: Safeguards given up for which it, or the evidence it wants, cannot be told.
    """

    criterion: Criterion
    verdict: Verdict
    reason: Reason
    value: Fraction | None = None
    count: int | None = None
    n: int = 0
    halves: tuple[int, ...] = ()
    left_out_count: int = 0
    low: Fraction | None = None
    loose_count: int = 0
    timely: Timely = NONE_TIMELY
    wants: tuple[Criterion, ...] = ()
    given_up: tuple[GivenUp, ...] = ()


Judge = Callable[[Criterion, Evidence], Judgement]


def holds(test: Threshold | str | None, value: Fraction) -> bool:
    """Hold a number against a test.

    Args:
        test: The test; None and states hold for no number.
        value: The number, exact.

    Returns:
        True when it passes.
    """
    return isinstance(test, Threshold) and passes(test, value)


def judge(criterion: Criterion, evidence: Evidence) -> Judgement | None:
    """Hold one criterion against the evidence.

    Args:
        criterion: The criterion as it is asked of the centre and area.
        evidence: What reviews say.

    Returns:
        The judgement; None when reviews cannot answer the criterion.

    Source: the criteria file, `metric`; ADR 0013 for criteria before rounds exist.
    """
    if criterion.metric in OF_PROGRAMME and evidence.given_up:
        return _relaxed(criterion, evidence)
    judged = _JUDGES.get(criterion.metric)
    return None if judged is None else judged(criterion, evidence)


def is_answered(criterion: Criterion) -> bool:
    """Tell whether reviews can answer a criterion.

    Args:
        criterion: The criterion.

    Returns:
        False when what it needs is not collected yet.
    """
    return criterion.metric in _JUDGES


def is_of_centre(criterion: Criterion) -> bool:
    """Tell whether a criterion tells of a centre, and not of the programme that reviews it.

    Args:
        criterion: The criterion.

    Returns:
        False for how far readings agree and how many files are read twice.
    """
    return criterion.metric not in OF_PROGRAMME


def _graded(criterion: Criterion, value: Fraction) -> Verdict:
    if holds(criterion.met, value):
        return Verdict.MET
    return Verdict.CONDITIONAL if holds(criterion.conditional, value) else Verdict.NOT_MET


def _cannot(criterion: Criterion, reason: Reason, n: int = 0) -> Judgement:
    return Judgement(criterion, Verdict.CANNOT_TELL, reason, n=n)


def _relaxed(criterion: Criterion, evidence: Evidence) -> Judgement:
    # what was relaxed is never silently met; how many files were read twice stays to be seen
    told = replace(_cannot(criterion, Reason.RELAXED), given_up=evidence.given_up)
    read = evidence.reliability
    if criterion.metric != _TWICE or not read.read_count:
        return told
    return replace(told, count=read.twice_count, n=read.read_count)


def _is_too_few(criterion: Criterion, n: int) -> bool:
    return n < (criterion.min_n or 0)


def _mean(criterion: Criterion, evidence: Evidence) -> Judgement:
    halves = [half for half in evidence.halves if half.file_count]
    if not halves:
        return _cannot(criterion, Reason.NOT_RATED if evidence.file_count else Reason.NO_FILE)
    by_rubric = groupby(sorted(halves, key=lambda half: half.rubric), key=lambda half: half.rubric)
    found = [_mean_of(criterion, list(own)) for _, own in by_rubric]
    judged = [one for one in found if one is not None]
    if not judged:
        return _cannot(criterion, Reason.NO_ROUND, max(half.file_count for half in halves))
    return min(judged, key=lambda one: (WORST_FIRST.index(one.verdict), one.value or 0))


def _mean_of(criterion: Criterion, halves: Sequence[HalfYear]) -> Judgement | None:
    rounds = sorted((h for h in halves if h.file_count >= ROUND_FILES), key=lambda h: h.half)
    rounds = rounds[-ROUNDS_JUDGED:]
    if not rounds:
        return None
    n = sum(half.file_count for half in rounds)
    if _is_too_few(criterion, n):
        return _cannot(criterion, Reason.TOO_FEW, n)
    value = Fraction(100 * sum(half.score_sum for half in rounds), n * MILLION)
    judged = tuple(half.half for half in rounds)
    return Judgement(criterion, _graded(criterion, value), Reason.MEAN, value, n=n, halves=judged)


def _lowest_band(criterion: Criterion, evidence: Evidence) -> Judgement:
    told = evidence.actions
    without = max(evidence.lowest_band_count - told.lowest_told, 0)
    reasons = Reason.PLAN_RUNS, Reason.NO_PLAN
    opened = _Open(told.lowest_open + without, told.lowest_late + without, reasons)
    if not opened.count and not evidence.banded_count:
        return _cannot(criterion, Reason.NOT_RATED if evidence.file_count else Reason.NO_FILE)
    is_kind = criterion.params.get("running_in_time") == Verdict.CONDITIONAL
    return _none_open(criterion, opened, evidence.banded_count, is_kind=is_kind)


def _red_lines(criterion: Criterion, evidence: Evidence) -> Judgement:
    told = evidence.actions
    without = max(evidence.stop_count - told.red_told, 0)
    reasons = Reason.CONTAINED, Reason.NO_CONTAINMENT
    opened = _Open(told.red_open + without, told.red_loose + without, reasons)
    if not opened.count and not evidence.file_count:
        return _cannot(criterion, Reason.NO_FILE)
    is_kind = criterion.params.get("contained") == Verdict.CONDITIONAL
    return _none_open(criterion, opened, evidence.file_count, is_kind=is_kind)


@dataclass(frozen=True, slots=True)
class _Open:
    # what is open, what of it is not kept in time, and why then: all of it kept, some not
    count: int
    loose: int
    reasons: tuple[Reason, Reason]


def _none_open(criterion: Criterion, opened: _Open, n: int, *, is_kind: bool) -> Judgement:
    if _is_too_few(criterion, n):
        return _cannot(criterion, Reason.TOO_FEW, n)
    value = Fraction(opened.count)
    if holds(criterion.met, value):
        return Judgement(criterion, Verdict.MET, Reason.NONE_OPEN, value, opened.count, n)
    verdict = Verdict.CONDITIONAL if is_kind and not opened.loose else Verdict.NOT_MET
    reason = opened.reasons[1 if opened.loose else 0]
    return Judgement(criterion, verdict, reason, value, opened.count, n, loose_count=opened.loose)


def _reports(criterion: Criterion, evidence: Evidence) -> Judgement:
    pairs = evidence.tags.get(criterion.item_tag, NO_PAIRS)
    n = pairs.due_count
    settled = _settled_without(criterion, evidence, pairs, n)
    if settled is not None:
        return settled
    unclear = n - pairs.top_count - pairs.failed_count
    if pairs.failed_count > evidence.actions.remedied.get(criterion.item_tag, 0):
        verdict, reason, count = Verdict.NOT_MET, Reason.FAILED, pairs.failed_count
    elif pairs.failed_count:  # re-training is not recorded, so no remedy can be told to be whole
        verdict, reason, count = Verdict.CANNOT_TELL, Reason.REMEDY_UNSHOWN, pairs.failed_count
    elif unclear:
        verdict, reason, count = Verdict.CANNOT_TELL, Reason.UNCLEAR, unclear
    else:
        verdict, reason, count = Verdict.MET, Reason.ALL_MADE, 0
    value = Fraction(pairs.failed_count)
    return Judgement(
        criterion, verdict, reason, value, count, n, left_out_count=pairs.left_out_count
    )


def _on_time(criterion: Criterion, evidence: Evidence) -> Judgement:
    pairs = evidence.tags.get(criterion.item_tag, NO_PAIRS)
    settled = _settled_without(criterion, evidence, pairs, pairs.scored_count)
    if settled is not None:
        return settled
    # "not applicable" by choice stays in force, or choosing it would raise the share
    n = pairs.due_count + pairs.left_out_count
    value = Fraction(pairs.top_count, n)
    verdict, left_out = _graded(criterion, value), pairs.left_out_count
    return Judgement(
        criterion, verdict, Reason.SHARE, value, pairs.top_count, n, left_out_count=left_out
    )


def _actions_on_time(criterion: Criterion, evidence: Evidence) -> Judgement:
    told = evidence.actions.timely
    n = told.due
    if not n or _is_too_few(criterion, n):
        reason = Reason.TOO_FEW if n else Reason.NONE_DUE
        return replace(_cannot(criterion, reason, n), timely=told)
    value = Fraction(told.in_time, n)
    verdict = _graded(criterion, value)
    return Judgement(criterion, verdict, Reason.SHARE, value, told.in_time, n, timely=told)


def _agreement(criterion: Criterion, evidence: Evidence) -> Judgement:
    told = evidence.reliability
    n = told.banded_count
    if not n or told.agreement is None:
        return _cannot(criterion, Reason.NONE_TWICE)
    if _is_too_few(criterion, n):
        return _cannot(criterion, Reason.TOO_FEW, n)
    verdict = _of_programme(criterion, told.agreement)
    return Judgement(criterion, verdict, Reason.AGREED, told.agreement, n=n, low=told.low)


def _read_twice(criterion: Criterion, evidence: Evidence) -> Judgement:
    told = evidence.reliability
    if not told.read_count:
        return _cannot(criterion, Reason.NO_FILE)
    value = Fraction(told.twice_count, told.read_count)
    verdict = _of_programme(criterion, value)
    return Judgement(criterion, verdict, Reason.TWICE, value, told.twice_count, told.read_count)


def _of_programme(criterion: Criterion, value: Fraction) -> Verdict:
    # evidence that the programme owes never fails a centre
    verdict = _graded(criterion, value)
    return Verdict.CANNOT_TELL if verdict is Verdict.NOT_MET else verdict


def _settled_without(
    criterion: Criterion, evidence: Evidence, pairs: Pairs, n: int
) -> Judgement | None:
    # what can be said before looking at how the pairs turned out
    if not evidence.file_count:
        return _cannot(criterion, Reason.NO_FILE)
    if not pairs.has_item:
        return _cannot(criterion, Reason.NO_ITEM)
    if not pairs.due_count:
        # below the least number nobody can tell, and none is below it
        verdict = Verdict.CANNOT_TELL if _is_too_few(criterion, 0) else Verdict.MET
        left_out = pairs.left_out_count
        return Judgement(criterion, verdict, Reason.NONE_DUE, left_out_count=left_out)
    return _cannot(criterion, Reason.TOO_FEW, n) if n < max(criterion.min_n or 0, 1) else None


_TWICE = "share_double_rated_12m"
OF_PROGRAMME = frozenset({"agreement_ac2", _TWICE})
"""Metrics that tell of the review programme and of no one centre."""

_JUDGES: dict[str, Judge] = {
    "mean_score_last_two_rounds": _mean,
    "open_band_d_files": _lowest_band,
    "open_stop_findings": _red_lines,
    "mandatory_report_state": _reports,
    "share_tag_on_time_12m": _on_time,
    "agreement_ac2": _agreement,
    _TWICE: _read_twice,
    "share_actions_on_time_12m": _actions_on_time,
}
