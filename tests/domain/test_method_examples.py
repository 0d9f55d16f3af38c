"""Worked examples of docs/methods, counted by hand and by the product: pages say what comes out."""

from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.action_proof import Decided, ProofRule, chance_shown, decided
from qa_app.domain.rounding import display
from qa_app.domain.scoring import score_audit
from qa_app.domain.session_coverage import Figures
from qa_app.domain.session_required import MonthsAlike, required_figures
from qa_app.domain.simulation_chance import Chance
from tests.builders import CHINA_2026, a_case, a_rubric, item, section
from tests.conftest import ROOT

MARCH = date(2026, 3, 1)
_STARTS = {"": "**Worked example.**", "zh": "**算例。**"}


@pytest.fixture(params=list(_STARTS), ids=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def example(page: str, language: str) -> str:
    text = (ROOT / "docs" / "methods" / language / f"{page}.md").read_text("utf-8")
    return " ".join(text.split(_STARTS[language])[1].split("\n\n")[0].split())


def test_coverage(language: str) -> None:
    ann = MonthsAlike(1, MARCH, date(2020, 1, 6), None, None, held=2, late=0, count=1)
    ben = MonthsAlike(1, MARCH, date(2020, 1, 6), None, 14, held=1, late=1, count=1)
    chen = MonthsAlike(1, MARCH, date(2026, 2, 23), None, None, held=2, late=0, count=1)
    found = required_figures([ann, ben, chen])
    assert found == {1: Figures(due=7, held=4, late=1, missed=3)}
    said = example("coverage", language)
    for sum_of in ("1 + 2 + 4 = 7", "1 + 1 + 2 = 4", "7 − 4 = 3", "57.1"):
        assert sum_of in said
    assert display(100 * Fraction(4, 7)) == "57.1"


def test_trial_of_criteria(language: str) -> None:
    first = Chance(0).number()
    place = Chance(0).below(10_000)
    assert (first, place) == (16_294_208_416_658_607_535, 7_535)
    said = example("dry-run", language)
    assert f"{first:,}" in said
    assert f"{place:,}" in said
    deviation = 100 * (0.97 * 0.03 * (1 / 200 + 1 / 400)) ** 0.5
    assert f"{deviation:.2f}" in said
    assert f"{4 * deviation + 0.5:.1f}" in said


def test_verification(language: str) -> None:
    yes, no = True, False
    run, screen = ProofRule.RUN, ProofRule.SCREEN
    assert decided(run, [yes, yes, no]) == Decided(is_shown=False, at=2)
    assert decided(run, [yes, yes, yes]) == Decided(is_shown=True, at=2)
    assert decided(screen, [no, yes] * 6) is None
    assert decided(screen, [no, yes] * 6 + [no]) == Decided(is_shown=False, at=12)
    fails = 1 - chance_shown(run, Fraction(1, 2))
    said = example("verification", language)
    for tries, chance in ((1, "1/8"), (2, "15/64"), (3, "169/512")):
        assert str(1 - fails**tries) == chance
        assert chance in said
    for tries in (2, 3):
        assert display(100 * (1 - fails**tries)) in said


def test_scoring(language: str) -> None:
    a, b = (item("A1", weight=20), item("A2", weight=30)), (item("B1", weight=50),)
    shared = a_rubric(section("A", *a, weight=50), section("B", *b, weight=50))
    parts = (section("A", *a), section("B", *b))
    for part in parts:
        del part["weight"]
    taken = a_rubric(*parts, scoring={"method": "deduction"})
    found = {
        (code, rubric is taken): score_audit(
            rubric,
            a_case(rubric, answers={"A1": "unmet", "A2": code, "B1": "met"}),
            CHINA_2026,
        ).percent
        for code in ("met", "na")
        for rubric in (shared, taken)
    }
    assert found == {("met", False): 80, ("met", True): 80, ("na", True): 80, ("na", False): 50}
    said = example("scoring-decisions", language)
    assert "(50 × 30/50 + 50 × 1) / 100" in said
    assert "(50 × 0 + 50 × 1) / 100" in said
