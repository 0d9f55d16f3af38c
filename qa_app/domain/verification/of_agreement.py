"""Reference cases of agreement between readers."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from qa_app.domain.statistics.agreement import (
    fleiss_kappa,
    fleiss_kappa_of,
    gwet_ac,
    gwet_ac_of,
)
from qa_app.domain.statistics.agreement_parts import (
    PAIR,
    Coefficient,
    Matrix,
    Ratings,
    Weights,
    counts_of,
    seen_categories,
    weights_of,
)
from qa_app.domain.statistics.cohen import cohen_kappa
from qa_app.domain.statistics.intraclass import icc1_1, icc2_1
from qa_app.domain.statistics.krippendorff import Level, alpha_of_files, alpha_with_spread
from qa_app.domain.statistics.plain_agreement import plain_agreement
from qa_app.domain.verification.plain import Plain, exact


def _told(found: Coefficient, name: str) -> Plain:
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


def _percent(ratings: Ratings) -> Plain:
    found = plain_agreement(ratings)
    if found is None:
        return {"pairwise": None, "unanimous": None, "n_units": 0, "status": "no_pairs"}
    return {
        "pairwise": found.pairwise,
        "unanimous": found.unanimous,
        "n_units": found.units,
        "status": "ok",
    }


def _weights(weights: Any, categories: Any) -> Matrix:
    if isinstance(weights, str):
        return weights_of(Weights(weights), [_number(one) for one in categories])
    return [[exact(one) for one in row] for row in weights]


def _number(category: Any) -> Any:
    return exact(category) if isinstance(category, float) else category


def _cohen(
    table: list[list[int]], weights: Any = "unweighted", conf: float = 0.95, categories: Any = None
) -> Plain:
    like = _weights(weights, categories or range(len(table)))
    return _told(cohen_kappa(table, like, exact(conf)), "kappa")


def _corrected(
    name: str, of_ratings: Callable[..., Coefficient], of_counts: Callable[..., Coefficient]
) -> Callable[..., Plain]:
    def of(
        ratings: Any = None,
        counts: Any = None,
        weights: Any = "unweighted",
        categories: Any = None,
        conf: float = 0.95,
    ) -> Plain:
        level = exact(conf)
        if counts is None and isinstance(weights, str):
            known = categories or seen_categories(ratings)
            return _told(of_ratings(ratings, known, Weights(weights), level), name)
        known = categories or (range(len(counts[0])) if counts else seen_categories(ratings))
        rows = counts_of(ratings, known) if counts is None else counts
        return _told(of_counts(rows, _weights(weights, known), level), name)

    return of


def _alpha(ratings: Any, level: str) -> Plain:
    files = [[[_number(one) for one in given if one is not None]] for given in ratings]
    found = alpha_of_files(files, Level(level))
    paired = [len(items) for (items,) in files if len(items) >= PAIR]
    return {
        "alpha": found.value,
        "status": found.why.value if found.why else "ok",
        "n_units": found.units,
        "n_pairable": sum(paired),
    }


def _alpha_ci(ratings: Any, weights: Any = "unweighted", conf: float = 0.95) -> Plain:
    known = seen_categories(ratings)
    found = alpha_with_spread(counts_of(ratings, known), _weights(weights, known), exact(conf))
    return _told(found, "alpha") | {"n_units": found.units}


def _icc(of: Callable[..., Coefficient]) -> Callable[..., Plain]:
    def found(matrix: list[list[Any]], conf: float = 0.95) -> Plain:
        rows: list[list[Fraction | None]] = [
            [None if one is None else exact(one) for one in row] for row in matrix
        ]
        return _told(of(rows, exact(conf)), "icc") | {"k": max(map(len, matrix), default=0)}

    return found


FUNCTIONS: Mapping[str, Callable[..., Plain]] = {
    "agreement.percent": _percent,
    "agreement.cohen_kappa": _cohen,
    "agreement.fleiss_kappa": _corrected("kappa", fleiss_kappa, fleiss_kappa_of),
    "agreement.gwet_ac": _corrected("ac", gwet_ac, gwet_ac_of),
    "agreement.krippendorff_alpha": _alpha,
    "agreement.krippendorff_alpha_ci": _alpha_ci,
    "agreement.icc1_1": _icc(icc1_1),
    "agreement.icc2_1": _icc(icc2_1),
}
"""Name in the cases to what computes it; keywords and keys are the cases' own."""
