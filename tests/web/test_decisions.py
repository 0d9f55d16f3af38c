"""Pages about who stands in the register."""

import io
import re
from datetime import date, timedelta
from hashlib import sha256
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from qa_app import clock
from qa_app.domain.month_grid import months_on
from qa_app.domain.papers_reply import Reply, reply_text
from qa_app.domain.register_decisions import Condition, Proposal
from qa_app.domain.register_names import NAMED
from qa_app.domain.rules.decision import Status
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.models.journal import JournalRow
from qa_app.models.register_decisions import (
    DecisionConditionRow,
    DecisionObjectionRow,
    RegisterApplicationRow,
    RegisterDecisionRow,
)
from qa_app.queries.evidence_snapshots import snapshots
from qa_app.queries.register_standings import area_standing
from qa_app.web.decisions.scans import kept_scan
from qa_app.wording import Words
from tests.audits import ZONE, a_draft, publish
from tests.decisions import (
    AREA,
    WHY,
    Desk,
    a_desk,
    applied,
    decided,
    evidence,
    frozen,
    later_version,
    named,
    proposed,
    unnamed,
)
from tests.issued import a_key
from tests.people import NOON, OPERATOR
from tests.web.conftest import BOTH, PASSWORD, sign_in, token_of
from tests.web.pagecheck import faults
from tests.web.visits import english

pytestmark = BOTH
STATEMENT = "我们已运行两年，愿接受评估。"
LAW = "<script>alert(1)</script>"


def today() -> date:
    return clock.local_day(clock.now(), ZONE)


@pytest.fixture
def desk(store: Session) -> Desk:
    return a_desk(store, "k-")


def client_of(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, f"k-{name}", PASSWORD).status_code == 302
    return client


def post(client: FlaskClient, address: str, **data: object):
    token = token_of(client.get("/me").text)
    return client.post(address, data={"csrf_token": token, **data})


def area(desk: Desk, path: str = "") -> str:
    return f"/decisions/areas/{desk.a}/{AREA}{path}"


def standing(store: Session, desk: Desk) -> Status | None:
    found = area_standing(store, OPERATOR, desk.a, AREA)
    assert found is not None
    store.rollback()
    return found.on(today())


def last(store: Session, column) -> int:
    found = store.execute(select(func.max(column))).scalar_one()
    store.rollback()
    return found


def the_form(**changes: object) -> dict[str, object]:
    return {
        "status": "endorsed",
        "effective_on": today().isoformat(),
        "reasons": "",
        "step": "send",
    } | changes


def entered(app: Flask, store: Session, desk: Desk) -> int:
    """From application to entry, by the pages."""
    assert post(client_of(app, "manager"), area(desk, "/apply"), set="full", statement=STATEMENT)
    made = last(store, RegisterApplicationRow.id)
    post(client_of(app, "senior"), f"/decisions/applications/{made}/review")
    snapshot = frozen(store, desk, evidence(at=clock.now()))
    post(client_of(app, "senior"), area(desk, f"/propose/{snapshot}"), **the_form())
    decision = last(store, RegisterDecisionRow.id)
    answer = post(client_of(app, "decider"), f"/decisions/{decision}/confirm")
    assert answer.status_code == 302, answer.text
    assert standing(store, desk) is Status.ENDORSED
    return decision


def suspended(app: Flask, store: Session, desk: Desk) -> int:
    entered(app, store, desk)
    snapshot = frozen(store, desk, evidence(stop=1, at=clock.now(), in_register=True))
    address = area(desk, f"/propose/{snapshot}")
    post(client_of(app, "senior"), address, **the_form(status="suspended"))
    decision = last(store, RegisterDecisionRow.id)
    post(client_of(app, "decider"), f"/decisions/{decision}/confirm")
    assert standing(store, desk) is Status.SUSPENDED
    return decision


def test_from_application_to_suspension_objection_and_restoration(
    app: Flask, store: Session, desk: Desk
) -> None:
    decision = suspended(app, store, desk)
    manager = client_of(app, "manager")
    page = manager.get(f"/decisions/{decision}").text
    assert "异议与复核" in page
    # the centre is told on its Today, with the last day to object, and led there
    today_page = manager.get("/").text
    told = re.search(rf'href="/decisions/{decision}".*?还有60天', today_page, re.DOTALL)
    assert told is not None
    assert "暂停合作" in told[0]
    assert "还有60天" not in client_of(app, "decider").get("/").text
    address = f"/decisions/{decision}/objection"
    assert post(manager, address, ground="taste", text=STATEMENT).status_code == 422
    assert post(manager, address, ground="factual_error", text=STATEMENT).status_code == 302
    objection = last(store, DecisionObjectionRow.id)
    seat = f"/decisions/objections/{objection}/seat"
    took_part = post(manager, seat, seat="centre", account=desk["senior"].account_id)
    assert took_part.status_code == 422
    assert "没有参与" in took_part.text
    account = desk["senior2"].account_id
    assert post(manager, seat, seat="centre", account=account).status_code == 302
    senior = client_of(app, "senior")
    account = desk["decider2"].account_id
    judge = client_of(app, "decider2")
    assert STATEMENT not in judge.get(f"/decisions/{decision}").text
    assert post(senior, seat, seat="body", account=account).status_code == 302
    # whoever sits on the panel reads what they vote on, and that is put down; nobody else does
    assert STATEMENT in judge.get(f"/decisions/{decision}").text
    assert STATEMENT in judge.get(f"/decisions/{decision}").text
    assert STATEMENT not in client_of(app, "decider").get(f"/decisions/{decision}").text
    opened = select(JournalRow.actor_id, JournalRow.object_id).where(
        JournalRow.action == "register:read_objection"
    )
    assert store.execute(opened).all() == [(account, str(objection))]
    assert post(senior, seat, seat="lot").status_code == 302
    vote = f"/decisions/objections/{objection}/vote"
    assert post(client_of(app, "decider"), vote, vote="stands", reasons=WHY).status_code == 409
    for name in ("senior2", "decider2"):
        client = client_of(app, name)
        assert post(client, vote, vote="set_aside", reasons="").status_code == 422
        assert post(client, vote, vote="set_aside", reasons=WHY).status_code == 302
    assert standing(store, desk) is Status.ENDORSED
    course = manager.get(area(desk)).text
    assert [word for word in ("已纳入名录", "暂停合作", "原决定被撤销") if word not in course] == []
    # both sides are told where the area stands now, and how it goes on
    for told in (course, client_of(app, "registrar").get(area(desk)).text):
        assert f"第{decision}号决定已于" in told
        assert "现恢复为原状态：已纳入名录" in told
    for client in (manager, client_of(app, "decider")):
        assert "上一项决定已于" in client.get("/").text
    # what was set aside does not read as standing, on its page and in the list
    page = manager.get(f"/decisions/{decision}").text
    heading = re.search(r"<h1>(.*?)</h1>", page)
    assert heading is not None
    assert re.sub(r"<.*?>", "", heading[1]).endswith("暂停合作（已撤销）")
    assert "本决定不再有效" in page
    assert "pl-chip-late" not in page.split('id="evidence"')[0]
    assert "已撤销</span>" in manager.get("/decisions/").text


