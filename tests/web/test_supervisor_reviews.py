"""A supervisor's quarter is reviewed from page to page: computed, overruled, signed, read."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.quarters import quarters_over
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE
from tests.queries.test_supervised_supervisors import a_record, a_session
from tests.supervisor_reviews import AFTER, Practice, a_practice, a_review, answer_the_rest
from tests.web.conftest import ON_POSTGRESQL, Visit, token_of
from tests.web.visits import faultless, heading, in_both, words_of

START = "/supervision/reviews"
LAST = str(quarters_over(clock.today(ZONE), 1)[0])
PEOPLE = "supervisees_per_supervisor"


@pytest.fixture
def practice(store: Session) -> Practice:
    return a_practice(store)


def begun(client: FlaskClient, practice: Practice, **fields: str) -> str:
    data = {
        "csrf_token": token_of(client.get(START).text),
        "supervisor": str(practice.team.lead),
        "quarter": LAST,
        "rubric": "supervision_practice",
        **fields,
    }
    answer = client.post(START, data=data)
    assert answer.status_code == 302, words_of(answer.text)
    return str(answer.headers["Location"].split("?")[0])


@ON_POSTGRESQL
def test_begun_on_screen_with_what_records_answer(practice: Practice, visit: Visit) -> None:
    city = visit("city")
    assert heading(faultless(city, START)) == "评查督导者的一个季度"
    address = begun(city, practice)
    # sent again it is the same
    assert begun(city, practice) == address
    chinese, english = in_both(city, address)
    assert "由记录计算" in words_of(chinese)
    # one person stands under agreement; of the rest there is nothing in this quarter
    assert "由记录计算：1" in words_of(chinese)
    assert "Cannot be computed: there are no records" in words_of(english)
    assert 'name="measure.supervisees_per_supervisor"' not in chinese
    assert 'name="measure.share_actions_closed_on_time"' in chinese


def test_overruled_and_left_on_screen(store: Session, practice: Practice, visit: Visit) -> None:
    audit_id = a_review(store, practice)
    city, page = visit("city"), f"{START}/{audit_id}/overrule/{PEOPLE}"
    told = faultless(city, page)
    assert "W1" in words_of(told)
    found = re.search(r'name="revision"[^>]*value="(\d+)"', told)
    assert found is not None
    token = token_of(told)
    sent = {"csrf_token": token, "revision": found[1], "value": "x", "reason": "漏登一份协议。"}
    refused = city.post(page, data=sent)
    assert refused.status_code == 422
    assert "请输入数字" in refused.text
    assert "漏登一份协议" in refused.text
    assert city.post(page, data=sent | {"value": "2", "reason": ""}).status_code == 422
    assert city.post(page, data=sent | {"value": "2"}).status_code == 302
    assert city.post(page, data=sent | {"value": "3"}).status_code == 409
    workspace = words_of(city.get(f"/audits/{audit_id}").text)
    assert "漏登一份协议。" in workspace
    # the form of the facts changes nothing that records gave, and takes the number by now
    form = city.get(f"/audits/{audit_id}?section=background").text
    assert f'name="measure.{PEOPLE}"' in form
    left = {"csrf_token": token, "left": PEOPLE}
    assert city.post(f"{START}/{audit_id}/compute", data=left).status_code == 302
    assert "漏登一份协议。" not in city.get(f"/audits/{audit_id}").text
    assert city.post(f"{START}/{audit_id}/compute", data=left | {"left": "x"}).status_code == 422
    assert city.get(f"{START}/{audit_id}/overrule/unheard_of").status_code == 404


def test_the_signed_report_marks_what_was_computed(
    store: Session, practice: Practice, visit: Visit
) -> None:
    audit_id = a_review(store, practice)
    city = visit("city")
    page = f"{START}/{audit_id}/overrule/{PEOPLE}"
    told = city.get(page).text
    sent = {"csrf_token": token_of(told), "revision": "1", "value": "3", "reason": "漏登协议。"}
    assert city.post(page, data=sent).status_code == 302
    answer_the_rest(store, practice, audit_id)
    sign_audit(store, practice.reviewer, audit_id, ZONE, at=AFTER)
    lead = visit("lead")
    for client in (city, lead):
        chinese, english = (words_of(one) for one in in_both(client, f"/audits/{audit_id}/report"))
        assert "由记录计算：1" in chinese
        assert "评查人改判：3。理由：漏登协议。" in chinese
        assert "Overruled by the reviewer: 3. Reason: 漏登协议。" in english
        assert "lead · 2026-Q2" in chinese
        assert "中心甲" not in chinese
    paper = lead.get(f"/audits/{audit_id}/report.pdf?lang=zh")
    text = "".join(part.extract_text() for part in PdfReader(BytesIO(paper.data)).pages)
    assert "由记录计算" in text
    assert "漏登协议" in text
    for name in ("reader", "far", "worker"):
        assert visit(name).get(f"/audits/{audit_id}/report").status_code == 404


def test_whose_quarter_nobody_may_review(practice: Practice, visit: Visit) -> None:
    far = visit("far")
    # of centre B: whose work reaches further is not offered
    page = faultless(far, START)
    assert "没有" in words_of(page)
    city = visit("city")
    data = {
        "csrf_token": token_of(city.get(START).text),
        "supervisor": str(practice.team.head),
        "quarter": LAST,
        "rubric": "supervision_practice",
    }
    assert city.post(START, data=data).status_code == 422
    assert visit("reader").get(START).status_code == 404


def test_the_report_of_a_quarter_tells_what_a_supervisor_received(
    store: Session, practice: Practice, visit: Visit
) -> None:
    day = quarters_over(clock.today(ZONE), 1)[0].first
    held = a_session(store, practice.team, day, "held")
    a_record(store, held, day)
    store.commit()
    address = f"/supervision/coverage/report?of=supervisor-{practice.team.lead}&quarter={LAST}"
    chinese, english = in_both(visit("city"), address)
    part = chinese.split('id="received"')[1].split("</section>")[0]
    assert "接受的督导" in part
    assert "1.5" in part
    assert "Supervision received" in english
    assert "评查该季度" in chinese
    paper = visit("lead").get(address.replace("report?", "report.pdf?") + "&lang=zh")
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(paper.data)).pages)
    assert "接受的督导" in text
