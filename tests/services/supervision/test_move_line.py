import json
from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.double_booking import Clash
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.month_plans import LineState, PlanState
from qa_app.domain.people import Role
from qa_app.domain.plan_rules import PlanRule
from qa_app.models.agreements import AbsenceRow
from qa_app.models.journal import JournalRow
from qa_app.queries.month_plans import PlanLine
from qa_app.queries.plan_changes import PlacedLine, weighed
from qa_app.services.supervision.agree_plan import agree_plan
from qa_app.services.supervision.drop_line import drop_line
from qa_app.services.supervision.move_line import LineMove, move_line
from tests.month_plans import (
    MARCH,
    TODAY,
    ZONE,
    Branch,
    a_branch,
    add_row,
    plan_of,
    proposed_month,
)
from tests.people import NOON, person

FRIDAY, SATURDAY = date(2026, 3, 27), date(2026, 3, 28)


@pytest.fixture
def branch(session: Session) -> Branch:
    return a_branch(session)


@pytest.fixture
def plan(session: Session, branch: Branch) -> int:
    return proposed_month(session, branch)


def the_visit(session: Session, branch: Branch, plan: int) -> PlanLine:
    lines = plan_of(session, branch, plan).lines
    return next(one for one in lines if one.need.key == f"centre:{branch.scene.centre}")


def moved(branch: Branch, day: date, revision: int = 1, **more: object) -> LineMove:
    values = {"supervisor_id": branch.account(branch.second), "all_the_same": False, **more}
    return LineMove(day=day, revision=revision, **values)  # type: ignore[arg-type]


def test_a_person_moves_a_line_and_the_plan_is_a_draft_again(
    session: Session, branch: Branch, plan: int
) -> None:
    agree_plan(session, branch.second, plan, 1, at=NOON)
    line = the_visit(session, branch, plan)
    move_line(session, branch.lead, (plan, line.id), moved(branch, FRIDAY), ZONE, at=NOON)
    found = the_visit(session, branch, plan)
    assert (found.day, found.supervisor_id) == (FRIDAY, branch.account(branch.second))
    assert (found.proposed_on, found.proposed_id) == (line.day, line.supervisor_id)
    assert found.is_moved
    # nothing else stands on that day for that person
    assert found.starts_at == time(9)
    after = plan_of(session, branch, plan)
    assert (after.state, after.revision, after.agreed_by) == (PlanState.DRAFT, 2, None)
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.centre_id) == ("month:change", branch.scene.centre)
    assert json.loads(entry.detail)["to_account"] == branch.account(branch.second)


def test_what_a_change_costs_is_told_before(session: Session, branch: Branch, plan: int) -> None:
    line = the_visit(session, branch, plan)
    who = branch.account(branch.second)
    found = weighed(session, PlacedLine(plan, MARCH, TODAY, line.id, who, FRIDAY))
    assert found.forbidden == found.bent == ()
    assert (found.after.placed, found.before.placed) == (5, 5)
    # due since today, for nobody wrote down when the centre joined
    assert found.after.days_late - found.before.days_late == (FRIDAY - line.day).days
    assert found.centres >= 1
    assert found.minutes >= 240


def test_a_rule_that_bends_is_said_and_set_aside_knowingly(
    session: Session, branch: Branch, plan: int
) -> None:
    line = the_visit(session, branch, plan)
    where = (plan, line.id)
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        move_line(session, branch.lead, where, moved(branch, SATURDAY), ZONE, at=NOON)
    assert fault.value.params["rules"] == (PlanRule.NOT_WORKING,)
    sure = moved(branch, SATURDAY, all_the_same=True)
    for words, code in ((" ", "no_words"), ("因" * 201, "long_words")):
        with pytest.raises(InvalidError, match=code):
            move_line(session, branch.lead, where, replace(sure, words=words), ZONE, at=NOON)
    sure = replace(sure, words="周末中心有活动")
    move_line(session, branch.lead, where, sure, ZONE, at=NOON)
    assert the_visit(session, branch, plan).day == SATURDAY
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert json.loads(entry.detail)["rules"] == ["not_working"]
    assert json.loads(entry.detail)["words"] == "周末中心有活动"


