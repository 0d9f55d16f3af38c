"""Worked cases of the scoring rules, through an adapter without arithmetic of its own.

The cases speak of statuses, caps and maxima of their own; where the schema of rubrics differs on
purpose (an incomplete audit has no percentage), the schema wins and the key is left out.
"""

import json
from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.rounding import display
from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.rubric_library import Library
from qa_app.domain.sampling import draw
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import State, Status
from tests.builders import CHINA_2026, a_case, a_file, item, options, section, words
from tests.conftest import ROOT

FILE = ROOT / "tests" / "domain" / "reference_cases.json"
CASES = json.loads(FILE.read_text("utf-8"))["cases"]
STATUSES = {
    Status.COMPLETE: "complete",
    Status.INCOMPLETE: "incomplete",
    Status.NOT_RATED: "not_applicable",
}


def scoring(rubric: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    scales, sections = {}, {}
    for given in rubric["items"]:
        scales[given["id"]] = {
            "kind": "points",
            "options": options(*((str(n), n) for n in range(given["max"] + 1)), ("NA", None)),
        }
        made = item(given["id"], scale=given["id"], weight=Fraction(given["weight"]))
        if given.get("critical"):
            failing = range(given.get("critical_min", given["max"]))
            made |= {"critical": "stop", "critical_fail": [str(n) for n in failing]}
        sections.setdefault(given["section"], []).append(made)
    bands = [
        {"code": band["code"], "from": band["min"], **words("x")}
        for band in reversed(rubric["bands"])
    ]
    weights = rubric.get("section_weights", {})
    plain = a_file(
        *(section(n, *i, weight=int(weights.get(n, 1))) for n, i in sections.items()),
        scoring={"scale": "a", "bands": "given"},
    )
    frozen = freeze(plain, Library(scales=scales, bands={"given": bands}))
    given = {name: str(answer) for name, answer in answers.items()}
    score = score_audit(frozen, a_case(frozen, answers=given), CHINA_2026, explained=True)
    assert score.explanation is not None
    states = [told.state for told in score.explanation.items]
    return {
        "status": STATUSES[score.status],
        "percent": score.percent,
        "n_scored": states.count(State.SCORED),
        "n_na": states.count(State.UNSCORED),
        "n_missing": states.count(State.OPEN),
        "critical_failed": score.stop,
        "band": score.band,
        "band_uncapped": score.band_uncapped,
        "capped": score.band != score.band_uncapped,
        "sections": {code: ratio and 100 * Fraction(*ratio) for code, ratio in score.section_ratios.items()},
    }  # fmt: skip


def drawing(frame: list[dict[str, str]], seed: str, allocation: dict[str, int]) -> dict[str, Any]:
    strata: dict[str, list[str]] = {}
    for file in frame:
        strata.setdefault(file["stratum"], []).append(file["id"])
    drawn = draw(strata, seed, allocation)
    return {
        "strata": {
            name: {"selected": list(one.selected), "reserves": list(one.reserves)}
            for name, one in drawn.items()
        }
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_reference_case(case: dict[str, Any]) -> None:
    expected = case["expected"]
    match case["function"]:
        case "scoring.score_audit":
            found = scoring(**case["inputs"])
            if expected.get("status") == "incomplete":
                expected = {key: value for key, value in expected.items() if key != "percent"}
        case "sampling.draw":
            found = drawing(**case["inputs"])
        case "scoring.display_percent":
            given = case["inputs"]
            assert display(Fraction(given["percent"]), given["decimals"]) == expected
            return
        case unknown:
            pytest.fail(unknown)
    for key, value in expected.items():
        if isinstance(value, float):
            assert abs(found[key] - value) <= 1e-9, key
        else:
            assert found[key] == value, key


def test_there_are_cases() -> None:
    assert len(CASES) == 11
