import json
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.month_plans import LineState, PlanState
from qa_app.domain.people import Role
from qa_app.domain.plan_rules import PlanRule
from qa_app.models.agreements import AbsenceRow, SupervisorTimeRow
from qa_app.models.journal import JournalRow
from qa_app.models.month_plans import MonthPlanLineRow, MonthPlanRow
from qa_app.models.who_reads import TieRow
from qa_app.services.supervision.drop_line import drop_line
from qa_app.services.supervision.propose_month import MonthWanted, propose_month
from tests.month_plans import (
    APRIL,
    MARCH,
    TODAY,
    ZONE,
    Branch,
    a_branch,
    add_row,
    days_ago,
    held,
    plan_of,
    proposed_month,
)
from tests.people import NOON, person


@pytest.fixture
def branch(session: Session) -> Branch:
    return a_branch(session)


def count(session: Session, table: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_month_is_proposed_with_everything_that_is_due(session: Session, branch: Branch) -> None:
    made = proposed_month(session, branch)
    plan = plan_of(session, branch, made)
    assert (plan.state, plan.revision, plan.month) == (PlanState.DRAFT, 1, MARCH)
    due = {f"centre:{branch.scene.centre}", f"centre:{branch.scene.other_centre}"}
    due |= {f"practitioner:{branch.scene.workers[code]}" for code in ("W1", "W2", "W9")}
    assert {one.need.key for one in plan.lines} == due
    assert plan.found.unplaced == ()
    assert plan.found.is_proven
    for line in plan.lines:
        assert line.state is LineState.PROPOSED
        assert (line.proposed_id, line.proposed_on) == (line.supervisor_id, line.day)
        assert TODAY <= line.day <= date(2026, 3, 31)
        assert line.day.weekday() < 5
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id) == ("month:propose", str(made))
    told = {"on": "2026-03-01", "count": 5, "unplaced": 0, "revision": 1}
    assert json.loads(entry.detail) == told


def test_rules_keep_people_from_going_and_are_told(session: Session, branch: Branch) -> None:
    a, b = branch.scene.centre, branch.scene.other_centre
    lead, second = branch.account(branch.lead), branch.account(branch.second)
    ends = {"recorded_at": NOON, "recorded_by": None}
    away = {"from_on": TODAY, "until_on": date(2026, 3, 31), "taken_back_at": None}
    add_row(session, AbsenceRow, account_id=second, kind="leave", **away, **ends)
    tie = {"practitioner_id": None, "from_on": days_ago(400), "until_on": None}
    belongs = {"kind": "membership", "centre_id": b, "reason": None}
    for account in (lead, branch.scene.elsewhere.account_id):
        add_row(session, TieRow, account_id=account, **belongs, **tie, **ends)
    # one supervisor has led the last three visits to centre A, and others could go
    for days in (400, 300, 200):
        held(session, a, branch.account(branch.district), days_ago(days))
    plan = plan_of(session, branch, proposed_month(session, branch))
    of_a = next(one for one in plan.lines if one.need.key == f"centre:{a}")
    assert of_a.supervisor_id != branch.account(branch.district)
    unplaced = {need.key: found for need, found in plan.found.unplaced}
    rules = {one.rule: (one.supervisors, one.days > 0) for one in unplaced[f"centre:{b}"]}
    # who leads at centre A only does not reach it: the one of the scene, and of the district
    assert rules == {
        PlanRule.ABSENT: (1, True),
        PlanRule.OWN_CENTRE: (2, False),
        PlanRule.NO_REACH: (2, False),
    }


def test_hours_are_kept_and_a_day_more_is_told(session: Session, branch: Branch) -> None:
    for one in (branch.lead, branch.second, branch.district, branch.scene.elsewhere):
        time = {"minutes_a_month": 60, "centres_a_day": 2, "revision": 1, "changed_at": NOON}
        account = one.account_id or 0
        add_row(session, SupervisorTimeRow, account_id=account, changed_by=None, **time)
    lead = branch.scene.supervisor.account_id or 0
    time = {"minutes_a_month": 60, "centres_a_day": 2, "revision": 1, "changed_at": NOON}
    add_row(session, SupervisorTimeRow, account_id=lead, changed_by=None, **time)
    plan = plan_of(session, branch, proposed_month(session, branch))
    # a visit takes four hours, and nobody has more than one
    assert {need.key for need, _ in plan.found.unplaced} == {
        f"centre:{branch.scene.centre}",
        f"centre:{branch.scene.other_centre}",
    }
    for _, obstacles in plan.found.unplaced:
        assert PlanRule.MONTH_HOURS in {one.rule for one in obstacles}
    best = plan.found.extra_days[0]
    assert len(best.needs) == 2


