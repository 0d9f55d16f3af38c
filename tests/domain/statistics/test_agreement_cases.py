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
)
from qa_app.domain.statistics.agreement_parts import (
    Coefficient,
    Weights,
    seen_categories,
    weights_of,
)
from qa_app.domain.statistics.intraclass import icc1_1
from qa_app.domain.statistics.krippendorff import Level, alpha_of_files
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


def alpha(ratings: Any, level: str) -> Plain:
    files = [[[one for one in given if one is not None]] for given in ratings]
    found = alpha_of_files(files, Level(level))
    return {
        "alpha": found.value,
        "status": found.why.value if found.why else "ok",
        "n_units": found.units,
    }


def icc(matrix: Any) -> Plain:
    return told(icc1_1(matrix), "icc") | {"k": len(matrix[0])}


FUNCTIONS: dict[str, Callable[..., Plain]] = {
    "agreement.fleiss_kappa": fleiss,
    "agreement.gwet_ac": gwet,
    "agreement.krippendorff_alpha": alpha,
    "agreement.icc1_1": icc,
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
