"""A result amended without an objection, as people do it on screen."""

import re
from io import BytesIO

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from tests.follow_up import Followed
from tests.web.test_follow_up import one, signed
from tests.web.visits import enter, faultless, send

__all__ = ["one", "signed"]


def pages_of(paper: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper)).pages]


def test_an_amendment_is_asked_for_without_an_objection(
    app: Flask, store: Session, signed: Followed
) -> None:
    address = f"/audits/{signed.audit}"
    reader, third = enter(app, "reader"), enter(app, "third")
    page = faultless(reader, f"{address}/answers")
    assert "该结果有误" in page
    empty = send(reader, f"{address}/amendment", text=" ", **{"item-A2": "met"})
    assert empty.status_code == 422
    # what was chosen stays chosen, in a section that is open; the other one stays folded
    form = empty.text.split('class="pl-field pl-amend"')[1].split("</fieldset>")[0]
    assert re.findall(r'<option value="(\w+)" selected', form) == ["met"]
    assert re.findall(r'class="pl-fold"( open)?>\s+<summary><b data-content>(\w)', form) == [
        (" open", "A"),
        ("", "B"),
    ]
    sent = {"text": "漏看了附件二", "item-A2": "met"}
    assert send(reader, f"{address}/amendment", **sent).status_code == 302
    twice = send(reader, f"{address}/amendment", **sent)
    assert twice.status_code == 409
    assert "另一项更正" in twice.text
    assert send(enter(app, "manager"), f"{address}/amendment", **sent).status_code == 404
    assert "确认或否决更正" in faultless(third, "/")
    assert "由未参与的人员处理" in faultless(reader, f"{address}/answers")
    assert send(third, f"{address}/amendment/settle", step="confirm").status_code == 302
    again = send(third, f"{address}/amendment/settle", step="confirm")
    assert again.status_code == 409
    store.rollback()
    made = store.execute(select(AuditRow.id).where(AuditRow.reading == "amended")).scalar_one()
    report = faultless(enter(app, "manager"), f"/audits/{made}/report")
    assert "漏看了附件二" in report


def test_a_form_that_is_sent_twice_acts_once(app: Flask, store: Session, signed: Followed) -> None:
    reader, third = enter(app, "reader"), enter(app, "third")
    address = f"/audits/{signed.audit}"

    def key(page: str, act: str) -> str:
        form = page.split(f'action="{address}/{act}"')[1]
        return re.findall(r'name="key" value="([^"]+)"', form)[0]

    form = {"key": key(faultless(reader, f"{address}/answers"), "amendment")}
    form |= {"text": "漏看了附件二", "item-A2": "met"}
    for _time in range(2):
        assert send(reader, f"{address}/amendment", **form).status_code == 302
    form["key"] = key(faultless(third, f"{address}/answers"), "amendment/settle")
    for _time in range(2):
        confirmed = send(third, f"{address}/amendment/settle", step="confirm", key=form["key"])
        assert "notice=amendment_confirmed" in confirmed.headers["Location"]
    store.rollback()
    assert len(store.execute(select(AuditRow.id).where(AuditRow.reading == "amended")).all()) == 1


def test_what_was_amended_says_so_and_by_whom_on_page_and_paper(
    app: Flask, store: Session, signed: Followed
) -> None:
    sent = {"text": "漏看了附件二", "item-A2": "met"}
    send(enter(app, "second"), f"/audits/{signed.audit}/amendment", **sent)
    confirmed = send(
        enter(app, "third"), f"/audits/{signed.audit}/amendment/settle", step="confirm"
    )
    assert confirmed.status_code == 302
    store.rollback()
    made = store.execute(select(AuditRow.id).where(AuditRow.reading == "amended")).scalar_one()
    manager = enter(app, "manager")
    old = faultless(manager, f"/audits/{signed.audit}/report")
    number = f"AR-{made:06d}"
    assert "已被替代" in old
    assert f'<a href="/audits/{made}/report">' in old
    assert f"报告{number}" in old
    assert "待确认" not in old.split("pl-paper-head")[1].split("</header>")[0]
    new = faultless(manager, f"/audits/{made}/report")
    assert "由reader评查；由second更正，由third确认。" in new
    assert f'<a href="/audits/{signed.audit}/report">' in new
    for language, word in (("zh", "已被替代"), ("en", "Replaced")):
        pages = pages_of(manager.get(f"/audits/{signed.audit}/report.pdf?lang={language}").data)
        # head and foot of the first page, and the foot of every other
        assert pages[0].count(word) >= 2
        assert all(word in page for page in pages)
        assert number in pages[0]
    english = pages_of(manager.get(f"/audits/{made}/report.pdf?lang=en").data)[0]
    assert "Readbyreader;amendedbysecond,confirmedbythird." in english


def test_a_refusal_says_why_and_speaks_of_no_objection(
    app: Flask, store: Session, signed: Followed
) -> None:
    reader, third = enter(app, "second"), enter(app, "third")
    address = f"/audits/{signed.audit}"
    # said before the form is filled: who may decide, and that nobody can
    told = faultless(reader, f"{address}/answers").split("该结果有误")[1].split("<form")[0]
    assert "现在可以处理的人：senior_supervisor、third。" in told
    send(reader, f"{address}/amendment", text="漏看了附件二", **{"item-A2": "met"})
    page = faultless(third, f"{address}/answers")
    assert "得分：37.5 → 50.0" in page
    empty = send(third, f"{address}/amendment/settle", step="refuse", text=" ")
    assert empty.status_code == 422
    assert "pl-wrong" in empty.text
    done = send(third, f"{address}/amendment/settle", step="refuse", text="附件二里也没有计划")
    assert "notice=amendment_refused" in done.headers["Location"]
    shown = third.get(done.headers["Location"]).text
    assert "结果保持不变" in shown
    assert "异议重新待处理" not in shown
    assert "附件二里也没有计划" in faultless(reader, f"{address}/answers")


def test_nobody_takes_back_alone_what_two_people_amended(
    app: Flask, store: Session, signed: Followed
) -> None:
    sent = {"text": "漏看了附件二", "item-A2": "met"}
    third = enter(app, "third")
    send(enter(app, "second"), f"/audits/{signed.audit}/amendment", **sent)
    send(third, f"/audits/{signed.audit}/amendment/settle", step="confirm")
    store.rollback()
    made = store.execute(select(AuditRow.id).where(AuditRow.reading == "amended")).scalar_one()
    page = faultless(third, f"/audits/{made}/report")
    assert f"/audits/{made}/withdraw" not in page
    assert "不能由一人撤回签署" in page
    answer = send(third, f"/audits/{made}/withdraw")
    assert "withdraw_took_place" in answer.headers["Location"]
    store.rollback()
    assert store.get_one(AuditRow, made).state == "signed"


def test_a_reason_for_a_name_that_is_too_short_is_asked_for_again(
    app: Flask, signed: Followed
) -> None:
    reader, address = enter(app, "reader"), f"/audits/{signed.audit}/amendment"
    sent = {"text": "姓名：王某的谈话漏看", "item-A2": "met"}
    asked = send(reader, address, **sent)
    assert (asked.status_code, 'name="name_reason"' in asked.text) == (422, True)
    short = send(reader, address, name_reason="需", **sent)
    assert short.status_code == 422
    assert "请用4至200个字" in short.text
    assert 'name="name_reason"' in short.text
