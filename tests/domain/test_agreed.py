"""What may be written into a record as an action."""

from datetime import date

import pytest

from qa_app.domain.actions import Owner
from qa_app.domain.agreed import AgreedPlan, agreed_place, check_agreed, due_by_default, plan_of
from qa_app.domain.errors import InvalidError

TODAY = date(2026, 4, 9)


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (AgreedPlan("", Owner.CENTRE), "text_missing"),
        (AgreedPlan("补做", Owner.WORKER), "worker_missing"),
        (AgreedPlan("补做", Owner.CENTRE, due_on=date(2026, 4, 8)), "agreed_out_of_bounds"),
        (AgreedPlan("补做", Owner.CENTRE, due_on=date(2027, 4, 10)), "agreed_out_of_bounds"),
        (AgreedPlan("补做", Owner.CENTRE, evidence="a@b.cn"), "mail"),
    ],
)
def test_what_is_refused(plan: AgreedPlan, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_agreed(plan, TODAY)


def test_what_is_taken_and_where_it_belongs() -> None:
    for day in (None, TODAY, date(2027, 4, 9)):
        check_agreed(AgreedPlan("补做", Owner.SUPERVISOR, due_on=day), TODAY)
    assert due_by_default(TODAY) == date(2026, 5, 9)
    assert agreed_place(12, "what") == "agreed/12/what"
    plan = plan_of({"what": "补做", "evidence": ""}, Owner.CENTRE, TODAY)
    assert (plan.what, plan.owner, plan.due_on, plan.is_structural) == (
        "补做",
        Owner.CENTRE,
        TODAY,
        False,
    )
