"""What criteria may measure: every metric, what its value can be and which parameters it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from qa_app.domain.defaults import (
    RULE_COUNT_MOST,
    RULE_DAYS_MOST,
    RULE_HOURS_MOST,
    RULE_MONTHS_MOST,
)
from qa_app.domain.problems import Findings, Path
from qa_app.domain.rounding import trimmed
from qa_app.domain.rubric import Threshold
from qa_app.domain.scoring_compile import holds
from qa_app.domain.shapes import Kind, Number, code, flag, list_of, one_of, shape, whole


class Scale(StrEnum):
    """What a value is."""

    SHARE = "share"
    COUNT = "count"
    NUMBER = "number"
    SCORE = "score"
    CHANGE = "change"
    COEFFICIENT = "coefficient"
    OPINION = "opinion"
    FLAG = "flag"
    STATE = "state"


_BOUNDS: Final[Mapping[Scale, tuple[Fraction, Fraction | None]]] = {
    Scale.SHARE: (Fraction(0), Fraction(1)),
    Scale.COUNT: (Fraction(0), None),
    Scale.NUMBER: (Fraction(0), None),
    Scale.SCORE: (Fraction(0), Fraction(100)),
    Scale.CHANGE: (Fraction(-100), Fraction(100)),
    Scale.COEFFICIENT: (Fraction(-1), Fraction(1)),
    Scale.OPINION: (Fraction(1), Fraction(5)),
    Scale.FLAG: (Fraction(0), Fraction(1)),
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that can be measured.

    Attributes:
        scale: What its value is.
        params: Name to the kind of value that it takes.
        required: Names of parameters that must be given.
        states: Its values where it has states and no number.
        is_of_programme: True when it tells of the review programme and of no centre.
        is_of_events: True of a share of events that came one by one, which has an interval; False
            where everybody on a day is counted, or answers of one file go together.
        is_settled: True of a share of what is over when it is looked at: only further ones change
            it; False where somebody can still make up for it.
    """

    scale: Scale
    params: Mapping[str, Kind] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    states: tuple[str, ...] = ()
    is_of_programme: bool = False
    is_of_events: bool = False
    is_settled: bool = False


_SHARE = Metric(Scale.SHARE)
_SHARE_OF_EVENTS = Metric(Scale.SHARE, is_of_events=True, is_settled=True)
_MONTHS, _DAYS, _HOURS = (
    whole(1, RULE_MONTHS_MOST),
    whole(1, RULE_DAYS_MOST),
    whole(1, RULE_HOURS_MOST),
)
_COUNT = whole(1, RULE_COUNT_MOST)
_REMEDY = shape(
    "",
    contained_hours=_HOURS,
    retraining_days=_DAYS,
    conforming_files=_COUNT,
    or_exercise_after_days=_DAYS,
)
_RATE = Number(Fraction(0), Fraction(1), above=True)

METRICS: Final[Mapping[str, Metric]] = {
    "centre_document_valid": Metric(
        Scale.FLAG,
        {"docs": list_of(code, at_least=1), "months": _MONTHS},
        frozenset({"docs"}),
    ),
    "share_staff_checked_12m": _SHARE,
    "share_staff_certified": _SHARE,
    "share_trained_pro_rata": Metric(
        Scale.SHARE,
        {"hours": _HOURS, "months": _MONTHS, "min_months_in_post": whole(0, RULE_MONTHS_MOST)},
        frozenset({"hours", "months"}),
    ),
    "caseload_p90": Metric(Scale.NUMBER),
    "caseload_vs_city_ceiling": Metric(Scale.NUMBER),
    "share_supervision_held_6m": _SHARE_OF_EVENTS,
    "share_cases_consulted_6m": Metric(Scale.SHARE, is_of_events=True),
    "supervisees_per_supervisor": Metric(Scale.NUMBER),
    "share_audits_done": Metric(Scale.SHARE, is_of_programme=True),
    "mean_score_last_two_rounds": Metric(Scale.SCORE),
    "lqas_pass": Metric(
        Scale.FLAG,
        {"upper": _RATE, "lower": _RATE, "max_error": _RATE, "min_rounds": _COUNT},
        frozenset({"upper", "lower", "max_error"}),
    ),
    "open_band_d_files": Metric(Scale.COUNT, {"running_in_time": one_of("conditional")}),
    "open_stop_findings": Metric(
        Scale.COUNT,
        {
            "contained_hours": _HOURS,
            "plan_days": _DAYS,
            "contained": one_of("conditional"),
        },
    ),
    "mandatory_report_state": Metric(
        Scale.STATE,
        {
            "window_months": _MONTHS,
            "failed_while": one_of("unremedied"),
            "remedy": _REMEDY,
            "conditional_until_months": _MONTHS,
        },
        states=("none_failed", "remedied", "unremedied"),
    ),
    "unhandled_privacy_breaches_12m": Metric(Scale.COUNT),
    "share_tag_on_time_12m": Metric(
        Scale.SHARE,
        {"tag": code, "responsible": one_of("centre")},
        frozenset({"tag"}),
        is_settled=True,
    ),
    "score_change_three_rounds": Metric(
        Scale.CHANGE,
        {"unit": one_of("points"), "significant_only": flag, "rounds": whole(2, RULE_COUNT_MOST)},
    ),
    "agreement_ac2": Metric(Scale.COEFFICIENT, is_of_programme=True),
    "share_double_rated_12m": Metric(Scale.SHARE, is_of_programme=True),
    "share_actions_on_time_12m": _SHARE_OF_EVENTS,
    "share_judicial_referrals_on_time": _SHARE_OF_EVENTS,
    "share_first_meeting_on_time": _SHARE_OF_EVENTS,
    "satisfaction_mean": Metric(
        Scale.OPINION,
        {"min_reply_share": _RATE, "excluded": one_of("asking_unsafe")},
    ),
    "share_complaints_on_time": _SHARE_OF_EVENTS,
}
"""Every metric that a criterion can ask for; the shipped sets use each of them."""


