"""Reference cases of run charts, control charts, funnels and small numbers."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from qa_app.domain.statistics.control_charts import (
    Baseline,
    ControlChart,
    Kind,
    control_chart,
    prime_chart,
)
from qa_app.domain.statistics.disclosure import shown_counts, shown_rate
from qa_app.domain.statistics.funnel import (
    Counted,
    adjusted_limits,
    exact_limit,
    flag_of,
    limits_at,
    normal_limits,
    overdispersion,
    pooled,
)
from qa_app.domain.statistics.run_chart import anhoej_limits, longest_trend, run_chart
from qa_app.domain.statistics.variation import Better, Reading, Signal, variation
from qa_app.domain.statistics.xmr import xmr_limits
from qa_app.domain.verification.plain import Plain, exact, exactly


def _anhoej(n_useful: int) -> Plain:
    limits = anhoej_limits(n_useful)
    return {"longest_run_max": limits.longest_run_most, "crossings_min": limits.crossings_least}


def _run(
    values: list[Any], centre: float | None = None, baseline: int | None = None,
    min_points: int = 10,
) -> Plain:  # fmt: skip
    found = run_chart(values, centre=centre, baseline=baseline, least=min_points)
    limits = found.limits
    return {
        "centre": found.centre,
        "n_obs": found.seen,
        "n_useful": found.useful,
        "longest_run": found.longest_run,
        "longest_run_max": limits and limits.longest_run_most,
        "crossings": found.crossings,
        "crossings_min": limits and limits.crossings_least,
        "shift_signal": found.has_shift,
        "crossings_signal": found.has_few_crossings,
        "signal": found.has_signal,
        "status": found.status.value,
    }


def _trend(values: list[Any]) -> Plain:
    longest, direction = longest_trend(values)
    return {"longest": longest, "direction": direction and direction.value}


def _charted(chart: ControlChart) -> Plain:
    return {
        "centre": chart.centre,
        "p": [one.value for one in chart.points],
        "u": [one.value for one in chart.points],
        "lcl": [one.low for one in chart.points],
        "ucl": [one.high for one in chart.points],
        "outside": [one.is_outside for one in chart.points],
        "status": chart.status.value,
        "sigma_z": chart.sigma_z,
    }


def _control(kind: Kind) -> Callable[..., Plain]:
    def of(
        num: list[Any],
        den: list[Any],
        baseline: int | None = None,
        exclude: list[int] | None = None,
    ) -> Plain:
        shaping = Baseline(baseline, exclude or ())
        return _charted(control_chart(kind, exactly(num), exactly(den), shaping))

    return of


def _prime(kind: Kind) -> Callable[..., Plain]:
    def of(
        num: list[Any],
        den: list[Any],
        baseline: int | None = None,
        exclude: list[int] | None = None,
        screen_mr: bool = False,  # noqa: FBT001, FBT002 - the cases' own signature
    ) -> Plain:
        shaping = Baseline(baseline, exclude or ())
        chart = prime_chart(kind, exactly(num), exactly(den), shaping, is_screened=screen_mr)
        return _charted(chart)

    return of


def _xmr(
    values: list[Any], baseline: int | None = None, screen: bool = True  # noqa: FBT001, FBT002 - the cases' own signature
) -> Plain:  # fmt: skip
    found = xmr_limits(exactly(values), baseline, is_screened=screen)
    return {
        "n": found.count,
        "mean": found.mean,
        "mr_bar": found.range_mean,
        "lpl": found.low,
        "upl": found.high,
        "mr_ucl": found.range_high,
    }


def _mdc(
    values: list[Any],
    improvement: str = "increase",
    target: float | None = None,
    screen: bool = True,  # noqa: FBT001, FBT002 - the cases' own signature
    baseline: int | None = None,
    rebase: list[int] | None = None,
) -> Plain:
    goal = None if target is None else exact(target)
    reading = Reading(Better(improvement), goal, screen, baseline, rebase or ())
    found = variation(exactly(values), reading)
    now = None if found.now is None else found.now.value
    return {
        "mean": [one.limits.mean for one in found.points],
        "lpl": [one.limits.low for one in found.points],
        "upl": [one.limits.high for one in found.points],
        "special_cause": [one.signal and one.signal.value for one in found.points],
        "point_type": [one.type and one.type.value for one in found.points],
        "variation": "common_cause" if now == Signal.COMMON else now,
        "assurance": found.assurance and found.assurance.value,
    }


def _exact_limits(theta: float, n: list[int], tails: list[float]) -> Plain:
    return {"limits": [[exact_limit(theta, one, tail) for tail in tails] for one in n]}


def _normal_limits(theta: float, n: list[int], conf: list[float]) -> Plain:
    rows = [[end for one in conf for end in normal_limits(theta, size, one)] for size in n]
    return {"limits": [[min(1.0, max(0.0, end)) for end in row] for row in rows]}


def _adjusted(theta: float, n: list[int], tau2: float, conf: list[float]) -> Plain:
    rows = [[end for one in conf for end in adjusted_limits(theta, size, tau2, one)] for size in n]
    return {"limits": rows}


def _centres(num: list[int], den: list[int]) -> list[Counted]:
    return [Counted(found, count) for found, count in zip(num, den, strict=True)]


def _overdispersion(num: list[int], den: list[int], trim: float = 0.1) -> Plain:
    found = overdispersion(_centres(num, den), trim)
    return {"theta": found.theta, "z": found.scores, "phi": found.phi, "tau2": found.tau2}


def _classify(
    num: list[int], den: list[int], theta: float | None = None, min_den: int = 10
) -> Plain:
    centres = _centres(num, den)
    middle = pooled(centres) if theta is None else exact(theta)
    flags = []
    for one in centres:
        limits = limits_at(middle, one.count) if middle is not None and one.count else None
        flags.append(flag_of(one, limits, min_den).value)
    return {"theta": middle, "flags": flags}


def _suppress(
    counts: Mapping[str, int], k: int = 5, show_total: bool = True  # noqa: FBT001, FBT002 - the cases' own signature
) -> Plain:  # fmt: skip
    found = shown_counts(counts, k, has_total=show_total)
    return {"cells": dict(found.cells), "total": found.total}


def _rate(num: int, den: int, min_den: int = 10) -> Plain:
    found = shown_rate(num, den, min_den)
    percent: Fraction | None = None if found.value is None else 100 * found.value
    return {
        "show": found.value is not None,
        "percent": percent,
        "reason": found.why_hidden and found.why_hidden.value,
    }


FUNCTIONS: Mapping[str, Callable[..., Plain]] = {
    "runchart.anhoej_limits": _anhoej,
    "runchart.analyse": _run,
    "runchart.longest_trend": _trend,
    "spc.p_chart": _control(Kind.SHARE),
    "spc.u_chart": _control(Kind.RATE),
    "spc.p_prime": _prime(Kind.SHARE),
    "spc.u_prime": _prime(Kind.RATE),
    "spc.xmr": _xmr,
    "spc.mdc": _mdc,
    "funnel.exact_limits": _exact_limits,
    "funnel.normal_limits": _normal_limits,
    "funnel.adjusted_limits": _adjusted,
    "funnel.overdispersion": _overdispersion,
    "funnel.classify": _classify,
    "disclosure.suppress_counts": _suppress,
    "disclosure.show_rate": _rate,
}
"""Name in the cases to what computes it; keywords and keys are the cases' own."""
