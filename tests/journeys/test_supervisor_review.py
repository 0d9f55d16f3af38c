"""A supervisor's quarter is reviewed in the browser: computed, overruled, signed, and read."""

from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from qa_app.services.audits.start_supervisor_review import start_supervisor_review
from tests.audits import ZONE
from tests.journeys.cast import READY, go, leave, press, shot, unfold
from tests.journeys.conftest import Journey
from tests.supervisor_reviews import AFTER, a_practice, answer_the_rest, explained

REASON = "一名代管人员漏登了协议。"


def test_from_what_records_answer_to_the_signed_report(journey: Journey, session: Session) -> None:
    practice = a_practice(session)
    page = journey.enter("city", target="/audits")
    go(page, "评查督导者的一个季度")
    shot(page, "start")
    # the quarter of the one session, begun by the service as the form does it
    audit_id = start_supervisor_review(session, practice.reviewer, practice.new, ZONE, at=AFTER)
    page.goto(f"{journey.base}/audits/{audit_id}?section=A")
    page.wait_for_selector(READY)
    block = page.locator("#computed")
    expect(block).to_contain_text("由记录计算：1（")
    expect(block).to_contain_text("1人共1次个别督导")
    expect(block).to_contain_text("无法计算：没有记录")
    expect(page.locator("#s-A")).to_contain_text("由记录计算")
    unfold(page, "依据")
    expect(block).to_contain_text("W1")
    shot(page, "workspace")
    page.goto(f"{journey.base}/audits/{audit_id}?section=A")
    page.wait_for_selector(READY)
    leave(page, block.locator("tr", has_text="A2").get_by_role("link", name="改判"))
    page.fill("[name=value]", "2")
    page.fill("[name=reason]", REASON)
    shot(page, "overrule")
    page.fill("[name=value]", "2")
    page.fill("[name=reason]", REASON)
    press(page, "改判")
    page.wait_for_selector(READY)
    expect(page.locator("#computed")).to_contain_text(f"评查人改判：2。理由：{REASON}")
    answer_the_rest(session, practice, audit_id)
    page.goto(f"{journey.base}/audits/{audit_id}/check")
    page.wait_for_selector(".pl-au-sign button")
    for box in page.locator(".pl-au-statement").all():
        box.click()
    page.click(".pl-au-sign button")
    page.wait_for_url(lambda url: "notice=signed" in url)
    expect(page.locator("#item-A2")).to_contain_text(f"评查人改判：2。理由：{REASON}")
    expect(page.locator("#item-A4")).to_contain_text("由记录计算")
    shot(page, "report")
    session.rollback()
    state = session.execute(select(AuditRow.state).where(AuditRow.id == audit_id)).scalar_one()
    assert state == "signed"
    assert explained(session, audit_id)["supervisees_per_supervisor"]["entered"] == "2"
