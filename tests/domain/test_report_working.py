from fractions import Fraction
from pathlib import Path

from qa_app.domain.report_working import working_of
from qa_app.domain.scoring_result import LimitKind, Why
from qa_app.rubric_files.reader import load_rubric
from tests.reports_material import WEIGHTED_ENTRIES, a_report, answer, weighted_rubric


def test_sections_limits_and_coverage() -> None:
    report = a_report(weighted_rubric(), *WEIGHTED_ENTRIES)
    working = report.working
    first, second, third = working.sections
    # A1 met of weight 8, A2 not met of weight 1, A3 does not apply
    assert (first.value, first.scored_weight, first.full_weight) == (Fraction(8, 9), 9, 10)
    assert (first.possible, first.earned) == (75, Fraction(200, 3))
    assert (second.unscored_weight, second.earned) == (1, 25)
    assert (third.why, third.possible) == (Why.NOT_ASSESSED, None)
    assert sum(one.earned or 0 for one in working.sections) == report.percent
    (limit,) = working.limits
    assert (limit.kind, limit.band.code, limit.items, limit.lowers) == (
        LimitKind.GATE, "C", ("A2",), True,
    )  # fmt: skip
    assert (working.coverage, working.floor) == (Fraction(10, 11), None)


def test_rules(shipped: Path) -> None:
    osri = load_rubric(shipped / "reference" / "osri.yaml", shipped)
    rules = {one.code: one for one in a_report(osri, answer("3D", "yes_")).working.rules}
    assert (rules["3"].rating, rules["3"].number) == ("ani", 1)
    assert rules["3"].title.en
    sealed = a_report(osri, answer("3D", "yes_"), is_withheld=True).working.rules
    assert {one.because for one in sealed} == {()}


def test_a_result_frozen_without_an_explanation() -> None:
    working = working_of(weighted_rubric(), {})
    assert (working.sections, working.limits, working.rules) == ((), (), ())
