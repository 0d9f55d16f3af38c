import json
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.due_needs import NeedKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.month_plans import LineState, PlanState
from qa_app.domain.people import Role
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import (
    SessionPersonRow,
    SessionStaffRow,
    SupervisionSessionRow,
)
from qa_app.queries.due_list import DueSpan, due_needs
from qa_app.services.supervision.agree_plan import agree_plan
from qa_app.services.supervision.drop_line import drop_line
from qa_app.services.supervision.propose_month import MonthWanted, propose_month
from qa_app.services.supervision.publish_plan import publish_plan
from tests.month_plans import (
    MARCH,
    TODAY,
    ZONE,
    Branch,
    a_branch,
    held,
    plan_of,
    proposed_month,
)
from tests.people import NOON, person
from tests.queries.test_due_list import agreed


@pytest.fixture
def branch(session: Session) -> Branch:
    return a_branch(session)


def ready(session: Session, branch: Branch) -> int:
    made = proposed_month(session, branch)
    agree_plan(session, branch.second, made, 1, at=NOON)
    return made


def sessions(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(SupervisionSessionRow)) or 0


def test_every_line_becomes_a_session_with_its_day_its_people_and_why(
    session: Session, branch: Branch
) -> None:
    contract = agreed(session, branch)
    above = agreed(
        session,
        branch,
        practitioner_id=None,
        centre_id=None,
        account_id=branch.account(branch.district),
        place_path=next(iter(branch.district.grants[0].reach.place_paths)),
        every_days=28,
    )
    made = ready(session, branch)
    found = publish_plan(session, branch.lead, made, 1, ZONE, at=NOON)
    plan = plan_of(session, branch, made)
    assert plan.state is PlanState.PUBLISHED
    assert [one.session_id for one in plan.lines] == list(found)
    assert {one.state for one in plan.lines} == {LineState.PUBLISHED}
    rows = {row.id: row for row in session.scalars(select(SupervisionSessionRow))}
    for line in plan.lines:
        row = rows[line.session_id]
        assert (row.planned_on, row.supervisor_id) == (line.day, line.supervisor_id)
        assert (row.due_on, row.type, row.state) == (line.need.due_on, line.need.type, "planned")
    by_key = {one.need.key: one.session_id for one in plan.lines}
    people = dict(
        session.execute(select(SessionPersonRow.session_id, SessionPersonRow.practitioner_id)).all()
    )
    assert people[by_key[f"agreement:{contract}"]] == branch.scene.workers["W1"]
    assert rows[by_key[f"agreement:{contract}"]].agreement_id == contract
    staff = session.scalars(select(SessionStaffRow)).one()
    assert staff.session_id == by_key[f"agreement:{above}"]
    assert staff.account_id == branch.account(branch.district)
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, json.loads(entry.detail)["count"]) == ("month:publish", len(found))
    session.rollback()
    # nothing of it is due any more
    assert due_needs(session, branch.lead, DueSpan(TODAY, date(2026, 3, 31))) == ()


def test_sessions_of_a_day_follow_one_another(session: Session, branch: Branch) -> None:
    agreed(session, branch, minutes=90)
    made = ready(session, branch)
    publish_plan(session, branch.lead, made, 1, ZONE, at=NOON)
    rows = session.scalars(select(SupervisionSessionRow)).all()
    days: dict[tuple[int, date], list[tuple[time, time]]] = {}
    for row in rows:
        assert row.starts_at_time is not None
        assert row.ends_at_time is not None
        assert time(9) <= row.starts_at_time < row.ends_at_time <= time(18)
        stretch = (row.starts_at_time, row.ends_at_time)
        days.setdefault((row.supervisor_id, row.planned_on), []).append(stretch)
    for stretches in days.values():
        for (_, ends), (starts, _) in pairwise(sorted(stretches)):
            assert ends <= starts
    (own,) = [row for row in rows if row.agreement_id is not None]
    begins = timedelta(hours=own.starts_at_time.hour, minutes=own.starts_at_time.minute)
    ends = timedelta(hours=own.ends_at_time.hour, minutes=own.ends_at_time.minute)
    assert ends - begins == timedelta(minutes=90)


def test_published_twice_makes_the_sessions_once(session: Session, branch: Branch) -> None:
    made = ready(session, branch)
    first = publish_plan(session, branch.lead, made, 1, ZONE, at=NOON)
    assert publish_plan(session, branch.lead, made, 1, ZONE, at=NOON) == first
    assert sessions(session) == len(first) == 5