def test_two_proposals_for_one_area_are_told_and_one_closes_the_other(
    app: Flask, store: Session, desk: Desk
) -> None:
    first = entered(app, store, desk)
    snapshot = frozen(store, desk, evidence(stop=1, at=clock.now(), in_register=True))
    address = area(desk, f"/propose/{snapshot}")
    senior = client_of(app, "senior")
    form = the_form(status="suspended")
    assert (
        "该领域已有待确认的决定" not in post(senior, address, **(form | {"step": "preview"})).text
    )
    assert post(senior, address, **form).status_code == 302
    second = last(store, RegisterDecisionRow.id)
    form = the_form(status="withdrawn", reasons=WHY)
    preview = post(client_of(app, "senior2"), address, **(form | {"step": "preview"})).text
    assert "该领域已有待确认的决定" in preview
    assert f"决定{second}：暂停合作" in preview
    assert post(client_of(app, "senior2"), address, **form).status_code == 302
    third = last(store, RegisterDecisionRow.id)
    assert first < second < third
    decider = client_of(app, "decider")
    # whoever is about to decide on one of them sees the other
    assert f'<a href="/decisions/{third}">' in decider.get(f"/decisions/{second}").text
    assert post(decider, f"/decisions/{second}/confirm").status_code == 302
    late = post(client_of(app, "decider2"), f"/decisions/{third}/confirm")
    assert late.status_code == 409
    page = decider.get(f"/decisions/{third}").text
    assert "已关闭：确认之前该领域的状态已经变更" in page
    # the dossier of the evidence, with as much as its reader may see
    assert f'<a href="/papers/dossiers/{snapshot}.html">' in page
    assert "各项判定，不含数值" in page
    assert "各项数值及其区间" in senior.get(f"/decisions/{third}").text
    # evidence of before, whose intervals nobody kept
    row = EvidenceSnapshotRow
    kept = store.execute(select(row.__table__).where(row.id == snapshot)).one()._mapping
    of_before = {**kept, "digest": "0" * 64, "intervals": None}
    del of_before["id"]
    made = store.execute(insert(row).values(**of_before).returning(row.id)).scalar_one()
    store.commit()
    page_of_before = senior.get(area(desk, f"/propose/{made}")).text
    assert "各项数值，区间当时未予保存" in page_of_before
    assert "各项数值及其区间" not in page_of_before
    assert f'<a href="/decisions/{second}">' in page
    assert 'id="rivals"' not in page
    assert f"/decisions/{third}" not in decider.get("/").text
    assert f"/decisions/{third}" not in decider.get(area(desk)).text


def test_evidence_is_frozen_by_the_set_that_was_decided_by_last(
    app: Flask, store: Session, desk: Desk
) -> None:
    def chosen() -> str | None:
        page = client_of(app, "senior").get(area(desk)).text
        found = re.search(r'<option value="(\w+)" selected>', page.split('id="evidence-set"')[1])
        return None if found is None else found[1]

    def set_of(answer: TestResponse) -> str:
        snapshot = int(answer.headers["Location"].rsplit("/", 1)[1])
        return store.get_one(EvidenceSnapshotRow, snapshot).set_code

    senior, manager = client_of(app, "senior"), client_of(app, "manager")
    post(manager, area(desk, "/apply"), set="provisional", statement=STATEMENT)
    made = last(store, RegisterApplicationRow.id)
    post(senior, f"/decisions/applications/{made}/review")
    assert chosen() == "provisional"
    answer = post(senior, area(desk, "/evidence"))
    assert set_of(answer) == "provisional"
    post(senior, answer.headers["Location"], **the_form(status="deferred", reasons=WHY))
    decision = last(store, RegisterDecisionRow.id)
    post(client_of(app, "decider"), f"/decisions/{decision}/confirm")
    assert standing(store, desk) is Status.DEFERRED
    # nothing waits any more: what was decided by last, until somebody chooses another set
    assert chosen() == "provisional"
    assert set_of(post(senior, area(desk, "/evidence"))) == "provisional"
    assert set_of(post(senior, area(desk, "/evidence"), set="full")) == "full"
    assert post(senior, area(desk, "/evidence"), set="nonsense").status_code == 409


