"""Ties, areas and files a week, as people record them on screen."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.who_reads import TeamProfileRow, TieRow
from qa_app.services.audits.draw_sample import draw_sample
from tests.audits import ZONE
from tests.people import NOON
from tests.records import a_talk, begin
from tests.sessions import Scene, a_scene, a_session, some_files, someone
from tests.web.conftest import Visit, token_of
from tests.web.visits import in_both, post, words_of

TODAY = clock.today("Asia/Shanghai")


@pytest.fixture
def scene(store: Session) -> Scene:
    made = a_scene(store)
    some_files(store, made.centre, 4, practitioner_id=made.workers["W1"])
    return made


@pytest.fixture
def draft(store: Session, scene: Scene) -> int:
    made = a_session(store, scene, planned_on=TODAY + timedelta(days=3))
    reader = scene.reader.account_id or 0
    draw_sample(store, scene.supervisor, made, 2, reader, lambda: "4f1c", zone=ZONE, at=NOON)
    return store.scalars(select(AuditRow.id).order_by(AuditRow.id)).first() or 0


def declared(scene: Scene, **fields: object) -> dict[str, object]:
    return {
        "kind": "conflict",
        "centre_id": scene.centre,
        "worker": "W1",
        "reason": "family",
        "from_on": TODAY.isoformat(),
        "until_on": "",
        **fields,
    }


def test_a_declared_conflict_keeps_its_reader_out_and_tells_the_planner(
    store: Session, scene: Scene, draft: int, visit: Visit
) -> None:
    client = visit("reader")
    assert client.get(f"/audits/{draft}").status_code == 200
    answer = post(client, "/me/ties", "/me/ties", **declared(scene))
    assert answer.status_code == 302
    zh, en = in_both(client, "/me/ties")
    assert '<option value="">请选择原因</option>' in zh
    assert "利益冲突" in zh
    assert "declared a conflict with this worker" in en
    page = client.get(f"/audits/{draft}")
    assert page.status_code == 409
    assert "已通知计划人" in page.text
    assert 'href="/me/ties"' in page.text
    body = {"kind": "answer", "key": "A1", "value": "met", "base": 0, "op": "op-12345678"}
    token = token_of(client.get("/me/ties").text)
    refused = client.post(f"/audits/{draft}/entries", json=body, headers={"X-CSRFToken": token})
    assert (refused.status_code, refused.json["error"]["reason"]) == (409, "barred")
    zh, en = in_both(visit("lead"), "/")
    assert "2 files need another reviewer" in en
    assert "有2份案卷需要换人评查" in zh
    # sent again it is one tie
    post(client, "/me/ties", "/me/ties", **declared(scene))
    assert len(store.scalars(select(TieRow.id)).all()) == 1


def test_ones_own_case_is_said_in_these_words(
    store: Session, scene: Scene, draft: int, visit: Visit
) -> None:
    manager, reader = visit("lead"), scene.reader.account_id
    address = f"/readers/{reader}"
    data = declared(
        scene, kind="membership", reason="", until_on="2020-12-31", from_on="2019-01-01"
    )
    assert post(manager, f"{address}/ties", address, **data).status_code == 302
    page = visit("reader").get(f"/audits/{draft}")
    assert "您曾参与此案，不能评查。已通知计划人。" in page.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"from_on": ""}, "2026-04-09"),
        ({"until_on": "2001-01-01"}, "最后一天早于第一天"),
        ({"worker": "W99"}, "该中心没有此编号的工作人员"),
        ({"centre_id": 10**9}, "中心"),
        ({"reason": ""}, "利益冲突须写明原因"),
        ({"kind": "membership"}, "类型"),
    ],
)
def test_bad_declarations_are_refused(
    store: Session, scene: Scene, visit: Visit, fields: dict[str, object], words: str
) -> None:
    answer = post(visit("reader"), "/me/ties", "/me/ties", **declared(scene, **fields))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert store.scalars(select(TieRow.id)).all() == []


def test_a_tie_is_ended_once_by_those_who_may(store: Session, scene: Scene, visit: Visit) -> None:
    client, reader = visit("reader"), scene.reader.account_id
    post(client, "/me/ties", "/me/ties", **declared(scene))
    tie = store.scalars(select(TieRow.id)).one()
    store.rollback()
    other = visit("far")
    act = f"/readers/{reader}/ties/{tie}/end"
    last = {"until_on": (TODAY + timedelta(days=1)).isoformat()}
    assert post(other, act, "/me/ties", **last).status_code == 404
    assert post(other, f"/me/ties/{tie}/end", "/me/ties", **last).status_code == 404
    lead = visit("lead")
    assert post(lead, act, f"/readers/{reader}", until_on="").status_code == 422
    assert post(lead, act, f"/readers/{reader}", until_on="2001-01-01").status_code == 422
    late = post(client, f"/me/ties/{tie}/end", "/me/ties", until_on=str(TODAY - timedelta(days=1)))
    assert late.status_code == 422
    assert post(client, f"/me/ties/{tie}/end", "/me/ties", **last).status_code == 302
    assert post(lead, act, f"/readers/{reader}", **last).status_code == 409
    assert store.scalars(select(TieRow.until_on)).one() == TODAY + timedelta(days=1)


def test_what_others_recorded_about_me_i_do_not_end(
    store: Session, scene: Scene, visit: Visit
) -> None:
    lead, address = visit("lead"), f"/readers/{scene.reader.account_id}"
    data = declared(scene, kind="membership", reason="", worker="")
    assert post(lead, f"{address}/ties", address, **data).status_code == 302
    tie = store.scalars(select(TieRow.id)).one()
    store.rollback()
    client, act = visit("reader"), f"/me/ties/{tie}/end"
    zh, en = in_both(client, "/me/ties")
    assert "recorded by others: somebody else ends it" in en
    assert "由他人登记，须由他人结束" in zh
    assert act not in en
    last = {"until_on": TODAY.isoformat()}
    refused = post(client, act, "/me/ties", **last)
    assert (refused.status_code, "由他人登记的关联" in refused.text) == (409, True)
    assert f"{address}/ties/{tie}/end" in lead.get(address).text
    assert post(lead, f"{address}/ties/{tie}/end", address, **last).status_code == 302


def test_areas_and_files_a_week(store: Session, scene: Scene, visit: Visit) -> None:
    lead, reader = visit("lead"), scene.reader.account_id
    address = f"/readers/{reader}"
    zh, en = in_both(lead, "/readers")
    assert "reader" in en
    assert "4人从事评查" in zh
    data = {"files_per_week": "7", "areas": ["legal_aid"], "revision": "0"}
    assert post(lead, f"{address}/capacity", address, **data).status_code == 302
    assert 'value="7"' in lead.get(address).text
    stale = post(lead, f"{address}/capacity", address, **{**data, "files_per_week": "3"})
    assert stale.status_code == 409
    for wrong in ({"files_per_week": "41"}, {"files_per_week": ""}, {"areas": ["x"]}):
        answer = post(lead, f"{address}/capacity", address, **{**data, **wrong})
        assert answer.status_code == 422, wrong
    assert visit("far").get(address).status_code == 404


# --- duties ------------------------------------------------------------------


def test_every_open_duty_asks_for_a_successor(
    store: Session, scene: Scene, draft: int, visit: Visit
) -> None:
    third = someone(store, "third", Role.AUDITOR, "A")
    someone(store, "colleague", Role.AUDITOR, "A", scene.workers["W1"])
    lead, reader = visit("lead"), scene.reader.account_id
    address = f"/readers/{reader}/duties"
    zh, en = in_both(lead, address)
    assert "2 open duties ask for a successor" in en
    assert "有2项未了职责需要接手人" in zh
    # as many files as each has in hand and reads in a week stand beside the name
    assert ">third (0 in hand, " in en
    assert "third（在手0份，每周" in zh
    assert f">{scene.supervisor.name} (0 in hand, " in en
    assert ">colleague (" not in en  # belongs to the centre
    key = f"draft.{draft}"
    data = {"give": [key], f"to.{key}": third.account_id, "reason": "away"}
    wrong = {
        "reason": "",
        "give": [],
        f"to.{key}": "",
    }
    for field, value in wrong.items():
        answer = post(lead, address, address, **{**data, field: value})
        assert answer.status_code == 422, field
    assert post(lead, address, address, **{**data, f"to.{key}": 10**9}).status_code == 422
    # somebody who may not go on with it is refused, for all at once as well
    assert (
        post(lead, address, address, **{**data, "all": scene.reader.account_id}).status_code == 422
    )
    answer = post(lead, address, address, **data)
    assert answer.status_code == 302
    # what passed, by reference, from whom and to whom
    zh, en = in_both(lead, answer.headers["Location"])
    assert "1 duty changed hands:" in words_of(en)
    reference = store.scalars(
        select(CaseFileRow.reference)
        .join(AuditRow, AuditRow.case_file_id == CaseFileRow.id)
        .where(AuditRow.id == draft)
    ).one()
    store.rollback()
    assert f"review not signed {reference} Centre A : reader → third" in words_of(en)
    assert "有1项职责已移交：" in words_of(zh)
    assert "changed hands" not in in_both(visit("lead"), f"{address}?passed=draft.999999,x")[1]
    again = post(lead, address, address, **data)  # no duty of theirs any more
    assert again.status_code == 409
    store.rollback()
    assert store.get_one(AuditRow, draft).reader_id == third.account_id
    assert visit("far").get(address).status_code == 404
    assert post(visit("far"), address, "/me", **data).status_code == 404


def test_many_duties_go_at_once_and_what_cannot_stays_with_its_reason(
    store: Session, scene: Scene, draft: int, visit: Visit
) -> None:
    third = someone(store, "third", Role.AUDITOR, "A")
    lead, reader = visit("lead"), scene.reader.account_id
    address = f"/readers/{reader}/duties"
    found = set(re.findall(r'name="give" value="([^"]+)"', lead.get(address).text))
    assert len(found) == 2
    own = scene.reader.name
    assert in_both(lead, address)[1].count(f"<span data-content>{own}</span>") == 2
    data = {"give": [*found, "draft.999999"], "all": third.account_id, "reason": "left"}
    answer = post(lead, address, address, **data)
    assert answer.status_code == 409
    assert "有2项职责已移交：" in answer.text
    assert "他人在此期间已作更改" in answer.text
    assert post(lead, address, address, **data).status_code == 409
    store.rollback()
    assert set(store.scalars(select(AuditRow.reader_id))) == {third.account_id}


def test_where_nobody_may_go_on_it_is_told_by_rule_why(
    store: Session, scene: Scene, draft: int, visit: Visit
) -> None:
    someone(store, "colleague", Role.AUDITOR, "A", scene.workers["W1"])
    someone(store, "manager", Role.CENTRE_MANAGER, "A")
    store.add(
        TieRow(
            account_id=scene.supervisor.account_id,
            kind="conflict",
            centre_id=scene.centre,
            from_on=TODAY,
            reason="family",
            recorded_at=NOON,
        )
    )
    # who reviews everywhere
    everywhere = ("auditor", "senior_supervisor")
    others = update(AccountRow).where(AccountRow.display_name.in_(everywhere))
    store.execute(others.values(is_active=False))
    store.commit()
    zh, en = in_both(visit("lead"), f"/readers/{scene.reader.account_id}/duties")
    assert "Nobody else may go on with it. Of those with a role here:" in words_of(en)
    for said in (
        "1 with a conflict of interest about the centre",
        "without the role to review files",
        "Ask an administrator to give somebody else the role at this centre.",
    ):
        assert said in words_of(en)
    assert "没有其他人可以接手" in zh
    # the same on the page of the session, where no form is left
    (made,) = {one for one in store.scalars(select(AuditRow.session_id)) if one}
    store.rollback()
    _zh, en = in_both(visit("lead"), f"/sessions/{made}")
    assert "Nobody else may go on with it." in words_of(en)
    assert "Hand a review over" not in en


def test_a_planned_session_asks_for_another_supervisor(
    store: Session, scene: Scene, draft: int, visit: Visit
) -> None:
    deputy = someone(store, "deputy", Role.SENIOR_SUPERVISOR, "A")
    lead, leader = visit("lead"), scene.supervisor.account_id
    address = f"/readers/{leader}/duties"
    (made,) = store.scalars(select(SupervisionSessionRow.id)).all()
    store.rollback()
    assert "supervision session" in in_both(lead, address)[1]
    key = f"session.{made}"
    data = {"give": [key], f"to.{key}": deputy.account_id, "reason": "left"}
    assert post(lead, address, address, **data).status_code == 302
    assert store.scalars(select(SupervisionSessionRow.supervisor_id)).one() == deputy.account_id
    assert "No open duty" in in_both(lead, address)[1]


def test_a_session_whose_record_was_begun_is_not_given_away(store: Session, visit: Visit) -> None:
    talk = a_talk(store, planned_on=clock.today(ZONE))
    deputy = someone(store, "deputy", Role.SENIOR_SUPERVISOR, "A")
    begin(store, talk, clock.now())
    store.rollback()
    lead, leader = visit("lead"), talk.lead.account_id
    duties, page = f"/readers/{leader}/duties", f"/sessions/{talk.session_id}"
    for address in (duties, page):
        zh, en = in_both(lead, address)
        assert "Its record was begun" in en
        assert "督导记录已开始填写" in zh
        assert 'name="give"' not in en
        assert 'name="lead-supervisor_id"' not in en
    key = f"session.{talk.session_id}"
    data = {"give": [key], f"to.{key}": deputy.account_id, "reason": "left"}
    sent = {"lead-from_id": leader, "lead-supervisor_id": deputy.account_id, "lead-reason": "left"}
    for answer in (
        post(lead, duties, duties, **data),
        post(lead, f"{page}/supervisor", page, **sent),
    ):
        assert answer.status_code == 409
        assert "督导记录已开始填写" in answer.text
    assert store.scalars(select(SupervisionSessionRow.supervisor_id)).one() == leader


# --- the team ----------------------------------------------------------------


def test_the_team_says_what_it_gives_up(store: Session, scene: Scene, visit: Visit) -> None:
    zh, en = in_both(visit("sys_admin"), "/readers/team")
    assert "rules cannot be kept by the people registered" in en
    assert "小型团队" in zh
    assert "No profile is set. By its" in en
    assert "every safeguard holds" in en
    assert en.count("The evidence of reliability reads: cannot tell.") == 2
    assert "案卷由不同人员双评" in zh
    client, address = visit("senior_supervisor"), "/readers/team"
    data = {"profile": "small", "relaxed": ["second_readings"], "neighbour": ""}
    kept = {**data, "profile": "full"}
    assert post(client, address, address, **kept).status_code == 422
    exchange = {**data, "relaxed": ["no_exchange"]}
    assert post(client, address, address, **exchange).status_code == 422
    assert post(client, address, address, **data).status_code == 302
    assert store.scalars(select(TeamProfileRow.relaxed)).one() == ["second_readings"]
    zh, en = in_both(client, address)
    assert "Profile set: small team (at most 5 reviewers)" in en
    assert ">given up<" in en
    assert "已设定：小型团队" in zh
    assert post(client, address, address, **data).status_code == 302
    assert len(store.scalars(select(TeamProfileRow.id)).all()) == 1
    # a criterion that it makes doubtful says so, in words
    zh, en = in_both(client, "/criteria?set=full")
    doubted = "E1[78] [^:]+: Cannot tell The team did without a safeguard in these months"
    assert len(re.findall(doubted, words_of(en))) == 2 * 3  # in the areas of two centres
    assert zh.count("这些月份团队停用了一项保障措施，因此无法判定。") == 2 * 3
    # who leads at one centre sees it and does not set it
    local = visit("lead")
    assert local.get(address).status_code == 200
    assert post(local, address, "/me", **data).status_code == 404


# --- dividing the files ------------------------------------------------------


def test_files_are_divided_line_by_line(
    store: Session, scene: Scene, draft: int, visit: Visit
) -> None:
    (made,) = store.scalars(select(SupervisionSessionRow.id)).all()
    lead, reader = scene.supervisor.account_id, scene.reader.account_id
    store.rollback()
    client, address = visit("lead"), f"/sessions/{made}/divide"
    assert address in client.get(f"/sessions/{made}").text
    zh, en = in_both(client, address)
    assert "would be better read by somebody else" in en
    assert "由他人评查更合适" in zh
    assert "has most room" in en
    line = {f"from.{draft}": reader, f"reader.{draft}": lead, "accept": draft}
    assert post(client, address, address).status_code == 422
    wrong = {**line, f"reader.{draft}": 10**9}
    assert post(client, address, address, **wrong).status_code == 422
    assert post(client, address, address, **line).status_code == 302
    store.rollback()
    assert store.get_one(AuditRow, draft).reader_id == lead
    assert post(client, address, address, **line).status_code == 409
    assert visit("far").get(address).status_code == 404


def test_a_person_chosen_anew_counts_without_a_tick_and_what_moved_is_named(
    store: Session, scene: Scene, draft: int, visit: Visit
) -> None:
    (made,) = store.scalars(select(SupervisionSessionRow.id)).all()
    lead, reader = scene.supervisor.account_id, scene.reader.account_id
    drafts = store.scalars(select(AuditRow.id).order_by(AuditRow.id)).all()
    store.rollback()
    client, address = visit("lead"), f"/sessions/{made}/divide"
    page = client.get(address).text
    assert "js/divide.js" in page
    shown = dict(re.findall(r'name="shown\.(\d+)" value="(\d*)"', page))
    assert set(shown) == {str(one) for one in drafts}
    # a line that is neither ticked nor changed stays
    asked = {
        name: value
        for one in drafts
        for name, value in {
            f"from.{one}": reader,
            f"shown.{one}": reader,
            f"reader.{one}": reader,
        }.items()
    }
    assert post(client, address, address, **asked).status_code == 422
    answer = post(client, address, address, **{**asked, f"reader.{draft}": lead})
    assert answer.status_code == 302
    store.rollback()
    now = {row.id: row.reader_id for row in store.execute(select(AuditRow.id, AuditRow.reader_id))}
    assert now == {one: lead if one == draft else reader for one in drafts}
    zh, en = in_both(client, answer.headers["Location"])
    assert en.split("Changed hands")[1].split("</p>")[0].count("→ lead<") == 1
    assert "已转交" in zh
    # a line that somebody began in between is told as well
    answer = post(client, address, address, **{"shown.999999": reader, "reader.999999": lead})
    assert answer.status_code == 409
    assert "Changed hands" not in visit("reader").get(f"/sessions/{made}?moved={draft}").text


def test_what_is_not_drawn_yet_is_not_called_begun(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = a_session(store, scene, planned_on=TODAY + timedelta(days=3))
    client, address = visit("lead"), f"/sessions/{made}/divide"
    zh, en = in_both(client, address)
    assert "Nothing is drawn yet" in en
    assert "all are begun" not in en
    assert "尚未抽取" in zh
