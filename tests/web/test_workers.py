"""People of centres and their training in the browser, in both languages."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import NewGrant, Role
from qa_app.models.trends import ItemTotalRow
from qa_app.models.worker_rows import (
    CaseloadCeilingRow,
    WorkerCheckRow,
    WorkerLicenceRow,
    WorkerProfileRow,
)
from qa_app.services.accounts.add_account import NewAccount, add_account
from tests.people import NOON, OPERATOR
from tests.sessions import CHEAP, Scene, a_scene
from tests.web.conftest import BOTH, PASSWORD
from tests.web.visits import enter, faultless, heading, in_both, post, words_of

TODAY = clock.today("Asia/Shanghai")
PROFILE = {
    "from_on": "2025-02-01",
    "kind": "worker",
    "tier": "community",
    "is_paid": "y",
    "full_time_percent": "50",
    "meets_children": "y",
}
EVENT = {"code": "E1", "course": "C1/", "place": "KM", "held_on": "2026-03-02", "minutes": "360"}


@dataclass(frozen=True)
class Cast:
    scene: Scene
    manager: FlaskClient
    worker: FlaskClient
    lead: FlaskClient
    far: FlaskClient


@pytest.fixture
def cast(app: Flask, store: Session) -> Cast:
    scene = a_scene(store)
    for name, role, place, centre, worker in (
        ("boss", Role.CENTRE_MANAGER, None, "A", None),
        ("w1", Role.CASEWORKER, None, "A", scene.workers["W1"]),
        ("leader", Role.SENIOR_SUPERVISOR, "KM", None, None),
        ("farboss", Role.CENTRE_MANAGER, None, "B", None),
    ):
        new = NewAccount(name, name, PASSWORD, (NewGrant(role, place, centre),), worker)
        add_account(store, OPERATOR, new, CHEAP, at=NOON)
    clients = (enter(app, name) for name in ("boss", "w1", "leader", "farboss"))
    return Cast(scene, *clients)


def count(store: Session, row: type) -> int:
    store.rollback()
    return store.execute(select(func.count()).select_from(row)).scalar_one()


@BOTH
def test_a_manager_records_everything_of_a_worker(cast: Cast, store: Session) -> None:
    one = cast.scene.workers["W2"]
    page = f"/workers/{one}"
    in_both(cast.manager, f"/workers/centres/{cast.scene.centre}")
    assert post(cast.manager, f"{page}/profile", page, **PROFILE).status_code == 302
    day = (TODAY - timedelta(days=30)).isoformat()
    check = {"asked_on": day, "answered_on": day, "outcome": "clear", "answered_by": "police"}
    assert post(cast.manager, f"{page}/checks", page, **check).status_code == 302
    licence = {"kind": "lawyer", "level": "", "valid_from": "2025-01-01", "valid_until": ""}
    assert post(cast.manager, f"{page}/licences", page, **licence).status_code == 302
    zh, en = in_both(cast.manager, page)
    assert "律师执业证" in zh
    assert "Lawyer's practising certificate" in re.sub("&#39;", "'", en)
    assert "50% of a post" in en
    people = in_both(cast.manager, f"/workers/centres/{cast.scene.centre}")[1]
    assert "W2" in people
    assert heading(people) == "2 people lack something"
    # where many are brought in at once is said to whoever may, and to nobody else
    assert 'href="/register/lists/workers"' in people
    asked = in_both(cast.lead, f"/workers/centres/{cast.scene.centre}")[1]
    assert "/register/lists/workers" not in asked
    # corrected: the old row is ended and a new one written
    row = store.execute(select(WorkerProfileRow.id)).scalar_one()
    sent = {**PROFILE, "full_time_percent": "80", "replaces": str(row)}
    assert post(cast.manager, f"{page}/profile", page, **sent).status_code == 302
    assert count(store, WorkerProfileRow) == 2
    late = post(cast.manager, f"{page}/profile", page, **sent)
    assert late.status_code == 409
    assert count(store, WorkerProfileRow) == 2


def test_what_cannot_be_is_told_beside_its_field(cast: Cast, store: Session) -> None:
    page = f"/workers/{cast.scene.workers['W2']}"
    for form, sent, words in (
        ("profile", {**PROFILE, "full_time_percent": "0"}, "100"),
        ("profile", {**PROFILE, "kind": "student"}, "pl-wrong"),
        ("checks", {"asked_on": "2999-01-01", "outcome": "", "answered_by": ""}, "pl-wrong"),
        (
            "licences",
            {
                "kind": "lawyer",
                "level": "",
                "valid_from": "2026-01-02",
                "valid_until": "2026-01-01",
            },
            "pl-wrong",
        ),
        ("licences", {"kind": "no", "level": "", "valid_from": "2026-01-02"}, "pl-summary"),
    ):
        answer = post(cast.manager, f"{page}/{form}", page, **sent)
        assert answer.status_code == 422, form
        assert words in answer.text
    assert [count(store, row) for row in (WorkerProfileRow, WorkerCheckRow, WorkerLicenceRow)] == [
        0,
        0,
        0,
    ]


def test_ending_a_row_once(cast: Cast, store: Session) -> None:
    page = f"/workers/{cast.scene.workers['W2']}"
    post(cast.manager, f"{page}/profile", page, **PROFILE)
    row = store.execute(select(WorkerProfileRow.id)).scalar_one()
    address = f"{page}/profile/{row}/end"
    assert post(cast.manager, address, page, why="x").status_code == 422
    assert post(cast.manager, address, page, why="mistaken").status_code == 302
    assert post(cast.manager, address, page, why="mistaken").status_code == 409


def test_who_sees_whom(cast: Cast) -> None:
    own, other = (cast.scene.workers[code] for code in ("W1", "W2"))
    assert cast.worker.get("/workers/own").headers["Location"].endswith(f"/workers/{own}")
    page = faultless(cast.worker, f"/workers/{own}")
    assert "/profile" not in page
    assert cast.worker.get(f"/workers/{other}").status_code == 404
    assert cast.worker.get("/workers").status_code == 404
    assert cast.far.get(f"/workers/{own}").status_code == 404
    assert cast.far.get(f"/workers/centres/{cast.scene.centre}").status_code == 404
    # a supervisor reads and does not record
    assert "/profile" not in faultless(cast.lead, f"/workers/{own}")
    faultless(cast.lead, "/workers")
    page = f"/workers/{own}"
    assert post(cast.lead, f"{page}/profile", page, **PROFILE).status_code == 404


@BOTH
def test_training_from_a_course_to_the_cascade(cast: Cast, store: Session) -> None:
    in_both(cast.lead, "/workers/trainings")
    course = {
        "code": "C1",
        "name_zh": "被害人服务",
        "name_en": "",
        "about_victims": "y",
        "makes_trainers": "y",
    }
    address = "/workers/trainings"
    sent = post(cast.lead, f"{address}/courses", address, **course, course="", minutes="")
    assert sent.status_code == 302
    # courses are the whole installation's: a centre is neither asked nor heard
    mine = {**course, "code": "C2", "course": "", "minutes": ""}
    assert "/courses" not in cast.manager.get(address).text
    assert post(cast.manager, f"{address}/courses", address, **mine).status_code == 404
    assert 'lists/courses"' not in cast.manager.get("/register/lists").text
    assert cast.manager.get("/register/lists/courses").status_code == 404
    again = post(cast.lead, f"{address}/courses", address, **course, course="", minutes="")
    assert again.status_code == 422
    module = {
        "code": "M1",
        "name_zh": "访谈",
        "name_en": "Talking",
        "course": "C1",
        "minutes": "90",
    }
    assert post(cast.lead, f"{address}/courses", address, **module).status_code == 302
    first = post(cast.lead, address, address, **EVENT).headers["Location"].split("?")[0]
    second = (
        post(
            cast.lead,
            address,
            address,
            **{**EVENT, "code": "E2", "course": "C1/M1", "held_on": "2026-03-16"},
        )
        .headers["Location"]
        .split("?")[0]
    )
    outside = {"centre": "A", "practitioner": "", "organisation": "云南大学"}
    assert post(cast.lead, f"{first}/trainers", first, **outside).status_code == 302
    assert (
        post(cast.lead, f"{first}/trainers", first, **{**outside, "practitioner": "W1"}).status_code
        == 422
    )
    there = {"centre": "A", "practitioner": "W1", "minutes": "360"}
    assert post(cast.manager, f"{first}/attendance", first, **there).status_code == 302
    assert (
        post(cast.manager, f"{first}/attendance", first, **{**there, "minutes": "361"}).status_code
        == 422
    )
    trainer = {"centre": "A", "practitioner": "W1", "organisation": ""}
    assert post(cast.lead, f"{second}/trainers", second, **trainer).status_code == 302
    assert (
        post(
            cast.lead,
            f"{second}/attendance",
            second,
            **{**there, "practitioner": "W2", "minutes": "90"},
        ).status_code
        == 302
    )
    zh, en = in_both(cast.lead, first)
    assert "云南大学" in zh
    assert "W1" in words_of(en)
    tree = in_both(cast.lead, "/workers/trainings/cascade")[1]
    assert heading(tree) == "2 people reached by training of trainers"
    assert tree.index(first) < tree.index(second)
    # a manager of another centre sees the city's training and no worker of others
    page = in_both(cast.far, first)[1]
    assert "1 person of other centres" in page
    assert "W1" not in words_of(page).split("Attended", 1)[1]
    row = re.search(r"/attendance/(\d+)/end", cast.manager.get(first).text)
    assert row is not None
    assert post(cast.manager, f"{first}/attendance/{row[1]}/end", first).status_code == 302
    assert post(cast.manager, f"{first}/attendance/{row[1]}/end", first).status_code == 409
    worker = faultless(cast.worker, f"/workers/{cast.scene.workers['W1']}")
    assert "0" in worker


@BOTH
def test_items_before_and_after_tell_no_cause(cast: Cast, store: Session) -> None:
    address = "/workers/trainings"
    post(
        cast.lead,
        f"{address}/courses",
        address,
        code="C1",
        name_zh="课",
        name_en="",
        course="",
        minutes="",
    )
    event = post(cast.lead, address, address, **EVENT).headers["Location"].split("?")[0]
    page = f"{event}/items/{cast.scene.centre}"
    _zh, en = in_both(cast.lead, page)
    assert heading(en) == "No clear difference before and after"
    middle = 2026 * 12 + 2
    assert month_of(TODAY) >= middle
    rows = [
        (middle - 1, "met", 2),
        (middle - 1, "unmet", 18),
        (middle + 1, "met", 18),
        (middle + 1, "unmet", 2),
        (middle, "met", 50),
        (middle - 7, "met", 50),
    ]
    store.execute(
        insert(ItemTotalRow),
        [
            {
                "scope": f"c:{cast.scene.centre}",
                "rubric_version_id": cast.scene.rubric,
                "item_code": "A1",
                "sample_type": "random",
                "month": month,
                "code": code,
                "file_count": files,
            }
            for month, code, files in rows
        ],
    )
    store.commit()
    _zh, en = in_both(cast.lead, page)
    assert heading(en) == "1 item differs before and after"
    assert "2 of 20" in en
    assert "18 of 20" in en
    assert "say nothing about why they differ" in en
    assert cast.far.get(page).status_code == 404
    assert cast.worker.get(page).status_code == 404


def test_a_supervisor_sets_ceilings(cast: Cast, store: Session) -> None:
    in_both(cast.lead, "/workers/ceilings")
    page = cast.lead.get("/workers/ceilings").text
    place = re.search(r'<option value="(\d+)" selected', page)
    assert place is not None
    sent = {"place": place[1], "area": "legal_aid", "most": "30", "from_on": "2026-01-01"}
    address = "/workers/ceilings"
    assert post(cast.lead, address, address, **sent).status_code == 302
    assert post(cast.lead, address, address, **{**sent, "most": "0"}).status_code == 422
    assert post(cast.lead, address, address, **{**sent, "place": "99999"}).status_code == 404
    assert "30" in faultless(cast.lead, address)
    assert count(store, CaseloadCeilingRow) == 1
    assert cast.manager.get(address).status_code == 404
