import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.month_grid import month_after
from qa_app.domain.people import Role
from qa_app.domain.supervision import SessionType
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.session_counts import counting_sessions
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.people import NOON, OPERATOR
from tests.sessions import Scene, a_scene, reference, someone
from tests.statements import counted_on
from tests.web.conftest import ON_POSTGRESQL, Visit
from tests.web.visits import enter, faultless, heading, in_both, words_of

TODAY = clock.today("Asia/Shanghai")
RUNNING = TODAY.replace(day=1)
LAST_MONTH = month_after(RUNNING, -1)


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_scene(store)


def some_sessions(
    store: Session, scene: Scene, days: list[date], state: str, worker: str = "W1"
) -> None:
    """Sessions as they stand in the end, counted as services count them."""
    with counting_sessions(store) as counted:
        for day in days:
            made = store.execute(
                insert(SupervisionSessionRow)
                .values(
                    centre_id=scene.centre,
                    type=SessionType.INDIVIDUAL.value,
                    planned_on=day,
                    supervisor_id=scene.supervisor.account_id,
                    files_wanted=0,
                    state=state,
                    created_at=NOON,
                )
                .returning(SupervisionSessionRow.id)
            ).scalar_one()
            store.execute(
                insert(SessionPersonRow).values(
                    session_id=made, practitioner_id=scene.workers[worker]
                )
            )
            counted.add(made)
    store.commit()


@pytest.fixture
def year(store: Session, scene: Scene) -> Scene:
    """Of W1 ten of the last eleven months held, of W2 one missed in the last month."""
    months = [month_after(RUNNING, -back) for back in range(1, 12)]
    some_sessions(store, scene, [month.replace(day=9) for month in months[:10]], "held")
    some_sessions(store, scene, [months[10].replace(day=9)], "planned")
    some_sessions(store, scene, [LAST_MONTH.replace(day=20)], "planned", "W2")
    return scene


def test_a_supervisor_reads_the_coverage_of_a_branch_in_sentences_and_tables(
    year: Scene, visit: Visit
) -> None:
    client = visit("senior_supervisor")
    zh, en = in_both(client, "/supervision/coverage")
    # three in post for eleven months that are over; for two of them hardly anything was planned
    assert heading(en) == (
        "The whole network: 10 of 33 individual sessions due by the rhythm were held (30 %);"
        " missed: 23."
    )
    assert heading(zh) == "全网络：按频次应开展个别督导33次，已开展10次（30%），未开展23次。"
    # the other count says that it is one, before its numbers and over its tables
    assert re.search(
        r"“Planned” is another count: .* so the two need not agree\."
        r" 10 of 12 sessions planned were held \(83 %\); missed: 2\.",
        words_of(en),
    )
    assert "“已安排”是另一种统计" in words_of(zh)
    assert "Sessions planned, by type" in en
    assert "Share held of the individual sessions due by the rhythm, in %," in words_of(en)
    assert "<svg" in en
    # nothing was held in its first twelve months
    assert "The median of 0 % is the end of the scale" in words_of(en)
    assert "Individual supervision" in en
    assert "Listed by code, never by rank." in en


def test_from_the_network_down_to_one_worker(
    store: Session, year: Scene, visit: Visit, app: Flask
) -> None:
    client = visit("senior_supervisor")
    place = store.execute(select(PlaceRow.id).where(PlaceRow.code == "PL")).scalar_one()
    top = client.get("/supervision/coverage").text
    for of in (f"place-{place}", f"centre-{year.centre}"):
        page = faultless(client, f"/supervision/coverage?of={of}")
        assert "按频次应开展个别督导22次，已开展10次" in heading(page)
    assert "of=place-" in top
    page = faultless(client, f"/supervision/coverage?of=centre-{year.centre}")
    assert f"of=practitioner-{year.workers['W1']}" in page
    worker = faultless(client, f"/supervision/coverage?of=practitioner-{year.workers['W2']}")
    assert "按频次应开展个别督导11次，已开展0次（0%），未开展11次。" in heading(worker)
    assert "已安排1次，已开展0次（0%），未开展1次。" in words_of(worker)
    assert "W2" in words_of(worker)


