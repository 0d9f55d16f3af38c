"""Findings, actions, answers and objections from page to page, in both languages."""

import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.clock import local_day
from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep
from qa_app.domain.answer_texts import AnswerSent
from qa_app.domain.answers import AnswerKind
from qa_app.domain.events import AuditOpened
from qa_app.domain.people import Role
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow, FindingAnswerRow, FindingRow, ObjectionRow
from qa_app.models.journal import JournalRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.training_rows import ActionTrainingRow, TrainingEventRow
from qa_app.services.answers.give_answer import give_answer
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.findings.work_action import work_action
from qa_app.web.home import follow_up
from tests.audits import ZONE, someone
from tests.follow_up import (
    Followed,
    a_draw,
    a_followed,
    a_training,
    actions,
    failing,
    findings,
    later_reading,
    sign,
)
from tests.people import NOON
from tests.statements import counted_on
from tests.web.conftest import form_token
from tests.web.pagecheck import faults
from tests.web.visits import enter, faultless, send


@pytest.fixture
def one(store: Session) -> Followed:
    return a_followed(store)


@pytest.fixture
def signed(store: Session, one: Followed) -> Followed:
    """Signed two days ago: a red line and a must-pass item failed."""
    sign(store, one, "A2", "B1", at=clock.now() - timedelta(days=2))
    return one


def test_results_to_answer_that_are_not_listed_are_counted_with_a_way_to_them(
    app: Flask, store: Session, one: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(store, one, "A2", "B1")
    for day in (1, 2):
        later_reading(store, one, day, "A2")
    monkeypatch.setattr(follow_up, "ROWS_AT_A_GLANCE", 2)
    monkeypatch.setattr(follow_up, "_is_late", lambda _duty, _day: False)
    page = faultless(enter(app, "manager"), "/")
    assert page.count("答复结果") == 2
    assert '<a href="/audits?state=provisional">其余1份结果待答复</a>' in page
    monkeypatch.setattr(follow_up, "_is_late", lambda _duty, _day: True)
    assert "<h1>今日至少有" in faultless(enter(app, "manager"), "/")


def test_the_reader_writes_a_sheet_and_a_second_window_loses(
    app: Flask, store: Session, one: Followed
) -> None:
    from qa_app.services.audits.save_entries import save_entries

    save_entries(store, one.desk.reader, one.audit, failing("A2"), ZONE, at=clock.now())
    client, address = enter(app, "reader"), f"/audits/{one.audit}/findings"
    page = faultless(client, address)
    assert "尚无带整改措施的问题：A2" in page
    assert "见案卷第3页" in page
    fields = {
        "revision": "0",
        "f_count": "3",
        "s_count": "3",
        "f1_item": "A1",
        "f1_more": "A2、B1",
        "f1_text": "联系不足",
        "f1_main": "1",
        "f1_what": "每周联系",
        "f1_owner": "worker",
        "s1_item": "B1",
        "s1_text": "反应迅速",
        "discussed": "2026-03-20",
    }
    answer = send(client, address, **fields)
    assert answer.headers["Location"].endswith("notice=findings_saved")
    first, second = findings(store, one.audit)
    assert (first.items, first.is_main, second.kind) == (["A1", "A2", "B1"], True, "strength")
    (action,) = actions(store)
    assert (action.owner, action.kind) == ("worker", "red_line")
    page = faultless(client, address)
    assert "联系不足" in page
    assert 'value="2026-03-20"' in page
    clash = send(client, address, **fields)
    assert clash.status_code == 409
    assert "其间已在另一窗口保存" in clash.text
    fields |= {"revision": "1", "f2_item": "A1", "f2_due": "soon"}
    bad = send(client, address, **fields)
    assert bad.status_code == 422
    assert "请填写日期" in bad.text
    assert "反应迅速" in bad.text
    assert enter(app, "second").get(address).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"f3_due": "soon"}, "f3_due"),
        ({"f3_due": "2020-01-01"}, "f3_due"),
        ({"discussed": "soon"}, "discussed"),
        ({"discussed": "2999-01-01"}, "discussed"),
    ],
)
def test_a_wrong_day_is_told_at_its_field(
    app: Flask, store: Session, one: Followed, wrong: dict[str, str], field: str
) -> None:
    from qa_app.services.audits.save_entries import save_entries

    save_entries(store, one.desk.reader, one.audit, failing("A2"), ZONE, at=clock.now())
    client, address = enter(app, "reader"), f"/audits/{one.audit}/findings"
    # the second block is empty: lines are numbered without it, fields are not
    typed = {
        "revision": "0",
        "f_count": "3",
        "s_count": "1",
        "f1_item": "A1",
        "f1_text": "联系不足",
        "f3_item": "B1",
        "f3_text": "无预案",
        "f3_what": "补预案",
    }
    for language in ("en", "zh"):
        send(client, f"/language/{language}", back="/")
        page = send(client, address, **typed, **wrong)
        assert page.status_code == 422
        assert faults(page.text, language) == []
        assert page.text.count('aria-invalid="true"') == 1
        (told,) = re.findall(rf'id="{field}-wrong">([^<]+)<', page.text)
        # the notice on top leads to the field
        assert f'<a href="#{field}">{told}</a>' in page.text
        marked = page.text.split(f'id="{field}-wrong"')[1].split(">")
        assert any(f'id="{field}"' in part and "aria-invalid" in part for part in marked)


