from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_plain import plain_explanation, plain_score, ratio_text, read_ratio
from tests.builders import CHINA_2026, a_case, a_rubric, item, section

EVERYWHERE = {"status", "stop", "gate", "codes", "open", "not_assessed", "counts", "reported"}
WEIGHTED = a_rubric(section("A", item("A1"), item("A2")), section("B", item("B1"), weight=3))
PROFILE = a_rubric(
    section("N", item("N1"), item("N2")),
    section("S", item("S1", applies_if={"answer": "N1", "is": "1"})),
    scoring={"method": "dimension_profile", "scale": "maturity4"},
)
LOWEST = a_rubric(
    section("V", item("V1"), item("V2")), scoring={"method": "lowest", "scale": "maturity4"}
)


def plain(rubric: Rubric, explained: bool = True, **entries: Any) -> dict[str, Any]:
    score = score_audit(rubric, a_case(rubric, **entries), CHINA_2026, explained=explained)
    return plain_score(score, rubric.method)


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(100), "100/1"), (Fraction(0), "0/1"), (Fraction(6, 4), "3/2"), (None, None)],
)
def test_exact_numbers_are_written_and_read_back(value: Fraction | None, text: str | None) -> None:
    assert (ratio_text(value), read_ratio(text)) == (text, value)


def test_weighted_sections() -> None:
    # A: 1/2; B: 1; (1/2 + 3)/4 = 7/8
    out = plain(WEIGHTED, answers={"A1": "partly", "A2": "na", "B1": "met"})
    assert set(out) == EVERYWHERE | {
        "percent_exact", "percent", "band_uncapped", "band", "sections", "items",
    }  # fmt: skip
    assert (out["percent_exact"], out["percent"], out["band"]) == ("175/2", 87.5, "B")
    assert out["sections"] == {"A": "1/2", "B": "1/1"}
    assert out["items"] == {
        "A1": {"possible": "25/1", "earned": "25/2"},
        "A2": {"excluded": "not_scored"},
        "B1": {"possible": "75/1", "earned": "75/1"},
    }
    assert out["counts"] == {"partly": 1, "na": 1, "met": 1}


def test_what_is_not_defined_is_null_and_still_there() -> None:
    out = plain(WEIGHTED, answers={"A1": "met"})
    assert out["status"] == "incomplete"
    assert [out[name] for name in ("percent_exact", "percent", "band_uncapped", "band")] == [
        None
    ] * 4
    assert out["sections"] == {"A": None, "B": None}
    assert out["items"]["A1"] == {"possible": None, "earned": None}
    # a section without a scored item, though the audit is complete
    out = plain(WEIGHTED, answers={"A1": "na", "A2": "na", "B1": "met"})
    assert (out["status"], out["sections"]) == ("complete", {"A": None, "B": "1/1"})


def test_without_an_explanation_there_are_no_items() -> None:
    assert "items" not in plain(WEIGHTED, explained=False, answers={"A1": "met"})


def test_a_profile() -> None:
    out = plain(PROFILE, answers={"N1": "3", "N2": "4"})
    assert set(out) == EVERYWHERE | {"sections", "levels", "overall", "mean_exact"}
    assert out["sections"] == {"N": "7/2", "S": None}
    assert (out["levels"], out["overall"], out["mean_exact"]) == ({"N": 3, "S": None}, 3, "7/2")
    out = plain(PROFILE, answers={"N1": "3"})
    assert (out["sections"], out["levels"]) == ({"N": None, "S": None}, {"N": None, "S": None})
    assert (out["overall"], out["mean_exact"]) == (None, None)


def test_the_lowest() -> None:
    out = plain(LOWEST, answers={"V1": "2", "V2": "2"})
    assert set(out) == EVERYWHERE | {"lowest_exact", "lowest_items", "grade"}
    assert (out["lowest_exact"], out["lowest_items"], out["grade"]) == ("1/3", ["V1", "V2"], "2")
    out = plain(LOWEST)
    assert (out["status"], out["lowest_exact"], out["lowest_items"], out["grade"]) == (
        "not_rated", None, [], None,
    )  # fmt: skip


def test_the_explanation_that_is_kept() -> None:
    score = score_audit(
        WEIGHTED, a_case(WEIGHTED, answers={"A1": "partly", "A2": "na", "B1": "met"}),
        CHINA_2026, explained=True,
    )  # fmt: skip
    assert score.explanation is not None
    kept = plain_explanation(score.explanation)
    assert (kept["coverage"], kept["caps"]) == ("2/3", [])
    first = kept["items"][0]
    assert (first["item"], first["section"], first["state"]) == ("A1", "A", "scored")
    assert (first["value"], first["weight"], first["earned"]) == ("1/2", "1/1", "25/2")
    assert (first["source"], first["cases"], first["trips"]) == ("reader", None, False)
