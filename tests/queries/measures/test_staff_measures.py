"""What is measured of workers, as of a day and as known at an instant."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.text import BilingualText
from qa_app.domain.training import NewAttendance, NewCourse, NewEvent
from qa_app.domain.workers import (
    AnsweredBy,
    CheckOutcome,
    NewCheck,
    NewWorkerProfile,
    SentFact,
    Tier,
    WorkerKind,
)
from qa_app.models.caseload_counts import count_open_cases
from qa_app.models.cases import CaseFileRow, CaseListRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.queries.measures.caseload import caseload_p90, caseload_vs_ceiling
from qa_app.queries.measures.ground import Measured, MeasureGround
from qa_app.queries.measures.staff import staff_certified, staff_checked
from qa_app.queries.measures.supervised import supervisees_per_supervisor, supervision_held
from qa_app.queries.measures.training import trained_pro_rata
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.services.workers.save_fact import save_fact
from qa_app.services.workers.save_training import save_training
from qa_app.services.workers.set_ceiling import set_ceiling
from tests.agreements import FIRST, a_team, an_agreement
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.services.workers.test_facts import CLEAR, LICENCE, TABLES
from tests.sessions import Scene, a_scene

DAY = date(2026, 3, 23)
LATER = NOON + timedelta(days=1)
PROFILE = NewWorkerProfile(date(2025, 2, 1), WorkerKind.WORKER, Tier.COMMUNITY, True, 50, True)


@pytest.fixture
def scene(session: Session) -> Scene:
    """W1 does social work and W2 legal aid at centre A since 6 January 2025, W9 at centre B."""
    return a_scene(session)


def a_leaf(metric: str, **params: Any) -> Leaf:
    return Leaf(metric, Threshold(">=", Fraction(1)), None, 1, params)


def ground(
    as_of: date = DAY, at: datetime = NOON, records: bool = False, now: bool = False
) -> MeasureGround:
    return MeasureGround(CentreRow.id > 0, as_of, at, records, now)


def told(found: Measured) -> dict[tuple[int, str], tuple[object, int, int | None]]:
    return {key: (one.gap or one.value, one.n, one.count) for key, one in found.items()}


def save(session: Session, worker: int, fact: Any, at: datetime = NOON) -> int:
    return save_fact(session, OPERATOR, worker, SentFact(fact), TABLES, ZONE, at=at)


def test_a_check_counts_for_a_year_and_only_when_clear(session: Session, scene: Scene) -> None:
    leaf = a_leaf("share_staff_checked_12m")
    assert staff_checked(session, ground(), leaf) == {}
    session.rollback()
    save(session, scene.workers["W1"], CLEAR)
    a = scene.centre
    found = staff_checked(session, ground(records=True), leaf)
    # centre B recorded nothing: it is not collected there
    assert told(found) == {(a, ""): (Fraction(1, 2), 2, 1)}
    assert [one.kind for one in found[a, ""].records] == [
        "worker_post",
        "worker_check",
        "worker_post",
    ]
    assert all(len(one.digest) == 64 for one in found[a, ""].records)
    assert told(staff_checked(session, ground(date(2026, 1, 8)), leaf))[a, ""][2] == 0
    assert told(staff_checked(session, ground(date(2027, 1, 8)), leaf))[a, ""][2] == 1
    assert told(staff_checked(session, ground(date(2027, 1, 9)), leaf))[a, ""][2] == 0
    session.rollback()
    bad = NewCheck(date(2026, 2, 1), date(2026, 3, 1), CheckOutcome.NOT_CLEAR, AnsweredBy.POLICE)
    save(session, scene.workers["W1"], bad, LATER)
    assert told(staff_checked(session, ground(at=LATER), leaf))[a, ""] == (0, 2, 0)
    # what was known at noon stays
    assert staff_checked(session, ground(records=True), leaf) == found


def test_who_meets_no_child_is_not_asked_and_students_are(session: Session, scene: Scene) -> None:
    one, two = scene.workers["W1"], scene.workers["W2"]
    save(session, one, CLEAR)
    save(session, two, replace(PROFILE, meets_children=False))
    leaf, key = a_leaf("share_staff_checked_12m"), (scene.centre, "")
    assert told(staff_checked(session, ground(), leaf))[key] == (1, 1, 1)
    session.rollback()
    save(
        session,
        two,
        replace(PROFILE, from_on=date(2026, 3, 1), kind=WorkerKind.STUDENT, under="W1"),
    )
    assert told(staff_checked(session, ground(), leaf))[key] == (Fraction(1, 2), 2, 1)
    assert told(staff_checked(session, ground(date(2026, 2, 28)), leaf))[key] == (1, 1, 1)


def test_a_licence_counts_in_its_area_while_it_holds(session: Session, scene: Scene) -> None:
    leaf, a = a_leaf("share_staff_certified"), scene.centre
    save(session, scene.workers["W2"], replace(LICENCE, valid_until=DAY))
    save(session, scene.workers["W1"], LICENCE)  # a lawyer in social work
    assert told(staff_certified(session, ground(), leaf)) == {
        (a, "social_work"): (0, 1, 0),
        (a, "legal_aid"): (1, 1, 1),
    }
    after = ground(DAY + timedelta(days=1))
    assert told(staff_certified(session, after, leaf))[a, "legal_aid"] == (0, 1, 0)


def test_hours_are_asked_by_months_in_post(session: Session, scene: Scene) -> None:
    course = NewCourse("C1", BilingualText("被害人", "Victims"))
    other = NewCourse("C2", BilingualText("软件", "Software"), about_victims=False)
    for new in (
        course,
        other,
        NewEvent("E1", "C1", "", "KM", date(2026, 3, 1), 3000),
        NewEvent("E2", "C2", "", "KM", date(2026, 3, 1), 3000),
        # 14 months in post ask 14 hours
        NewAttendance("E1", "A", "W1", 14 * 60),
        NewAttendance("E1", "A", "W2", 14 * 60 - 1),
        NewAttendance("E2", "A", "W2", 3000),
    ):
        save_training(session, OPERATOR, new, ZONE, at=NOON)
    leaf = a_leaf("share_trained_pro_rata", hours=24, months=24, min_months_in_post=6)
    found = trained_pro_rata(session, ground(records=True), leaf)
    assert told(found) == {
        (scene.centre, "social_work"): (1, 1, 1),
        (scene.centre, "legal_aid"): (0, 1, 0),
    }
    one = found[scene.centre, "social_work"]
    assert (one.first_day, one.last_day) == (date(2024, 3, 24), DAY)
    early = told(trained_pro_rata(session, ground(date(2025, 7, 5)), leaf))
    assert early == {}  # six months are over on 6 July


def a_list(session: Session, scene: Scene, at: datetime, *counts: tuple[str, int]) -> None:
    row = {"centre_id": scene.centre, "digest": "", "imported_at": at}
    numbers = {f"{name}_count": 0 for name in ("added", "updated", "unchanged")}
    made = session.execute(
        insert(CaseListRow).values(**row, **numbers).returning(CaseListRow.id)
    ).scalar_one()
    session.execute(update(CaseFileRow).values(closed_on=at.date()))
    number = session.execute(select(CaseFileRow.id)).all()
    files = [
        {
            "reference": f"R{len(number)}-{worker}-{place}",
            "centre_id": scene.centre,
            "area_code": "legal_aid",
            "practitioner_id": scene.workers.get(worker),
            "opened_on": date(2026, 1, 5),
        }
        for worker, count in counts
        for place in range(count)
    ]
    session.execute(insert(CaseFileRow), files)
    count_open_cases(session, scene.centre, made, at.date())
    session.commit()


def test_caseloads_are_those_of_the_last_list(session: Session, scene: Scene) -> None:
    leaf, key = a_leaf("caseload_p90"), (scene.centre, "legal_aid")
    assert caseload_p90(session, ground(), leaf) == {}
    session.rollback()
    a_list(session, scene, NOON, ("W2", 12), ("", 3))
    found = told(caseload_p90(session, ground(), leaf))
    assert found[key] == (12, 1, None)
    assert found[scene.centre, "social_work"] == ("nobody_has_cases", 0, None)
    session.rollback()
    save(session, scene.workers["W2"], PROFILE)  # half a post
    assert told(caseload_p90(session, ground(), leaf))[key][0] == 24
    session.rollback()
    a_list(session, scene, LATER, ("W2", 5))
    assert told(caseload_p90(session, ground(DAY + timedelta(days=1), LATER), leaf))[key][0] == 10
    assert told(caseload_p90(session, ground(), leaf))[key][0] == 24
    old = told(caseload_p90(session, ground(date(2026, 9, 25), LATER), leaf))
    assert old[key][0] == "list_too_old"


def test_the_ceiling_of_the_city(session: Session, scene: Scene) -> None:
    leaf, key = a_leaf("caseload_vs_city_ceiling"), (scene.centre, "legal_aid")
    a_list(session, scene, NOON, ("W2", 12))
    assert told(caseload_vs_ceiling(session, ground(), leaf))[key] == ("no_ceiling", 1, None)
    city = session.execute(select(PlaceRow.id).where(PlaceRow.code == "KM")).scalar_one()
    session.rollback()
    set_ceiling(session, OPERATOR, (city, "legal_aid"), (10, date(2026, 3, 1)), at=NOON)
    assert told(caseload_vs_ceiling(session, ground(), leaf))[key] == (Fraction(6, 5), 1, None)


def test_sessions_held_of_those_due_in_six_whole_months(session: Session, scene: Scene) -> None:
    leaf, a, b = a_leaf("share_supervision_held_6m"), scene.centre, scene.other_centre
    two = scene.workers["W2"]
    assert supervision_held(session, ground(now=True), leaf) == {}  # nothing was ever planned
    session.rollback()
    end_practitioner(session, OPERATOR, scene.workers["W9"], date(2025, 6, 30), ZONE, at=NOON)
    # four days of a weekly rhythm ask for nothing yet
    new = NewPractitioner("B", "W10", "legal_aid", date(2026, 2, 25))
    add_practitioner(session, OPERATOR, new, at=NOON)
    rows = [
        ("centre", a, "individual", date(2025, 7, 1), 0),
        ("centre", b, "individual", date(2025, 7, 1), 0),
        ("practitioner", two, "individual", date(2025, 8, 1), 9),
        ("practitioner", two, "individual", date(2025, 9, 1), 4),
        ("practitioner", two, "individual", date(2026, 2, 1), 2),
        ("practitioner", two, "case_discussion", date(2026, 1, 1), 1),
        ("practitioner", two, "group", date(2025, 12, 1), 5),
        ("practitioner", two, "individual", date(2026, 3, 1), 1),
    ]
    named = ("scope", "scope_id", "type", "month", "held")
    made = [{**dict(zip(named, row, strict=True)), "due": 9, "area_code": ""} for row in rows]
    session.execute(insert(SessionMonthRow), made)
    session.commit()
    found = supervision_held(session, ground(now=True), leaf)
    # September to February: one a month; held in September, January and February
    assert told(found) == {
        (a, "legal_aid"): (Fraction(1, 2), 6, 3),
        (a, "social_work"): (0, 6, 0),
        (b, "legal_aid"): (None, 0, 0),
    }
    assert found[b, "legal_aid"].is_vacuous
    one = found[a, "legal_aid"]
    assert (one.first_day, one.last_day) == (date(2025, 9, 1), date(2026, 2, 28))
    # a month counts from the day after it ends
    for day, last in (
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2026, 4, 1), date(2026, 3, 31)),
    ):
        ended = supervision_held(session, ground(day, now=True), leaf)[a, "legal_aid"]
        assert ended.last_day == last
    nothing = told(supervision_held(session, ground(date(2027, 1, 31), now=True), leaf))
    assert nothing[a, "legal_aid"] == (0, 6, 0)


def test_people_for_each_supervisor_wherever_they_work(session: Session, scene: Scene) -> None:
    leaf = a_leaf("supervisees_per_supervisor")
    found = told(supervisees_per_supervisor(session, ground(), leaf))
    assert found[scene.centre, "legal_aid"] == ("nobody_supervises", 0, None)


def test_a_supervisor_of_two_centres_counts_with_all_their_people(session: Session) -> None:
    team = a_team(session)
    for worker in ("W1", "W2", "W9"):
        an_agreement(
            session,
            team,
            supervisor_id=team.head,
            practitioner_id=team.worker(worker),
        )
    leaf, day = a_leaf("supervisees_per_supervisor"), FIRST
    found = supervisees_per_supervisor(session, ground(day, records=True), leaf)
    key = (team.scene.centre, "legal_aid")
    assert told(found)[key] == (3, 1, 3)
    assert len(found[key].records) == 3
    before = told(supervisees_per_supervisor(session, ground(day - timedelta(days=1)), leaf))
    assert before[key] == ("nobody_supervises", 0, None)