def test_findings_are_moved_and_begun_without_being_saved(
    app: Flask, store: Session, one: Followed
) -> None:
    from qa_app.services.audits.save_entries import save_entries

    save_entries(store, one.desk.reader, one.audit, failing("A2"), ZONE, at=clock.now())
    client, address = enter(app, "reader"), f"/audits/{one.audit}/findings"
    typed = {
        "revision": "0",
        "f_count": "2",
        "s_count": "1",
        "f1_item": "A1",
        "f1_text": "联系不足",
        "f1_main": "1",
        "f2_item": "B1",
        "f2_more": "A2",
        "f2_text": "没有写明",
    }
    told = send(client, address, **typed, act="down.f1")
    assert told.status_code == 200
    assert told.text.index("没有写明") < told.text.index("联系不足")
    assert "主要问题：1条，最多3条" in told.text
    assert '<input type="checkbox" name="f1_more" value="A2" checked>' in told.text
    told = send(client, address, **typed, act="take.f.A2").text
    assert '<option value="A2" data-content selected>' in told.split('name="f3_item"')[1]
    assert 'name="f4_item"' in told
    # the note on the answer is where its words begin
    words = told.split('<textarea data-content id="f3_text"')[1].split("</textarea>")[0]
    assert words.endswith(">见案卷第3页")
    for act in ("up.f1", "down.f2", "up.f9", "add.s", "nonsense", "take.x.A1"):
        told = send(client, address, **typed, act=act).text
        assert told.index("联系不足") < told.index("没有写明")
    assert findings(store, one.audit) == []


def test_the_page_of_the_signature_shows_findings_and_refuses_what_contradicts(
    app: Flask, store: Session, one: Followed
) -> None:
    from qa_app.services.audits.save_entries import save_entries

    save_entries(store, one.desk.reader, one.audit, failing("B1"), ZONE, at=clock.now())
    client, address = enter(app, "reader"), f"/audits/{one.audit}/check"
    page = faultless(client, address)
    assert "您没有写问题" in page
    assert "签署时自动添加" in page
    sheet = f"/audits/{one.audit}/findings"
    fields = {"f_count": "1", "s_count": "1", "f1_item": "A1", "s1_item": "B1"}
    assert send(client, sheet, revision="0", **fields).status_code == 302
    page = faultless(client, address)
    assert "2个问题与评查答案不一致" in page
    assert "A1按答案为符合" in page
    assert "disabled" in page
    assert "A1按答案为符合" in faultless(client, sheet)
    ticks = ["read", "independent", "anonymous"]
    token = form_token(client)
    refused = client.post(address, data={"csrf_token": token, "statement": ticks})
    assert refused.status_code == 422
    assert "问题与评查答案不一致，未签署" in refused.text
    fields = {"f_count": "1", "s_count": "0", "f1_item": "B1", "f1_text": "未写明日期"}
    assert send(client, sheet, revision="1", **fields).status_code == 302
    assert "B1是未通过的红线项" in faultless(client, address)
    assert send(client, sheet, revision="2", **fields, f1_what="补写日期").status_code == 302
    page = faultless(client, address)
    assert "未写明日期" in page
    assert "补写日期" in page
    assert "disabled" not in page
    signed = client.post(address, data={"csrf_token": token, "statement": ticks})
    assert signed.status_code == 302