def test_what_became_due_later_is_proposed_beside_what_is_published(
    session: Session, branch: Branch
) -> None:
    made = proposed_month(session, branch)
    line = plan_of(session, branch, made).lines[0]
    drop_line(session, branch.lead, made, line.id, 1, at=NOON)
    agree_plan(session, branch.second, made, 2, at=NOON)
    publish_plan(session, branch.lead, made, 2, ZONE, at=NOON)
    assert sessions(session) == 4
    wanted = MonthWanted(branch.city, MARCH, revision=2)
    propose_month(session, branch.lead, wanted, ZONE, at=NOON)
    plan = plan_of(session, branch, made)
    proposed = [one for one in plan.lines if one.state is LineState.PROPOSED]
    assert [one.need.key for one in proposed] == [line.need.key]
    agree_plan(session, branch.second, made, 3, at=NOON)
    assert len(publish_plan(session, branch.lead, made, 3, ZONE, at=NOON)) == 5
    assert sessions(session) == 5


def test_a_draft_is_not_published_and_a_changed_one_neither(
    session: Session, branch: Branch
) -> None:
    made = proposed_month(session, branch)
    for revision, code in ((1, "not_agreed"), (6, "plan_changed")):
        with pytest.raises(ConflictError, match=code):
            publish_plan(session, branch.lead, made, revision, ZONE, at=NOON)
    assert sessions(session) == 0


def test_what_changed_meanwhile_is_said_and_nothing_is_published(
    session: Session, branch: Branch
) -> None:
    made = ready(session, branch)
    later = datetime(2026, 3, 31, 4, tzinfo=UTC)
    past = sum(one.day < date(2026, 3, 31) for one in plan_of(session, branch, made).lines)
    with pytest.raises(InvalidError, match="lines_past") as fault:
        publish_plan(session, branch.lead, made, 1, ZONE, at=later)
    assert fault.value.params == {"lines": past}
    centre, lead = branch.scene.centre, branch.account(branch.lead)
    held(session, centre, lead, TODAY + timedelta(days=1), state=SessionState.PLANNED)
    with pytest.raises(InvalidError, match="lines_met") as fault:
        publish_plan(session, branch.lead, made, 1, ZONE, at=NOON)
    assert fault.value.params == {"lines": 1}
    assert sessions(session) == 1


def test_a_centre_that_closes_meanwhile_is_not_visited(session: Session, branch: Branch) -> None:
    made = ready(session, branch)
    closes = update(CentreRow).where(CentreRow.id == branch.scene.centre)
    session.execute(closes.values(closed_on=date(2026, 3, 31)))
    session.commit()
    with pytest.raises(InvalidError, match="lines_forbidden") as fault:
        publish_plan(session, branch.lead, made, 1, ZONE, at=NOON)
    assert fault.value.params == {"lines": 3}
    assert sessions(session) == 0


def test_out_of_reach(session: Session, branch: Branch) -> None:
    made = ready(session, branch)
    for who in (branch.district, person(Role.AUDITOR), person(Role.CENTRE_MANAGER)):
        with pytest.raises(OutOfReachError):
            publish_plan(session, who, made, 1, ZONE, at=NOON)
    with pytest.raises(OutOfReachError):
        publish_plan(session, branch.lead, 10**6, 1, ZONE, at=NOON)


def test_nobody_is_put_in_two_sessions_at_once(session: Session, branch: Branch) -> None:
    made = ready(session, branch)
    plan = plan_of(session, branch, made)
    line = next(
        one for one in plan.lines if one.starts_at and one.need.kind is NeedKind.PRACTITIONER
    )
    # by now somebody else talks with the same worker at that time
    other = held(
        session,
        branch.scene.centre,
        branch.scene.reader.account_id or 0,
        line.day,
        (line.need.id,),
        SessionType.GROUP,
        SessionState.PLANNED,
    )
    session.execute(
        update(SupervisionSessionRow)
        .where(SupervisionSessionRow.id == other)
        .values(starts_at_time=line.starts_at)
    )
    session.commit()
    found = publish_plan(session, branch.lead, made, 1, ZONE, at=NOON)
    of_line = dict(zip((one.id for one in plan.lines), found, strict=True))
    rows = {row.id: row for row in session.scalars(select(SupervisionSessionRow))}
    assert rows[of_line[line.id]].starts_at_time is None
    assert rows[of_line[line.id]].planned_on == line.day
    others = [one for one in plan.lines if one.id != line.id]
    assert [rows[of_line[one.id]].starts_at_time for one in others] == [
        one.starts_at for one in others
    ]
