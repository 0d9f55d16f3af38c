"""Reference cases of intervals, sampling, lot quality sampling and what is due."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from qa_app.domain.due import (
    TIERS,
    Interval,
    Visited,
    VisitPolicy,
    Volume,
    Waiting,
    next_due,
    rank,
)
from qa_app.domain.rounding import rounded_half_up
from qa_app.domain.sampling import draw
from qa_app.domain.statistics.allocation import allocate
from qa_app.domain.statistics.hypergeometric import Lot
from qa_app.domain.statistics.intervals import clopper_pearson, hypergeometric, wilson
from qa_app.domain.statistics.lqas import (
    Bounds,
    LqasRule,
    lqas_best,
    lqas_passes,
    lqas_plan,
    lqas_risks,
    pass_chance,
)
from qa_app.domain.statistics.sampling_size import Precision, files_exactly, files_for
from qa_app.domain.statistics.stratified import StratumFound, stratified_share
from qa_app.domain.verification.plain import Plain, exact


def _told(interval: Any) -> Plain:
    if interval is None:
        names = ("estimate", "low", "high", "low_count", "high_count")
        return dict.fromkeys(names) | {"status": "no_data"}
    plain = {name: getattr(interval, name) for name in ("estimate", "low", "high")}
    counts = {n: getattr(interval, n) for n in ("low_count", "high_count") if hasattr(interval, n)}
    return {**plain, **counts, "status": "ok"}


def _of_share(of: Callable[..., Any]) -> Callable[..., Plain]:
    return lambda x, n, conf=0.95: _told(of(x, n, exact(conf)))


def _of_lot(x: int, n: int, N: int, conf: float = 0.95) -> Plain:  # noqa: N803 - the cases' own name
    return _told(hypergeometric(x, n, N, exact(conf)))


def _size(
    population: int | None,
    margin: float,
    confidence: float = 0.95,
    p: float = 0.5,
    z: float | None = None,
    rounding: str = "ceil",
) -> Plain:
    wanted = Precision(exact(margin), exact(confidence), exact(p))
    raw = files_exactly(population, wanted, z)
    # rounding to the nearest is how a printed table was made; the product never does
    if rounding == "nearest":
        return {"raw": raw, "n": int(rounded_half_up(Fraction(raw)))}
    return {"raw": raw, "n": files_for(population, wanted, z)}


def _allocation(sizes: Mapping[str, int], n: int, min_per_stratum: int = 1) -> Plain:
    return {"allocation": allocate(sizes, n, min_per_stratum)}


def _draw(
    frame: list[Mapping[str, str]],
    seed: str,
    n: int | None = None,
    allocation: Mapping[str, int] | None = None,
) -> Plain:
    strata: dict[str, list[str]] = {}
    for file in frame:
        strata.setdefault(file.get("stratum", ""), []).append(file["id"])
    if allocation is None:
        sizes = {name: len(files) for name, files in strata.items()}
        allocation = allocate(sizes, len(frame) if n is None else n)
    return {
        "strata": {
            name: {"selected": list(one.selected), "reserves": list(one.reserves)}
            for name, one in draw(strata, seed, allocation).items()
        }
    }


def _stratified(strata: list[Mapping[str, int]]) -> Plain:
    found = stratified_share([StratumFound(one["N"], one["n"], one["x"]) for one in strata])
    if found is None:
        return {"estimate": None, "se": None, "status": "single_unit_stratum"}
    return {"estimate": found.estimate, "se": found.error, "status": "ok"}


def _ruled(rule: LqasRule) -> Plain:
    return {"n": rule.size, "d": rule.least, "alpha": rule.alpha, "beta": rule.beta}


def _plan(
    upper: float, lower: float, alpha: float = 0.1, beta: float = 0.1, population: int | None = None
) -> Plain:
    bounds = Bounds(exact(upper), exact(lower), exact(alpha), exact(beta))
    return _ruled(lqas_plan(bounds, population))


def _risks(n: int, d: int, upper: float, lower: float, population: int | None = None) -> Plain:
    return _ruled(lqas_risks(n, d, Bounds(exact(upper), exact(lower)), population))


def _best(n: int, upper: float, lower: float, population: int | None = None) -> Plain:
    return _ruled(lqas_best(n, Bounds(exact(upper), exact(lower)), population))


def _curve(n: int, d: int, p: list[float], population: int | None = None) -> Plain:
    if population is None:
        chances = [_binomial(n, d, exact(one)) for one in p]
    else:
        lots = [Lot(population, int(exact(one) * population)) for one in p]
        chances = [pass_chance(n, d, lot) for lot in lots]
    return {"pass_probability": chances}


def _binomial(n: int, d: int, share: Fraction) -> Fraction:
    # both risks of a rule come from its curve; at one share the first is one less the chance
    if share == 0:
        return Fraction(int(d <= 0))
    return 1 - lqas_risks(n, d, Bounds(share, Fraction(0))).alpha


def _decide(compliant: int, n: int, d: int, planned_n: int | None = None) -> Plain:
    rule = LqasRule(n if planned_n is None else planned_n, d, Fraction(0), Fraction(0))
    words = {True: "pass", False: "fail", None: "incomplete_sample"}
    return {"decision": words[lqas_passes(compliant, n, rule)]}


def _next_due(
    last_visit: str | None, band: str | None, volume: str, open_critical: bool,  # noqa: FBT001 - the cases' own signature
    onboarded: str, policy: Mapping[str, Any],
) -> Plain:  # fmt: skip
    intervals = {
        (name, Volume(size)): Interval(months=months)
        for name, both in policy["months"].items()
        for size, months in both.items()
    }
    visited = Visited(
        date.fromisoformat(onboarded),
        None if last_visit is None else date.fromisoformat(last_visit),
        band or "",
        Volume(volume),
        open_critical,
    )
    due = next_due(visited, VisitPolicy(intervals, policy["critical_days"]))
    return {"due": due.on.isoformat(), "reason": due.reason.value}


def _rank(centres: list[Mapping[str, Any]], today: str, horizon_days: int = 30) -> Plain:
    waiting = [
        Waiting(
            one["id"],
            date.fromisoformat(one["due"]),
            one.get("last_visit") is None,
            one.get("percent"),
            one.get("caseload") or 0,
            bool(one.get("open_critical")),
            bool(one.get("concern_signal")),
        )
        for one in centres
    ]
    ranked = rank(waiting, date.fromisoformat(today), horizon_days)
    return {
        "order": [one.waiting.key for one in ranked],
        "tiers": {one.waiting.key: TIERS.index(one.tier) + 1 for one in ranked},
    }


FUNCTIONS: Mapping[str, Callable[..., Plain]] = {
    "intervals.wilson": _of_share(wilson),
    "intervals.clopper_pearson": _of_share(clopper_pearson),
    "intervals.hypergeometric": _of_lot,
    "sampling.sample_size": _size,
    "sampling.allocate": _allocation,
    "sampling.draw": _draw,
    "sampling.stratified_estimate": _stratified,
    "lqas.plan": _plan,
    "lqas.risks": _risks,
    "lqas.best_d": _best,
    "lqas.oc": _curve,
    "lqas.decide": _decide,
    "schedule.next_due": _next_due,
    "schedule.rank": _rank,
}
"""Name in the cases to what computes it; keywords and keys are the cases' own."""
