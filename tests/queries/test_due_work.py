"""What workers and teams are due for: whose, by when, in which order, beyond what."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.due import Tier
from qa_app.domain.due_needs import DueNeed, DueWhy
from qa_app.domain.people import Actor
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.records import SupervisionRecordRow
from qa_app.queries.due_list import DueSpan, due_needs, need_names, work_needs
from qa_app.queries.learning import assessed_on
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from tests.month_plans import TODAY, Branch, a_branch, add_row, days_ago, held
from tests.people import NOON, OPERATOR
from tests.sessions import some_files
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
    a = branch.scene.centre
    due = listed(session, branch)
    # two workers of centre A are peers and a team; neither a group nor, at centre B, a single one is
    assert due.keys() == {
        f"peer:{a}",
        f"meeting:{a}",
        *(f"{kind}:{one}" for kind in ("assessment", "observation") for one in (w1, w2, w9)),
    }
    # overdue assessments come before observations that are due by the end of the quarter
    assert [one.tier for one in due.values()] == [Tier.OVERDUE] * 5 + [Tier.DUE_SOON] * 3
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


def test_files_are_due_of_workers_who_have_any(session: Session, branch: Branch) -> None:
    w1, w2 = (branch.scene.workers[one] for one in ("W1", "W2"))
    some_files(session, branch.scene.centre, 2, practitioner_id=w1)
    due = listed(session, branch)
    assert f"files:{w2}" not in due
    need = due[f"files:{w1}"]
    assert (need.type, need.due_on) == (SessionType.CASE_FILE_CHECK, QUARTER_END)
    assert need.why == DueWhy("files_each_quarter", part=0, whole=2)
    first, second = session.scalars(select(CaseFileRow.id).order_by(CaseFileRow.id)).all()
    read = {
        **dict.fromkeys(("source", "source_key"), None),
        "centre_id": branch.scene.centre,
        "area_code": "legal_aid",
        "rubric_version_id": branch.scene.rubric,
        "practitioner_id": w1,
        "sample_type": "random",
        "assessors": ["centre"],
        "state": "signed",
        "created_at": NOON,
    }
    # twice the same file is one, last quarter's and a withdrawn one are none
    add_row(session, AuditRow, **read, case_file_id=first, reviewed_on=TODAY)
    add_row(session, AuditRow, **read, case_file_id=first, reviewed_on=days_ago(1))
    add_row(session, AuditRow, **read, case_file_id=second, reviewed_on=date(2025, 12, 31))
    void = {**read, "state": "void"}
    add_row(session, AuditRow, **void, case_file_id=second, reviewed_on=TODAY)
    need = listed(session, branch)[f"files:{w1}"]
    assert (need.why.part, need.why.whole) == (1, 2)
    lead, check = branch.account(branch.lead), SessionType.CASE_FILE_CHECK
    held(session, branch.scene.centre, lead, QUARTER_END, (w1,), check, SessionState.PLANNED)
    assert f"files:{w1}" not in listed(session, branch)


def test_a_new_worker_follows_a_senior(session: Session, branch: Branch) -> None:
    worker, lead = branch.scene.workers["W1"], branch.account(branch.lead)
    key = f"shadowing:{worker}"
    change(session, worker, started_on=days_ago(20))
    need = listed(session, branch)[key]
    assert (need.type, need.due_on, need.tier) == (
        SessionType.SHADOWING,
        days_ago(6),
        Tier.OVERDUE,
    )
    assert need.why == DueWhy("shadows_a_senior", days=14, part=0, whole=3)
    follow = SessionType.SHADOWING
    held(session, branch.scene.centre, lead, days_ago(4), (worker,), follow)
    held(session, branch.scene.other_centre, lead, days_ago(2), (worker,), follow)
    # the third is due 42 days after the start: 14 April, beyond the month that is asked about
    assert key not in listed(session, branch)
    need = listed(session, branch, span=DueSpan(TODAY, date(2026, 4, 30)))[key]
    assert (need.due_on, need.why.part) == (date(2026, 4, 14), 2)


def test_a_team_meets_as_peers_in_a_group_and_over_cases(session: Session, branch: Branch) -> None:
    a, b, lead = branch.scene.centre, branch.scene.other_centre, branch.account(branch.lead)
    w1, w2 = (branch.scene.workers[one] for one in ("W1", "W2"))
    due = listed(session, branch)
    # both began in January 2025
    assert (due[f"peer:{a}"].why.part, due[f"peer:{a}"].people) == (2, (w1, w2))
    assert due[f"peer:{a}"].due_on == date(2025, 2, 28)
    assert due[f"meeting:{a}"].why == DueWhy("cases_each_fortnight", days=14)
    # one of them met peers in February, at the other centre: due by the end of March, and last
    held(session, b, lead, date(2026, 2, 3), (w1,), SessionType.PEER)
    held(session, a, lead, days_ago(5), (w1, w2), SessionType.CASE_MEETING)
    due = listed(session, branch)
    assert due[f"peer:{a}"].people == (w2, w1)
    # told is how long the other one, who was never in one, waits
    assert due[f"peer:{a}"].why == DueWhy("peers_each_month", part=2, whole=2)
    assert due[f"peer:{a}"].due_on == date(2025, 2, 28)
    # 18 March and a fortnight is 1 April
    assert f"meeting:{a}" not in due
    later = listed(session, branch, span=DueSpan(TODAY, date(2026, 4, 1)))
    assert later[f"meeting:{a}"].due_on == date(2026, 4, 1)
    held(session, a, lead, TODAY, (w1, w2), SessionType.PEER, SessionState.PLANNED)
    assert f"peer:{a}" not in listed(session, branch)
    # with four in post there is a group, and whoever is new to it fills it up
    for number in range(2):
        new = NewPractitioner("A", f"N{number}", "legal_aid", date(2026, 3, 2))
        add_practitioner(session, OPERATOR, new, at=NOON)
    group = listed(session, branch)[f"group:{a}"]
    assert (group.why.part, group.why.whole, len(group.people)) == (2, 4, 4)
    assert group.people[:2] == (w1, w2)
    district = listed(session, branch, branch.district, DueSpan(TODAY, QUARTER_END, centre_id=b))
    assert not district


def test_a_conference_leads_to_the_next_as_its_record_says(
    session: Session, branch: Branch
) -> None:
    a, lead = branch.scene.centre, branch.account(branch.lead)
    fine, key = SessionType.CASE_CONFERENCE, f"conference:{a}"
    made = held(session, a, lead, date(2026, 2, 20), (), fine)
    need = listed(session, branch)[key]
    assert (need.due_on, need.tier) == (date(2026, 3, 20), Tier.OVERDUE)
    assert need.why == DueWhy("conference_monthly", date(2026, 2, 20))
    record = {"session_id": made, "held_on": date(2026, 2, 20), "functions": [], "revision": 1}
    wrote = {"state": "draft", "written_at": NOON, "saved_at": NOON}
    add_row(session, SupervisionRecordRow, **record, **wrote, next_on=QUARTER_END)
    # a draft agrees to nothing
    assert listed(session, branch)[key].why.reason == "conference_monthly"
    session.execute(update(SupervisionRecordRow).values(state="signed", signed_at=NOON))
    session.commit()
    need = listed(session, branch)[key]
    assert (need.due_on, need.why.reason) == (QUARTER_END, "conference_agreed")
    held(session, a, lead, QUARTER_END, (), fine, SessionState.PLANNED)
    assert key not in listed(session, branch)


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
    assert len(statements) == 5
    assert {name.person for name in need_names(session, needs).values()} == {
        "",
        *("W1", "W2", "W9"),
    }
    session.rollback()
    for days in range(1, 6):
        held(session, branch.scene.centre, lead, days_ago(days), (), ASSESSMENT)
    with counted(session) as statements:
        work_needs(session, branch.lead, SPAN)
    assert len(statements) == 5
