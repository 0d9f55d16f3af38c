from datetime import date, time

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.due_needs import NeedOnDay
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Role
from qa_app.domain.plan_rules import PlanRule
from qa_app.domain.supervision import SessionState
from qa_app.models.journal import JournalRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.services.supervision.put_on_day import put_on_day
from tests.month_plans import TODAY, ZONE, Branch, a_branch, held
from tests.people import NOON, person
from tests.sessions import some_files

MONTH_END = date(2026, 3, 31)
FRIDAY, SATURDAY = date(2026, 3, 27), date(2026, 3, 28)


@pytest.fixture
def branch(session: Session) -> Branch:
    return a_branch(session)


def wanted(branch: Branch, **more: object) -> NeedOnDay:
    values = {
        "kind": "centre",
        "id": branch.scene.centre,
        "until": MONTH_END,
        "day": FRIDAY,
        "supervisor_id": branch.account(branch.lead),
        **more,
    }
    return NeedOnDay(**values)  # type: ignore[arg-type]


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(SupervisionSessionRow)) or 0


def test_what_is_due_stands_on_its_day(session: Session, branch: Branch) -> None:
    worker = branch.scene.workers["W2"]
    new = wanted(branch, kind="practitioner", id=worker, starts_at=time(9, 30))
    made = put_on_day(session, branch.lead, new, ZONE, at=NOON)
    row = session.get_one(SupervisionSessionRow, made)
    assert (row.planned_on, row.starts_at_time, row.type) == (FRIDAY, time(9, 30), "individual")
    assert (row.due_on, row.centre_id) == (date(2025, 1, 13), branch.scene.centre)
    assert session.scalars(select(SessionPersonRow.practitioner_id)).all() == [worker]
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id) == ("session:plan", str(made))


@pytest.mark.parametrize(
    ("kind", "fine"),
    [("assessment", "capacity_assessment"), ("observation", "observation")],
)
def test_an_assessment_and_an_observation_are_put_on_a_day(
    session: Session, branch: Branch, kind: str, fine: str
) -> None:
    worker = branch.scene.workers["W2"]
    new = wanted(branch, kind=kind, id=worker)
    made = put_on_day(session, branch.lead, new, ZONE, at=NOON)
    row = session.get_one(SupervisionSessionRow, made)
    assert (row.planned_on, row.type, row.centre_id) == (FRIDAY, fine, branch.scene.centre)
    # began on 6 January 2025: 30 days on; or the end of the running quarter
    assert row.due_on == {"assessment": date(2025, 2, 5), "observation": MONTH_END}[kind]
    assert session.scalars(select(SessionPersonRow.practitioner_id)).all() == [worker]
    session.rollback()
    with pytest.raises(ConflictError, match="need_met"):
        put_on_day(session, branch.second, new, ZONE, at=NOON)
    beyond = wanted(branch, kind=kind, id=branch.scene.workers["W9"])
    with pytest.raises(ConflictError, match="need_met"):
        put_on_day(session, branch.district, beyond, ZONE, at=NOON)


def test_a_team_meets_with_who_is_due(session: Session, branch: Branch) -> None:
    a, (w1, w2) = branch.scene.centre, (branch.scene.workers[one] for one in ("W1", "W2"))
    made = put_on_day(session, branch.lead, wanted(branch, kind="peer", id=a), ZONE, at=NOON)
    row = session.get_one(SupervisionSessionRow, made)
    assert (row.planned_on, row.type, row.centre_id) == (FRIDAY, "peer", a)
    people = select(SessionPersonRow.practitioner_id).order_by(SessionPersonRow.practitioner_id)
    assert session.scalars(people).all() == [w1, w2]
    session.rollback()
    again = wanted(branch, kind="peer", id=a)
    with pytest.raises(ConflictError, match="need_met"):
        put_on_day(session, branch.second, again, ZONE, at=NOON)
    beyond = wanted(branch, kind="meeting", id=a)
    with pytest.raises(ConflictError, match="need_met"):
        put_on_day(session, branch.scene.elsewhere, beyond, ZONE, at=NOON)
    assert count(session) == 1


def test_a_check_of_files_needs_its_rubric(session: Session, branch: Branch) -> None:
    worker = branch.scene.workers["W1"]
    some_files(session, branch.scene.centre, 1, practitioner_id=worker)
    new = wanted(branch, kind="files", id=worker)
    with pytest.raises(InvalidError, match="rubric_missing"):
        put_on_day(session, branch.lead, new, ZONE, at=NOON)
    assert count(session) == 0


def test_a_single_centre_is_enough(session: Session, branch: Branch) -> None:
    lead = branch.scene.supervisor
    new = wanted(branch, supervisor_id=lead.account_id)
    assert put_on_day(session, lead, new, ZONE, at=NOON)


def test_sent_twice_is_planned_once_and_the_second_person_is_told(
    session: Session, branch: Branch
) -> None:
    new = wanted(branch, key="k1")
    first = put_on_day(session, branch.lead, new, ZONE, at=NOON)
    assert put_on_day(session, branch.lead, new, ZONE, at=NOON) == first
    with pytest.raises(ConflictError, match="need_met"):
        put_on_day(session, branch.second, wanted(branch), ZONE, at=NOON)
    other = wanted(branch, key="k1", day=MONTH_END)
    with pytest.raises(ConflictError, match="key_reused"):
        put_on_day(session, branch.lead, other, ZONE, at=NOON)
    assert count(session) == 1


def test_rules_are_said(session: Session, branch: Branch) -> None:
    elsewhere = branch.scene.elsewhere.account_id
    new = wanted(branch, supervisor_id=elsewhere, all_the_same=True)
    with pytest.raises(InvalidError, match="rule_forbids") as fault:
        put_on_day(session, branch.lead, new, ZONE, at=NOON)
    assert fault.value.params["rules"] == (PlanRule.NO_REACH,)
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        put_on_day(session, branch.lead, wanted(branch, day=SATURDAY), ZONE, at=NOON)
    assert fault.value.params["rules"] == (PlanRule.NOT_WORKING,)
    held(
        session,
        branch.scene.other_centre,
        branch.account(branch.lead),
        FRIDAY,
        state=SessionState.PLANNED,
    )
    # two visits of four hours fill the day
    put_on_day(session, branch.lead, wanted(branch), ZONE, at=NOON)
    sure = wanted(branch, kind="practitioner", id=branch.scene.workers["W2"])
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        put_on_day(session, branch.lead, sure, ZONE, at=NOON)
    assert fault.value.params["rules"] == (PlanRule.DAY_HOURS,)
    assert count(session) == 2


@pytest.mark.parametrize("day", [date(2026, 3, 20), date(2026, 6, 1), date(2030, 1, 1)])
def test_only_days_that_are_near(session: Session, branch: Branch, day: date) -> None:
    with pytest.raises(InvalidError, match="day_outside_month"):
        put_on_day(session, branch.lead, wanted(branch, day=day), ZONE, at=NOON)
    assert TODAY < FRIDAY


def test_out_of_reach_and_not_allowed_read_as_not_due(session: Session, branch: Branch) -> None:
    far = wanted(branch, id=branch.scene.other_centre)
    for who, new in (
        (branch.district, far),
        (person(Role.CENTRE_MANAGER), wanted(branch)),
        (branch.lead, wanted(branch, id=10**6)),
        (branch.lead, wanted(branch, kind="nothing")),
    ):
        with pytest.raises(ConflictError, match="need_met"):
            put_on_day(session, who, new, ZONE, at=NOON)
    assert count(session) == 0