def test_body_and_last_day_are_those_of_the_criteria_that_a_decision_rests_on(
    app: Flask, store: Session, desk: Desk
) -> None:
    unread, now = "作出决定的机关尚未指定", clock.now()
    applied(store, desk)
    old, entry = frozen(store, desk, evidence(at=now)), Proposal(Status.ENDORSED, today())
    waiting = proposed(store, desk, entry, old, at=now)
    unnamed(store, desk["senior"])
    kept = store.execute(select(func.count(EvidenceSnapshotRow.id))).scalar_one()
    store.rollback()
    senior, decider = client_of(app, "senior"), client_of(app, "decider")
    # nothing is frozen for a body that has no name, and nothing previewed
    assert post(senior, area(desk, "/evidence")).status_code == 409
    assert store.execute(select(func.count(EvidenceSnapshotRow.id))).scalar_one() == kept
    store.rollback()
    look = the_form(step="preview")
    refused = post(senior, area(desk, f"/propose/{old}"), **look)
    assert (refused.status_code, unread in refused.text) == (422, True)
    later_version(store, today())
    # those in force now name a body: new evidence is frozen by them, what was frozen before waits
    assert unread not in senior.get(area(desk)).text
    page = decider.get(f"/decisions/{waiting}").text
    assert unread in page
    assert f"/decisions/{waiting}/confirm" not in page
    assert post(senior, area(desk, f"/propose/{old}"), **look).status_code == 422
    assert post(senior, area(desk, "/evidence")).status_code == 302
    named(store, desk["senior"], desk["senior2"])
    # two years by the criteria of the evidence, one by those in force
    until = months_on(today(), 24) - timedelta(days=1)
    said = Words("zh").day(until)
    assert said in post(senior, area(desk, f"/propose/{old}"), **look).text
    assert post(decider, f"/decisions/{waiting}/confirm").status_code == 302
    # sixty days to object by the criteria of the decision, ten by those in force
    assert "还有60天" in client_of(app, "manager").get("/").text


def test_nothing_is_chosen_before_somebody_chooses(app: Flask, store: Session, desk: Desk) -> None:
    registrar = client_of(app, "registrar")
    sets = registrar.get(area(desk)).text.split('id="evidence-set"')[1].split("</select>")[0]
    assert sets.split("<option ")[1].startswith('value=""')
    assert "selected" not in sets
    unsaid = post(registrar, area(desk, "/evidence"), set="", route="paper")
    assert unsaid.status_code == 422
    assert "请选择标准组" in unsaid.text
    post(client_of(app, "manager"), area(desk, "/apply"), set="full", statement=STATEMENT)
    made = last(store, RegisterApplicationRow.id)
    senior = client_of(app, "senior")
    post(senior, f"/decisions/applications/{made}/review")
    address = area(desk, f"/propose/{frozen(store, desk, evidence(at=clock.now()))}")
    assert "checked" not in senior.get(address).text.split('id="decide"')[1]
    untouched = post(senior, address, effective_on=today().isoformat(), step="preview")
    assert untouched.status_code == 422
    assert "请选择" in untouched.text


def test_a_paper_is_recorded_by_its_code_and_read_again(
    app: Flask, store: Session, desk: Desk
) -> None:
    snapshot = frozen(store, desk, evidence(at=clock.now()))
    row = store.get_one(EvidenceSnapshotRow, snapshot)
    text = reply_text(Reply(row.digest, "A", AREA, "full", row.as_of))
    store.rollback()
    registrar = client_of(app, "registrar")
    assert post(registrar, "/decisions/paper", code=text[:-1] + "!").status_code == 422
    found = post(registrar, "/decisions/paper", code=f" {text} ")
    address = area(desk, f"/paper/{snapshot}")
    assert found.headers["Location"].endswith(f"{address}?reply={row.digest[:16]}")
    # some signs of a digest are no form that somebody was given
    few = reply_text(Reply(row.digest[:3], "A", AREA, "full", row.as_of))
    assert post(registrar, "/decisions/paper", code=few).status_code == 422
    day = today().isoformat()
    paper = {"issuing_body": "昆明市人民检察院", "number": "昆检未〔2026〕12号", "document_on": day}
    missing = post(registrar, address, **the_form(**paper))
    assert missing.status_code == 422
    assert "扫描件" in missing.text
    scan = (io.BytesIO(b"%PDF-1.7 scan"), "scan.pdf")
    paper["until"] = (today() + timedelta(days=200)).isoformat()
    preview = post(registrar, address, **the_form(**paper, step="preview", scan_file=scan))
    digest = re.search(r'name="scan" value="([^"]+)"', preview.text)
    assert digest is not None
    # a digest that somebody typed, or that was computed for other evidence, is no scan
    computed = sha256(b"%PDF-1.7 scan").hexdigest()
    with app.app_context():
        elsewhere = kept_scan(computed, snapshot + 1, desk["registrar"].account_id)
        of_another = kept_scan(computed, snapshot, desk["senior2"].account_id)
    for typed_one in (computed, "", elsewhere, of_another, digest[1][:-1]):
        refused = post(registrar, address, **the_form(**paper, scan=typed_one))
        assert (refused.status_code, "扫描件" in refused.text) == (422, True)
    sent = post(registrar, address, **the_form(**paper, scan=digest[1]))
    assert sent.status_code == 302, sent.text
    decision = last(store, RegisterDecisionRow.id)
    again = post(registrar, "/decisions/paper", code=text)
    assert again.status_code == 409
    assert f"/decisions/{decision}" in again.text
    twice = post(registrar, address, **the_form(**paper, scan=digest[1]))
    assert twice.status_code == 409
    assert "回执只能使用一次" in twice.text
    # nor is evidence frozen anew for another paper while this one waits; that is told before typing
    assert frozen(store, desk, evidence(at=clock.now())) == snapshot
    assert "回执只能使用一次" in registrar.get(address).text
    third = post(registrar, address, **the_form(**paper, scan=digest[1], step="preview"))
    assert (third.status_code, 'name="covers_more"' in third.text) == (422, False)
    assert f'href="/decisions/{decision}"' in third.text
    own = post(
        registrar, f"/decisions/{decision}/paper", number="x", document_on=day, status="endorsed"
    )
    assert own.status_code == 409
    other = client_of(app, "registrar2")
    # the second person reads the paper: neither number nor date nor decision stands anywhere
    assert "昆检未" not in other.get(address).text
    assert "昆检未" not in post(other, "/decisions/paper", code=text).text
    for place in (f"/decisions/{decision}", "/decisions/", area(desk)):
        page = other.get(place).text
        shown = page.split('id="retype"')[0].split('id="evidence"')[0]
        assert "昆检未" not in page
        assert "以纸质文书为准" in shown
        if place != area(desk):
            assert "已纳入名录" not in re.sub(r"<option.*?</option>", "", shown)
    # its term would tell the decision as well
    term = Words("zh").day(today() + timedelta(days=200))
    assert term not in other.get(f"/decisions/{decision}").text + other.get("/decisions/").text
    assert term in registrar.get(f"/decisions/{decision}").text
    assert "昆检未〔2026〕12号" in registrar.get(f"/decisions/{decision}").text
    typed = {"number": "昆检未[2026]13号", "document_on": day, "status": "endorsed"}
    stopped = post(other, f"/decisions/{decision}/paper", **typed)
    assert stopped.status_code == 422
    assert "文号" in stopped.text
    assert standing(store, desk) is None
    typed["number"] = "昆检未[2026]12号"
    confirm = f"/decisions/{decision}/paper"
    # nobody confirms without the paper, with another file, or with a digest that they typed
    for more, words in (
        ({}, "请选择扫描件文件"),
        ({"scan": computed, "scan_digest": computed}, "请选择扫描件文件"),
        ({"scan_file": (io.BytesIO(b"%PDF-1.7 other"), "scan.pdf")}, "不是当初登记的扫描件"),
        (
            {"scan_file": (io.BytesIO(b"%PDF-1.7 other"), "scan.pdf"), "in_hand": "1"},
            "不是当初登记的扫描件",
        ),
    ):
        refused = post(other, confirm, **typed, **more)
        assert refused.status_code == 422
        assert words in refused.text
        assert standing(store, desk) is None
    scan = (io.BytesIO(b"%PDF-1.7 scan"), "scan.pdf")
    assert post(other, confirm, **typed, scan_file=scan).status_code == 302
    assert "扫描件文件：摘要与登记的一致" in other.get(f"/decisions/{decision}").text
    assert standing(store, desk) is Status.ENDORSED
    assert computed in other.get(f"/decisions/{decision}").text
    # the term is the one that the paper says
    kept = store.get_one(RegisterDecisionRow, decision)
    assert kept.valid_until == today() + timedelta(days=200)


