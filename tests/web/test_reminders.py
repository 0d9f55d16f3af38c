"""Calendars and reminders on screen, and the calendar as a program fetches it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from vobject import readOne

from qa_app import clock
from qa_app.domain.reminders import Delivered, Outcome, Outgoing
from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.models.accounts import AccountRow
from qa_app.models.journal import JournalRow
from qa_app.models.reminders import (
    CalendarFeedRow,
    GroupRobotRow,
    MailAddressRow,
    OutboxMessageRow,
)
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.web.reminders import routes
from qa_app.web.settings import local_today
from tests.people import NOON
from tests.reminders import DING, SECRET
from tests.sessions import Scene, a_scene, a_session
from tests.web.conftest import Visit
from tests.web.visits import english, in_both, post, words_of

MINE = "/me/reminders"


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_scene(store)


@pytest.fixture
def coming(app: Flask, store: Session, scene: Scene) -> int:
    """A session of centre A next week, of the day on which the test runs."""
    made = a_session(store, scene, people=(scene.workers["W1"],))
    with app.app_context():
        today = local_today()
    row = SupervisionSessionRow
    store.execute(update(row).where(row.id == made).values(planned_on=today))
    store.commit()
    return made


def made_by(client: FlaskClient, at: str = f"{MINE}/feeds", page: str = MINE, **more: str) -> str:
    key = re.search(r'name="idempotency_key"[^>]*value="([^"]+)"', client.get(page).text)
    assert key is not None
    sent = {"language": "zh", "idempotency_key": key[1], **more}
    answer = post(client, at, page, **sent)
    assert answer.status_code == 200
    found = re.search(r'id="copy-made"[^>]*value="([^"]+)"', answer.text)
    assert found is not None
    return unescape(found[1])


def path_of(address: str) -> str:
    assert address.startswith("http://localhost/calendar/")
    return address.removeprefix("http://localhost")


def test_an_address_is_shown_once_and_opens_without_a_sign_in(
    app: Flask, visit: Visit, store: Session, coming: int
) -> None:
    client = visit("lead")
    address = made_by(client)
    assert address not in client.get(MINE).text
    token = address.rpartition("/")[2].removesuffix(".ics")
    row = store.execute(select(CalendarFeedRow)).scalar_one()
    assert token not in row.digest
    answer = app.test_client().get(path_of(address))
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    event = readOne(answer.text).vevent
    assert event.uid.value.startswith(f"session-{coming}@")
    assert event.summary.value == "中心甲 · 案卷评查"
    assert "W1" not in answer.text
    for detail in store.execute(select(JournalRow.detail)).scalars():
        assert token not in detail


def test_it_is_kept_by_programs_and_asked_for_again_cheaply(
    app: Flask, visit: Visit, coming: int
) -> None:
    path, program = path_of(made_by(visit("lead"))), app.test_client()
    first = program.get(path)
    assert first.headers["Cache-Control"] == "private, max-age=900"
    assert "Set-Cookie" not in first.headers
    assert "Cookie" not in first.headers.get("Vary", "")
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert program.get(path).data == first.data
    again = program.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Set-Cookie" not in again.headers
    assert program.head(path).status_code == 200


def test_unknown_and_revoked_addresses_are_answered_alike(
    app: Flask, visit: Visit, store: Session, coming: int
) -> None:
    client = visit("lead")
    path = path_of(made_by(client))
    feed = store.execute(select(CalendarFeedRow.id)).scalar_one()
    done = post(client, f"{MINE}/feeds/{feed}/revoke", MINE)
    assert done.headers["Location"] == f"{MINE}?notice=feed_revoked"
    program = app.test_client()
    answers = [
        program.get(one) for one in (path, "/calendar/none.ics", f"/calendar/{'x' * 500}.ics")
    ]
    for answer in answers:
        assert (answer.status_code, answer.data) == (404, b"")
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    # from within as well: a person who is signed in is told no more than a program
    assert client.get(path).data == b""
    assert post(client, f"{MINE}/feeds/{feed}/revoke", MINE).status_code == 404


def test_who_leaves_takes_the_calendar_along(
    app: Flask, visit: Visit, store: Session, coming: int
) -> None:
    path = path_of(made_by(visit("lead")))
    who = AccountRow.login_name == "lead"
    for is_active, code in ((False, 404), (True, 200)):
        store.execute(update(AccountRow).where(who).values(is_active=is_active))
        store.commit()
        assert app.test_client().get(path).status_code == code


def test_a_cancelled_session_stays_as_cancelled_with_a_higher_sequence(
    app: Flask, visit: Visit, store: Session, scene: Scene
) -> None:
    made = a_session(store, scene)
    path = path_of(made_by(visit("lead")))
    with app.app_context():
        today = local_today()
    row = SupervisionSessionRow
    store.execute(update(row).where(row.id == made).values(planned_on=today))
    store.commit()
    before = readOne(app.test_client().get(path).text).vevent
    later = store.execute(select(row.planned_on).where(row.id == made)).scalar_one()
    assert later == today
    store.execute(
        update(row)
        .where(row.id == made)
        .values(
            state=SessionState.CANCELLED.value,
            sequence=row.sequence + 1,
            changed_at=NOON,
            settled_at=store.execute(select(JournalRow.at)).scalars().all()[-1],
            cancel_reason=CancelReason.TRAVEL.value,
        )
    )
    store.commit()
    after = readOne(app.test_client().get(path).text).vevent
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) == int(before.sequence.value) + 1
    assert (before.status.value, after.status.value) == ("CONFIRMED", "CANCELLED")


def test_one_session_as_a_file(visit: Visit, coming: int) -> None:
    client = english(visit("lead"))
    answer = client.get(f"/sessions/{coming}/session.ics")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="session-{coming}.ics"'
    event = readOne(answer.text).vevent
    assert event.summary.value.endswith("· Case-file review")
    assert client.get(f"/sessions/{10**6}/session.ics").status_code == 404
    assert visit("far").get(f"/sessions/{coming}/session.ics").status_code == 404


def test_a_form_sent_twice_shows_nothing_twice(visit: Visit, store: Session, scene: Scene) -> None:
    client = visit("lead")
    made_by(client, idempotency_key="k1")
    again = post(client, f"{MINE}/feeds", MINE, language="zh", idempotency_key="k1")
    assert "此表单已提交过" in again.text
    assert "copy-made" not in again.text
    assert len(store.execute(select(CalendarFeedRow)).all()) == 1


def test_a_language_that_is_none_is_told(visit: Visit, scene: Scene) -> None:
    answer = post(visit("lead"), f"{MINE}/feeds", MINE, language="fr")
    assert answer.status_code == 422


def test_a_centre_has_its_own_calendar(app: Flask, visit: Visit, scene: Scene, coming: int) -> None:
    client, page = visit("centre_manager"), f"/centres/{scene.centre}/reminders"
    path = path_of(made_by(client, f"{page}/feeds", page, language="en"))
    assert "Case-file review" in app.test_client().get(path).text
    zh, en = in_both(client, page)
    assert "已开放1个日历地址；没有群机器人" in zh
    assert "1 calendar address is open; no group robot is told" in en
    assert visit("far").get(page).status_code == 404
    assert "机器人" not in words_of(visit("lead").get(page).text)


@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
def test_own_pages_in_both_languages(visit: Visit, store: Session, scene: Scene) -> None:
    client = visit("lead")
    zh, en = in_both(client, MINE)
    assert "没有开放的日历地址；没有邮件提醒" in zh
    assert "No calendar address is open; no reminders by mail" in en
    kept = post(client, f"{MINE}/mail", MINE, mail=" li.na@example.org ")
    assert kept.headers["Location"] == f"{MINE}?notice=mail_kept"
    zh, en = in_both(client, MINE)
    assert "li.na@example.org" in zh
    assert "Switch reminders off" in en
    for wish, notice in (("off", "mail_off"), ("on", "mail_on"), ("removed", "mail_removed")):
        done = post(client, f"{MINE}/mail/switch", MINE, wish=wish)
        assert done.headers["Location"] == f"{MINE}?notice={notice}"
    assert store.execute(select(MailAddressRow)).first() is None
    refused = post(client, f"{MINE}/mail", MINE, mail="no address")
    assert refused.status_code == 422
    assert "请填写一个完整的邮箱地址" in refused.text
    assert post(client, f"{MINE}/mail/switch", MINE, wish="on").status_code == 422
    assert post(client, f"{MINE}/mail/switch", MINE, wish="no").status_code == 422


def test_an_administrator_has_mail_and_no_calendar(visit: Visit) -> None:
    zh, _en = in_both(visit("sys_admin"), MINE)
    assert "生成地址" not in zh
    assert "保存地址" in zh


class Told:
    """Takes the place of what speaks to robots."""

    def __init__(self, *_: object) -> None:
        self.channels = ()

    def deliver(self, message: Outgoing) -> Delivered:
        assert message.robot is not None
        assert message.robot.address == DING
        return ANSWERS.pop(0)


ANSWERS: list[Delivered] = []


def test_a_robot_is_added_tried_and_removed(
    visit: Visit, store: Session, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "Postman", Told)
    client, page = visit("centre_manager"), f"/centres/{scene.centre}/reminders"
    fields = {"kind": "dingtalk", "webhook": DING, "secret": SECRET, "language": "zh"}
    robots = f"/centres/{scene.centre}/robots"
    bad = post(client, robots, page, **(fields | {"webhook": "https://example.org/x"}))
    assert bad.status_code == 422
    assert "这不是该平台群机器人的地址" in bad.text
    added = post(client, robots, page, **fields)
    assert added.headers["Location"] == f"{page}?notice=robot_added"
    zh, en = in_both(client, page)
    for shown in (zh, en):
        assert SECRET not in shown
        assert "a1b2" not in shown
    assert "已加签" in zh
    robot = store.execute(select(GroupRobotRow.id)).scalar_one()
    ANSWERS[:] = [Delivered(Outcome.SENT), Delivered(Outcome.REFUSED, "refused")]
    sent = post(client, f"/robots/{robot}/try", page, key="k1")
    assert sent.headers["Location"] == f"{page}?notice=robot_sent"
    twice = post(client, f"/robots/{robot}/try", page, key="k1")
    assert twice.headers["Location"] == f"{page}?notice=robot_repeated"
    soon = post(client, f"/robots/{robot}/try", page, key="k2")
    assert soon.status_code == 429
    assert "刚刚试过该机器人，这次没有发送。还须等待" in soon.text
    assert len(ANSWERS) == 1
    a_minute_ago = clock.now() - timedelta(minutes=1)
    store.execute(update(OutboxMessageRow).values(due_at=a_minute_ago))
    store.commit()
    failed = post(client, f"/robots/{robot}/try", page, key="k3")
    assert "机器人没有正常应答：服务器拒收" in failed.text
    assert visit("lead").get(page).text.count("a1b2") == 0
    gone = post(client, f"/robots/{robot}/remove", page)
    assert gone.headers["Location"] == f"{page}?notice=robot_removed"
    assert post(client, f"/robots/{robot}/try", page).status_code == 404


def test_the_outbox_tells_what_failed_and_why_and_sends_again(
    visit: Visit, store: Session, scene: Scene
) -> None:
    client = visit("sys_admin")
    zh, en = in_both(client, "/outbox")
    assert "没有需要处理的提醒；没有待发送的" in zh
    assert "No reminder needs you; none waits to leave" in en
    rows = [
        ("sent", None), ("waiting", "put_off"), ("failed", "refused"),
        ("unknown", "sender_stopped"), ("dropped", "too_late"), ("sending", None),
    ]  # fmt: skip
    store.execute(
        insert(OutboxMessageRow),
        [
            {"key": state, "channel": "mail", "account_id": scene.supervisor.account_id,
             "kind": "sessions", "content": {"count": 1}, "due_at": NOON, "state": state,
             "tries": 1, "fault": fault}
            for state, fault in rows
        ],
    )  # fmt: skip
    store.commit()
    zh, en = in_both(client, "/outbox")
    assert "2条提醒需要您处理；2条待发送" in zh
    assert "2 reminders need you; 2 wait to leave" in en
    assert "命令在记录结果前中断" in zh
    assert zh.count("重新发送") == 2
    failed = store.execute(
        select(OutboxMessageRow.id).where(OutboxMessageRow.state == "failed")
    ).scalar_one()
    done = post(client, f"/outbox/{failed}/retry", "/outbox")
    assert done.headers["Location"] == "/outbox?notice=message_waits"
    assert post(client, f"/outbox/{failed}/retry", "/outbox").status_code == 409
    assert visit("lead").get("/outbox").status_code == 404


def test_a_line_to_copy_says_when_and_where_and_nothing_else(
    store: Session, visit: Visit, coming: int
) -> None:
    client = visit("lead")
    zh = client.get(f"/sessions/{coming}").text
    found = re.search(r'id="copy-session"[^>]*value="([^"]+)"', zh)
    assert found is not None
    row = store.get_one(SupervisionSessionRow, coming)
    on, starts = row.planned_on, row.starts_at_time
    day = f"{on.year}年{on.month}月{on.day}日" + (f" {starts:%H:%M}" if starts else "")
    assert found[1] == f"督导：{day}，A。http://localhost/sessions/{coming}"
    # where somebody is told of the same session on the first page, the line is the same
    assert found[1] in client.get("/").text
    english(client)
    en = client.get(f"/sessions/{coming}").text
    assert f", A. http://localhost/sessions/{coming}" in en
    assert "js/copy.js" in en


def test_on_my_account_is_the_way_there(visit: Visit) -> None:
    assert f'href="{MINE}"' in visit("caseworker").get("/me").text