def test_caseload_goals_and_who_was_not_seen_for_long(
    store: Session, year: Scene, visit: Visit
) -> None:
    files = [
        {
            "reference": reference(number),
            "centre_id": year.centre,
            "area_code": "legal_aid",
            "opened_on": date(2026, 3, 2),
            "practitioner_id": year.workers["W1"],
        }
        for number in range(1, 28)
    ]
    store.execute(insert(CaseFileRow), files)
    store.execute(
        update(PractitionerRow)
        .where(PractitionerRow.id == year.workers["W2"])
        .values(started_on=TODAY - timedelta(days=400))
    )
    store.commit()
    client = visit("senior_supervisor")
    address = f"/supervision/coverage?of=centre-{year.centre}"
    _zh, en = in_both(client, address)
    assert "27, above 25" in en
    # nothing is credited: each whole month falls short by itself
    assert re.search(r"last month 0 min; 11 of 11 months below what the month", words_of(en))
    seen = (TODAY - LAST_MONTH.replace(day=9)).days
    unseen = en.split('id="unseen"')[1]
    assert ">W2<" in unseen
    assert "400" in unseen
    assert (">W1<" in unseen) == (seen > 31)
    assert client.get(f"{address}&unseen=92").status_code == 200
    assert client.get(f"{address}&unseen=5").status_code == 404