def test_the_code_of_evidence_decided_on_since_leads_on(
    app: Flask, store: Session, desk: Desk
) -> None:
    applied(store, desk)
    snapshot = frozen(store, desk, evidence(at=clock.now() - timedelta(seconds=5)))
    row = store.get_one(EvidenceSnapshotRow, snapshot)
    text = reply_text(Reply(row.digest, "A", AREA, "full", row.as_of))
    store.rollback()
    made = decided(store, desk, Proposal(Status.ENDORSED, today()), snapshot, at=clock.now())
    registrar = client_of(app, "registrar")
    told = post(registrar, "/decisions/paper", code=text)
    assert told.status_code == 409
    assert f"该领域已有决定：第{made}号决定" in told.text
    assert f'href="/decisions/{made}"' in told.text
    assert told.text.split("code-fault")[1].count(f'href="{area(desk)}"') == 1
    # whoever kept the address of its form reads the same before typing
    record = registrar.get(area(desk, f"/paper/{snapshot}?reply={row.digest[:16]}")).text
    assert f"该领域已有决定：第{made}号决定" in record


def test_who_has_the_paper_in_hand_says_so_and_it_is_told(
    app: Flask, store: Session, desk: Desk
) -> None:
    decision = on_paper(app, store, desk)
    other = client_of(app, "registrar2")
    typed = {"number": NUMBER, "document_on": today().isoformat(), "status": "endorsed"}
    assert post(other, f"/decisions/{decision}/paper", **typed, in_hand="1").status_code == 302
    assert standing(store, desk) is Status.ENDORSED
    assert "持有纸质文书核对，未提供扫描件文件" in other.get(f"/decisions/{decision}").text
    row = store.execute(
        select(JournalRow.detail)
        .where(JournalRow.action == "register:decide")
        .order_by(JournalRow.seq.desc())
        .limit(1)
    ).scalar_one()
    assert '"compared":"in_hand"' in row
    store.rollback()


NUMBER = "昆检未〔2026〕12号"


def paper_form(app: Flask, store: Session, desk: Desk) -> tuple[FlaskClient, str, dict[str, str]]:
    """A registrar, the address at which a paper is recorded, and what its form holds."""
    snapshot = frozen(store, desk, evidence(at=clock.now()))
    address = area(desk, f"/paper/{snapshot}")
    with app.app_context():
        scan = kept_scan("ab" * 32, snapshot, desk["registrar"].account_id)
    said = {"issuing_body": "昆明市人民检察院", "number": NUMBER, "scan": scan}
    form = said | {"document_on": today().isoformat()}
    return client_of(app, "registrar"), address, form


def on_paper(app: Flask, store: Session, desk: Desk) -> int:
    registrar, address, form = paper_form(app, store, desk)
    assert post(registrar, address, **the_form(**form)).status_code == 302
    return last(store, RegisterDecisionRow.id)


