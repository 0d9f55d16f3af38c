"""Lot quality and change over rounds of reviews: a value, its n, or why there is none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from math import sqrt
from typing import Any, Final

from qa_app.domain.criteria_period import half_of
from qa_app.domain.defaults import ROUND_FILES, ROUNDS_JUDGED
from qa_app.domain.endorsement import NO_FILE, NOT_RATED, HalfYear, Window, span_of, versions_of
from qa_app.domain.month_grid import month_of
from qa_app.domain.rounding import MILLION
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.statistics.lqas import Bounds, lqas_best
from qa_app.domain.statistics.student import t_quantile

TOO_FEW_ROUNDS: Final = "too_few_rounds"
_ROUNDS_COMPARED: Final = 3
_HALF: Final = Fraction(39, 40)


def _with(days: Window, value: Fraction | None = None, **fields: Any) -> Measurement:
    return Measurement(value, first_day=days.first, last_day=days.last, **fields)


def lot_quality(
    halves: Iterable[HalfYear], params: Mapping[str, Any], window: Window
) -> Measurement:
    """Tell whether files in band B or above pass lot quality assurance over the last rounds.

    Args:
        halves: Files by rubric and half-year; two rubrics are never mixed, the worse one stands.
        params: `upper`, `lower`, `max_error`, `min_rounds`.
        window: Days that were looked at.

    Returns:
        1 when they pass, 0 when not, with how many conform of how many; a gap while there are too
        few rounds, or too few files for a rule that keeps both errors within `max_error`.

    Source: docs/methods/sampling.md; the criteria file, E10.
    """

    def of_rubric(rounds: Sequence[HalfYear]) -> Measurement:
        last = rounds[-ROUNDS_JUDGED:]
        days = span_of([one.half for one in last], window)
        n = sum(one.banded_count for one in last)
        if len(last) < params.get("min_rounds", 1):
            return _with(days, gap=TOO_FEW_ROUNDS, n=n)
        if not n:
            return _with(days, gap=NOT_RATED)
        most = Fraction(params["max_error"])
        rule = lqas_best(n, Bounds(Fraction(params["upper"]), Fraction(params["lower"])))
        count = sum(one.upper_count for one in last)
        # a thin half-year between lets a round of the year before count again
        is_older = last[0].half < half_of(month_of(window.last)) - 1
        value = None if max(rule.alpha, rule.beta) > most else Fraction(count >= rule.least)
        gap = "no_rule" if value is None else ""
        versions = versions_of(last)
        return _with(days, value, gap=gap, n=n, count=count, is_older=is_older, versions=versions)

    return _worst(halves, of_rubric, window)


def score_change(
    halves: Iterable[HalfYear], params: Mapping[str, Any], window: Window
) -> Measurement:
    """Compare the mean score of the last round with that of the first of so many rounds.

    Args:
        halves: Files by rubric and half-year; of two rubrics the one that fell more stands.
        params: `rounds` (3 without it), `significant_only`: a difference whose interval holds
            zero counts as 0.
        window: Days that were looked at.

    Returns:
        Points, last less first, with the interval of 95 % (Welch) to the millionth; a gap while
        there are too few rounds.

    Source: docs/methods, differences of means; the criteria file, E16.
    """
    asked = params.get("rounds", _ROUNDS_COMPARED)

    def of_rubric(rounds: Sequence[HalfYear]) -> Measurement:
        last = rounds[-asked:]
        days = span_of([one.half for one in last], window)
        n = sum(one.file_count for one in last)
        if len(last) < asked:
            return _with(days, gap=TOO_FEW_ROUNDS, n=n)
        before, now = last[0], last[-1]
        change = 100 * (_mean(now) - _mean(before)) / MILLION
        reach = Fraction(round(_reach(before, now) * MILLION), MILLION)
        is_told = abs(change) > reach or not params.get("significant_only")
        value = change if is_told else Fraction(0)
        ends = {"low": change - reach, "high": change + reach}
        return _with(days, value, n=n, **ends, versions=versions_of([before, now]))

    return _worst(halves, of_rubric, window)


def _mean(half: HalfYear) -> Fraction:
    return Fraction(half.score_sum, half.file_count)


def _reach(before: HalfYear, now: HalfYear) -> float:
    shares = [_variance(one) / one.file_count for one in (before, now)]
    total = sum(shares)
    if not total:
        return 0.0
    parts = sum(
        share**2 / (one.file_count - 1) for share, one in zip(shares, (before, now), strict=True)
    )
    freedom = float(total**2 / parts)
    return 100 * t_quantile(float(_HALF), freedom) * sqrt(total) / MILLION


def _variance(half: HalfYear) -> Fraction:
    spread = half.square_sum - Fraction(half.score_sum**2, half.file_count)
    return max(spread, Fraction(0)) / (half.file_count - 1)


def _worst(
    halves: Iterable[HalfYear],
    of_rubric: Callable[[Sequence[HalfYear]], Measurement],
    window: Window,
) -> Measurement:
    ordered = sorted(halves, key=lambda half: (half.rubric, half.half))
    found = [
        of_rubric([one for one in own if one.file_count >= ROUND_FILES])
        for _rubric, own in groupby(ordered, key=lambda half: half.rubric)
    ]
    if not found:
        return _with(window, gap=NO_FILE)
    told = [one for one in found if isinstance(one.value, Fraction)]
    if told:
        return min(told, key=lambda one: (one.value, -one.n))
    return max(found, key=lambda one: one.n)