def test_a_rule_that_does_not_bend_is_refused_whatever_is_ticked(
    session: Session, branch: Branch, plan: int
) -> None:
    second = branch.account(branch.second)
    away = {"from_on": FRIDAY, "until_on": FRIDAY, "taken_back_at": None, "kind": "leave"}
    add_row(session, AbsenceRow, account_id=second, recorded_at=NOON, recorded_by=None, **away)
    line = the_visit(session, branch, plan)
    elsewhere = branch.scene.elsewhere.account_id
    for move, rule in (
        (moved(branch, FRIDAY, all_the_same=True), PlanRule.ABSENT),
        (moved(branch, FRIDAY, all_the_same=True, supervisor_id=elsewhere), PlanRule.NO_REACH),
        (moved(branch, FRIDAY, all_the_same=True, supervisor_id=10**6), PlanRule.NO_REACH),
    ):
        with pytest.raises(InvalidError, match="rule_forbids") as fault:
            move_line(session, branch.lead, (plan, line.id), move, ZONE, at=NOON)
        assert fault.value.params["rules"] == (rule,)
    assert not the_visit(session, branch, plan).is_moved


@pytest.mark.parametrize("day", [date(2026, 3, 20), date(2026, 4, 1), date(2025, 3, 24)])
def test_only_days_of_the_month_that_lie_ahead(
    session: Session, branch: Branch, plan: int, day: date
) -> None:
    line = the_visit(session, branch, plan)
    with pytest.raises(InvalidError, match="day_outside_month"):
        move_line(session, branch.lead, (plan, line.id), moved(branch, day), ZONE, at=NOON)


def test_what_was_dropped_comes_back(session: Session, branch: Branch, plan: int) -> None:
    line = the_visit(session, branch, plan)
    drop_line(session, branch.lead, plan, line.id, 1, at=NOON)
    assert the_visit(session, branch, plan).state is LineState.DROPPED
    move_line(session, branch.lead, (plan, line.id), moved(branch, FRIDAY, 2), ZONE, at=NOON)
    assert the_visit(session, branch, plan).state is LineState.PROPOSED


def test_the_second_of_two_people_is_told(session: Session, branch: Branch, plan: int) -> None:
    line = the_visit(session, branch, plan)
    where = (plan, line.id)
    move_line(session, branch.lead, where, moved(branch, FRIDAY), ZONE, at=NOON)
    for _ in range(2):
        with pytest.raises(ConflictError, match="plan_changed"):
            move_line(session, branch.second, where, moved(branch, TODAY), ZONE, at=NOON)
    assert the_visit(session, branch, plan).day == FRIDAY


def test_out_of_reach(session: Session, branch: Branch, plan: int) -> None:
    line = the_visit(session, branch, plan)
    for who, where in (
        (branch.district, (plan, line.id)),
        (branch.scene.supervisor, (plan, line.id)),
        (person(Role.CENTRE_MANAGER), (plan, line.id)),
        (branch.lead, (plan, 10**6)),
        (branch.lead, (10**6, line.id)),
    ):
        with pytest.raises(OutOfReachError):
            move_line(session, who, where, moved(branch, FRIDAY), ZONE, at=NOON)


def test_a_time_that_is_given_stays_and_whoever_is_booked_then_is_told(
    session: Session, branch: Branch, plan: int
) -> None:
    line = the_visit(session, branch, plan)
    other = next(one for one in plan_of(session, branch, plan).lines if one.id != line.id)
    ten = time(10)
    move = moved(branch, FRIDAY, starts_at=ten)
    move_line(session, branch.lead, (plan, line.id), move, ZONE, at=NOON)
    assert the_visit(session, branch, plan).starts_at == ten
    # another line at the same time, with the same person
    again = moved(branch, FRIDAY, 2, starts_at=time(11), all_the_same=False)
    with pytest.raises(InvalidError, match=r"double_booked|rules_bend") as fault:
        move_line(session, branch.lead, (plan, other.id), again, ZONE, at=NOON)
    assert fault.value.params["clashes"] == (Clash("city2", FRIDAY, ten, time(14)),)
    session.rollback()
    sure = replace(again, all_the_same=True, words="Agreed with both")
    move_line(session, branch.lead, (plan, other.id), sure, ZONE, at=NOON)