def test_days_beyond_what_a_decision_holds_are_refused_beside_their_field(
    app: Flask, store: Session, desk: Desk
) -> None:
    registrar, address, form = paper_form(app, store, desk)
    for changes, words in (
        ({"until": "2199-12-31"}, "最后一日过远"),
        ({"until": "9999-12-31"}, "2026-04-09"),
        ({"effective_on": "9999-12-31"}, "2026-04-09"),
        ({"document_on": "9999-12-31"}, "2026-04-09"),
    ):
        (field,) = changes
        for step in ("preview", "send"):
            refused = post(registrar, address, **the_form(**form | changes, step=step))
            assert refused.status_code == 422
            assert words in refused.text
            assert f'id="{field}-wrong"' in refused.text
    # a term of what has no end is not dropped without a word
    term = {"status": "deferred", "reasons": WHY, "until": "2026-12-31"}
    for step in ("preview", "send"):
        refused = post(registrar, address, **the_form(**form | term, step=step))
        assert refused.status_code == 422
        assert "没有截止日" in refused.text.split('id="until-wrong"')[1].split("</span>")[0]
    assert last(store, RegisterDecisionRow.id) is None


def test_a_stale_session_is_asked_when_a_paper_is_sent_and_not_at_its_preview(
    app: Flask, store: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    registrar, address, form = paper_form(app, store, desk)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=11))
    preview = post(registrar, address, **the_form(**form, step="preview"))
    assert preview.status_code == 200
    assert "again_password" not in preview.text
    sent = post(registrar, address, **the_form(**form))
    assert sent.status_code == 401
    assert 'name="again_password"' in sent.text
    # what was typed is kept, and nothing was put down before the password
    assert form["scan"] in sent.text
    assert last(store, RegisterDecisionRow.id) is None
    wrong = post(registrar, address, **the_form(**form, again_password="wrong"))
    assert wrong.status_code == 401
    assert last(store, RegisterDecisionRow.id) is None
    right = post(registrar, address, **the_form(**form, again_password=PASSWORD))
    assert right.status_code == 302
    assert last(store, RegisterDecisionRow.id) is not None


def test_drafted_reasons_name_what_is_not_met(app: Flask, store: Session, desk: Desk) -> None:
    post(client_of(app, "manager"), area(desk, "/apply"), set="full", statement=STATEMENT)
    senior = client_of(app, "senior")
    post(senior, f"/decisions/applications/{last(store, RegisterApplicationRow.id)}/review")
    must = frozen(store, desk, evidence(must=0, at=clock.now()))
    page = senior.get(area(desk, f"/propose/{must}")).text
    (draft,) = re.findall(r'id="reasons"[^>]*>([^<]+)</textarea>', page)
    # one must criterion of two is not met, so that it is put off
    assert "停止类和必达类标准中：未达标 E02。" in draft
    assert "或任一" not in draft


def test_a_preview_comes_before_a_proposal_and_keeps_what_was_typed(
    app: Flask, store: Session, desk: Desk
) -> None:
    post(client_of(app, "manager"), area(desk, "/apply"), set="full", statement=STATEMENT)
    made = last(store, RegisterApplicationRow.id)
    senior = client_of(app, "senior")
    post(senior, f"/decisions/applications/{made}/review")
    address = area(desk, f"/propose/{frozen(store, desk, evidence(at=clock.now()))}")
    # what follows is drafted as its reasons, and is no reason to decide otherwise
    (draft,) = re.findall(r'id="reasons"[^>]*>([^<]+)</textarea>', senior.get(address).text)
    assert draft.startswith("依据截至")
    assert "其他情形" not in draft
    post(senior, "/language/en", back="/")
    (said,) = re.findall(r'id="reasons"[^>]*>([^<]+)</textarea>', senior.get(address).text)
    assert said.startswith("By the evidence as of")
    assert "Otherwise" not in said
    post(senior, "/language/zh", back="/")
    # in both languages, alone or with a little more
    for text in (draft, f"{draft}好", said, draft + said):
        departing = post(
            senior, address, **the_form(status="deferred", reasons=unescape(text), step="preview")
        )
        assert departing.status_code == 422
        assert "不是作出不同决定的理由" in departing.text.split('id="reasons-wrong"')[1][:200]
    follows = post(senior, address, **the_form(reasons=unescape(draft), step="preview"))
    assert follows.status_code == 200
    assert draft in follows.text.split('id="preview"')[-1]
    # on paper stands what the paper says
    paper = client_of(app, "registrar").get(address.replace("/propose/", "/paper/")).text
    assert re.findall(r'id="reasons"[^>]*>([^<]*)</textarea>', paper) == [""]
    due = (today() + timedelta(days=30)).isoformat()
    asked = {"condition": LAW, "condition_due": due}
    form = the_form(status="conditional", reasons=WHY, step="preview", **asked)
    preview = post(senior, address, **form)
    assert preview.status_code == 200
    assert LAW not in preview.text
    assert WHY in preview.text
    # what was typed is there again when it is to be changed
    again = post(senior, address, **(form | {"step": "change"})).text
    assert f">{WHY}</textarea>" in again
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in again
    # what would be refused on sending is refused before the preview, all of it at once
    late = (today() - timedelta(days=1)).isoformat()
    wrong = {"status": "deferred", "reasons": "短", "effective_on": late, "step": "preview"}
    refused = post(senior, address, **the_form(**wrong))
    assert refused.status_code == 422
    assert [word for word in ("20", "生效") if word not in refused.text] == []
    short = post(senior, address, **the_form(status="deferred", reasons="短"))
    assert short.status_code == 422
    assert "20" in short.text
    for changes, words in (
        ({"status": "nonsense"}, "请选择"),
        ({"effective_on": "soon"}, "2026-04-09"),
        ({"effective_on": (today() - timedelta(days=1)).isoformat()}, "生效"),
    ):
        refused = post(senior, address, **the_form(**changes))
        assert refused.status_code == 422
        assert words in refused.text
    assert last(store, RegisterDecisionRow.id) is None