def test_an_action_from_list_to_page_to_done_to_returned(
    app: Flask, store: Session, signed: Followed
) -> None:
    client = enter(app, "manager")
    page = faultless(client, "/actions")
    assert "2项整改，1项逾期" in page
    gate, red = sorted(actions(store), key=lambda row: row.kind)
    address = f"/actions/{red.id}"
    # a refused form shows what the page shows, and is noted as it is
    assert send(client, f"{address}/work", step="plan", text="", revision="1").status_code == 422
    opened = select(JournalRow.actor_name).where(JournalRow.action == AuditOpened.action)
    assert store.scalars(opened).all() == ["manager"]
    store.rollback()
    page = faultless(client, address)
    assert "下一步：中心须控制伤害" in page
    work = f"{address}/work"
    empty = send(client, work, step="contain", text=" ", revision="1")
    assert empty.status_code == 422
    assert "请填写内容" in empty.text
    assert send(client, work, step="contain", text="已安置", revision="1").status_code == 302
    stale = send(client, work, step="plan", text="每日巡查", revision="1")
    assert stale.status_code == 409
    assert "其间他人已办理一步" in stale.text
    for revision, step in (("2", "plan"), ("3", "do")):
        assert send(client, work, step=step, text="已办", revision=revision).status_code == 302
    page = faultless(client, address)
    assert "已安置" in page
    assert "前复查案卷" in page
    assert (
        send(client, f"{address}/check", step="return", text="缺", revision="4").status_code == 404
    )
    other = enter(app, "second")
    assert "退回" in faultless(other, address)
    for here, door in ((client, "work"), (other, "check")):
        for step in set(ActionStep) - {"contain", "plan", "do", "document", "return", "seen"}:
            forged = send(here, f"{address}/{door}", step=step, text="已办", revision="4")
            assert forged.status_code == 422, (door, step)
            assert "目前无法办理" in forged.text
    back = send(other, f"{address}/check", step="return", text="没有记录", revision="4")
    assert back.status_code == 302
    store.rollback()
    assert store.get_one(CorrectiveActionRow, red.id).state == "planned"
    assert enter(app, "elsewhere").get(address).status_code == 404
    assert gate.id


def test_what_shows_it_is_chosen_when_it_is_done_and_told_from_then_on(
    app: Flask, store: Session, signed: Followed
) -> None:
    client = enter(app, "manager")
    gate = next(row for row in actions(store) if row.kind == "must_pass")
    address = f"/actions/{gate.id}"
    page = faultless(client, address)
    assert "核实方式" in page
    assert "每100次核实中分别有12.5、51.2、85.7次通过" in page
    work = f"{address}/work"
    empty = send(client, work, step="do", text=" ", revision="1", proof="screen")
    assert empty.status_code == 422
    assert 'value="screen" checked' in empty.text
    assert send(client, work, step="do", text="已补", revision="1", proof="x").status_code == 400
    assert (
        send(client, work, step="do", text="已补", revision="1", proof="screen").status_code == 302
    )
    store.rollback()
    assert store.get_one(CorrectiveActionRow, gate.id).proof == "screen"
    page = faultless(client, address)
    assert "核实条件：最先评查的19份案卷中至少13份符合该条目。" in page
    assert "8.4、93.2、超过99.9" in page
    assert "次未能证实" not in page
    row = store.get_one(CorrectiveActionRow, gate.id)
    row.failed_proofs = 2
    store.commit()
    assert "后续评查至今2次未能证实整改有效" in faultless(client, address)


