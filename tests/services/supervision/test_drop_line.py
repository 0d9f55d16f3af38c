import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.month_plans import LineState, PlanState
from qa_app.domain.people import Role
from qa_app.models.journal import JournalRow
from qa_app.services.supervision.agree_plan import agree_plan
from qa_app.services.supervision.drop_line import drop_line
from tests.month_plans import Branch, a_branch, plan_of, proposed_month
from tests.people import NOON, person


@pytest.fixture
def branch(session: Session) -> Branch:
    return a_branch(session)


def test_a_line_is_dropped_once_and_the_plan_is_a_draft_again(
    session: Session, branch: Branch
) -> None:
    made = proposed_month(session, branch)
    agree_plan(session, branch.second, made, 1, at=NOON)
    line = plan_of(session, branch, made).lines[0]
    drop_line(session, branch.lead, made, line.id, 1, at=NOON)
    plan = plan_of(session, branch, made)
    assert (plan.state, plan.revision) == (PlanState.DRAFT, 2)
    states = {one.id: one.state for one in plan.lines}
    assert states.pop(line.id) is LineState.DROPPED
    assert set(states.values()) == {LineState.PROPOSED}
    assert len(plan.standing) == len(plan.lines) - 1
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.centre_id) == ("month:change", line.need.centre_id)
    assert f"{line.day}" in entry.detail  # the day of the line, not that of the act
    session.rollback()
    for revision, code in ((1, "plan_changed"), (2, "line_settled")):
        with pytest.raises(ConflictError, match=code):
            drop_line(session, branch.lead, made, line.id, revision, at=NOON)


def test_out_of_reach(session: Session, branch: Branch) -> None:
    made = proposed_month(session, branch)
    line = plan_of(session, branch, made).lines[0]
    for who in (branch.district, person(Role.AUDITOR), person(Role.CENTRE_MANAGER)):
        with pytest.raises(OutOfReachError):
            drop_line(session, who, made, line.id, 1, at=NOON)
    with pytest.raises(OutOfReachError):
        drop_line(session, branch.lead, made, 10**6, 1, at=NOON)