def test_proposing_anew_gives_up_what_was_a_draft(session: Session, branch: Branch) -> None:
    made = proposed_month(session, branch)
    line = plan_of(session, branch, made).lines[0]
    drop_line(session, branch.lead, made, line.id, 1, at=NOON)
    wanted = MonthWanted(branch.city, MARCH, revision=2)
    again = propose_month(session, branch.second, wanted, ZONE, at=NOON)
    plan = plan_of(session, branch, again)
    assert (again, plan.revision, len(plan.lines)) == (made, 3, 5)
    assert plan.proposed_by == branch.account(branch.second)


def test_what_another_plan_proposes_is_left_to_it(session: Session, branch: Branch) -> None:
    wanted = MonthWanted(branch.panlong, MARCH)
    propose_month(session, branch.district, wanted, ZONE, at=NOON)
    plan = plan_of(session, branch, proposed_month(session, branch))
    assert {one.need.centre_id for one in plan.lines} == {branch.scene.other_centre}


def test_out_of_reach_and_not_allowed(session: Session, branch: Branch) -> None:
    for who, place in (
        (branch.district, branch.city),
        (branch.scene.supervisor, branch.panlong),
        (branch.lead, 10**6),
        (person(Role.CENTRE_MANAGER), branch.city),
    ):
        with pytest.raises(OutOfReachError):
            propose_month(session, who, MonthWanted(place, MARCH), ZONE, at=NOON)
    assert count(session, MonthPlanRow) == 0


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2026, 6, 1), date(2030, 1, 1)])
def test_only_months_that_are_near(session: Session, branch: Branch, month: date) -> None:
    with pytest.raises(InvalidError, match="month_not_near"):
        propose_month(session, branch.lead, MonthWanted(branch.city, month), ZONE, at=NOON)


def test_a_year_without_a_holiday_table_is_said(session: Session, branch: Branch) -> None:
    from datetime import UTC, datetime

    december = datetime(2027, 12, 6, 4, tzinfo=UTC)
    january = MonthWanted(branch.city, date(2028, 1, 1))
    with pytest.raises(InvalidError, match="no_holiday_table") as fault:
        propose_month(session, branch.lead, january, ZONE, at=december)
    assert fault.value.params == {"year": 2028}


def test_nothing_due_is_said(session: Session, branch: Branch) -> None:
    lead = branch.account(branch.lead)
    workers = branch.scene.workers
    from qa_app.domain.supervision import SessionType

    for centre, codes in (
        (branch.scene.centre, ("W1", "W2")),
        (branch.scene.other_centre, ("W9",)),
    ):
        held(session, centre, lead, TODAY)
        people = tuple(workers[code] for code in codes)
        held(session, centre, lead, TODAY, people, SessionType.INDIVIDUAL)
    with pytest.raises(InvalidError, match="nothing_due"):
        proposed_month(session, branch)


def test_sent_twice_is_proposed_once_and_a_stale_page_is_told(
    session: Session, branch: Branch
) -> None:
    wanted = MonthWanted(branch.city, MARCH, key="k1")
    first = propose_month(session, branch.lead, wanted, ZONE, at=NOON)
    assert propose_month(session, branch.lead, wanted, ZONE, at=NOON) == first
    assert count(session, MonthPlanRow) == 1
    assert count(session, MonthPlanLineRow) == 5
    with pytest.raises(ConflictError, match="plan_changed"):
        propose_month(session, branch.second, MonthWanted(branch.city, MARCH), ZONE, at=NOON)
    stale = MonthWanted(branch.city, APRIL, revision=4)
    with pytest.raises(ConflictError, match="plan_changed"):
        propose_month(session, branch.second, stale, ZONE, at=NOON)


def test_two_people_propose_the_same_month_at_once(session: Session, branch: Branch) -> None:
    engine = session.get_bind().engine
    both, outcomes = Barrier(2), []

    def propose(who) -> None:
        with Session(engine, info=dict(session.info)) as own:
            both.wait()
            try:
                propose_month(own, who, MonthWanted(branch.city, APRIL), ZONE, at=NOON)
            except ConflictError as fault:
                outcomes.append(fault.code)
            else:
                outcomes.append("made")

    threads = [Thread(target=propose, args=(one,)) for one in (branch.lead, branch.second)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["made", "plan_changed"]
    assert count(session, MonthPlanRow) == 1