def test_the_lists_of_the_four_kinds_and_of_who_must_act(app: Flask, signed: Followed) -> None:
    client = enter(app, "second")
    for query in ("show=late", "show=readings", "show=closed", "by=centre", "after=2026-03-01.4"):
        faultless(client, f"/actions?{query}")
    empty = {
        "by=supervisor": "没有须由资深督导者办理的整改",
        "show=late&by=worker": "须由该案卷的工作人员办理的整改均未逾期",
        "show=readings": "没有等待后续评查的整改",
        "show=closed": "尚无已核实的整改",
    }
    for query, words in empty.items():
        assert words in faultless(client, f"/actions?{query}")


def test_a_closed_action_tells_when_it_was_closed_and_is_due_no_more(
    app: Flask, store: Session, signed: Followed
) -> None:
    now, (_red, gate) = clock.now(), actions(store)
    gate_id, day = gate.id, (now - timedelta(days=1)).astimezone(ZoneInfo(ZONE)).date()
    gate.state, gate.verified_on, gate.waits_by = "verified", day, None
    gate.waits_for, gate.next_on = "nothing", None
    store.commit()
    client = enter(app, "second")
    page = faultless(client, "/actions?show=closed")
    rows = page.split("<tbody>")[1].split("<tr>")[1:]
    assert '<th scope="col">办结日期</th>' in page
    assert '<th scope="col">时限</th>' not in page
    assert [f'datetime="{day.isoformat()}"' in row for row in rows] == [True]
    assert "逾期" not in rows[0]
    # what a void review ends is closed on the day on which it became void
    ask_void(store, signed.desk.reader, signed.audit, "wrong_file", at=now)
    confirm_void(store, signed.outsider, signed.audit, ZONE, at=now)
    today = now.astimezone(ZoneInfo(ZONE)).date().isoformat()
    page = faultless(client, "/actions?show=closed")
    rows = page.split("<tbody>")[1].split("<tr>")[1:]
    assert [f'datetime="{today}"' in row for row in rows] == [True, True]
    assert "无期限" not in page
    assert "评查已作废" in faultless(client, f"/actions/{gate_id}")


def test_red_lines_stand_first_and_each_tells_how_long_it_is_open(
    app: Flask, signed: Followed
) -> None:
    client = enter(app, "second")
    page = faultless(client, "/actions")
    rows = page.split("<tbody>")[1].split("<tr>")[1:]
    assert ["红线项" in row for row in rows] == [True, False]
    assert all("起，已" in row and "个工作日" in row for row in rows)
    after = client.get("/actions?after=red.2020-01-01.1").text
    assert after.index("红线项") < after.index("必达项")
    assert "红线项" not in client.get("/actions?after=2020-01-01.1").text.split("<tbody>")[1]


def test_a_list_asks_as_often_for_many_as_for_few(
    app: Flask, store: Session, signed: Followed
) -> None:
    from tests.follow_up import later_reading

    client = enter(app, "second")
    client.get("/actions")

    def reads() -> int:
        with app.app_context():
            from qa_app.extensions import db

            with counted_on(db.engine) as statements:
                assert client.get("/actions").status_code == 200
        return sum(statement.startswith("SELECT") for statement in statements)

    few = reads()
    for day in range(1, 8):
        later_reading(store, signed, day, "A2", "B1")
    assert reads() == few


@pytest.fixture
def done(store: Session, signed: Followed) -> CorrectiveActionRow:
    """The must-pass action, done today."""
    row = next(one for one in actions(store) if one.kind == "must_pass")
    store.rollback()
    sent = StepSent(ActionStep.DO, "已补", 1)
    work_action(store, signed.desk.manager, row.id, sent, ZONE, at=clock.now())
    return row


