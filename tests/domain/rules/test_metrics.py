"""Metrics and their tests: what can never hold is refused, and the shipped file asks for no other."""

from pathlib import Path

import pytest

from qa_app.domain.problems import Findings
from qa_app.domain.rules.metrics import METRICS, check_metric, check_tests
from qa_app.domain.rules.tree import threshold_from as read_test
from qa_app.rubric_files.reader import read_plain

_FILE = Path(__file__).parents[3] / "rubrics" / "endorsement_criteria.yaml"


def _faults(name: str, met: str, conditional: str | None = None) -> list[str]:
    findings = Findings()
    mild = None if conditional is None else read_test(conditional)
    check_tests(findings, name, read_test(met), mild, ())
    return [problem.code for problem in findings.problems]


def test_the_shipped_sets_use_every_metric_and_are_free_of_faults() -> None:
    used = set()
    for criterion in read_plain(_FILE).plain["criteria"]:
        for one in (criterion, *({**criterion, **v} for v in criterion.get("variants", ()))):
            findings = Findings()
            check_metric(findings, one["metric"], one.get("params"), ())
            mild = one.get("conditional")
            tests = read_test(one["met"]), None if mild is None else read_test(mild)
            check_tests(findings, one["metric"], *tests, ())
            assert findings.problems == [], one["id"]
            used.add(one["metric"])
    assert used == METRICS.keys()


@pytest.mark.parametrize(
    ("name", "met", "conditional", "faults"),
    [
        ("share_staff_certified", ">=0.8", ">=0.6", []),
        ("share_staff_certified", ">=80", None, ["test_impossible"]),
        ("share_staff_certified", ">=0", None, ["test_always_true"]),
        ("share_staff_certified", ">=0.8", ">=0.9", ["conditional_stricter"]),
        ("share_staff_certified", ">=0.8", ">=0.8", ["conditional_stricter"]),
        ("caseload_p90", "<=25", "<=30", []),
        ("caseload_p90", "<=25", "<=20", ["conditional_stricter"]),
        ("caseload_p90", "<0", None, ["test_impossible"]),
        ("open_stop_findings", "==0", None, []),
        ("open_stop_findings", "==-1", None, ["test_impossible"]),
        ("mean_score_last_two_rounds", ">100", None, ["test_impossible"]),
        ("mandatory_report_state", "==none_failed", "==remedied", []),
        ("mandatory_report_state", ">=1", None, ["test_does_not_fit_metric"]),
        ("mandatory_report_state", "==fine", None, ["test_does_not_fit_metric"]),
        ("share_staff_certified", "==good", None, ["not_a_threshold"]),
        ("unheard_of", ">=80", None, []),
    ],
)
def test_what_can_never_hold_is_named(
    name: str, met: str, conditional: str | None, faults: list[str]
) -> None:
    assert _faults(name, met, conditional) == faults


def test_a_threshold_is_told_as_it_is_typed() -> None:
    findings = Findings()
    check_tests(findings, "share_staff_certified", read_test(">=1.2"), None, ())
    assert [one.params["value"] for one in findings.problems] == ["1.2"]


@pytest.mark.parametrize(
    ("name", "params", "faults"),
    [
        ("unheard_of", None, ["unknown_metric"]),
        ("centre_document_valid", None, ["missing_field"]),
        ("centre_document_valid", {"docs": []}, ["too_few_entries"]),
        ("centre_document_valid", {"docs": ["pia"], "weeks": 2}, ["unknown_field"]),
        ("share_staff_certified", {}, []),
        ("lqas_pass", {"upper": 2, "lower": 1, "max_error": 1}, ["out_of_bounds"]),
    ],
)
def test_parameters_are_checked(name: str, params: object, faults: list[str]) -> None:
    findings = Findings()
    check_metric(findings, name, params, ())
    assert [problem.code for problem in findings.problems] == faults