@pytest.mark.nightly  # by day in services, and told with two proposals above
def test_of_two_officers_one_wins_and_the_other_is_told(
    app: Flask, store: Session, desk: Desk
) -> None:
    entered(app, store, desk)
    snapshot = frozen(store, desk, evidence(stop=1, at=clock.now(), in_register=True))
    address = area(desk, f"/propose/{snapshot}")
    made = []
    for name in ("senior", "senior2"):
        post(client_of(app, name), address, **the_form(status="suspended"))
        made.append(last(store, RegisterDecisionRow.id))
    assert post(client_of(app, "decider"), f"/decisions/{made[0]}/confirm").status_code == 302
    late = post(client_of(app, "decider2"), f"/decisions/{made[1]}/confirm")
    assert late.status_code == 409
    assert "已有人" in late.text


def test_judicial_users_read_no_text_of_a_centre_unless_it_is_released(
    app: Flask, store: Session, desk: Desk
) -> None:
    decision = entered(app, store, desk)
    application = last(store, RegisterApplicationRow.id)
    pages = (area(desk), f"/decisions/{decision}", "/decisions/")
    for name in ("decider", "reader", "registrar"):
        client = client_of(app, name)
        assert not any(STATEMENT in client.get(page).text for page in pages)
    senior = client_of(app, "senior")
    given = {"kind": "statement", "item": application}
    assert post(senior, "/decisions/releases", **given, reason="要").status_code == 422
    reason = "检察院须据此作出决定"
    assert post(senior, "/decisions/releases", **given, reason=reason).status_code == 302
    assert STATEMENT in client_of(app, "reader").get(area(desk)).text
    release = re.search(
        r"/decisions/releases/(\d+)/withdraw", senior.get("/decisions/releases").text
    )
    assert release is not None
    assert post(senior, f"/decisions/releases/{release[1]}/withdraw").status_code == 302
    assert STATEMENT not in client_of(app, "reader").get(area(desk)).text
    assert reason in senior.get("/decisions/releases").text


def test_a_condition_is_called_by_its_area_and_day_until_its_words_are_released(
    app: Flask, store: Session, desk: Desk
) -> None:
    due = today() + timedelta(days=60)
    asked = tuple(Condition(text, due) for text in ("补齐三份安全计划", "补做两次家访"))
    proposal = Proposal(Status.CONDITIONAL, today(), WHY, asked)
    applied(store, desk)
    now = clock.now()
    made = decided(store, desk, proposal, frozen(store, desk, evidence(at=now)), at=now)
    address = f"/decisions/{made}"
    reader, senior = client_of(app, "reader"), client_of(app, "senior")
    page = reader.get(address).text
    assert not any(one.text in page for one in asked)
    assert "条件（社会工作/个案管理，第1项，共2项）" in page
    assert page.count(f"{due.month}月{due.day}日前完成") == 2
    assert all(one.text in senior.get(address).text for one in asked)
    first = store.execute(select(func.min(DecisionConditionRow.id))).scalar_one()
    given = {"kind": "condition", "item": first, "reason": "检察院须据此跟进整改"}
    assert post(senior, "/decisions/releases", **given).status_code == 302
    page = reader.get(address).text
    assert [one.text in page for one in asked] == [True, False]
    assert "条件的内容" in senior.get("/decisions/releases").text


def test_names_hold_once_a_second_person_agrees(app: Flask, store: Session, desk: Desk) -> None:
    senior, other = client_of(app, "senior"), client_of(app, "senior2")
    given = {f"{name}_zh": f"新{name}" for name in NAMED} | {f"{name}_en": name for name in NAMED}
    wrong = post(senior, "/decisions/names", **(given | {"paper_zh": "认证书"}))
    assert wrong.status_code == 422
    assert "认证" in wrong.text
    unnamed(store, desk["senior"])
    page = senior.get("/decisions/names").text
    assert 'name="body_zh" lang="zh-CN" value=""' in page
    assert 'name="body_en" lang="en" value=""' in page
    assert 'name="paper_zh" lang="zh-CN" value="告知函"' in page
    applied(store, desk)
    named(store, desk["senior"], desk["senior2"])
    now = clock.now()
    snapshot = frozen(store, desk, evidence(at=now))
    waiting = proposed(store, desk, Proposal(Status.ENDORSED, today()), snapshot, at=now)
    store.rollback()
    open_still = given | {"body_zh": "（本市指定的）办案机关和司法行政部门"}
    refused = post(senior, "/decisions/names", **open_still)
    assert refused.status_code == 422
    assert "这里填写的仍是占位文字" in refused.text
    assert post(senior, "/decisions/names", **given).status_code == 302
    found = re.search(r"/decisions/names/(\d+)", other.get("/decisions/names").text)
    assert found is not None
    address = f"/decisions/names/{found[1]}"
    assert post(senior, address, step="agree").status_code == 409
    assert "新register" not in other.get("/decisions/").text
    assert post(other, address, step="agree").status_code == 302
    assert "新register" in other.get("/decisions/").text
    # what was proposed for the body of before is not decided under the new name
    decider = client_of(app, "decider")
    page = decider.get(f"/decisions/{waiting}").text
    assert "作出决定的机关名称在提出后已变更" in page
    assert ("昆明市人民检察院" in page, "新body" in page) == (True, False)
    assert f"/decisions/{waiting}/confirm" not in page
    assert post(decider, f"/decisions/{waiting}/confirm").status_code == 409


def test_what_is_foreign_is_not_there(app: Flask, store: Session, desk: Desk) -> None:
    decision = entered(app, store, desk)
    for name in ("manager_b", "decider_b"):
        client = client_of(app, name)
        for address in (area(desk), f"/decisions/{decision}"):
            assert client.get(address).status_code == 404
        assert post(client, f"/decisions/{decision}/confirm").status_code == 404
        assert post(client, f"/decisions/{decision}/return").status_code == 404
        assert "中心甲" not in client.get("/decisions/").text