def test_states_stand_on_a_line_of_dated_steps(
    app: Flask, store: Session, signed: Followed, done: CorrectiveActionRow
) -> None:
    client = enter(app, "second")
    page = faultless(client, f"/actions/{done.id}")
    assert page.count('<li class="pl-course-') == 3
    steps = page.split('<ol class="pl-course">')[1].split("</ol>")[0]
    assert [name for name in ("已开立", "完成", "已核实") if name in steps] == [
        "已开立",
        "完成",
        "已核实",
    ]
    red = next(one for one in actions(store) if one.kind == "red_line")
    page = faultless(client, f"/actions/{red.id}")
    assert page.count('<li class="pl-course-') == 6
    assert "pl-course-late" in page


def test_later_reviews_are_shown_since_it_was_done(
    app: Flask, store: Session, signed: Followed, done: CorrectiveActionRow
) -> None:
    client, address = enter(app, "second"), f"/actions/{done.id}"
    later_reading(store, signed, -1)
    assert "此后尚未评查案卷" in faultless(client, address)
    days = (clock.now() - NOON).days + 1
    later_reading(store, signed, days)
    page = faultless(client, address)
    assert "此后尚未评查案卷" not in page
    assert f"KM-26-0000-{days:05}" in page
    assert "KM-26-0000--0001" not in page


def test_files_that_the_rule_counted_are_marked_oldest_first(
    app: Flask, store: Session, signed: Followed, done: CorrectiveActionRow
) -> None:
    days = (clock.now() - NOON).days + 1
    later_reading(store, signed, days, drawn=-1)
    for more in range(1, 6):
        later_reading(store, signed, days + more)
    page = faultless(enter(app, "second"), f"/actions/{done.id}")
    rows = page.split("同一条目的后续评查</h2>")[1].split("<li>")[1:7]
    assert [f"KM-26-0000-{days + n:05}" in row for n, row in enumerate(rows)] == [True] * 6
    # the first was drawn before it was done; three decide, and nothing after them counts
    marked = ["计入核实" in row.split("</time>")[1].split("</div>")[0] for row in rows]
    assert marked == [False, True, True, True, False, False]


def test_files_drawn_ahead_before_it_was_done_are_said_not_to_verify(
    app: Flask, store: Session, signed: Followed, done: CorrectiveActionRow
) -> None:
    ahead, address = clock.now() + timedelta(days=7), f"/actions/{done.id}"
    early = "在登记完成之前抽取，不作核实依据"
    a_draw(store, signed, clock.now() - timedelta(days=3), ahead.date())
    page = faultless(enter(app, "second"), address)
    assert early in page
    assert "案卷已抽取" not in page
    a_draw(store, signed, clock.now() + timedelta(minutes=1), ahead.date())
    page = faultless(enter(app, "second"), address)
    assert page.count(early) == 1
    assert "案卷已抽取" in page


def test_a_red_line_that_is_verified_owes_no_reading(
    app: Flask, store: Session, signed: Followed
) -> None:
    red = next(one for one in actions(store) if one.kind == "red_line")
    address, today = f"/actions/{red.id}", clock.now().date()
    known = {"contained_on": today, "planned_on": today, "done_on": today}
    for values, owes in (
        ({**known, "state": "done", "done_at": clock.now()}, True),
        ({"state": "verified", "verified_on": today}, False),
    ):
        store.execute(
            update(CorrectiveActionRow).where(CorrectiveActionRow.id == red.id).values(**values)
        )
        store.commit()
        page = faultless(enter(app, "second"), address)
        course = page.split('class="pl-course"')[1].split("</ol>")[0]

        assert ("已核实，不再需要" in course) is not owes
        assert ('id="again"' in page) is owes


