from pathlib import Path

import pytest

from qa_app.domain.register_terms import Terms
from qa_app.domain.rules.decision import Status
from qa_app.rubric_files.criteria import read_criteria


@pytest.fixture(scope="module")
def terms(shipped: Path) -> Terms:
    return read_criteria(shipped / "endorsement_criteria.yaml").terms


@pytest.mark.parametrize(
    ("set_code", "status", "months"),
    [
        ("candidate", Status.ENDORSED, 12),
        ("provisional", Status.ENDORSED, 12),
        ("full", Status.ENDORSED, 24),
        ("full", Status.CONDITIONAL, 6),
        ("candidate", Status.CONDITIONAL, 6),
    ],
)
def test_how_long_a_decision_holds(
    terms: Terms, set_code: str, status: Status, months: int
) -> None:
    assert terms.validity.months(set_code, status) == months


def test_what_papers_and_objections_need(terms: Terms) -> None:
    assert terms.names.paper.zh == "告知函"
    assert terms.names.paper_options == ("告知函", "名录证明")
    assert terms.names.is_body_open
    assert terms.states[Status.WITHDRAWN].zh == "移出名录"
    assert (terms.suspension.max_months, terms.suspension.lift_to) == (6, Status.CONDITIONAL)
    assert (terms.appeal.panel, terms.appeal.days_to_file) == (3, 60)
    assert terms.appeal.grounds[0] == "bias"
    assert [one.code for one in terms.publish_checks] == ["dry_run", "names_agreed"]