def test_an_application_is_taken_back_and_a_proposal_returned(
    app: Flask, store: Session, desk: Desk
) -> None:
    manager, senior = client_of(app, "manager"), client_of(app, "senior")
    assert post(manager, area(desk, "/apply"), set="full", statement="").status_code == 422
    post(manager, area(desk, "/apply"), set="full", statement=STATEMENT)
    again = post(manager, area(desk, "/apply"), set="full", statement=STATEMENT)
    assert again.status_code == 409
    made = last(store, RegisterApplicationRow.id)
    assert post(manager, f"/decisions/applications/{made}/back").status_code == 302
    assert post(senior, f"/decisions/applications/{made}/review").status_code == 409
    assert standing(store, desk) is None
    post(manager, area(desk, "/apply"), set="full", statement=STATEMENT)
    post(senior, f"/decisions/applications/{made + 1}/review")
    snapshot = frozen(store, desk, evidence(at=clock.now()))
    post(senior, area(desk, f"/propose/{snapshot}"), **the_form())
    decision = last(store, RegisterDecisionRow.id)
    decider = client_of(app, "decider")
    assert post(decider, f"/decisions/{decision}/return").status_code == 302
    assert post(decider, f"/decisions/{decision}/confirm").status_code == 409
    assert standing(store, desk) is Status.UNDER_REVIEW


def test_evidence_that_stands_no_more_is_open_to_readers_of_files_alone(
    app: Flask, store: Session, desk: Desk
) -> None:
    applied(store, desk)
    old = frozen(store, desk, evidence(at=clock.now()))
    returned = proposed(store, desk, Proposal(Status.ENDORSED, today()), old, at=clock.now())
    new = frozen(store, desk, evidence(must=0, at=clock.now()))
    digest = store.get_one(EvidenceSnapshotRow, old).digest
    store.rollback()
    a_key(store)

    changing = the_form(step="change", document_on=today().isoformat())

    def statuses(name: str, number: int) -> set[int]:
        client = client_of(app, name)
        step = {"registrar": "paper"}.get(name, "propose")
        files = [f"/papers/dossiers/{number}.{form}" for form in ("html", "pdf", "docx")]
        if name == "registrar":
            files.append(f"/papers/dossiers/{number}/letter.docx")
        pages = [*files, area(desk, f"/{step}/{number}")]
        return {client.get(one).status_code for one in pages} | {
            post(client, pages[-1], **changing).status_code
        }

    # while a decision waits on it, it is open; once returned it is what another evidence replaced
    assert statuses("registrar", old) == statuses("decider", old) == {200}
    senior, decider, registrar = (client_of(app, who) for who in ("senior", "decider", "registrar"))
    post(decider, f"/decisions/{returned}/return")
    assert statuses("registrar", old) == statuses("decider", old) == {404, 409}
    assert (
        statuses("senior", old) == statuses("registrar", new) == statuses("decider", new) == {200}
    )
    for client, is_told in ((senior, True), (decider, False), (registrar, False)):
        assert (digest in client.get(f"/decisions/{returned}").text) is is_told
        assert (f"/dossiers/{old}." in client.get("/papers").text) is is_told
        assert f"/dossiers/{new}." in client.get("/papers").text
    # a reply form that left before finds it, and what it asks again carries the form on
    address = area(desk, f"/paper/{old}")
    page = registrar.get(f"{address}?reply={digest[:16]}")
    assert page.status_code == 200
    assert f'name="reply" value="{digest[:16]}"' in page.text
    assert f"/dossiers/{old}." not in page.text
    sent = post(registrar, address, **changing, reply=digest[:16])
    assert sent.status_code == 200


def test_a_form_goes_on_by_what_was_frozen_while_it_was_filled_in(
    app: Flask, store: Session, desk: Desk
) -> None:
    applied(store, desk)
    old = frozen(store, desk, evidence(at=clock.now()))
    decider, registrar = (client_of(app, who) for who in ("decider", "registrar"))
    typed = the_form(status="deferred", reasons="已写的理由，逐条核对过。")
    typed |= {"condition": "已写的条件", "condition_due": ""}
    paper = typed | {"number": "昆检未〔2026〕12号"}
    scan = (io.BytesIO(b"%PDF-1.7 scan"), "scan.pdf")
    new = frozen(store, desk, evidence(must=0, at=clock.now()))
    for client, step, form in (
        (decider, "propose", typed),
        (registrar, "paper", paper | {"scan_file": scan}),
    ):
        answer = post(client, area(desk, f"/{step}/{old}"), **form)
        assert answer.status_code == 409
        assert "已重新固定证据" in answer.text
        assert f'action="{area(desk, f"/{step}/{new}")}"' in answer.text
        for name in ("reasons", "condition", "number"):
            assert str(form.get(name, "")) in answer.text
        assert post(client, area(desk, f"/{step}/{new + 1}"), **typed).status_code == 404
    # the scan as well: it goes on by the new evidence
    kept = re.search(r'name="scan" value="([^"]+)"', answer.text)
    assert kept is not None
    computed = sha256(b"%PDF-1.7 scan").hexdigest()
    with app.app_context():
        assert kept[1] == kept_scan(computed, new, desk["registrar"].account_id)
    assert store.execute(select(func.count(RegisterDecisionRow.id))).scalar_one() == 0