def test_the_item_is_planned_to_be_read_again_once_however_often_it_is_sent(
    app: Flask, store: Session, signed: Followed, done: CorrectiveActionRow
) -> None:
    client, address = enter(app, "second"), f"/actions/{done.id}"
    page = faultless(client, address)
    assert 'id="again"' in page
    # a day is proposed, and a working day
    (proposed,) = re.findall(r'name="planned_on"[^>]*value="([^"]+)"', page)
    assert date.fromisoformat(proposed) > clock.now().date()
    assert date.fromisoformat(proposed).weekday() < 5
    day = proposed
    again = f"{address}/read-again"
    for bad in ({"planned_on": "soon"}, {"planned_on": day, "files_wanted": "0"}):
        told = send(client, again, **{"files_wanted": "3"} | bad)
        assert told.status_code == 422
        (kept,) = re.findall(r'name="files_wanted"[^>]*value="([^"]*)"', told.text)
        assert kept == bad.get("files_wanted", "3")
    fields = {"planned_on": day, "files_wanted": "3", "idempotency_key": "k1"}
    first = send(client, again, **fields)
    assert first.status_code == 302
    assert send(client, again, **fields).headers["Location"] == first.headers["Location"]
    (made,) = store.execute(select(SupervisionSessionRow)).scalars()
    assert (made.type, made.centre_id, made.files_wanted, made.rubric_version_id) == (
        "case_file_check",
        signed.desk.centre,
        3,
        signed.desk.rubric,
    )
    assert made.supervisor_id == signed.desk.second.account_id
    store.rollback()
    assert send(client, again, **fields | {"files_wanted": "4"}).status_code == 409
    assert "案卷尚未抽取" in faultless(client, address)
    # the row of the action leads to the session, for those who see sessions there
    row = f'<a href="/sessions/{made.id}">'
    store.rollback()
    for name in ("second", "manager"):
        listed = faultless(enter(app, name), "/actions?show=readings")
        assert listed.count(row) == 1
        assert "再次评查" in listed
    red = next(one for one in actions(store) if one.kind == "red_line")
    store.rollback()
    # nothing is contained yet, so a file that is read again could show nothing
    assert send(client, f"/actions/{red.id}/read-again", **fields).status_code == 409
    for name in ("manager", "worker", "elsewhere"):
        assert send(enter(app, name), again, **fields).status_code == 404


def test_the_centre_answers_and_the_reviewer_replies(
    app: Flask, store: Session, signed: Followed
) -> None:
    client, address = enter(app, "manager"), f"/audits/{signed.audit}/answers"
    page = faultless(client, address)
    assert "现由中心答复" in page
    first = findings(store, signed.audit)[0].id
    bad = send(client, address, finding=str(first), kind="query", text="")
    assert bad.status_code == 422
    asked = send(client, address, finding=str(first), kind="query", text="依据哪一页？", key="k1")
    assert asked.status_code == 302
    assert (
        send(
            client, address, finding=str(first), kind="query", text="依据哪一页？", key="k1"
        ).status_code
        == 302
    )
    reader = enter(app, "reader")
    assert "答复询问" in faultless(reader, address)
    assert send(reader, address, finding=str(first), kind="reply", text="第3页").status_code == 302
    late = send(reader, address, finding=str(first), kind="reply", text="第3页")
    assert late.status_code == 409
    assert "没有待答复的询问" in late.text
    store.rollback()
    kinds = store.execute(select(FindingAnswerRow.kind).order_by(FindingAnswerRow.id)).scalars()
    assert list(kinds) == ["query", "reply"]
    assert enter(app, "elsewhere").get(address).status_code == 404


