"""Published and exact cases of intervals, sizes, allocation and lot quality sampling.

The adapter maps names and holds no arithmetic of its own.
"""

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.statistics.allocation import allocate
from qa_app.domain.statistics.hypergeometric import Lot
from qa_app.domain.statistics.intervals import hypergeometric, wilson
from qa_app.domain.statistics.lqas import (
    Bounds,
    LqasRule,
    lqas_passes,
    lqas_plan,
    lqas_risks,
    pass_chance,
)
from qa_app.domain.statistics.sampling_size import Precision, files_exactly, files_for
from tests.conftest import ROOT

FILE = ROOT / "tests" / "domain" / "statistics" / "sampling_cases.json"
CASES = json.loads(FILE.read_text("utf-8"))["cases"]
Plain = dict[str, Any]


def exact(number: float) -> Fraction:
    return Fraction(str(number))


def told(interval: Any) -> Plain:
    if interval is None:
        return {"estimate": None, "low": None, "high": None, "status": "no_data"}
    plain = {name: getattr(interval, name) for name in ("estimate", "low", "high")}
    counts = {n: getattr(interval, n) for n in ("low_count", "high_count") if hasattr(interval, n)}
    return {**plain, **counts, "status": "ok"}


def of_share(of: Callable[..., Any]) -> Callable[..., Plain]:
    return lambda x, n, conf=0.95: told(of(x, n, exact(conf)))


def of_lot(x: int, n: int, N: int, conf: float) -> Plain:  # noqa: N803 - the cases' own name
    return told(hypergeometric(x, n, N, exact(conf)))


def size(population: int, margin: float, p: float, rounding: str = "ceil", z: float | None = None,
         confidence: float = 0.95) -> Plain:  # fmt: skip
    wanted = Precision(exact(margin), exact(confidence), exact(p))
    raw = files_exactly(population, wanted, z)
    # rounding to the nearest is how the printed table was made; the product never does
    return {"raw": raw, "n": round(raw) if rounding == "nearest" else files_for(population, wanted)}


def allocation(sizes: Mapping[str, int], n: int, min_per_stratum: int) -> Plain:
    return {"allocation": allocate(sizes, n, min_per_stratum)}


def ruled(rule: LqasRule) -> Plain:
    return {"n": rule.size, "d": rule.least, "alpha": rule.alpha, "beta": rule.beta}


def plan(upper: float, lower: float, alpha: float = 0.1, beta: float = 0.1,
         population: int | None = None) -> Plain:  # fmt: skip
    bounds = Bounds(exact(upper), exact(lower), exact(alpha), exact(beta))
    return ruled(lqas_plan(bounds, population))


def risks(n: int, d: int, upper: float, lower: float, population: int | None = None) -> Plain:
    return ruled(lqas_risks(n, d, Bounds(exact(upper), exact(lower)), population))


def curve(n: int, d: int, p: list[float], population: int) -> Plain:
    lots = [Lot(population, int(exact(one) * population)) for one in p]
    return {"pass_probability": [pass_chance(n, d, one) for one in lots]}


def decide(compliant: int, n: int, d: int, planned_n: int) -> Plain:
    rule = LqasRule(planned_n, d, Fraction(0), Fraction(0))
    words = {True: "pass", False: "fail", None: "incomplete_sample"}
    return {"decision": words[lqas_passes(compliant, n, rule)]}


FUNCTIONS: dict[str, Callable[..., Plain]] = {
    "intervals.wilson": of_share(wilson),
    "intervals.hypergeometric": of_lot,
    "sampling.sample_size": size,
    "sampling.allocate": allocation,
    "lqas.plan": plan,
    "lqas.risks": risks,
    "lqas.oc": curve,
    "lqas.decide": decide,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_reference_case(case: Plain) -> None:
    function, expected = FUNCTIONS[case["function"]], case["expected"]
    if "error" in expected:
        with pytest.raises(InvalidError, match=expected["error"]):
            function(**case["inputs"])
        return
    found = function(**case["inputs"])
    for key, value in expected.items():
        if isinstance(value, float | list):
            assert found[key] == pytest.approx(value, abs=case["tolerance"] or 1e-12), key
        else:
            assert found[key] == value, key


def test_there_are_cases() -> None:
    assert len(CASES) == 23
    assert {case["function"] for case in CASES} == set(FUNCTIONS)