def test_the_evidence_of_today_is_frozen_and_decided_on(
    app: Flask, store: Session, desk: Desk
) -> None:
    post(client_of(app, "manager"), area(desk, "/apply"), set="candidate", statement=STATEMENT)
    made = last(store, RegisterApplicationRow.id)
    senior = client_of(app, "senior")
    # where no form is offered nothing is frozen by its address either
    refused = post(client_of(app, "decider"), area(desk, "/evidence"))
    assert refused.status_code == 409
    assert "不固定证据" in refused.text
    assert last(store, EvidenceSnapshotRow.id) is None
    post(senior, f"/decisions/applications/{made}/review")
    answer = post(senior, area(desk, "/evidence"))
    assert answer.status_code == 302, answer.text
    page = senior.get(answer.headers["Location"]).text
    assert "E24" in page
    assert "证据不足" in page
    # whoever may open files is led to the day of the evidence, others to the last half-year before
    assert f"as_of={today().isoformat()}" in page
    assert page.index("/dossier") < page.index("as_of=")
    seen = client_of(app, "decider").get(answer.headers["Location"]).text
    assert re.findall(r"as_of=\d{4}-(\d\d-\d\d)", seen)[0] in {"06-30", "12-31"}
    assert post(client_of(app, "manager"), area(desk, "/evidence")).status_code == 404
    # who reads no files is led to what stands, though its criteria may have changed
    again = post(client_of(app, "decider"), area(desk, "/evidence"))
    assert again.headers["Location"] == answer.headers["Location"]
    # by another set as well as it was known at that instant, not now
    post(client_of(app, "decider"), area(desk, "/evidence"), set="full")
    two = snapshots(store, desk.a, AREA, 9)
    store.rollback()
    assert [one.set_code for one in two] == ["full", "candidate"]
    assert len({one.plain["known_at"] for one in two}) == 1
    paper = post(client_of(app, "registrar"), area(desk, "/evidence"), route="paper")
    assert "/paper/" in paper.headers["Location"]
    assert "issuing_body" in client_of(app, "registrar").get(paper.headers["Location"]).text


def test_a_decision_that_departs_is_marked_for_good(app: Flask, store: Session, desk: Desk) -> None:
    entered(app, store, desk)
    snapshot = frozen(store, desk, evidence(at=clock.now(), in_register=True))
    address = area(desk, f"/propose/{snapshot}")
    form = the_form(status="withdrawn", reasons=WHY * 3)
    sent = post(client_of(app, "senior"), address, **form)
    assert sent.status_code == 302, sent.text
    decision, other = last(store, RegisterDecisionRow.id), client_of(app, "decider")
    assert post(other, f"/decisions/{decision}/confirm").status_code == 302
    # the evidence proposes an entry; what was decided instead stays marked wherever it is listed
    for page in ("/decisions/", f"/decisions/{decision}", area(desk)):
        assert "与证据推导的结果“已纳入名录”不一致" in other.get(page).text
    assert "#reasons" in other.get(f"/decisions/{decision}").text


def test_pages_of_decisions_and_areas_are_turned_apart(app: Flask, desk: Desk) -> None:
    decider = client_of(app, "decider")
    assert "后一页" not in decider.get("/decisions/").text
    beyond = decider.get("/decisions/?areas=9&page=3").text
    # all areas stand on the first page; of the decisions there is a way back
    assert "areas=1&amp;page=2" in beyond
    assert "尚未作出决定" not in beyond
    assert decider.get("/decisions/?areas=x&page=-1").status_code == 200


def test_evidence_made_void_since_is_told_and_no_review_named_to_judges(
    app: Flask, store: Session, desk: Desk
) -> None:
    decision, rubric = entered(app, store, desk), publish(store)
    after = clock.now() + timedelta(seconds=1)
    before = NOON - timedelta(days=9)
    review = a_draft(
        store, desk.a, rubric, desk["auditor"], state="void", result_state="final",
        reviewed_on=before.date(), signed_at=before, final_at=before, counted_until=after,
    )  # fmt: skip
    store.commit()
    page = client_of(app, "senior").get(f"/decisions/{decision}").text
    assert f'href="/audits/{review}/report"' in page
    for name in ("decider", "reader"):
        client = client_of(app, name)
        page = client.get(f"/decisions/{decision}").text
        assert "所依据的1份评查已被作废或更正" in page
        assert "/audits/" not in page
        assert "证据有变" in client.get("/decisions/").text
        assert faults(page, "zh") == []
    assert "请核查决定是否仍然成立" in client_of(app, "decider").get("/").text
    assert "请核查决定是否仍然成立" not in client_of(app, "reader").get("/").text


def beside(html: str) -> dict[str, str]:
    """What stands beside which field."""
    return dict(re.findall(r'<span class="pl-wrong" id="([\w-]+)-wrong" role="alert">(.*?)<', html))


def test_faults_stand_beside_their_fields(app: Flask, store: Session, desk: Desk) -> None:
    manager = client_of(app, "manager")
    page = post(manager, area(desk, "/apply"), set="full", statement="").text
    assert set(beside(page)) == {"statement"}
    assert "pl-summary" not in page
    page = post(manager, area(desk, "/apply"), set="taste", statement=STATEMENT).text
    assert set(beside(page)) == {"set"}
    assert post(manager, area(desk, "/apply"), set="full", statement=STATEMENT)
    made = last(store, RegisterApplicationRow.id)
    senior = client_of(app, "senior")
    post(senior, f"/decisions/applications/{made}/review")
    snapshot = frozen(store, desk, evidence(at=clock.now()))
    address = area(desk, f"/propose/{snapshot}")
    page = post(senior, address, **the_form(effective_on="soon")).text
    assert set(beside(page)) == {"effective_on"}
    assert 'aria-describedby="effective_on-wrong" autofocus' in page
    page = post(senior, address, **the_form(status="deferred", step="preview")).text
    assert "至少" in beside(page)["reasons"]
    late = (today() + timedelta(days=9999)).isoformat()
    several = the_form(status="conditional", effective_on=late, step="preview", reasons=WHY)
    page = post(senior, address, **several).text
    assert set(beside(page)) == {"effective_on", "conditions"}
    page = post(senior, address, **the_form(reasons="13812345678 " + WHY)).text
    assert set(beside(page)) == {"reasons"}


def test_the_body_of_a_paper_is_named_in_the_language_of_the_page(
    app: Flask, store: Session, desk: Desk
) -> None:
    decision = on_paper(app, store, desk)
    reader = client_of(app, "registrar")
    chinese = reader.get(f"/decisions/{decision}").text
    assert "昆明市人民检察院" in chinese
    page = english(reader).get(f"/decisions/{decision}").text.split("<main")[1]
    assert "People&#39;s Procuratorate of Kunming" in page
    assert "昆明市人民检察院" not in page
