"""Papers issued, printed, issued anew and revoked on screen; dossiers as files."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.dossiers import checked_dossier
from qa_app.domain.journal_anchors import Anchor, read_anchors
from qa_app.domain.key_lists import key_list
from qa_app.domain.papers_check import Outcome, checked_paper
from qa_app.domain.papers_reply import read_reply
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.models.journal import JournalRow
from qa_app.models.register_decisions import (
    DecisionObjectionRow,
    RegisterDecisionRow,
    RegisterNamesRow,
)
from qa_app.models.register_papers import RegisterPaperRow
from qa_app.queries.signing_keys import published_keys, revoked_digests
from qa_app.reports.attachments import attached
from qa_app.reports.dossier_html import dossier_inside
from qa_app.web.settings import local_today
from tests.issued import Decided, a_decision, a_key
from tests.people import NOON
from tests.web.conftest import BOTH, Visit
from tests.web.visits import enter, faultless, in_both, post


@pytest.fixture
def one(app: Flask, store: Session) -> Decided:
    a_key(store)
    with app.app_context():
        today = local_today()
    return a_decision(store, effective_on=today, valid_until=today.replace(year=today.year + 2))


def _issued(client: FlaskClient, one: Decided, **more: str) -> int:
    key = re.search(r'name="key" value="([^"]+)"', client.get("/papers").text)
    assert key is not None
    sent = {"key": key[1], **more}
    return post(client, f"/papers/decisions/{one.id}", "/papers", **sent).status_code


def _keys(store: Session) -> dict[str, object]:
    store.rollback()
    return key_list(
        published_keys(store, "Asia/Shanghai"),
        revoked_digests(store, clock.today("Asia/Shanghai")),
        clock.now(),
    )


@BOTH
def test_issued_printed_and_revoked(app: Flask, store: Session, one: Decided) -> None:
    client = enter(app, "registrar-a")
    waiting = faultless(client, "/papers")
    assert "中心甲" in waiting
    assert _issued(client, one) == 302
    chinese, english = in_both(client, "/papers")
    number = re.search(r"PL-\d{4}-000001", chinese)
    assert number is not None
    assert "✓" in chinese
    assert "有效" in chinese
    assert "Valid" in english
    row = store.execute(select(RegisterPaperRow)).scalar_one()
    answer = client.get(f"/papers/{row.id}.pdf?lang=zh")
    assert answer.data == client.get(f"/papers/{row.id}.pdf?lang=zh").data
    file = (attached(answer.data) or b"").decode()
    with app.app_context():
        today = local_today()
    assert checked_paper(file, _keys(store), today).outcome is Outcome.GENUINE
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert "告知函" in text
    assert number[0] in text
    # the row that seals its issue, the same for ever
    (anchor,) = read_anchors(text)
    issue = select(JournalRow.seq, JournalRow.hash).where(JournalRow.action == "paper:issue")
    seq, digest = store.execute(issue).one()
    assert anchor == Anchor(seq, digest[:12])
    # a reason is asked for
    missing = post(client, f"/papers/{row.id}/revoke", "/papers")
    assert missing.status_code == 422
    assert "请选择原因" in missing.text
    assert post(client, f"/papers/{row.id}/revoke", "/papers", why="lost").status_code == 302
    assert checked_paper(file, _keys(store), today).outcome is Outcome.REVOKED
    assert "本文书已作废" in client.get("/papers").text


def test_twice_is_once_and_a_second_is_refused(app: Flask, store: Session, one: Decided) -> None:
    client = enter(app, "registrar-a")
    key = re.search(r'name="key" value="([^"]+)"', client.get("/papers").text)
    assert key is not None
    for _time in range(2):
        assert _issued(client, one, key=key[1]) == 302
    refused = post(client, f"/papers/decisions/{one.id}", "/papers", key="another")
    assert refused.status_code == 409
    assert "已有一份" in refused.text
    anew = post(client, f"/papers/decisions/{one.id}/anew", "/papers", key="third", why="mistake")
    assert anew.status_code == 302
    numbers = store.execute(select(RegisterPaperRow.number)).scalars().all()
    assert len(set(numbers)) == 2


def test_who_sees_what(app: Flask, store: Session, one: Decided, visit: Visit) -> None:
    assert _issued(enter(app, "registrar-a"), one) == 302
    row = store.execute(select(RegisterPaperRow)).scalar_one()
    manager = enter(app, "manager-a")
    page = faultless(manager, "/papers")
    assert row.number in page
    assert "/revoke" not in page
    assert manager.get(f"/papers/{row.id}.pdf").status_code == 200
    assert post(manager, f"/papers/{row.id}/revoke", "/papers", why="lost").status_code == 404
    stranger = enter(app, "registrar-b")
    assert row.number not in stranger.get("/papers").text
    for address in (f"/papers/{row.id}.pdf", "/papers/dossiers/1.html", "/papers/dossiers/1.pdf"):
        assert stranger.get(address).status_code == 404
    assert post(stranger, f"/papers/{row.id}/revoke", "/papers", why="lost").status_code == 404
    assert visit("caseworker").get("/papers").status_code == 404


def test_without_a_key_it_says_what_to_do(app: Flask, store: Session) -> None:
    one = a_decision(store)
    client = enter(app, "registrar-a")
    refused = post(client, f"/papers/decisions/{one.id}", "/papers", key="k")
    assert refused.status_code == 422
    assert "qa keys rotate" in refused.text


def test_dossiers_as_files(app: Flask, store: Session, one: Decided) -> None:
    client = enter(app, "registrar-a")
    snapshot = store.execute(select(EvidenceSnapshotRow)).scalar_one()
    page = client.get(f"/papers/dossiers/{snapshot.id}.html?lang=zh")
    assert page.data == client.get(f"/papers/dossiers/{snapshot.id}.html?lang=zh").data
    assert page.headers["Content-Disposition"].startswith("attachment")
    found = checked_dossier(dossier_inside(page.text), _keys(store))
    assert (found.outcome, found.differing) == (Outcome.GENUINE, ())
    assert found.plain is not None
    reply = read_reply(found.plain["reply"])
    assert reply is not None
    assert (reply.digest, reply.centre) == (snapshot.digest[:16], "A")
    for language, words in (
        ("zh", ("评估卷宗", "回执", "文号")),
        ("en", ("Assessment dossier", "Reply form")),
    ):
        pdf = client.get(f"/papers/dossiers/{snapshot.id}.pdf?lang={language}")
        text = "".join(part.extract_text() for part in PdfReader(BytesIO(pdf.data)).pages)
        for word in words:
            assert word in text
        assert pdf.data == client.get(f"/papers/dossiers/{snapshot.id}.pdf?lang={language}").data
        named = pdf.headers["Content-Disposition"]
        assert f"_{snapshot.area_code}_" in named
        assert named.endswith(f'_{snapshot.id}_{language}.pdf"')
    for name in (f"{snapshot.id}.docx", f"{snapshot.id}/letter.docx"):
        told = _paragraphs(client, f"/papers/dossiers/{name}?lang=zh")
        assert told.startswith("送审稿")
        assert "本系统仅提供证据与建议" in told
        for word in ("认可", "司法部门"):
            assert word not in told
    # what was decided on the evidence stands in its letter
    status = found.plain["states"]["conditional"]["zh"]
    for part in (
        f"决定：{status}。",
        "机关：昆明市人民检察院；文书编号昆检未〔2026〕12号，文书日期2026年3月1日",
        "1. 两周内补齐记录（2026年3月15日前完成）",
        # 60 days after 23 March
        "中心可在2026年5月22日之前（含当日）提出异议",
    ):
        assert part in told
    assert "待填写" not in told
    told = _paragraphs(client, f"/papers/dossiers/{snapshot.id}/letter.docx?lang=en")
    assert "1. 两周内补齐记录 (due on 15 Mar 2026)" in told
    assert "The centre may object until 22 May 2026" in told


def _paragraphs(client: FlaskClient, address: str) -> str:
    return "\n".join(part.text for part in Document(BytesIO(client.get(address).data)).paragraphs)


def test_the_letter_is_open_before_a_decision_and_not_drafted_after_it_was_set_aside(
    app: Flask, store: Session
) -> None:
    a_key(store)
    one = a_decision(store, state="proposed", decided_at=None)
    client = enter(app, "registrar-a")
    address = f"/papers/dossiers/{store.execute(select(EvidenceSnapshotRow.id)).scalar_one()}"
    told = _paragraphs(client, f"{address}/letter.docx?lang=zh")
    assert "待填写" in told
    assert "60日内" in told
    # what waits for its second reading is told to nobody
    assert "两周内补齐记录" not in told
    store.execute(
        update(RegisterDecisionRow).values(state="decided", decided_at=NOON, compared_by="file")
    )
    store.execute(
        insert(DecisionObjectionRow).values(
            decision_id=one.id,
            centre_id=one.centre,
            ground="bias",
            body=b"sealed",
            filed_at=NOON,
            filed_by=one.manager.account_id,
            outcome="set_aside",
            settled_at=NOON,
        )
    )
    store.commit()
    refused = client.get(f"{address}/letter.docx?lang=zh")
    assert refused.status_code == 409
    assert "复核小组撤销" in refused.text


@pytest.mark.parametrize("is_decided", [True, False])
def test_the_letter_keeps_the_body_by_which_it_was_decided(
    app: Flask, store: Session, *, is_decided: bool
) -> None:
    a_key(store)
    state = {"state": "decided"} if is_decided else {"state": "proposed", "decided_at": None}
    one = a_decision(store, route="screen", issuing_body=None, document_number=None, **state)
    for days, body in ((-1, "昆明市人民检察院"), (1, "昆明市未成年人检察办公室")):
        at = NOON + timedelta(days=days)
        values = {"proposed_by": one.manager.account_id, "is_agreed": True, "answered_at": at}
        names = {"body": {"zh": body, "en": body}}
        store.execute(insert(RegisterNamesRow).values(names=names, proposed_at=at, **values))
    store.commit()
    number = store.execute(select(EvidenceSnapshotRow.id)).scalar_one()
    store.rollback()
    told = _paragraphs(enter(app, "registrar-a"), f"/papers/dossiers/{number}/letter.docx?lang=zh")
    # what the body is called since names nobody who decided
    assert "未成年人检察办公室" not in told
    assert ("昆明市人民检察院" in told) is is_decided
    assert ("待填写" in told) is not is_decided


def test_numbers_go_to_who_may_read_the_files_alone(
    app: Flask, store: Session, one: Decided
) -> None:
    snapshot = store.execute(select(EvidenceSnapshotRow)).scalar_one()
    files = {}
    for who in ("registrar-a", "manager-a"):
        page = enter(app, who).get(f"/papers/dossiers/{snapshot.id}.html?lang=zh").text
        found = checked_dossier(dossier_inside(page), _keys(store))
        assert (found.outcome, found.differing) == (Outcome.GENUINE, ())
        assert found.plain is not None
        files[who] = found.plain
    registrar, manager = files["registrar-a"], files["manager-a"]
    assert (registrar["is_whole"], manager["is_whole"]) == (False, True)
    assert registrar["evidence_digest"] == manager["evidence_digest"] == snapshot.digest
    pairs = [
        (few, whole)
        for held, told in zip(
            registrar["evaluation"]["criteria"], manager["evaluation"]["criteria"], strict=True
        )
        for few, whole in zip(held["found"], told["found"], strict=True)
    ]
    assert any(whole["n"] for _few, whole in pairs)
    for few, whole in pairs:
        if whole["n"] and "agreement" not in str(whole):
            assert not {"n", "count", "value", "low", "high", "state"} & set(few)


def test_a_dossier_needs_a_key(app: Flask, store: Session) -> None:
    a_decision(store)
    client = enter(app, "registrar-a")
    assert client.get("/papers/dossiers/1.html").status_code == 422