def test_today_names_with_a_question_its_reader_who_checks_no_actions(
    app: Flask, store: Session, one: Followed
) -> None:
    reader = someone(store, "only_reads", Role.AUDITOR, "A", one.desk.centre)
    mine = update(AuditRow).where(AuditRow.id == one.audit).values(reader_id=reader.account_id)
    store.execute(mine)
    store.commit()
    sign(store, replace(one, desk=replace(one.desk, reader=reader)), at=clock.now())
    sent = AnswerSent(AnswerKind.QUERY, None, "依据哪一页？")
    give_answer(store, one.desk.manager, one.audit, sent, at=clock.now())
    page = faultless(enter(app, "third"), "/")
    # the two others are "second" and the one who reads everywhere
    assert "only_reads、reader及另外2人可能也可办理" in page


def test_the_worker_reads_strengths_first_and_says_a_word(
    app: Flask, store: Session, one: Followed
) -> None:
    from qa_app.domain.findings import FindingDraft, FindingKind, FindingSheet
    from qa_app.services.findings.save_findings import save_findings

    lines = (
        FindingDraft(FindingKind.FINDING, ("A1",), "联系不足"),
        FindingDraft(FindingKind.STRENGTH, ("B1",), "反应迅速"),
    )
    now = clock.now()
    save_findings(store, one.desk.reader, one.audit, FindingSheet(lines), ZONE, at=now)
    sign(store, one, at=now)
    client, address = enter(app, "worker"), f"/audits/{one.audit}/answers"
    page = faultless(client, address)
    assert page.index("反应迅速") < page.index("联系不足")
    assert "这是您的案卷" in page
    assert send(client, address, kind="worker", text="当时家长在外地").status_code == 302
    assert "当时家长在外地" in faultless(client, address)
    assert send(client, address, kind="accept").status_code == 409
    assert store.execute(select(FindingRow)).all()


def test_an_objection_is_raised_and_decided_by_somebody_outside(
    app: Flask, store: Session, signed: Followed
) -> None:
    client, address = enter(app, "manager"), f"/audits/{signed.audit}"
    # nobody's ground is chosen for them
    page = faultless(client, f"{address}/answers")
    assert '<select id="ground" name="ground"><option value="">请选择理由</option>' in page
    assert "selected" not in page.split('id="ground"')[1].split("</select>")[0]
    unchosen = send(client, f"{address}/objection", ground="", text="附件二未看")
    assert unchosen.status_code == 422
    at_ground = unchosen.text.split('for="ground"')[1].split("<select")[0]
    assert "请选择理由" in at_ground
    bad = send(client, f"{address}/objection", ground="bias", text="")
    assert bad.status_code == 422
    assert '<option value="bias" selected>' in bad.text
    sent = {"ground": "evidence", "text": "附件二未看", "key": "o1"}
    assert send(client, f"{address}/objection", **sent).status_code == 302
    assert send(client, f"{address}/objection", **sent).status_code == 302
    again = send(client, f"{address}/objection", ground="bias", text="另一件")
    assert again.status_code == 409
    reader = enter(app, "reader")
    assert "由未参与的人员处理" in faultless(reader, f"{address}/answers")
    assert "异议应于" in faultless(reader, f"{address}/answers")
    refused = send(reader, f"{address}/objection/uphold", text="不成立")
    assert refused.status_code == 409
    assert "您参与过该结果" in refused.text
    outside = enter(app, "third")
    assert "维持结果的理由" in faultless(outside, f"{address}/answers")
    assert send(outside, f"{address}/objection/uphold", text="附件二无日期").status_code == 302
    store.rollback()
    assert store.execute(select(ObjectionRow.state)).scalar_one() == "upheld"
    page = faultless(client, f"{address}/report")
    for words in ("问题与整改", "红线项或必达项未通过", "附件二未看", "附件二无日期", "维持结果"):
        assert words in page
    for language, words in (("zh", "附件二无日期"), ("en", "Findings and actions")):
        paper = client.get(f"{address}/report.pdf?lang={language}")
        text = "".join(p.extract_text() for p in PdfReader(BytesIO(paper.data)).pages)
        assert "".join(words.split()) in "".join(text.split())


