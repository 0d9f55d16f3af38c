"""Referrals, complaints, incidents and feedback from page to page."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.domain.service_events import ComplaintOpened
from qa_app.models.base import Base
from qa_app.models.journal import JournalRow
from qa_app.models.service_records import (
    AskingRow,
    ComplaintRow,
    IncidentRow,
    ReferralRow,
    ReplyRow,
)
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.privacy.add_guarded_name import add_guarded_name
from qa_app.wording import Words
from tests.people import NOON, OPERATOR
from tests.register import two_centres
from tests.service_records import open_cases
from tests.web.conftest import BOTH, CHEAP, PASSWORD, Visit
from tests.web.visits import faultless, heading, in_both, post, send, words_of

HOSTILE = "<script>alert(1)</script>\u202e=HYPERLINK(1)"
ANSWERS = {f"q{number}": "4" for number in range(1, 6)}


@pytest.fixture
def centre(store: Session) -> int:
    made = two_centres(store)[0]
    open_cases(store, made)
    add_account(
        store,
        OPERATOR,
        NewAccount("second", "second", PASSWORD, (NewGrant(Role.CENTRE_MANAGER),)),
        CHEAP,
        at=NOON,
    )
    return made


def today() -> date:
    return clock.today("Asia/Shanghai")


def count(store: Session, row: type[Base]) -> int:
    store.rollback()
    found: int = store.execute(select(func.count()).select_from(row)).scalar_one()
    return found


def sent(client: FlaskClient, page: str, **fields: object) -> str:
    """Send a form and give the address that it leads to."""
    answer = post(client, page, **fields)
    assert answer.status_code == 302, words_of(answer.text)
    return answer.headers["Location"].split("?")[0]


def version(client: FlaskClient, page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(page).text)
    assert found is not None
    return found[1]


def referral(**fields: str) -> dict[str, str]:
    return {
        "area": "social_work",
        "reference": "KM-26-0000-00153",
        "body": "police",
        "received_on": today().isoformat(),
    } | fields


@BOTH
def test_a_referral_goes_from_receipt_to_its_end(store: Session, centre: int, visit: Visit) -> None:
    client = visit("centre_manager")
    page = f"/service/{centre}/referrals"
    assert "没有" in faultless(client, page)
    form = referral(idempotency_key="k1")
    one = sent(client, page, **form)
    assert sent(client, page, **form) == one
    assert count(store, ReferralRow) == 1
    faultless(client, one)
    day = today().isoformat()
    for step in ("accepted", "assigned", "met", "started", "closed"):
        seen = version(client, one)
        assert post(client, one, step=step, on=day, version=seen).status_code == 302
        late = post(client, one, step=step, on=day, version=seen)
        assert late.status_code == 409
        faultless(client, one)
    _zh, en = in_both(client, one)
    assert "first meeting held" in en
    assert "KM-26-0000-00153" in faultless(client, f"{page}?ended=1")
    reader = visit("senior_supervisor")
    shown = faultless(reader, one)
    assert 'name="version"' not in shown
    assert 'id="new"' not in faultless(reader, page)
    assert post(reader, one, step="closed", on=day).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"reference": HOSTILE},
        {"reference": "张三"},
        {"reference": ""},
        {"received_on": (date.max).isoformat()},
        {"received_on": "yesterday"},
        {"area": "psychological"},
        {"area": "no_such"},
        {"body": "no_such"},
    ],
)
def test_bad_referrals_say_why(
    store: Session, centre: int, visit: Visit, fields: dict[str, str]
) -> None:
    answer = post(visit("centre_manager"), f"/service/{centre}/referrals", **referral(**fields))
    assert answer.status_code == 422
    assert "pl-wrong" in answer.text
    assert "<script>alert" not in answer.text
    assert count(store, ReferralRow) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"step": "closed"},
        {"step": "no_such"},
        {"step": "accepted", "on": "x"},
        {"step": "accepted", "on": "2999-01-01"},
        {"step": "declined", "reason": "no_such"},
        {"step": HOSTILE},
    ],
)
def test_bad_steps_say_why(centre: int, visit: Visit, fields: dict[str, str]) -> None:
    client = visit("centre_manager")
    one = sent(client, f"/service/{centre}/referrals", **referral())
    form = {"version": version(client, one), "on": today().isoformat()} | fields
    answer = post(client, one, **form)
    assert answer.status_code == 422
    assert "pl-wrong" in answer.text


def test_what_was_a_mistake_is_taken_back_once(centre: int, visit: Visit) -> None:
    client = visit("centre_manager")
    page = f"/service/{centre}/referrals"
    one = sent(client, page, **referral())
    seen = version(client, one)
    assert post(client, f"{one}/back", one, version="0").status_code == 409
    assert post(client, f"{one}/back", one, version=seen).status_code == 302
    assert client.get(one).status_code == 404
    assert post(client, f"{one}/back", page, version=seen).status_code == 404
    # and the reference may be used again
    sent(client, page, **referral())


def complaint(**fields: str) -> dict[str, str]:
    return {
        "received_on": (today() - timedelta(days=60)).isoformat(),
        "channel": "box",
        "topic": "delay",
        "complainant": "anonymous",
        "text": "等了三周没有人来。",
    } | fields


@BOTH
def test_a_complaint_is_late_and_answered(store: Session, centre: int, visit: Visit) -> None:
    client = visit("centre_manager")
    page = f"/service/{centre}/complaints"
    faultless(client, page)
    one = sent(client, page, **complaint(text=f"等了三周。{HOSTILE}"))
    # a refused form shows the complaint, and is noted as its page is
    assert send(client, one).status_code == 422
    opened = select(func.count()).where(JournalRow.action == ComplaintOpened.action)
    assert store.execute(opened).scalar_one() == 1
    store.rollback()
    shown = faultless(client, one)
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;" in shown
    faultless(client, page)
    form = {"version": version(client, one), "on": today().isoformat(), "outcome": "upheld"}
    named = post(client, one, text="社工张伟已道歉", **form)
    assert (named.status_code, 'name="name_reason"' in named.text) == (422, True)
    assert "社工张伟已道歉" in named.text
    assert post(client, one, text=" ", **form).status_code == 422
    assert post(client, one, text="好", **form | {"outcome": "x"}).status_code == 422
    assert post(client, one, text="已道歉。", **form).status_code == 302
    assert post(client, one, text="已道歉。", **form).status_code == 409
    assert "已道歉。" in faultless(visit("senior_supervisor"), one)
    assert count(store, ComplaintRow) == 2


def test_bad_complaints_keep_what_was_typed(store: Session, centre: int, visit: Visit) -> None:
    client, page = visit("centre_manager"), f"/service/{centre}/complaints"
    for fields in (
        {"text": "电话13812345678"},
        {"text": ""},
        {"text": "\u202e\u200b"},
        {"channel": "x"},
        {"received_on": "2999-01-01"},
    ):
        answer = post(client, page, **complaint(**fields))
        assert (answer.status_code, "pl-wrong" in answer.text) == (422, True), fields
        assert fields.get("text", "等了三周").strip("\u202e\u200b") in answer.text
    assert count(store, ComplaintRow) == 0
    named = post(client, page, **complaint(text="社工张伟没有来"))
    assert 'name="name_reason"' in named.text
    sent(client, page, **complaint(text="社工张伟没有来"), name_reason="公开任命的岗位")


def incident(**fields: str) -> dict[str, str]:
    day = (today() - timedelta(days=2)).isoformat()
    return {
        "kind": "privacy",
        "happened_on": day,
        "known_on": day,
        "known_hour": "10:00",
        "text": "名单被发到了群里。",
    } | fields


@BOTH
def test_an_incident_is_handled_by_the_centre_and_judged_by_a_supervisor(
    store: Session, centre: int, visit: Visit
) -> None:
    client, page = visit("centre_manager"), f"/service/{centre}/incidents"
    assert "尚未有人说明" in faultless(client, page)
    assert post(client, f"{page}/statement", page).status_code == 302
    faultless(client, page)
    one = sent(client, page, **incident())
    faultless(client, one)
    reader, day = visit("senior_supervisor"), today().isoformat()
    faultless(reader, page)
    # known at ten two days ago: 24 hours to contain it ended at ten yesterday
    yesterday = Words("zh").day(today() - timedelta(days=1))
    for who in (client, reader):
        start = who.get("/").text
        assert f'<span class="pl-late">应于{yesterday} 10:00前控制，已超时</span>' in start
        assert f'href="{one}"' in start
        assert "1起事件待控制（已超时）" in heading(start)
    seen = version(client, one)
    form = {"version": seen, "step": "contained", "on": day}
    assert post(client, one, **form, hour="25:99").status_code == 422
    assert post(client, one, **form, hour="00:00").status_code == 302
    assert "前控制" not in client.get("/").text
    # the centre has no way to confirm or dismiss
    assert post(client, f"{one}/judgement", one, step="dismissed").status_code == 404
    seen = version(reader, one)
    assert post(reader, f"{one}/judgement", one, step="x", version=seen).status_code == 422
    judged = post(reader, f"{one}/judgement", one, step="confirmed", version=seen)
    assert judged.status_code == 302
    for step in ("guardians", "authority", "measures"):
        form = {"step": step, "on": day, "version": version(client, one)}
        assert post(client, one, **form).status_code == 302
    assert "pl-chip-done" in faultless(client, one)
    assert f"{one}/back" not in client.get(one).text
    assert post(client, f"{one}/back", page, version="1").status_code == 409
    assert one.rsplit("/", 1)[1] in faultless(client, f"{page}?ended=1")
    assert count(store, IncidentRow) == 6


def test_bad_incidents_say_why(store: Session, centre: int, visit: Visit) -> None:
    client, page = visit("centre_manager"), f"/service/{centre}/incidents"
    for fields in (
        {"known_on": "2999-01-01"},
        {"known_hour": ""},
        {"happened_on": today().isoformat(), "known_on": "2020-01-01"},
        {"text": "电话13812345678"},
        {"kind": "x"},
    ):
        answer = post(client, page, **incident(**fields))
        assert (answer.status_code, "pl-wrong" in answer.text) == (422, True), fields
    assert count(store, IncidentRow) == 0


def asking(sent_by: str, **fields: str) -> dict[str, str]:
    form = {"area": "social_work", "asked": "young_child", "language": "zh", "way": sent_by}
    return form | {"is_safe": "y"} | fields


@BOTH
def test_the_device_is_handed_over_and_answers_once(
    store: Session, centre: int, visit: Visit
) -> None:
    client, page = visit("centre_manager"), f"/service/{centre}/feedback"
    faultless(client, page)
    opened = post(client, page, **asking("device"))
    assert opened.status_code == 302, words_of(opened.text)
    address = opened.headers["Location"]
    # whoever gets the device is signed in nowhere
    assert client.get(page).headers["Location"].startswith("/login")
    child = client.application.test_client()
    shown = child.get(address)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in shown.headers
    for word in ("准绳", "Plumbline", "儿童保护", "中心甲"):
        assert word not in shown.text
    assert shown.text.count("<svg") == 25
    assert 'autocomplete="off"' in shown.text
    assert "<title>便签</title>" in shown.text
    short = child.post(address, data={"q1": "5"})
    assert (short.status_code, 'value="5" autocomplete="off" checked' in short.text) == (422, True)
    named = child.post(address, data={**ANSWERS, "words": f"电话13812345678{HOSTILE}"})
    assert (named.status_code, "<script>alert" in named.text) == (422, False)
    done = child.post(address, data={**ANSWERS, "words": f"谢谢{HOSTILE}"})
    assert done.status_code == 303
    assert "Set-Cookie" not in done.headers
    thanks = child.get(done.headers["Location"])
    assert (thanks.status_code, "href=" in thanks.text.split("<main")[1]) == (200, False)
    again = child.post(address, data=ANSWERS)
    assert (again.status_code, child.get(address).status_code) == (404, 404)
    assert count(store, ReplyRow) == 1


def test_guessed_expired_and_answered_tokens_read_alike(
    store: Session, centre: int, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit("centre_manager")
    address = post(client, f"/service/{centre}/feedback", **asking("device")).headers["Location"]
    child = client.application.test_client()
    unknown = child.get("/f/x")
    later = clock.now() + timedelta(minutes=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    for answer in (
        child.get(address),
        child.post(address, data=ANSWERS),
        child.get(address[:-1]),
        child.get("/f/" + "a" * 5000),
        child.post("/f/%E2%80%AE", data=ANSWERS),
    ):
        assert (answer.status_code, answer.text) == (404, unknown.text)
    assert child.get("/f/%00").status_code == 404
    assert child.get("/f/away/zh").status_code == child.get("/f/done/en").status_code == 200
    assert child.get("/f/away/xx").status_code == 404
    assert count(store, ReplyRow) == 0


def test_a_device_that_sends_too_often_is_told_to_wait(
    store: Session, centre: int, visit: Visit
) -> None:
    client = visit("centre_manager")
    address = post(client, f"/service/{centre}/feedback", **asking("device")).headers["Location"]
    child = client.application.test_client()
    add_guarded_name(store, OPERATOR, "school", "春城小学", at=NOON)
    before = count(store, JournalRow)
    # no reason of a stranger lets anything stand
    said = ANSWERS | {"words": "春城小学运动会", "guard_reason": "与任何孩子都没有关系"}
    codes = [child.post(address, data=said).status_code for _try in range(21)]
    assert codes == [422] * 20 + [429]
    answer = child.post(address, data=said)
    assert "请等一分钟再提交" in answer.text
    assert said["words"] in answer.text
    assert (count(store, JournalRow), count(store, ReplyRow)) == (before, 0)


def test_older_ones_read_words_in_the_language_of_the_asking(centre: int, visit: Visit) -> None:
    client = visit("centre_manager")
    form = asking("device", asked="caregiver", language="en")
    address = post(client, f"/service/{centre}/feedback", **form).headers["Location"]
    shown = client.application.test_client().get(address).text
    assert "<svg" not in shown
    assert "What do you think of the service?" in shown
    assert 'lang="en"' in shown


def test_paper_is_entered_and_unsafe_left_out(store: Session, centre: int, visit: Visit) -> None:
    client, page = visit("centre_manager"), f"/service/{centre}/feedback"
    unsafe = post(client, page, **asking("unsafe", is_safe=""))
    assert unsafe.status_code == 302
    for fields in ({"way": "x"}, {"is_safe": ""}, {"reference": "no-case"}, {"area": "x"}):
        answer = post(client, page, **asking("paper", **fields))
        assert answer.status_code == 422, fields
    for _ in range(2):
        assert post(client, page, **asking("paper", idempotency_key="k1")).status_code == 302
    assert count(store, AskingRow) == 2
    assert "/service/papers/" not in faultless(client, page)
    paper = re.search(r"/service/papers/\d+", faultless(visit("second"), page))
    assert paper is not None
    # whoever handed it out is told that somebody else enters it
    assert "<fieldset" not in faultless(client, paper[0])
    assert post(client, paper[0], page, **ANSWERS).status_code == 422
    second = visit("second")
    assert "<fieldset" in faultless(second, paper[0])
    assert post(second, paper[0], q1="9").status_code == 422
    assert post(visit("senior_supervisor"), paper[0], page, **ANSWERS).status_code == 404
    assert post(second, paper[0], **ANSWERS, words="谢谢").status_code == 302
    assert post(second, paper[0], page, **ANSWERS).status_code == 404
    shown = faultless(visit("senior_supervisor"), page)
    assert "谢谢" not in shown


def test_the_share_that_answered_has_its_interval(
    store: Session, centre: int, visit: Visit
) -> None:
    client, page = visit("centre_manager"), f"/service/{centre}/feedback"
    for number in range(12):
        key = f"key-{number}"
        assert post(client, page, **asking("paper", idempotency_key=key)).status_code == 302
    second = visit("second")
    assert "/service/papers/" not in client.get(page).text
    papers = sorted(set(re.findall(r"/service/papers/\d+", faultless(second, page))))
    assert len(papers) == 12
    for paper in papers[:9]:
        assert post(second, paper, **ANSWERS).status_code == 302
    assert "n = 12" not in faultless(client, page)
    assert figures_in_file(client, page) == [["社会工作/个案管理", "纸质", "12", "0", *[""] * 2]]
    words = "谢谢你们"
    assert post(second, papers[9], **ANSWERS, words=words).status_code == 302
    # Wilson, 10 of 12: (0.8333 + 0.1601) / 1.3201 = 0.7525, and 1.96 * sqrt(0.1389 / 12
    # + 3.8415 / 576) / 1.3201 = 0.2005: from 55.2 to 95.3 %
    shown = words_of(faultless(client, page))
    assert re.search(r"83\s?%（55%至95%）", shown), shown
    ((_area, _way, *told),) = figures_in_file(client, page)
    assert told[:2] == ["12", "10"]
    assert "55%至95%" in told[2]
    # the mean of all five, then each; no words and no single answer
    assert told[3:] == ["4.0"] * 6
    assert client.get("/service/999/feedback.csv").status_code == 404


def figures_in_file(client: FlaskClient, page: str) -> list[list[str]]:
    file = client.get(f"{page}.csv")
    assert file.mimetype == "text/csv"
    _heads, *rows = csv.reader(io.StringIO(file.get_data().decode("utf-8-sig")))
    return rows


def test_the_ways_in(centre: int, visit: Visit) -> None:
    client = visit("senior_supervisor")
    assert f"/service/{centre}/referrals" in faultless(client, "/service")
    assert f"/service/{centre}/referrals" in client.get(f"/centres/{centre}").text
    assert '"/service"' in client.get("/centres").text
