"""A signed audit is read on screen and on paper, taken back, and made void by two people."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, change
from tests.journeys.conftest import Journey


@pytest.fixture
def desk(session: Session, live: str) -> Desk:
    made = a_desk(session)
    changes = [
        change("A1", "met"),
        change("A2", "unmet", note="没有安全计划"),
        change("B1", "met"),
    ]
    now = clock.now()
    save_entries(session, made.reader, made.audit, changes, ZONE, at=now)
    sign_audit(session, made.reader, made.audit, ZONE, at=now)
    return made


def paper(journey: Journey, audit: int, language: str) -> str:
    answer = journey.context.request.get(
        f"{journey.base}/audits/{audit}/report.pdf?lang={language}"
    )
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.body())).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_manager_reads_it_and_opens_the_paper_in_both_languages(
    journey: Journey, desk: Desk
) -> None:
    page = journey.enter("manager", target=f"/audits/{desk.audit}/report")
    assert page.inner_text("h1") == "个案档案评查报告"
    assert "87.5分" in page.inner_text(".pl-result")
    assert page.inner_text(".pl-grade") == "C"
    assert page.get_attribute("text=PDF English", "href") is not None
    said = paper(journey, desk.audit, "zh")
    assert "个案档案评查报告" in said
    assert "没有安全计划" in said
    said = paper(journey, desk.audit, "en")
    assert "Reportofacase-filereview" in said
    assert "amust-passitemfailed,soitisCC." in said
    page.emulate_media(media="print")
    assert not page.is_visible(".pl-acts")


def test_the_signer_takes_it_back_while_nobody_has_seen_it(journey: Journey, desk: Desk) -> None:
    page = journey.enter("reader", target=f"/audits/{desk.audit}/report")
    page.click("text=撤回签署")
    page.wait_for_url(f"**/audits/{desk.audit}?*")
    assert page.goto(f"{journey.base}/audits/{desk.audit}/report").status == 404
    journey.watch.expect("404")


def test_two_people_make_it_void(new_journey, desk: Desk) -> None:
    first: Journey = new_journey()
    page = first.enter("reader", target=f"/audits/{desk.audit}/report")
    page.click("summary:has-text('作废')")
    page.select_option("#void-reason", "wrong_file")
    page.click("text=申请作废")
    page.wait_for_url("**/report?notice=void_asked")
    assert "须由另一位资深督导者确认" in page.inner_text(".pl-acts")
    second: Journey = new_journey()
    page = second.enter("second", target=f"/audits/{desk.audit}/report")
    page.click("text=确认作废")
    page.wait_for_url("**/report?notice=voided")
    assert page.inner_text(".pl-chip") == "作废"
    assert "评查的不是被抽中的案卷" in page.inner_text("article")
    assert "作废" in paper(second, desk.audit, "zh")
