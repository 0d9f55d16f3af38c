"""A result amended without an objection, as people do it on screen."""

import re

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from tests.follow_up import Followed
from tests.web.test_follow_up import enter, in_both, one, send, signed

__all__ = ["one", "signed"]


def test_an_amendment_is_asked_for_without_an_objection(
    app: Flask, store: Session, signed: Followed
) -> None:
    address = f"/audits/{signed.audit}"
    reader, third = enter(app, "reader"), enter(app, "third")
    page = in_both(reader, f"{address}/answers")
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
    assert "确认或否决更正" in in_both(third, "/")
    assert "由未参与的人员处理" in in_both(reader, f"{address}/answers")
    assert send(third, f"{address}/amendment/settle", step="confirm").status_code == 302
    again = send(third, f"{address}/amendment/settle", step="confirm")
    assert again.status_code == 409
    store.rollback()
    made = store.execute(select(AuditRow.id).where(AuditRow.reading == "amended")).scalar_one()
    report = in_both(enter(app, "manager"), f"/audits/{made}/report")
    assert "漏看了附件二" in report


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
