"""What the small rubrics of reference cases may hold beyond the published ones."""

from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.verification.of_scoring import FUNCTIONS

BANDS = [{"code": "low", "min": 0}, {"code": "middle", "min": 60}, {"code": "high", "min": 80}]
score = FUNCTIONS["scoring.score_audit"]


def an_item(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "section": "A", "weight": "1", "max": 2, **fields}


def test_a_cap_between_the_bands() -> None:
    items = [an_item("a", critical=True), an_item("b", weight="8")]
    rubric = {"items": items, "bands": BANDS, "critical_cap": "middle"}
    found = score(rubric=rubric, answers={"a": 1, "b": 2})
    assert (found["band_uncapped"], found["band"], found["capped"]) == ("high", "middle", True)
    found = score(rubric=rubric, answers={"a": 1, "b": 0})
    assert (found["band_uncapped"], found["band"], found["capped"]) == ("low", "low", False)


def test_parts_of_points_and_weights_of_sections() -> None:
    items = [an_item("a"), an_item("b", section="B", max="2.5")]
    rubric = {"items": items, "bands": BANDS, "section_weights": {"A": "0.3", "B": "0.7"}}
    found = score(rubric=rubric, answers={"a": "1.5", "b": "2.5"})
    assert found["percent"] == Fraction(925, 10)
    assert found["sections"] == {"A": 75, "B": 100}


def test_what_was_answered_so_far() -> None:
    rubric = {"items": [an_item("a"), an_item("b")], "bands": BANDS}
    found = score(rubric=rubric, answers={"a": 1})
    assert (found["status"], found["percent"], found["band"]) == ("incomplete", 50, None)
    assert score(rubric=rubric, answers={})["percent"] is None
    apart = {"items": [an_item("a"), an_item("b", section="B"), an_item("c")], "bands": BANDS}
    assert score(rubric=apart, answers={"a": 1})["sections"] == {"A": 50, "B": None}


@pytest.mark.parametrize(
    ("items", "answers", "code"),
    [
        ([an_item("a")], {"z": 1}, "unknown_item"),
        ([an_item("a")], {"a": 3}, "out_of_range"),
        ([an_item("a")], {"a": "much"}, "out_of_range"),
        ([an_item("a", weight="-1")], {}, "bad_rubric"),
        ([an_item("a", na_allowed=False)], {"a": "NA"}, "na_not_allowed"),
        ([an_item("a"), an_item("a")], {}, "bad_rubric"),
        ([], {}, "bad_rubric"),
    ],
)
def test_refused(items: list[Any], answers: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        score(rubric={"items": items, "bands": BANDS}, answers=answers)


def test_summary_of_a_centre() -> None:
    audits = [
        {"status": "complete", "percent": 90, "critical_failed": ["a"]},
        {"status": "complete", "percent": "95.5", "critical_failed": []},
        {"status": "complete", "percent": 80, "critical_failed": [], "critical_applicable": False},
        {"status": "incomplete", "percent": 10, "critical_failed": ["a"]},
    ]
    assert FUNCTIONS["scoring.centre_summary"](audits=audits) == {
        "n_audits": 4,
        "n_scored": 3,
        "n_excluded": 1,
        "mean_percent": Fraction(2655, 30),
        "n_critical_fail": 1,
        "critical_fail_rate": Fraction(1, 2),
    }
