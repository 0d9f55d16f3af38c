"""Assessments and observations that are due: whose, by when, in which order, beyond what."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.due import Tier
from qa_app.domain.due_needs import DueNeed, DueWhy
from qa_app.domain.people import Actor
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.queries.due_list import DueSpan, due_needs, need_names, work_needs
from qa_app.queries.learning import assessed_on
from tests.month_plans import TODAY, Branch, a_branch, days_ago, held
from tests.statements import counted

QUARTER_END = date(2026, 3, 31)
SPAN = DueSpan(TODAY, QUARTER_END)
ASSESSMENT, OBSERVATION = SessionType.CAPACITY_ASSESSMENT, SessionType.OBSERVATION


@pytest.fixture
def branch(session: Session) -> Branch:
    return a_branch(session)


def listed(
    session: Session, branch: Branch, actor: Actor | None = None, span: DueSpan = SPAN
) -> dict[str, DueNeed]:
    found = work_needs(session, actor or branch.lead, span)
    session.rollback()
    return {one.key: one for one in found}


def change(session: Session, worker: int, **values: object) -> None:
    session.execute(update(PractitionerRow).where(PractitionerRow.id == worker).values(**values))
    session.commit()


def test_nobody_without_a_session_is_left_out(session: Session, branch: Branch) -> None:
    w1, w2, w9 = (branch.scene.workers[one] for one in ("W1", "W2", "W9"))
    due = listed(session, branch)
    assert due.keys() == {
        f"{kind}:{one}" for kind in ("assessment", "observation") for one in (w1, w2, w9)
    }
    # overdue assessments come before observations that are due by the end of the quarter
    assert [one.tier for one in due.values()] == [Tier.OVERDUE] * 3 + [Tier.DUE_SOON] * 3
    first = due[f"assessment:{w1}"]
    started = session.get_one(PractitionerRow, w1).started_on
    assert first.due_on == started + timedelta(days=30)
    assert (first.type, first.why) == (ASSESSMENT, DueWhy("first_assessment", days=30))
    watched = due[f"observation:{w1}"]
    assert (watched.type, watched.due_on) == (OBSERVATION, QUARTER_END)
    assert watched.why == DueWhy("observed_each_quarter")
    # the month that is proposed is made of sessions and visits alone
    kinds = {one.kind for one in due_needs(session, branch.lead, SPAN)}
    assert kinds == {"centre", "practitioner"}


def test_reach_decides_whose_are_listed(session: Session, branch: Branch) -> None:
    mine = listed(session, branch, branch.district)
    assert f"assessment:{branch.scene.workers['W1']}" in mine
    assert f"assessment:{branch.scene.workers['W9']}" not in mine
    other = DueSpan(TODAY, QUARTER_END, centre_id=branch.scene.other_centre)
    assert {one.id for one in listed(session, branch, span=other).values()} == {
        branch.scene.workers["W9"]
    }


def test_what_was_held_or_is_planned_counts_and_its_next_one_comes(
    session: Session, branch: Branch
) -> None:
    worker, lead = branch.scene.workers["W1"], branch.account(branch.lead)
    a, b = branch.scene.centre, branch.scene.other_centre
    key, watched = f"assessment:{worker}", f"observation:{worker}"
    held(session, a, lead, days_ago(3), (worker,), ASSESSMENT, SessionState.CANCELLED)
    held(session, a, lead, days_ago(3), (worker,), SessionType.INDIVIDUAL)
    held(session, a, lead, QUARTER_END + timedelta(days=1), (worker,), state=SessionState.PLANNED)
    assert {key, watched} <= listed(session, branch).keys()
    # at another centre as well
    held(session, b, lead, days_ago(182), (worker,), ASSESSMENT)
    again = listed(session, branch)[key]
    assert (again.due_on, again.tier) == (TODAY, Tier.DUE_SOON)
    assert again.why == DueWhy("second_assessment", days_ago(182), 182)
    # the learning plan and the agenda know of it too
    assert assessed_on(session, [worker]) == {worker: (days_ago(182),)}
    held(session, a, lead, QUARTER_END, (worker,), ASSESSMENT, SessionState.PLANNED)
    held(session, a, lead, TODAY, (worker,), OBSERVATION, SessionState.PLANNED)
    assert not {key, watched} & listed(session, branch).keys()


def test_an_announced_end_takes_nobody_off_the_list(session: Session, branch: Branch) -> None:
    worker = branch.scene.workers["W1"]
    key, here = f"assessment:{worker}", CentreRow.id == branch.scene.centre
    change(session, worker, ended_on=TODAY)
    session.execute(update(CentreRow).where(here).values(closed_on=TODAY + timedelta(days=1)))
    session.commit()
    assert key in listed(session, branch)
    change(session, worker, ended_on=days_ago(1))
    assert key not in listed(session, branch)
    change(session, worker, ended_on=None)
    session.execute(update(CentreRow).where(here).values(closed_on=TODAY))
    session.commit()
    assert key not in listed(session, branch)


def test_it_asks_as_often_however_much_is_due(session: Session, branch: Branch) -> None:
    lead = branch.account(branch.lead)
    with counted(session) as statements:
        needs = work_needs(session, branch.lead, SPAN)
    assert len(statements) == 3
    assert {name.person for name in need_names(session, needs).values()} == {"W1", "W2", "W9"}
    session.rollback()
    for days in range(1, 6):
        held(session, branch.scene.centre, lead, days_ago(days), (), ASSESSMENT)
    with counted(session) as statements:
        work_needs(session, branch.lead, SPAN)
    assert len(statements) == 3
