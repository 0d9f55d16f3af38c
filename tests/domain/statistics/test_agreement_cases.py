"""Published and exact cases of agreement between readers.

The adapter maps names and holds no arithmetic of its own.
"""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.statistics.agreement import (
    fleiss_kappa,
    fleiss_kappa_of,
    gwet_ac,
    gwet_ac_of,
    percent_agreement,
)
from qa_app.domain.statistics.agreement_parts import (
    Coefficient,
    Weights,
    seen_categories,
    weights_of,
)
from qa_app.domain.statistics.cohen import cohen_kappa
from qa_app.domain.statistics.intraclass import icc2_1
from qa_app.domain.statistics.krippendorff import Level, krippendorff_alpha, krippendorff_interval
from tests.conftest import ROOT

FILE = ROOT / "tests" / "domain" / "statistics" / "agreement_cases.json"
CASES = json.loads(FILE.read_text("utf-8"))["cases"]
Plain = dict[str, Any]


def told(found: Coefficient, name: str) -> Plain:
    return {
        name: found.value,
        "status": found.why.value if found.why else "ok",
        "po": found.observed,
        "pa": found.observed,
        "pe": found.expected,
        "se": found.error,
        "ci_low": found.low,
        "ci_high": found.high,
        "n": found.units,
    }


def cohen(table: list[list[int]], weights: str = "unweighted") -> Plain:
    return told(cohen_kappa(table, weights_of(Weights(weights), range(len(table)))), "kappa")


def fleiss(ratings: Any = None, counts: Any = None, categories: Any = ()) -> Plain:
    if ratings is not None:
        return told(fleiss_kappa(ratings, categories), "kappa")
    same = weights_of(Weights.UNWEIGHTED, range(len(counts[0])))
    return told(fleiss_kappa_of(counts, same), "kappa")


def gwet(ratings: Any = None, counts: Any = None, weights: str = "unweighted",
         categories: Any = None, conf: float = 0.95) -> Plain:  # fmt: skip
    kind, level = Weights(weights), Fraction(str(conf))
    if counts is not None:
        return told(gwet_ac_of(counts, weights_of(kind, range(len(counts[0]))), level), "ac")
    return told(gwet_ac(ratings, categories or seen_categories(ratings), kind, level), "ac")


def percent(ratings: Any) -> Plain:
    found = percent_agreement(ratings)
    if found is None:
        return {"pairwise": None, "unanimous": None, "n_units": 0, "status": "no_pairs"}
    return {
        "pairwise": found.pairwise,
        "unanimous": found.unanimous,
        "n_units": found.units,
        "status": "ok",
    }


def alpha(ratings: Any, level: str) -> Plain:
    found = krippendorff_alpha(ratings, Level(level))
    return {
        "alpha": found.value,
        "status": found.why.value if found.why else "ok",
        "n_units": found.units,
        "n_pairable": found.pairable,
    }


def alpha_interval(ratings: Any, conf: float) -> Plain:
    return told(krippendorff_interval(ratings, level=Fraction(str(conf))), "alpha")


def icc(matrix: Any) -> Plain:
    return told(icc2_1(matrix), "icc") | {"k": len(matrix[0])}


FUNCTIONS: dict[str, Callable[..., Plain]] = {
    "agreement.cohen_kappa": cohen,
    "agreement.fleiss_kappa": fleiss,
    "agreement.gwet_ac": gwet,
    "agreement.percent": percent,
    "agreement.krippendorff_alpha": alpha,
    "agreement.krippendorff_alpha_ci": alpha_interval,
    "agreement.icc2_1": icc,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_reference_case(case: Plain) -> None:
    found = FUNCTIONS[case["function"]](**case["inputs"])
    for key, value in case["expected"].items():
        if isinstance(value, float):
            assert float(found[key]) == pytest.approx(value, abs=case["tolerance"] or 1e-12), key
        else:
            assert found[key] == value, key


def test_there_are_cases() -> None:
    assert {case["function"] for case in CASES} == set(FUNCTIONS)
