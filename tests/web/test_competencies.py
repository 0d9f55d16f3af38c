"""Pages of competencies: who reads whom, forms with their refusals, gaps with n, files."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.competencies import Level
from qa_app.domain.journal import canonical_json
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow
from qa_app.models.competency_rows import CompetencyAssessmentRow, CompetencySurveyRow
from qa_app.models.places import PractitionerRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.worker_rows import WorkerProfileRow
from tests.agreements import Team, a_team, an_agreement, more_workers
from tests.audits import ZONE
from tests.competencies import a_framework, levels
from tests.competencies import published as published_framework
from tests.people import NOON
from tests.readings import count_in, published, read_as
from tests.sessions import someone
from tests.web.conftest import BOTH, Visit
from tests.web.visits import faultless, heading, in_both, send, words_of

LEVELS = {"level-K1": "1", "level-K2": "2"}
MARKS = {"confidence-K1": "1", "importance-K1": "4", "confidence-K2": "4", "importance-K2": "4"}


@pytest.fixture
def team(store: Session) -> Team:
    made = a_team(store)
    an_agreement(store, made, from_on=max(date(2026, 4, 1), clock.today(ZONE)))
    someone(store, "worker", Role.CASEWORKER, "A", made.worker("W1"))
    someone(store, "other", Role.CASEWORKER, "A", made.worker("W2"))
    someone(store, "manager", Role.CENTRE_MANAGER, "A")
    rubric = published(store, "3.0.0")
    published_framework(store, competencies=_competencies(store, rubric))
    store.execute(
        update(PractitionerRow)
        .where(PractitionerRow.id == made.worker("W2"))
        .values(area_code="social_work")
    )
    store.execute(
        insert(WorkerProfileRow).values(
            practitioner_id=made.worker("W1"),
            from_on=date(2024, 1, 1),
            kind="worker",
            tier="statutory",
            is_paid=True,
            full_time_percent=100,
            meets_children=True,
            recorded_at=NOON,
        )
    )
    store.commit()
    count_in(
        store,
        made.scene.centre,
        rubric,
        month_of(clock.today(ZONE)),
        5,
        practitioner_id=made.worker("W1"),
        **read_as(A1="unmet", A2="met", B1="met"),
    )
    return made


def _competencies(store: Session, version: int) -> list[object]:
    code = store.get_one(RubricVersionRow, version).rubric_code
    store.rollback()
    first, second = a_framework()["competencies"]
    return [{**first, "items": {code: ["A1", "B1"]}}, {**second, "items": {}}]


def page_of(team: Team, code: str = "W1", ending: str = "") -> str:
    return f"/competencies/workers/{team.worker(code)}{ending}"


def assessed(store: Session, team: Team, code: str, first: Level, days: int = 0) -> None:
    on = clock.today(ZONE) - timedelta(days=days)
    store.execute(
        insert(CompetencyAssessmentRow).values(
            practitioner_id=team.worker(code),
            framework_id=1,
            kind="supervisor",
            assessed_on=on,
            next_on=on + timedelta(days=365),
            levels=canonical_json({key: int(one) for key, one in levels(first).items()}),
            recorded_at=NOON,
        )
    )
    store.commit()


def count(store: Session, row: type) -> int:
    found = store.execute(select(func.count(row.id))).scalar_one()
    store.rollback()
    return int(found)


@BOTH
def test_a_supervisor_assesses_and_the_worker_sees_gaps_and_training(
    store: Session, team: Team, visit: Visit
) -> None:
    lead, worker = visit("lead"), visit("worker")
    today = clock.today(ZONE).isoformat()
    chinese = faultless(lead, page_of(team, ending="/assess"))
    assert "独立完成" in chinese
    sent = send(lead, page_of(team, ending="/assess"), on=today, note="提问偏多", **LEVELS)
    assert (sent.status_code, sent.headers["Location"]) == (
        302,
        page_of(team, ending="?notice=assessment_kept"),
    )
    faultless(worker, "/competencies/own/survey")
    assert send(worker, "/competencies/own/survey", **MARKS).status_code == 302
    chinese, english = in_both(worker, page_of(team))
    assert heading(english) == "2 gaps of competency, 2 below what is expected"
    said = words_of(english)
    assert "2 of 3 sources say so" in said
    # nothing was reviewed of this worker's own: the file counted above stands in totals alone
    assert "cannot tell: no item was scored in 5 files or more" in said
    assert "1 of 1 worker below what is expected of their tier" in said
    assert "1 of 1 worker: it matters, and they are not sure of it" in said
    assert "Training that covers it: module (6 hours)" in said
    assert "提问偏多" in english
    assert "三类来源中有2类指出" in chinese
    assert worker.get("/competencies").headers["Location"] == page_of(team)


@BOTH
def test_a_mistake_is_taken_back_once(store: Session, team: Team, visit: Visit) -> None:
    lead = visit("lead")
    send(lead, page_of(team, ending="/assess"), on=clock.today(ZONE).isoformat(), **LEVELS)
    (made,) = re.findall(r"/competencies/assessments/(\d+)/end", lead.get(page_of(team)).text)
    address = f"/competencies/assessments/{made}/end"
    assert send(visit("worker"), address).status_code == 404
    assert send(visit("manager"), address).status_code == 404
    assert send(lead, address).status_code == 302
    again = send(lead, address)
    assert again.status_code == 409
    assert "此前已撤回" in again.text


@BOTH
def test_forms_are_refused_in_words_and_count_once(
    store: Session, team: Team, visit: Visit
) -> None:
    lead, worker, today = visit("lead"), visit("worker"), clock.today(ZONE)
    address = page_of(team, ending="/assess")
    for fields, said in (
        ({"on": today.isoformat()}, "请为每项胜任力选择一个水平"),
        ({"on": (today + timedelta(days=1)).isoformat(), **LEVELS}, "请选择该工作人员到岗之日至"),
        ({"on": today.isoformat(), "next_on": today.isoformat(), **LEVELS}, "请选择评估之后"),
        ({"on": today.isoformat(), "note": "王小明的母亲不满意", **LEVELS}, "似乎包含姓名"),
        ({"on": "2026-13-40", **LEVELS}, "2026-04-09"),
    ):
        answer = send(lead, address, **fields)
        assert answer.status_code == 422
        assert said in answer.text, said
    # what was chosen stands there still
    assert 'name="level-K1" value="1" checked' in answer.text
    refused = send(worker, "/competencies/own/survey", **{**MARKS, "importance-K2": "7"})
    assert refused.status_code == 422
    assert "请为每项胜任力填写两个分值" in refused.text
    for _time in range(2):
        key = {"idempotency_key": "a" * 32}
        assert send(lead, address, on=today.isoformat(), **LEVELS, **key).status_code == 302
        key = {"idempotency_key": "b" * 32}
        assert send(worker, "/competencies/own/survey", **MARKS, **key).status_code == 302
    assert count(store, CompetencyAssessmentRow) == count(store, CompetencySurveyRow) == 1


def test_a_worker_reads_who_entered_what_they_wrote_on_paper(
    store: Session, team: Team, visit: Visit
) -> None:
    lead = store.scalars(select(AccountRow.id).where(AccountRow.login_name == "lead")).one()
    on = clock.today(ZONE)
    same = {"practitioner_id": team.worker("W1"), "framework_id": 1, "recorded_at": NOON}
    made = {"kind": "self", "assessed_on": on, "next_on": on + timedelta(days=365)}
    store.execute(
        insert(CompetencyAssessmentRow).values(
            **same, **made, levels='{"K1":1,"K2":1}', recorded_by=lead
        )
    )
    answers = '{"K1":[1,4],"K2":[3,3]}'
    store.execute(
        insert(CompetencySurveyRow).values(
            **same, answered_on=on, answers=answers, recorded_by=lead
        )
    )
    store.commit()
    chinese, english = in_both(visit("worker"), page_of(team))
    assert words_of(english).count("Entered from paper by lead.") == 2
    assert chinese.count("由lead据纸质材料录入") == 2


def test_who_reads_whom(store: Session, team: Team, visit: Visit) -> None:
    assessed(store, team, "W1", Level.BASIC)
    for name, code in (("worker", 200), ("lead", 200), ("manager", 200)):
        assert visit(name).get(page_of(team)).status_code == code, name
    for name in ("other", "city", "far", "auditor", "judicial_reader", "sys_admin"):
        assert visit(name).get(page_of(team)).status_code == 404, name
    # a worker reads nobody else, the manager assesses nobody
    assert visit("worker").get(page_of(team, "W2")).status_code == 404
    assert visit("manager").get(page_of(team, ending="/assess")).status_code == 404
    assert visit("worker").get("/competencies/gaps").status_code == 404
    assert visit("lead").get("/competencies/own/survey").status_code == 404


def test_lists_and_frameworks(team: Team, visit: Visit) -> None:
    chinese, english = in_both(visit("manager"), "/competencies")
    assert "whose competencies you read" in heading(english)
    assert "W1" in chinese
    page = faultless(visit("worker"), "/competencies/frameworks/1")
    assert "胜任力K1" in page
    assert visit("lead").get("/competencies/frameworks/99").status_code == 404


@BOTH
def test_a_centre_s_matrix_and_gaps_and_their_files(
    store: Session, team: Team, visit: Visit
) -> None:
    for code in ("W1", "W2"):
        assessed(store, team, code, Level.BASIC)
    manager = visit("manager")
    _chinese, english = in_both(manager, "/competencies/gaps")
    said = words_of(english)
    assert "2 of 3 sources say so" in said
    assert "1 of 1 worker below what is expected of their tier" in said
    # two at basic, one of whom has a tier
    assert "competency K1 0 2 0 0 1 of 1 2" in said
    address = re.search(r'href="(/competencies/gaps\.csv[^"]+)"', english)
    assert address is not None
    table = manager.get(address[1].replace("&amp;", "&"))
    rows = list(csv.DictReader(io.StringIO(table.get_data().decode("utf-8-sig"))))
    assert rows[0]["代码"] == "K1"
    assert rows[0]["指出差距的来源数"] == "2"
    book = load_workbook(io.BytesIO(manager.get("/competencies/gaps.xlsx").data))
    assert [len(list(sheet.rows)) > 3 for sheet in book.worksheets] == [True, True]
    for asked in ("at=c:999999", "at=x", "area=nowhere", "at=c:"):
        assert manager.get(f"/competencies/gaps?{asked}").status_code == 404
    outside = f"/competencies/gaps?at=c:{team.scene.other_centre}"
    assert manager.get(outside).status_code == 404


def test_others_are_told_from_five_workers_on(store: Session, team: Team, visit: Visit) -> None:
    address = f"/competencies/gaps?at=c:{team.scene.centre}"
    codes = ["W1", "W2"]
    for code in codes:
        assessed(store, team, code, Level.BASIC, days=200)
    city = visit("city")
    _chinese, english = in_both(city, address)
    assert "competency K1 – – – – – 0" in words_of(english)
    for number in more_workers(store, 5):
        store.rollback()
        _of(store, number)
    _chinese, english = in_both(city, address)
    assert "competency K1 0 7 0 0" in words_of(english), words_of(english)


def _of(store: Session, practitioner: int) -> None:
    store.execute(
        update(PractitionerRow)
        .where(PractitionerRow.id == practitioner)
        .values(area_code="social_work")
    )
    on = clock.today(ZONE) - timedelta(days=200)
    store.execute(
        insert(CompetencyAssessmentRow).values(
            practitioner_id=practitioner,
            framework_id=1,
            kind="supervisor",
            assessed_on=on,
            next_on=on + timedelta(days=365),
            levels='{"K1":1,"K2":2}',
            recorded_at=NOON,
        )
    )
    store.commit()
