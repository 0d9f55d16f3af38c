"""Agenda, agreed actions, decisions about cases and learning plans, from page to page."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.actions import Owner
from qa_app.domain.agreed import AgreedPlan
from qa_app.domain.people import Role
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import SessionType
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.records import LearningGoalRow
from qa_app.services.records.agree_action import agree_action
from qa_app.web.home import follow_up
from tests.audits import ZONE
from tests.month_plans import held
from tests.records import MEETING, Talk, a_talk, begin, fill, save, sign
from tests.sessions import a_session, at_centre, reference, some_files, someone
from tests.web.conftest import ON_POSTGRESQL, Visit
from tests.web.visits import faultless, heading, in_both, post, words_of

TODAY = clock.today(ZONE)


@pytest.fixture
def talk(store: Session) -> Talk:
    made = a_talk(store, planned_on=TODAY)
    some_files(store, made.scene.centre, 2, practitioner_id=made.scene.workers["W1"], risk="high")
    return made


def address(talk: Talk) -> str:
    return f"/sessions/{talk.session_id}/agreed"


def written(store: Session, talk: Talk) -> None:
    now = clock.now()
    begin(store, talk, now)
    fill(store, talk, now)


def agree(client: FlaskClient, talk: Talk, **fields: object):
    worker = talk.scene.workers["W1"]
    day = (TODAY + timedelta(days=14)).isoformat()
    sent = {"what": "补做风险评估", "owner": f"worker:{worker}", "due_on": day} | fields
    return post(client, address(talk), **sent)


def through(store: Session, talk: Talk, visit: Visit) -> None:
    lead = visit("lead")
    page = faultless(lead, f"/sessions/{talk.session_id}")
    assert "本次督导从这些事项开始" in page
    assert "高风险，从未讨论" in page
    # before the record is begun nothing is written down
    assert "请先打开本次督导的记录" in faultless(lead, address(talk))
    written(store, talk)
    assert agree(lead, talk).status_code == 302
    page = faultless(lead, address(talk))
    assert heading(page) == "已商定1项行动"
    assert "工作人员W1" in page
    # who was supervised sees nothing of a draft
    worker = visit("worker")
    assert "补做风险评估" not in words_of(faultless(worker, address(talk)))
    sign(store, talk, at=clock.now())
    page = faultless(worker, address(talk))
    assert "补做风险评估" in words_of(page)
    record = words_of(faultless(lead, f"/sessions/{talk.session_id}/record"))
    assert "补做风险评估" in record
    listed = faultless(worker, "/actions")
    assert "补做风险评估" in listed
    assert "督导商定" in listed
    action = store.execute(select(CorrectiveActionRow.id)).scalar_one()
    store.rollback()
    one = f"/actions/{action}"
    assert "不计入任何名录标准" in faultless(worker, one)
    sent = {"step": "do", "text": "已补做", "revision": "1"}
    assert post(worker, f"{one}/work", one, **sent).status_code == 302
    page = faultless(lead, one)
    assert "在本次督导中核实" in page
    sent = {"step": "seen", "text": "看过", "revision": "2"}
    refused = post(lead, f"{one}/check", one, **sent)
    assert refused.status_code == 409
    assert "没有主持过可以查看它的督导" in refused.text
    sent = {"step": "document", "text": "评估表，3页", "revision": "2"}
    assert post(lead, f"{one}/check", one, **sent).status_code == 302
    assert "已核实" in faultless(worker, "/actions?show=closed")


def test_an_action_from_the_record_to_its_verification(
    store: Session, talk: Talk, visit: Visit
) -> None:
    through(store, talk, visit)


@pytest.mark.nightly
@ON_POSTGRESQL
def test_the_same_on_postgresql(store: Session, talk: Talk, visit: Visit) -> None:
    through(store, talk, visit)


def test_what_may_not_be_written_down_is_said_beside_its_field(
    store: Session, talk: Talk, visit: Visit
) -> None:
    written(store, talk)
    lead = visit("lead")
    for fields, said in (
        ({"what": ""}, "请填写内容"),
        ({"due_on": "2020-01-01"}, "请选择今天至"),
        ({"what": "打 13800138000"}, "请勿填写电话"),
        ({"what": "请王小明的母亲签字"}, "name_reason"),
        ({"owner": "worker:1000000"}, ""),
    ):
        answer = agree(lead, talk, **fields)
        assert answer.status_code == 422, fields
        assert said in answer.text
    kept = agree(lead, talk, what="请王小明的母亲签字", name_reason="文书上的固定称呼")
    assert kept.status_code == 302
    page = lead.get(address(talk)).text
    found = re.search(r"/agreed/(\d+)/take-out", page)
    assert found is not None
    gone = f"{address(talk)}/{found[1]}/take-out"
    assert post(lead, gone, address(talk)).status_code == 302
    assert post(lead, gone, address(talk)).status_code == 409
    assert heading(faultless(lead, address(talk))) == "尚未商定任何行动"


def test_others_find_nothing(store: Session, talk: Talk, visit: Visit) -> None:
    written(store, talk)
    for name in ("far", "reader"):
        client = visit(name)
        assert client.get(address(talk)).status_code == 404
        assert client.get(f"/learning/{talk.scene.workers['W1']}").status_code == 404
        assert client.get(f"/centres/{talk.scene.centre}/cases/decisions").status_code == 404
    assert post(visit("worker"), address(talk), "/me").status_code == 404


def test_decisions_stand_on_the_list_of_the_case(store: Session, talk: Talk, visit: Visit) -> None:
    written(store, talk)
    row = {"case": reference(1), "risk": "high", "safety_seen": "yes", "child_heard": "yes"}
    row |= {"decision": "本周家访", "reason": "监护有变", "owner": "centre"}
    now = clock.now()
    save(store, talk, Block.CASES, {"on_worker": "记录拖延"}, (row,), at=now)
    lead, cases = visit("lead"), f"/centres/{talk.scene.centre}/cases"
    assert "尚未作出任何决定" in faultless(lead, f"{cases}/decisions")
    sign(store, talk, at=now)
    page = faultless(lead, f"{cases}/decisions")
    assert heading(page) == "1项决定"
    assert "本周家访" in page
    assert "记录拖延" not in page
    found = re.search(rf"{cases}/(\d+)/decisions", faultless(lead, cases))
    assert found is not None
    page = faultless(visit("worker"), f"{cases}/decisions")
    own = re.search(rf"{cases}/(\d+)/decisions", page)
    assert own is not None
    assert heading(faultless(visit("worker"), own[0])) == f"{reference(1)}：1项决定"


def test_a_function_left_out_twice_is_told_on_the_agenda_and_on_the_persons_page(
    store: Session, visit: Visit
) -> None:
    # two sessions that covered accountability alone, one a week after the other
    talk = a_talk(store, planned_on=TODAY - timedelta(days=7))
    scene = talk.scene
    worker = scene.workers["W1"]
    row = {
        "kind": "standing",
        "supervisor_id": talk.lead.account_id,
        "practitioner_id": worker,
        "centre_id": scene.centre,
        "place_path": "1/",
        "minutes": 60,
        "functions": {"accountability": 40, "learning": 30, "support": 30},
        "from_on": TODAY - timedelta(days=90),
        "revision": 1,
        "created_at": clock.now(),
    }
    store.execute(insert(SupervisionAgreementRow).values(**row))
    store.commit()
    kind = {"type": SessionType.INDIVIDUAL, "rubric_version_id": None, "files_wanted": 0}
    kind["people"] = (worker,)
    second = a_session(store, scene, planned_on=TODAY - timedelta(days=1), **kind)
    ahead = a_session(store, scene, planned_on=TODAY + timedelta(days=7), **kind)
    for session_id, days in ((talk.session_id, 7), (second, 1)):
        one, now = replace(talk, session_id=session_id), clock.now()
        begin(store, one, now)
        met = {**MEETING, "held_on": f"{TODAY - timedelta(days=days)}"}
        met["next_on"] = f"{TODAY + timedelta(days=7)}"
        save(store, one, Block.MEETING, met, ({"person": "W1", "minutes": "90"},), at=now)
        save(store, one, Block.SUPPORT, {"workload": "6"}, at=now)
        sign(store, one, at=now)
    said = "协议约定、但最近两次督导均未涉及：教育、支持"
    assert said in faultless(visit("lead"), f"/sessions/{ahead}")
    for name in ("lead", "worker"):
        assert said in faultless(visit(name), f"/learning/{worker}")


def test_a_learning_plan_of_two(store: Session, talk: Talk, visit: Visit) -> None:
    lead, worker_id = visit("lead"), talk.scene.workers["W1"]
    # a session that is only planned opens no plan
    assert "尚未督导任何人" in faultless(lead, "/learning")
    assert lead.get(f"/learning/{worker_id}").status_code == 404
    begin(store, talk, clock.now())
    assert "W1" in faultless(lead, "/learning")
    own = f"/learning/{worker_id}"
    assert heading(faultless(lead, own)) == "尚未设定目标"
    day = (TODAY + timedelta(days=30)).isoformat()
    fields = {"text": "学会提开放式问题", "source": "observation", "due_on": day}
    assert post(lead, own, own, **fields).status_code == 302
    assert post(lead, own, own, **fields | {"text": ""}).status_code == 422
    worker = visit("worker")
    assert worker.get("/learning").headers["Location"].endswith(own)
    page = faultless(worker, own)
    assert "学会提开放式问题" in page
    assert "设定目标" not in words_of(page)
    goal = store.execute(select(LearningGoalRow.id)).scalar_one()
    store.rollback()
    door = f"{own}/goals/{goal}"
    assert post(worker, door, "/me", state="reached", revision="1").status_code == 404
    assert post(lead, door, own, state="open", revision="1").status_code == 422
    assert post(lead, door, own, state="reached", revision="1").status_code == 302
    late = post(lead, door, own, state="dropped", revision="1")
    assert late.status_code == 409
    assert heading(faultless(lead, own)) == "0个进行中的目标，1个已达成"


def test_an_assessment_without_a_record_here_counts_with_its_day(
    store: Session, talk: Talk, visit: Visit
) -> None:
    begin(store, talk, clock.now())
    lead, worker = visit("lead"), talk.scene.workers["W1"]
    assert "尚未做过能力评估。" in faultless(lead, f"/learning/{worker}")
    led_by, fine = talk.lead.account_id or 0, SessionType.CAPACITY_ASSESSMENT
    held(store, talk.scene.centre, led_by, date(2026, 1, 5), (worker,), fine)
    zh, en = in_both(lead, f"/learning/{worker}")
    assert "2026年1月5日做过能力评估。" in words_of(zh)
    # the first one: the second is meant within 182 days
    assert "2026年7月6日" in words_of(zh)
    assert "The next assessment is due on 6 Jul 2026." in words_of(en)


def test_a_worker_finds_sessions_ahead_and_what_was_agreed(
    store: Session, talk: Talk, visit: Visit
) -> None:
    worker = visit("worker")
    page, en = in_both(worker, "/records")
    assert "接下来的督导" in page
    assert "Individual supervision" in en.split('id="ahead"', 1)[1].split("</section>", 1)[0]
    assert "与您商定的行动" not in page
    written(store, talk)
    assert agree(visit("lead"), talk).status_code == 302
    # nothing of a draft
    assert "补做风险评估" not in worker.get("/records").text
    sign(store, talk, at=clock.now())
    page = faultless(worker, "/records")
    assert 'id="ahead"' not in page
    agreed = page.split('id="agreed"', 1)[1].split("</section>", 1)[0]
    assert "补做风险评估" in agreed
    assert "工作人员W1" in agreed
    # another worker's list holds nothing of it
    assert "补做风险评估" not in visit("caseworker").get("/records").text
    assert 'id="agreed"' not in visit("lead").get("/records").text


def test_what_colleagues_took_on_crowds_nothing_of_ones_own_out_of_today(
    store: Session, talk: Talk, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, role = talk.scene, Role.SENIOR_SUPERVISOR
    second = at_centre(someone(store, "second", role, "A"), role, scene.centre)
    kind = {"type": SessionType.INDIVIDUAL, "rubric_version_id": None, "files_wanted": 0}
    kind |= {"people": (scene.workers["W1"],), "supervisor_id": second.account_id}
    made = a_session(store, scene, planned_on=TODAY, **kind)
    theirs = replace(talk, scene=replace(scene, supervisor=second), session_id=made)
    for one, days in ((talk, (1, 1)), (theirs, (2,))):
        written(store, one)
        for number, ahead in enumerate(days):
            due_on = TODAY + timedelta(days=ahead)
            plan = AgreedPlan(f"{one.lead.name}承担{number}", Owner.SUPERVISOR, None, due_on=due_on)
            agree_action(store, one.lead, one.session_id, plan, ZONE, at=clock.now())
        sign(store, one, at=clock.now())
    monkeypatch.setattr(follow_up, "ROWS_AT_A_GLANCE", 1)
    page = faultless(visit("second"), "/")
    assert "second承担0" in page
    assert "lead承担" not in page