def check_metric(findings: Findings, name: str, params: Any, path: Path) -> None:
    """Find what is wrong with what a criterion measures.

    Args:
        findings: Where faults go: `unknown_metric`, or faults of its parameters.
        name: The metric.
        params: Its parameters; None for no parameters.
        path: Where the criterion stands.
    """
    metric = METRICS.get(name)
    if metric is None:
        findings.error("unknown_metric", (*path, "metric"), name=name)
        return
    required = " ".join(sorted(metric.required))
    shape(required, **metric.params)(findings, {} if params is None else params, (*path, "params"))


def check_tests(
    findings: Findings,
    name: str,
    met: Threshold | str,
    conditional: Threshold | str | None,
    path: Path,
) -> None:
    """Find tests that a metric can never pass, or always passes.

    Args:
        findings: Where faults go: `test_impossible`, `test_always_true`, `conditional_stricter`
            (whatever is met on conditions is met), `test_does_not_fit_metric`.
        name: The metric; an unknown one is told elsewhere.
        met: Test that makes it met; a state where it has states.
        conditional: Test that makes it met on conditions; None without one.
        path: Where the criterion stands.
    """
    metric = METRICS.get(name)
    if metric is None:
        return
    for which, test in (("met", met), ("conditional", conditional)):
        if test is not None:
            _check_test(findings, metric, test, (*path, which))
    if isinstance(met, Threshold) and isinstance(conditional, Threshold):
        points = _points(met, conditional)
        if not any(holds(conditional, point) and not holds(met, point) for point in points):
            findings.error("conditional_stricter", (*path, "conditional"))
    elif met == conditional:
        findings.error("conditional_stricter", (*path, "conditional"))


def _check_test(findings: Findings, metric: Metric, test: Threshold | str, path: Path) -> None:
    if isinstance(test, str) and not metric.states:
        findings.error("not_a_threshold", path, value=test)
    elif isinstance(test, str) and test not in metric.states:
        findings.error("test_does_not_fit_metric", path, value=test, allowed=_allowed(metric))
    elif isinstance(test, Threshold) and metric.states:
        value = test.operator
        findings.error("test_does_not_fit_metric", path, value=value, allowed=_allowed(metric))
    elif isinstance(test, Threshold):
        _check_threshold(findings, metric, test, path)


def _allowed(metric: Metric) -> str:
    return ", ".join(f"=={state}" for state in metric.states)


def _check_threshold(findings: Findings, metric: Metric, test: Threshold, path: Path) -> None:
    low, high = _BOUNDS[metric.scale]
    typed = trimmed(test.number)
    points = [low, test.number, (low + test.number) / 2, test.number + 1]
    if high is not None:
        points += [high, (high + test.number) / 2]
    possible = [point for point in points if low <= point and (high is None or point <= high)]
    if not any(holds(test, point) for point in possible):
        findings.error("test_impossible", path, value=typed)
    elif all(holds(test, point) for point in possible):
        findings.error("test_always_true", path, value=typed)


def _points(first: Threshold, second: Threshold) -> list[Fraction]:
    low, high = sorted((first.number, second.number))
    return [low - 1, low, (low + high) / 2, high, high + 1]
