"""Supplementary reviews on screen: offered, opened, signed, shown beside the old one."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.models.audits import AuditRow
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE, change
from tests.supplements import Scene, a_signed_scene
from tests.web.conftest import Visit, form_token
from tests.web.pagecheck import faults
from tests.web.visits import enter


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_signed_scene(store)


def report(scene: Scene) -> str:
    return f"/audits/{scene.audit}/report"


def post(client: FlaskClient, scene: Scene):
    token = form_token(client)
    return client.post(f"/audits/{scene.audit}/supplement", data={"csrf_token": token})


def speak(client: FlaskClient, language: str) -> None:
    token = form_token(client)
    client.post(f"/language/{language}", data={"csrf_token": token, "back": "/me"})


def made(store: Session) -> int:
    store.rollback()
    query = select(AuditRow.id).where(AuditRow.supplements_id.is_not(None))
    return store.scalars(query).one()


def sign(store: Session, scene: Scene) -> int:
    draft = made(store)
    answers = [change("A2", "met"), change("A4", "unmet", note="缺"), change("C1", "met")]
    save_entries(store, scene.desk.reader, draft, answers, ZONE, at=clock.now())
    sign_audit(store, scene.desk.reader, draft, ZONE, at=clock.now())
    return draft


def test_it_is_offered_opened_and_asks_only_what_is_new(
    app: Flask, scene: Scene, store: Session
) -> None:
    client = enter(app, "reader")
    page = client.get(report(scene)).text
    assert faults(page, "zh") == []
    assert "按2.0.0版补充评查" in page
    answer = post(client, scene)
    assert answer.headers["Location"] == f"/audits/{made(store)}?notice=supplement_opened"
    for language, words in (
        ("zh", "按2.0.0版的补充评查：仅含自1.0.0版以来新增和修改的条目"),
        ("en", "Supplementary review under version 2.0.0: only the items that are new or changed"),
    ):
        speak(client, language)
        page = client.get(answer.headers["Location"]).text
        assert faults(page, language) == []
        assert words in page
        assert 'id="i-A4"' in page
        assert 'id="i-C1"' in page
        assert 'id="i-A1"' not in page
    assert "Answered under version 1.0.0: 2" in page
    # sent twice: the same draft
    assert post(client, scene).headers["Location"] == answer.headers["Location"]


def test_without_scripts_a_section_is_saved_and_foreign_items_are_not(
    app: Flask, scene: Scene, store: Session
) -> None:
    client = enter(app, "reader")
    post(client, scene)
    draft = made(store)
    headers = {"X-CSRFToken": form_token(client)}
    entry = {"kind": "answer", "key": "A4", "value": "met", "base": 0}
    for key, status in (("A4", 200), ("A1", 422)):
        body = entry | {"key": key, "op": f"op{key}abcdefgh"}
        answer = client.post(f"/audits/{draft}/entries", json=body, headers=headers)
        assert answer.status_code == status, answer.text


def test_signed_it_stands_beside_the_old_one_with_both_versions(
    app: Flask, scene: Scene, store: Session
) -> None:
    client = enter(app, "reader")
    post(client, scene)
    page = client.get(report(scene)).text
    assert "进行中" in page
    assert "按2.0.0版补充评查" not in page
    draft = sign(store, scene)
    for language, beside, own in (
        ("zh", "这些条目得66.7分", "不计入趋势和标准判定"),
        ("en", "66.7 points on these items", "It counts in no trend and no criterion"),
    ):
        speak(client, language)
        page = client.get(report(scene)).text
        assert faults(page, language) == []
        assert beside in page
        assert f"/audits/{draft}/report" in page
        assert "1.0.0" in page
        assert "2.0.0" in page
        page = client.get(f"/audits/{draft}/report").text
        assert faults(page, language) == []
        assert own in page
        assert f"AR-{scene.audit:06d}" in page
        paper = client.get(f"/audits/{draft}/report.pdf?lang={language}")
        text = "".join(p.extract_text() for p in PdfReader(BytesIO(paper.data)).pages)
        assert "".join(own.split()) in "".join(text.split())
    # the centre sees it, and is offered nothing
    manager = enter(app, "manager")
    page = manager.get(report(scene)).text
    assert "这些条目得66.7分" in page
    assert "补充评查</button>" not in page


def test_another_reviewer_is_told_who_has_it(app: Flask, scene: Scene, store: Session) -> None:
    post(enter(app, "reader"), scene)
    second = enter(app, "second")
    answer = post(second, scene)
    assert answer.headers["Location"].endswith("notice=supplement_supplement_there")
    assert "这份补充评查已由他人进行。" in second.get(answer.headers["Location"]).text
    assert f'/audits/{made(store)}"' not in second.get(report(scene)).text


def test_who_is_tied_to_the_centre_is_offered_none_and_told_why(
    app: Flask, scene: Scene, store: Session
) -> None:
    reader = scene.desk.reader
    today = clock.today(ZONE)
    conflict = Tie(TieKind.CONFLICT, scene.desk.centre, None, today, reason=ConflictReason.FAMILY)
    record_tie(store, reader, NewTie(reader.account_id or 0, conflict), at=clock.now())
    client = enter(app, "reader")
    assert "按2.0.0版补充评查" not in client.get(report(scene)).text
    for language, words in (
        ("zh", "您与该案卷有关联，不能评判。"),
        ("en", "You may not judge this file: something ties you to it."),
    ):
        speak(client, language)
        answer = post(client, scene)
        assert answer.headers["Location"].endswith("notice=supplement_barred")
        assert words in client.get(answer.headers["Location"]).text


def test_out_of_reach_wrong_roles_and_drafts_find_nothing(
    app: Flask, scene: Scene, visit: Visit, store: Session
) -> None:
    assert post(enter(app, "elsewhere"), scene).status_code == 404
    assert post(enter(app, "manager"), scene).status_code == 404
    assert post(visit("judicial_reader"), scene).status_code == 404
    reader = enter(app, "reader")
    token = form_token(reader)
    for audit in ("999999", "x"):
        answer = reader.post(f"/audits/{audit}/supplement", data={"csrf_token": token})
        assert answer.status_code == 404
    assert reader.post(f"/audits/{scene.audit}/supplement").status_code == 400
    post(reader, scene)
    own = reader.post(f"/audits/{made(store)}/supplement", data={"csrf_token": token})
    assert own.status_code == 404