def test_an_amendment_is_proposed_by_one_and_confirmed_by_another(
    app: Flask, store: Session, signed: Followed
) -> None:
    client, address = enter(app, "manager"), f"/audits/{signed.audit}"
    send(client, f"{address}/objection", ground="evidence", text="附件二未看")
    second, third = enter(app, "second"), enter(app, "third")
    assert "提出更正" in faultless(second, f"{address}/answers")
    same = send(second, f"{address}/amendment", text="已看附件二", **{"item-A2": "unmet"})
    assert same.status_code == 422
    assert "请至少更改一个条目的答案" in same.text
    sent = send(second, f"{address}/amendment", text="已看附件二", **{"item-A2": "met"})
    # who proposes an amendment may see what they proposed, and is led to it
    assert sent.headers["Location"] == f"{address}/answers?notice=amendment_proposed"
    own = send(second, f"{address}/amendment/settle", step="confirm")
    assert own.status_code == 409
    assert "须由他人办理" in own.text
    assert "确认更正" in faultless(third, f"{address}/answers")
    # somebody else supervises the worker: who decides may read the file for as long as it waits
    agreed = {
        "kind": "standing",
        "supervisor_id": signed.desk.second.account_id,
        "practitioner_id": signed.worker.practitioner_id,
        "centre_id": signed.desk.centre,
        "place_path": "1/",
        "minutes": 60,
        "functions": {"accountability": 100},
        "from_on": date(2020, 1, 1),
        "revision": 1,
        "created_at": NOON,
    }
    store.execute(insert(SupervisionAgreementRow).values(**agreed))
    store.commit()
    done = send(third, f"{address}/amendment/settle", step="confirm")
    # who read the file only to decide does not come to a page that asks for access
    assert done.headers["Location"].endswith("/?notice=amendment_confirmed")
    told = third.get(done.headers["Location"])
    assert (told.status_code, "原评查保留" in told.text) == (200, True)
    page = faultless(client, f"{address}/answers")
    assert "结果已更正" in page
    store.rollback()
    made = store.execute(select(AuditRow.id).where(AuditRow.reading == "amended")).scalar_one()
    assert f"/audits/{made}/report" in page
    report = faultless(client, f"/audits/{made}/report")
    assert "附件二未看" in report
    assert "已看附件二" in report


def test_the_training_that_answered_an_action_from_the_page_to_the_page(
    app: Flask, store: Session, signed: Followed
) -> None:
    red = next(row.id for row in actions(store) if row.kind == "red_line")
    store.rollback()
    client, address = enter(app, "manager"), f"/actions/{red}"
    assert "没有记录其他培训" in faultless(client, address)
    today = local_day(clock.now(), ZONE)
    a_training(store, signed.desk.manager, "T1", today, clock.now())
    page = faultless(client, address)
    event = store.execute(select(TrainingEventRow.id)).scalar_one()
    store.rollback()
    assert f'<option data-content="" value="{event}">' in page
    bad = send(client, f"{address}/training", training="x")
    assert bad.status_code == 422
    assert "请从列出的培训中选择" in bad.text
    key = "k" * 20
    for _ in range(2):
        answer = send(client, f"{address}/training", training=str(event), idempotency_key=key)
        assert answer.headers["Location"] == f"{address}?notice=action_trained#training"
    assert send(client, f"{address}/training", training=str(event)).status_code == 409
    page = faultless(client, address)
    assert "强制报告" in page
    link = store.execute(select(ActionTrainingRow.id)).scalar_one()
    store.rollback()
    # a caseworker reads it and records nothing
    seen = faultless(enter(app, "worker"), address)
    assert "T1" in seen
    assert "/training/" not in seen
    end = f"training/{link}/end"
    assert (
        send(client, f"{address}/{end}")
        .headers["Location"]
        .endswith("notice=action_untrained#training")
    )
    assert send(client, f"{address}/{end}").status_code == 409
    assert send(client, f"{address}/training/{link + 1}/end").status_code == 404
    for path in ("training", end):
        assert send(enter(app, "elsewhere"), f"{address}/{path}").status_code == 404