def test_the_month_that_runs_counts_the_days_that_have_passed(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_sessions(store, scene, [TODAY, TODAY + timedelta(days=1)], "planned")
    client = visit("senior_supervisor")
    assert "没有安排督导" in client.get("/supervision/coverage").text
    yesterday = TODAY - timedelta(days=1)
    some_sessions(store, scene, [yesterday], "planned")
    assert "已安排1次，已开展0次（0%），未开展1次。" in client.get("/supervision/coverage").text


def test_who_sees_what(store: Session, year: Scene, visit: Visit, app: Flask) -> None:
    of_centre = f"/supervision/coverage?of=centre-{year.centre}"
    of_worker = f"/supervision/coverage?of=practitioner-{year.workers['W1']}"
    of_other = f"/supervision/coverage?of=practitioner-{year.workers['W2']}"
    of_lead = f"/supervision/coverage?of=supervisor-{year.supervisor.account_id}"
    of_all = "/supervision/coverage?of=network-0"
    someone(store, "manager_a", Role.CENTRE_MANAGER, "A")
    someone(store, "manager_b", Role.CENTRE_MANAGER, "B")
    someone(store, "worker", Role.CASEWORKER, "A", year.workers["W1"])

    def told(name: str) -> list[int]:
        client = enter(app, name)
        asked = (of_centre, of_worker, of_other, of_lead, of_all)
        return [client.get(one).status_code for one in asked]

    assert told("lead") == [200, 200, 200, 200, 404]
    assert told("manager_a") == [200, 200, 200, 404, 404]
    assert told("manager_b") == [404, 404, 404, 404, 404]
    assert told("worker") == [404, 200, 404, 404, 404]
    assert told("far") == [404, 404, 404, 404, 404]
    own = enter(app, "worker").get("/supervision/coverage").text
    assert "按频次应开展个别督导11次，已开展10次" in heading(own)
    nobody = faultless(visit("caseworker"), "/supervision/coverage")
    assert "您的账户未对应任何中心的工作人员" in nobody
    for wrong in ("of=place-999", "of=centre-0", "of=nothing-1", "of=centre"):
        assert visit("senior_supervisor").get(f"/supervision/coverage?{wrong}").status_code == 404


def test_a_supervisor_finds_whom_they_met(year: Scene, app: Flask) -> None:
    client = enter(app, "lead")
    first = client.get("/supervision/coverage").text
    address = f"of=supervisor-{year.supervisor.account_id}"
    assert address in first
    page = faultless(client, f"/supervision/coverage?{address}")
    assert "W1 · 中心甲" in page
    assert "W2 · 中心甲" in page


def test_the_report_of_a_quarter_is_a_page_and_a_paper_in_both_languages(
    year: Scene, visit: Visit
) -> None:
    client = visit("senior_supervisor")
    quarter = f"{LAST_MONTH.year}-{(LAST_MONTH.month - 1) // 3 + 1}"
    address = f"/supervision/coverage/report?of=centre-{year.centre}&quarter={quarter}"
    page = faultless(client, address)
    assert f"{LAST_MONTH.year}年第{quarter[-1]}季度" in page
    papers = {}
    for language in ("zh", "en"):
        paper = address.replace("report?", "report.pdf?") + f"&lang={language}"
        first, again = client.get(paper), client.get(paper)
        assert first.data.startswith(b"%PDF")
        assert first.data == again.data
        papers[language] = first.data
    assert papers["zh"] != papers["en"]
    for wrong in ("2999-1", "2026-5", "1999-4", "x"):
        asked = f"/supervision/coverage/report?of=centre-{year.centre}&quarter={wrong}"
        assert client.get(asked).status_code == 404
    assert client.get(address.replace("report?", "report.pdf?") + "&lang=fr").status_code == 404


@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
def test_measures_of_a_supervisors_quarter_are_computed_from_records(
    store: Session, scene: Scene, app: Flask, shipped: Path
) -> None:
    held = LAST_MONTH.replace(day=9)
    some_sessions(store, scene, [held, held], "held")
    lead = scene.supervisor.account_id
    row = SupervisionSessionRow
    one, _other = store.execute(select(row.id).where(row.supervisor_id == lead)).scalars()
    store.execute(
        insert(SupervisionRecordRow).values(
            session_id=one,
            held_on=held,
            began_at=time(9),
            ended_at=time(10, 30),
            was_interrupted=False,
            functions=["learning"],
            state="signed",
            revision=1,
            written_at=NOON,
            saved_at=NOON,
        )
    )
    store.execute(
        insert(SupervisionAgreementRow).values(
            kind="standing",
            supervisor_id=lead,
            practitioner_id=scene.workers["W1"],
            centre_id=scene.centre,
            place_path="1/",
            minutes=60,
            functions={"learning": 100},
            from_on=date(2026, 1, 1),
            created_at=NOON,
        )
    )
    store.commit()
    quarter = f"{LAST_MONTH.year}-{(LAST_MONTH.month - 1) // 3 + 1}"
    address = f"/supervision/coverage/report?of=supervisor-{lead}&quarter={quarter}"
    client = enter(app, "lead")
    page = faultless(client, address)
    measures = words_of(page.split('id="measures"')[1].join(["<main", ""]))
    assert "由记录计算" in page
    # which item asks for it says the rubric in force; here there is none yet
    assert "被督导人数 1 1" in measures
    assert "A2" not in measures
    file = shipped / "supervision_practice.yaml"
    read = read_rubric(file, shipped)
    area = {one.code: one for one in read_areas(file, shipped)}[read.rubric.area]
    publish_rubric(store, OPERATOR, read.rubric, read.content, at=NOON, area=area)
    page = faultless(client, address)
    measures = words_of(page.split('id="measures"')[1].join(["<main", ""]))
    assert "A2 · 被督导人数 1 1" in measures
    assert "A3 · 已开展的个别督导次数 2 1" in measures
    assert "A4 · 不少于一小时且未受打扰的个别督导 100% 1" in measures
    assert client.get(address.replace("report?", "report.pdf?")).data.startswith(b"%PDF")


@ON_POSTGRESQL
def test_coverage_on_the_other_database(year: Scene, visit: Visit) -> None:
    client = visit("senior_supervisor")
    assert "应开展个别督导33次" in heading(faultless(client, "/supervision/coverage"))
    assert faultless(client, f"/supervision/coverage?of=centre-{year.centre}")


def test_queries_stay_few_however_many_centres(
    store: Session, year: Scene, visit: Visit, app: Flask
) -> None:
    from qa_app.extensions import db

    client = visit("senior_supervisor")
    client.get("/supervision/coverage")
    with app.app_context():
        engine = db.engine
    place = store.execute(select(PlaceRow.id).where(PlaceRow.code == "PL")).scalar_one()
    address = f"/supervision/coverage?of=place-{place}"
    with counted_on(engine) as few:
        client.get(address)
    store.execute(
        insert(CentreRow),
        [
            {
                "code": f"N{number}",
                "place_id": place,
                "place_path": store.get_one(PlaceRow, place).path,
                "name_zh": f"新{number}",
                "name_en": f"New {number}",
                "kind": "law_firm",
            }
            for number in range(40)
        ],
    )
    store.commit()
    with counted_on(engine) as many:
        assert "New 39" in client.get(address).text or "新39" in client.get(address).text
    assert len(few) < 30
    assert len(many) <= 2 * len(few)
