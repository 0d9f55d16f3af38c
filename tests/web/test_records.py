"""Pages of supervision records: written, signed, acknowledged, disagreed with, printed."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.domain.session_blocks import Block, blocks_of
from qa_app.domain.supervision import SessionType
from qa_app.models.cases import CaseFileRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.record_content import block_in
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from qa_app.services.records import answer_record
from qa_app.web.records import routes, showing
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.records import MEETING, Talk, a_talk, begin, digest_of, fill, sign
from tests.records import save as record_save
from tests.sessions import at_centre, reference, some_files, someone
from tests.web.conftest import ON_POSTGRESQL, Visit, token_of
from tests.web.visits import faultless, heading, in_both, post, words_of

TODAY = clock.today(ZONE)


@pytest.fixture
def talk(store: Session) -> Talk:
    made = a_talk(store, planned_on=TODAY)
    some_files(store, made.scene.centre, 2)
    return made


def address(talk: Talk, rest: str = "") -> str:
    return f"/sessions/{talk.session_id}/record{rest}"


def written(store: Session, talk: Talk) -> None:
    now = clock.now()
    begin(store, talk, now)
    fill(store, talk, now)


def signed(store: Session, talk: Talk) -> None:
    written(store, talk)
    sign(store, talk, at=clock.now())


def save(client: FlaskClient, talk: Talk, block: str, base: int = 0, **fields: object):
    return post(client, address(talk, f"/blocks/{block}"), address(talk), base=base, **fields)


def scripted(client: FlaskClient, talk: Talk, plain: object):
    token = token_of(client.get(address(talk)).text)
    return client.post(address(talk, "/save"), json=plain, headers={"X-CSRFToken": token})


def through(store: Session, talk: Talk, visit: Visit) -> None:
    lead = visit("lead")
    session_page = faultless(lead, f"/sessions/{talk.session_id}")
    assert 'id="record"' in session_page
    zh, en = in_both(lead, address(talk))
    assert "写督导记录" in zh
    assert "Who led the session signs first" in en
    assert post(lead, address(talk, "/open"), address(talk)).status_code == 302
    # 1: began by opening; nobody else sees a word of it
    assert visit("worker").get(address(talk, ".pdf")).status_code == 404
    assert "签字后" in visit("worker").get(address(talk)).text
    meeting = {
        # yesterday, so that it is over at any hour of a run
        "v-held_on": (TODAY - timedelta(days=1)).isoformat(),
        "v-began_at": "00:01",
        "v-ended_at": "01:01",
        "v-mode": "at_centre",
        "v-support": "yes",
        "r1-person": "W1",
        "r1-minutes": "60",
        "r2-person": "",
    }
    assert save(lead, talk, "meeting", 1, **meeting).status_code == 302
    case = {
        "r1-case": reference(1),
        "r1-risk": "high",
        "r1-safety_seen": "yes",
        "r1-child_heard": "no",
        "r1-decision": "每周家访",
        "v-on_worker": "写得更具体",
    }
    assert save(lead, talk, "cases", 0, **case).status_code == 302
    zh = faultless(lead, address(talk, "/check"))
    assert heading(zh) == "签字前还缺内容"
    assert "#support-v-workload" in zh
    assert save(lead, talk, "support", 0, **{"v-workload": "7"}).status_code == 302
    page = faultless(lead, address(talk, "/check"))
    assert "每周家访" in page
    digest = re.search(r'name="digest" value="(\w{64})"', page)
    assert digest is not None
    answer = post(lead, address(talk, "/check"), digest=digest[1])
    assert answer.status_code == 302, answer.text
    zh, en = in_both(lead, address(talk))
    assert heading(zh) == "等待W1签字"
    assert heading(en) == "Waits for the signature of W1"
    # the worker signs, acknowledges, disagrees; the disagreement stays
    worker = visit("worker")
    page = faultless(worker, address(talk))
    assert heading(page) == "等待您签字"
    assert "写得更具体" in page
    assert 'id="sign"' in page
    assert post(worker, address(talk, "/sign"), address(talk), digest=digest[1]).status_code == 302
    assert 'id="sign"' not in worker.get(address(talk)).text
    sent = {"kind": "acknowledged", "key": "k1"}
    assert post(worker, address(talk, "/answer"), address(talk), **sent).status_code == 302
    assert heading(worker.get(address(talk)).text) == "已签字并确认"
    sent = {"kind": "disagreed", "key": "k2", "text": "风险已经下降"}
    assert post(worker, address(talk, "/answer"), address(talk), **sent).status_code == 302
    for who in ("lead", "worker"):
        page = visit(who).get(address(talk)).text
        assert heading(page) == "已签字，有不同意见"
        assert "风险已经下降" in page
    assert "有不同意见" in faultless(lead, "/records")


def test_written_signed_acknowledged_and_disagreed_with(
    store: Session, talk: Talk, visit: Visit
) -> None:
    through(store, talk, visit)


@ON_POSTGRESQL
def test_the_same_on_the_other_database(store: Session, talk: Talk, visit: Visit) -> None:
    through(store, talk, visit)


@pytest.mark.parametrize("fine", list(SessionType))
def test_every_kind_has_its_form_and_its_paper(
    store: Session, visit: Visit, fine: SessionType
) -> None:
    talk = a_talk(store, SessionType.INDIVIDUAL, planned_on=TODAY)
    if fine is not SessionType.INDIVIDUAL:
        from qa_app.models.supervision import SupervisionSessionRow

        store.get_one(SupervisionSessionRow, talk.session_id).type = fine.value
        store.commit()
    begin(store, talk, clock.now())
    page = faultless(visit("lead"), address(talk))
    for block in blocks_of(fine):
        assert f'id="{block.value}"' in page, block
    assert len(page.encode()) < 90_000
    paper = visit("lead").get(address(talk, ".pdf?lang=zh"))
    assert paper.data.startswith(b"%PDF")


def test_one_list_says_who_signed_and_who_is_still_to(store: Session, visit: Visit) -> None:
    talk = a_talk(store, SessionType.GROUP)
    begin(store, talk)
    post_of = NewPractitioner("A", "W3", "legal_aid", date(2025, 1, 6))
    added = add_practitioner(store, OPERATOR, post_of, at=NOON)
    other = someone(store, "third", Role.CASEWORKER, "A", added)
    other = at_centre(other, Role.CASEWORKER, talk.scene.centre)
    rows = tuple({"person": code, "minutes": "60"} for code in ("W1", "W2", "W3"))
    record_save(store, talk, Block.MEETING, MEETING, rows)
    record_save(store, talk, Block.THEME, {"theme": "先听孩子说"})
    sign(store, talk, on_paper=frozenset({talk.scene.workers["W2"]}))
    worker = visit("worker")
    sent = {"kind": "disagreed", "key": "k1", "text": "风险已经下降"}
    assert post(worker, address(talk, "/answer"), address(talk), **sent).status_code == 302
    zh, en = in_both(visit("lead"), address(talk))
    assert heading(zh) == "有不同意见，等待W1、W3签字"
    lines = people_lines(zh)
    assert [line[1].split("，")[0] for line in lines] == ["已签字", "待签字", "纸面签字", "待签字"]
    assert [line[2].split("，")[0] for line in lines] == [
        "–",
        "有不同意见",
        "已在纸面阅签",
        "待确认",
    ]
    assert "still to acknowledge" in words_of(en)
    for who in (talk.worker, other):
        sign(store, talk, who)
    assert heading(visit("lead").get(address(talk)).text) == "已签字，有不同意见，等待W3确认"
    sent = {"kind": "acknowledged", "key": "k2"}
    third = visit("third")
    assert post(third, address(talk, "/answer"), address(talk), **sent).status_code == 302
    assert heading(visit("lead").get(address(talk)).text) == "已签字，有不同意见"
    paper = visit("lead").get(address(talk, ".pdf?lang=zh"))
    assert paper.data.startswith(b"%PDF")


def people_lines(page: str) -> list[list[str]]:
    table = page.split("签字与确认情况", 1)[1].split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("</tr>")[:-1]]


def test_the_form_offers_open_cases_and_names_what_is_unfinished(
    store: Session, talk: Talk, visit: Visit
) -> None:
    begin(store, talk, clock.now())
    lead = visit("lead")
    store.execute(
        update(CaseFileRow)
        .where(CaseFileRow.reference == reference(2))
        .values(closed_on=TODAY, is_sealed=False)
    )
    store.commit()
    page, en = in_both(lead, address(talk))
    assert 'list="open-cases"' in page
    offered = re.findall(r'<option value="([^"]+)"', page.split('id="open-cases"', 1)[1])
    assert reference(1) in offered
    assert reference(2) not in offered
    assert "W1" in page.split('id="people-here"', 1)[1]
    # a closed case may still be typed
    case = {"r1-case": reference(2).lower(), "r1-risk": "high"}
    assert save(lead, talk, "cases", 0, **case).status_code == 302
    links = re.findall(r'href="#([^"]+)"', lead.get(address(talk)).text.split('id="unfinished"')[1])
    assert links == ["meeting-functions", "cases-r1-safety_seen", "support-v-workload"]
    for link in links:
        assert f'id="{link}"' in page
    assert "Functions of supervision that were covered" in en
    note = json.dumps({"values": {"workload": "6"}, "rows": []})
    saved = scripted(lead, talk, {"block": "support", "base": 0, "op": "d" * 32, "note": note})
    assert [one[0] for one in saved.json["missing"]] == ["meeting-functions", links[1]]


def test_it_is_signed_after_the_session_and_says_when(
    store: Session, talk: Talk, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(store, talk)
    lead, digest = visit("lead"), digest_of(store, talk)
    # 9 April, a quarter past ten in Shanghai; the session ends at half past ten
    early = SimpleNamespace(now=lambda: datetime(2026, 4, 9, 2, 15, tzinfo=UTC))
    for place in (routes, showing):
        monkeypatch.setattr(place, "clock", early)
    zh, en = in_both(lead, address(talk, "/check"))
    assert (heading(zh), heading(en)) == ("现在还不能签字", "It cannot be signed yet")
    assert "10:30" in words_of(zh)
    assert 'name="digest"' not in zh
    sent = post(lead, address(talk, "/check"), address(talk), digest=digest)
    assert sent.status_code == 422
    assert "10:30" in words_of(sent.text)
    monkeypatch.undo()
    assert 'name="digest"' in faultless(lead, address(talk, "/check"))


def test_who_acknowledged_before_they_signed_reads_what_is_still_open_and_how_the_two_differ(
    store: Session, talk: Talk, visit: Visit
) -> None:
    signed(store, talk)
    worker = visit("worker")
    assert heading(worker.get(address(talk)).text) == "等待您签字"
    sent = {"kind": "acknowledged", "key": "k1"}
    assert post(worker, address(talk, "/answer"), address(talk), **sent).status_code == 302
    page = faultless(worker, address(talk))
    assert heading(page) == "您已确认阅读，尚待签字"
    assert "签字表示：督导已按记录所载开展，所商定的事项与记录一致。" in page
    assert "确认仅表示已阅知，不代表同意。" in page


def test_a_day_to_acknowledge_that_is_over_is_told_as_late(
    store: Session, talk: Talk, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(store, talk)
    last = date(2026, 11, 27)
    monkeypatch.setattr("qa_app.web.records.telling._until", lambda _head: last)
    for today, zh, en in (
        (last, "请在11月27日前确认。", "Acknowledge it by 27 Nov."),
        (
            date(2026, 11, 29),
            "应在11月27日前确认，逾期2天。",
            "It was to be acknowledged by 27 Nov: 2 days late.",
        ),
    ):
        monkeypatch.setattr(showing, "local_today", lambda today=today: today)
        chinese, english = in_both(visit("worker"), address(talk))
        assert zh in words_of(chinese)
        assert en in words_of(english)


def test_a_refused_part_keeps_what_was_typed(store: Session, talk: Talk, visit: Visit) -> None:
    written(store, talk)
    lead = visit("lead")
    answer = save(lead, talk, "support", 1, **{"v-workload": "11", "v-support_given": "排班"})
    assert answer.status_code == 422
    assert "工作量" in words_of(answer.text)
    assert "排班" in answer.text
    assert 'aria-invalid="true"' in answer.text
    answer = save(lead, talk, "learning", 0, **{"v-learned": "姓名：王小明"})
    assert answer.status_code == 422
    assert 'name="name_reason"' in answer.text
    kept = {"v-learned": "姓名：王小明", "name_reason": "法院要求写明"}
    assert save(lead, talk, "learning", 0, **kept).status_code == 302


def test_who_comes_second_sees_both(store: Session, talk: Talk, visit: Visit) -> None:
    written(store, talk)
    lead = visit("lead")
    assert save(lead, talk, "learning", 0, **{"v-learned": "一"}).status_code == 302
    answer = save(lead, talk, "learning", 0, **{"v-learned": "二"})
    assert answer.status_code == 409
    assert "一" in words_of(answer.text)
    assert ">二</textarea>" in answer.text
    # the page that shows both is based on what stands, so that saving again keeps one's own
    assert re.search(r'data-block="learning".*?name="base" value="1"', answer.text, re.DOTALL)


def test_the_script_saves_and_is_told_of_conflicts(
    store: Session, talk: Talk, visit: Visit
) -> None:
    written(store, talk)
    lead = visit("lead")
    note = json.dumps({"values": {"learned": "一"}, "rows": []})
    plain = {"block": "learning", "base": 0, "op": "a" * 32, "note": note}
    for _ in range(2):
        answer = scripted(lead, talk, plain)
        assert (answer.status_code, answer.json["revision"]) == (200, 1)
    late = scripted(lead, talk, {**plain, "op": "b" * 32, "note": note.replace("一", "二")})
    assert late.status_code == 409
    assert json.loads(late.json["conflict"]["note"])["values"] == {"learned": "一"}
    assert late.json["conflict"]["lines"] == [["学到了什么", "一"]]
    for odd in (
        {**plain, "op": "c" * 32, "note": "{"},
        {**plain, "op": "c" * 32, "block": "theme"},
        {**plain, "op": "c" * 32, "block": 3},
        {**plain, "op": "!"},
        {**plain, "base": True},
        ["x"],
    ):
        answer = scripted(lead, talk, odd)
        assert answer.status_code == 422, odd
        assert answer.json["refused"]
    state = lead.get(address(talk, "/state")).json
    assert state["revisions"]["learning"] == 1
    assert f'"owner": "{state["owner"]}"' in lead.get(address(talk)).text


def test_nobody_else_finds_it(store: Session, talk: Talk, visit: Visit) -> None:
    signed(store, talk)
    for who in ("far", "centre_manager", "senior_supervisor", "auditor", "caseworker", "reader"):
        client = visit(who)
        assert client.get(address(talk)).status_code == 404, who
        assert client.get(address(talk, ".pdf")).status_code == 404, who
        assert f"/sessions/{talk.session_id}/record" not in client.get("/records").text
    for who in ("judicial_reader", "sys_admin", "audit_admin"):
        assert visit(who).get(address(talk)).status_code == 404, who


def test_a_signed_record_takes_nothing_more(store: Session, talk: Talk, visit: Visit) -> None:
    signed(store, talk)
    lead = visit("lead")
    token = token_of(lead.get("/me").text)
    for rest in ("/blocks/learning", "/check"):
        sent = {"csrf_token": token, "base": 0, "v-learned": "x"}
        assert lead.post(address(talk, rest), data=sent).status_code == 409, rest
    worker = visit("worker")
    stale = post(worker, address(talk, "/sign"), address(talk), digest="0" * 64)
    assert stale.status_code == 409
    assert post(worker, address(talk, "/answer"), address(talk), kind="odd").status_code == 400
    empty = post(worker, address(talk, "/answer"), address(talk), kind="disagreed", text=" ")
    assert empty.status_code == 422
    for _ in range(2):
        sent = {"kind": "acknowledged", "key": "k1"}
        assert post(worker, address(talk, "/answer"), address(talk), **sent).status_code == 302


def test_papers_in_both_languages_are_the_same_every_time(
    store: Session, talk: Talk, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(store, talk)
    lead, now = visit("lead"), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    for language in ("zh", "en"):
        for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
            first = lead.get(address(talk, f".{form}?lang={language}"))
            assert first.data.startswith(start)
            assert first.data == lead.get(address(talk, f".{form}?lang={language}")).data
    assert lead.get(address(talk, ".pdf?lang=fr")).status_code == 404


@pytest.mark.parametrize(
    "note",
    [
        "[" * 30_000,
        '{"values": ' + "[" * 5_000 + "]" * 5_000 + "}",
        r'{"values": {"learned": "\ud800"}}',
        r'{"values": {"learned": "a\u0000b"}}',
        r'{"name_reason": "\udfff"}',
    ],
)
def test_what_the_script_wraps_is_looked_at_as_well(
    store: Session, talk: Talk, visit: Visit, note: str
) -> None:
    written(store, talk)
    sent = {"block": "learning", "base": 0, "op": "abcdefgh", "note": note}
    assert scripted(visit("lead"), talk, sent).status_code == 422
    store.rollback()
    assert block_in(store, talk.session_id, Block.LEARNING).revision == 0


def test_who_disagreed_often_enough_is_told(
    store: Session, talk: Talk, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_record, "RECORD_DISAGREEMENTS_MOST", 1)
    signed(store, talk)
    worker = visit("worker")
    sent = {"kind": "disagreed", "text": "风险已经下降"}
    assert post(worker, address(talk, "/answer"), address(talk), **sent).status_code == 302
    sent = {"kind": "disagreed", "text": "还有一次电话"}
    refused = post(worker, address(talk, "/answer"), address(talk), **sent)
    assert refused.status_code == 409
    assert "1次不同意见" in refused.text
    assert "还有一次电话" in refused.text  # what was typed is not lost
    assert "还有一次电话" not in worker.get(address(talk)).text


def test_the_note_of_two_people(store: Session, talk: Talk, visit: Visit) -> None:
    signed(store, talk)
    lead, worker = visit("lead"), visit("worker")
    sent = {"text": "睡得不好", "revision": 0}
    assert post(lead, address(talk, "/note"), address(talk), **sent).status_code == 302
    assert "睡得不好" in faultless(worker, address(talk))
    stale = post(worker, address(talk, "/note"), address(talk), text="好些了", revision=0)
    assert stale.status_code == 409
    assert "好些了" in stale.text
    assert "睡得不好" in stale.text
    assert post(worker, address(talk, "/note"), address(talk), text="x").status_code == 400
    assert post(visit("far"), address(talk, "/note"), "/me", **sent).status_code == 404


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_the_note_stands_for_the_other_before_the_record_is_signed(
    store: Session, talk: Talk, visit: Visit, is_cancelled: bool
) -> None:
    written(store, talk)
    lead, worker = visit("lead"), visit("worker")
    sent = {"text": "睡得不好", "revision": 0}
    assert post(lead, address(talk, "/note"), address(talk), **sent).status_code == 302
    if is_cancelled:
        store.execute(update(SupervisionSessionRow).values(state="cancelled"))
        store.commit()
    assert "睡得不好" in faultless(worker, address(talk))
    # what is refused shows the note and nothing of the record that is still written
    stale = post(worker, address(talk, "/note"), address(talk), text="好些了", revision=7)
    assert stale.status_code == 409
    assert "睡得不好" in stale.text
    assert heading(stale.text) == heading(worker.get(address(talk)).text)
    gone = post(worker, address(talk, "/note"), address(talk), text="", revision=1)
    assert gone.status_code == 302
    assert 'id="note"' not in worker.get(address(talk)).text


def test_lists_say_what_waits(store: Session, talk: Talk, visit: Visit) -> None:
    zh, en = in_both(visit("lead"), "/records")
    assert heading(zh) == "1份记录等您处理"
    assert "write the record" in en
    assert heading(visit("worker").get("/records").text) == "没有记录等您处理"
    signed(store, talk)
    _, en = in_both(visit("worker"), "/records")
    assert "waits for signatures sign, acknowledge" in words_of(en)
    assert visit("lead").get("/records?page=7").status_code == 200


def test_blocks_of_other_kinds_and_bad_forms(store: Session, talk: Talk, visit: Visit) -> None:
    written(store, talk)
    lead = visit("lead")
    assert save(lead, talk, "theme", 0).status_code == 404
    assert save(lead, talk, "odd", 0).status_code == 404
    answer = post(lead, address(talk, "/blocks/learning"), address(talk), base="x")
    assert answer.status_code == 400
    store.rollback()
    assert block_in(store, talk.session_id, Block.LEARNING).revision == 0
