"""A hand-over, a deputy and a deployment count on their days, not on their months."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.due_needs import NeedKind, NeedOnDay
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.plan_rules import PlanRule
from qa_app.domain.supervision import SessionType
from qa_app.models.supervision import SessionStaffRow, SupervisionSessionRow
from qa_app.queries.due_list import DueSpan, due_needs, need_names
from qa_app.services.supervision.put_on_day import put_on_day
from tests.month_plans import TODAY, ZONE, Branch, a_branch, days_ago, held, plan_of, proposed_month
from tests.people import NOON
from tests.queries.test_due_list import agreed

MONTH_END = date(2026, 3, 31)
SPAN = DueSpan(TODAY, MONTH_END)
TOMORROW, THURSDAY = TODAY + timedelta(1), date(2026, 3, 26)


@pytest.fixture
def branch(session: Session) -> Branch:
    return a_branch(session)


def due(session: Session, branch: Branch, actor: Actor | None = None) -> list[tuple[int, str, str]]:
    needs = [
        one
        for one in due_needs(session, actor or branch.lead, SPAN)
        if one.kind is NeedKind.AGREEMENT
    ]
    names = need_names(session, needs)
    session.rollback()
    return [(one.id, names[one.key].person, names[one.key].supervisor) for one in needs]


def put(session: Session, branch: Branch, key: int, supervisor: Actor, day: date) -> int:
    session.rollback()
    new = NeedOnDay("agreement", key, MONTH_END, day, branch.account(supervisor))
    return put_on_day(session, branch.lead, new, ZONE, at=NOON)


def refused(session: Session, branch: Branch, key: int, supervisor: Actor, day: date) -> bool:
    with pytest.raises(InvalidError, match="rule_forbids") as fault:
        put(session, branch, key, supervisor, day)
    return fault.value.params["rules"] == (PlanRule.NOT_AGREED,)


def under(session: Session, made: int) -> int | None:
    session.rollback()
    query = select(SupervisionSessionRow.agreement_id).where(SupervisionSessionRow.id == made)
    return session.scalar(query)


def test_after_a_hand_over_the_new_supervisor_leads_and_the_old_one_does_not(
    session: Session, branch: Branch
) -> None:
    worker = branch.scene.workers["W1"]
    agreed(session, branch, until_on=TODAY)
    new = agreed(session, branch, supervisor_id=branch.account(branch.second), from_on=TOMORROW)
    held(
        session,
        branch.scene.centre,
        branch.account(branch.lead),
        days_ago(10),
        (worker,),
        SessionType.INDIVIDUAL,
    )
    # due in four days, when it is agreed with the second one
    assert due(session, branch) == [(new, "W1", "city2")]
    assert refused(session, branch, new, branch.lead, THURSDAY)
    assert refused(session, branch, new, branch.second, TODAY)
    made = put(session, branch, new, branch.second, THURSDAY)
    assert under(session, made) == new


def test_what_is_overdue_at_a_hand_over_passes_with_the_day(
    session: Session, branch: Branch
) -> None:
    old = agreed(session, branch, until_on=TODAY)
    new = agreed(session, branch, supervisor_id=branch.account(branch.second), from_on=TOMORROW)
    assert due(session, branch) == [(old, "W1", "city")]
    assert refused(session, branch, old, branch.lead, THURSDAY)
    made = put(session, branch, old, branch.second, THURSDAY)
    assert under(session, made) == new
    with pytest.raises(ConflictError, match="need_met"):
        put(session, branch, old, branch.lead, TODAY)


def test_a_month_that_is_proposed_keeps_the_days_of_a_hand_over(
    session: Session, branch: Branch
) -> None:
    agreed(session, branch, until_on=TODAY)
    agreed(session, branch, supervisor_id=branch.account(branch.second), from_on=TOMORROW)
    account = branch.account(branch.district)
    above = {"practitioner_id": None, "account_id": account, "centre_id": None}
    agreed(session, branch, **above, until_on=TOMORROW)
    agreed(
        session,
        branch,
        **above,
        supervisor_id=branch.account(branch.second),
        from_on=TOMORROW + timedelta(1),
    )
    plan = plan_of(session, branch, proposed_month(session, branch))
    lines = [one for one in plan.lines if one.need.kind is NeedKind.AGREEMENT]
    assert len(lines) == 2
    for line in lines:
        last = TODAY if line.need.type is SessionType.INDIVIDUAL else TOMORROW
        is_second = line.supervisor_id == branch.account(branch.second)
        assert is_second is (line.day > last)


def test_a_supervised_supervisor_is_due_once_at_a_hand_over(
    session: Session, branch: Branch
) -> None:
    account = branch.account(branch.district)
    above = {"practitioner_id": None, "account_id": account, "centre_id": None}
    agreed(session, branch, **above, until_on=THURSDAY)
    second = branch.account(branch.second)
    new = agreed(session, branch, **above, supervisor_id=second, from_on=THURSDAY + timedelta(1))
    made = held(
        session,
        branch.scene.centre,
        branch.account(branch.lead),
        days_ago(10),
        (),
        SessionType.SUPERVISION_OF_SUPERVISORS,
    )
    session.execute(insert(SessionStaffRow).values(session_id=made, account_id=account))
    session.commit()
    # due on the 27th, the first day of the new agreement
    assert due(session, branch) == [(new, "district", "city2")]


def test_a_deputy_leads_on_their_days_only(session: Session, branch: Branch) -> None:
    own = agreed(session, branch)
    agreed(
        session,
        branch,
        kind="deputy",
        deputy_of_id=own,
        supervisor_id=branch.account(branch.second),
        from_on=TOMORROW,
        until_on=THURSDAY,
    )
    assert refused(session, branch, own, branch.second, date(2026, 3, 27))
    assert refused(session, branch, own, branch.second, TODAY)
    assert put(session, branch, own, branch.second, THURSDAY)


def test_who_is_deployed_is_due_where_they_work(session: Session, branch: Branch) -> None:
    scene = branch.scene
    own = agreed(session, branch)
    away = agreed(
        session,
        branch,
        kind="deployment",
        centre_id=scene.other_centre,
        supervisor_id=scene.elsewhere.account_id,
        from_on=TODAY,
        until_on=date(2026, 4, 30),
    )
    assert due(session, branch, scene.elsewhere) == [(away, "W1", "far")]
    assert due(session, branch, branch.district) == []
    assert refused(session, branch, away, branch.lead, THURSDAY)
    made = put(session, branch, away, scene.elsewhere, THURSDAY)
    row = session.get_one(SupervisionSessionRow, made)
    assert (row.centre_id, row.agreement_id) == (scene.other_centre, away)
    assert due(session, branch) == []
    # what was held at the other centre counts at home as well
    session.query(SupervisionSessionRow).filter_by(id=made).update(
        {"state": "held", "planned_on": TODAY}
    )
    session.commit()
    later = DueSpan(date(2026, 5, 4), date(2026, 5, 31))
    (need,) = [
        one for one in due_needs(session, branch.district, later) if one.why.last_on == TODAY
    ]
    assert (need.id, need.centre_id, need.due_on) == (own, scene.centre, date(2026, 4, 6))
