from functools import partial

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.month_plans import PlanState
from qa_app.domain.people import Role
from qa_app.models.who_reads import TeamProfileRow
from qa_app.services.supervision.agree_plan import agree_plan
from tests.month_plans import Branch, a_branch, plan_of, proposed_month
from tests.one_hand import refuses_one_hand
from tests.people import NOON, person


@pytest.fixture
def branch(session: Session) -> Branch:
    return a_branch(session)


def profile(session: Session, name: str) -> None:
    values = {"profile": name, "relaxed": [], "neighbour": "", "set_at": NOON, "set_by": None}
    session.execute(insert(TeamProfileRow).values(**values))
    session.commit()


def test_somebody_else_agrees(session: Session, branch: Branch) -> None:
    profile(session, "full")
    made = proposed_month(session, branch)
    with pytest.raises(InvalidError, match="own_proposal"):
        agree_plan(session, branch.lead, made, 1, at=NOON)
    assert plan_of(session, branch, made).state is PlanState.DRAFT
    agree = partial(agree_plan, session, branch.second, made, 1, at=NOON)
    refuses_one_hand(session, agree, branch.second, branch.lead)
    agree()
    plan = plan_of(session, branch, made)
    assert (plan.state, plan.agreed_by) == (PlanState.AGREED, branch.account(branch.second))
    with pytest.raises(ConflictError, match="not_draft"):
        agree_plan(session, branch.second, made, 1, at=NOON)


def test_in_a_small_team_the_same_person_agrees(session: Session, branch: Branch) -> None:
    profile(session, "small")
    made = proposed_month(session, branch)
    agree_plan(session, branch.lead, made, 1, at=NOON)
    assert plan_of(session, branch, made).state is PlanState.AGREED


def test_what_was_changed_since_is_not_agreed_to(session: Session, branch: Branch) -> None:
    made = proposed_month(session, branch)
    with pytest.raises(ConflictError, match="plan_changed"):
        agree_plan(session, branch.second, made, 7, at=NOON)


def test_out_of_reach(session: Session, branch: Branch) -> None:
    made = proposed_month(session, branch)
    for who in (branch.district, person(Role.AUDITOR), person(Role.CENTRE_MANAGER)):
        with pytest.raises(OutOfReachError):
            agree_plan(session, who, made, 1, at=NOON)
    with pytest.raises(OutOfReachError):
        agree_plan(session, branch.lead, 10**6, 1, at=NOON)
