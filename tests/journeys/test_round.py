"""A round over three centres, from its plan to an action that later files verify, by clicks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.models.audits import AuditRow
from qa_app.services.findings.judge_actions import judge_actions
from tests.audits import ZONE
from tests.journeys.cast import (
    TODAY,
    Cast,
    a_cast,
    answer_by_keys,
    follow,
    go,
    home,
    paper,
    press,
    read_at_once,
    shot,
    signed,
    unfold,
)
from tests.journeys.conftest import Journey
from tests.people import OPERATOR


@pytest.fixture
def cast(session: Session, people: dict[str, int]) -> Cast:
    assert people
    return a_cast(session)


def plan(page: Page, cast: Cast) -> None:
    """A round of three files at each of three centres, from the menu."""
    go(page, "计划", "评查轮次", "制定轮次")
    for name, days in {
        "period_from": -90, "period_until": -1, "starts_on": 0, "ends_on": 14,
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", (TODAY + timedelta(days=days)).isoformat())
    page.locator("#rubrics label").first.click()
    for name in cast.centres:
        page.locator("#centres").get_by_text(name, exact=True).click()
    page.fill("[name=number]", "3")
    page.locator("#moderator_id").select_option(label="评议人")
    page.locator("#readers").get_by_text("评查甲", exact=True).click()
    press(page, "制定轮次计划")


def visit_and_draw(page: Page, cast: Cast, name: str, reader: str) -> None:
    """Put the round on its first day at a centre and draw its files."""
    place = page.locator(f"#centre{cast.centres[name]}")
    place.get_by_role("button", name="安排在这一天").click()
    place.get_by_role("link").first.click()
    draw(page, reader)
    page.locator("#files a", has_text="评查轮次").click()


def draw(page: Page, reader: str) -> None:
    page.locator("#files [name$=reader_id]").select_option(label=reader)
    press(page, "抽取案卷")
    expect(page.locator("#files tbody tr")).to_have_count(3)


def read(page: Page, centre: str, *keys: str) -> str:
    """Open the first review of a centre that waits on the first page and answer it; its reference."""
    home(page)
    row = page.locator(".pl-rows-wide li", has_text=centre).first
    name = row.locator("a").inner_text()
    row.locator("a").click()
    answer_by_keys(page, *keys)
    go(page, "检查并签署")
    return name


def write_red_line(page: Page) -> None:
    """Make a finding of the item noted beside, with an action."""
    go(page, "填写问题、优点和整改措施")
    press(page, "列为问题")
    expect(page.locator("#f1_item")).to_have_value("B1")
    page.fill("#f1_text", "未见强制报告记录")
    page.check("[name=f1_main]")
    unfold(page, "需要整改的内容")
    page.check("[name=f1_action]")
    page.fill("#f1_what", "补报并登记，培训全体人员")
    page.fill("#f1_evidence", "报告回执")
    press(page, "保存问题")
    page.wait_for_url(lambda url: "notice=" in url)
    go(page, "检查并签署")


def answered(centre: Page, reader: Page) -> None:
    """The centre asks, the reviewer replies, the centre accepts."""
    follow(centre, "答复结果")
    unfold(centre, "答复")
    centre.locator("details[open] textarea").first.fill("依据的是哪一条？")
    press(centre, "询问")
    expect(centre.locator("main")).to_contain_text("中心询问")
    follow(reader, "答复中心的询问")
    reader.locator("textarea").first.fill("依据强制报告的规定")
    press(reader, "答复")
    expect(reader.locator("main")).to_contain_text("依据强制报告的规定")
    follow(centre, "答复结果")
    unfold(centre, "答复")
    press(centre, "接受")
    expect(centre.locator("main")).to_contain_text("中心接受")


def done(centre: Page) -> None:
    """Contain, plan and do what a red line asks for."""
    go(centre, "整改")
    centre.locator(".pl-brief-name a").first.click()
    for taken, step in enumerate(("contain", "plan", "do"), 1):
        form = centre.locator("form", has=centre.locator(f"[name=step][value={step}]"))
        form.locator("textarea").fill("已按要求完成")
        form.get_by_role("button").click()
        expect(centre.locator("ol.pl-rows > li")).to_have_count(taken)


def last_drawn(session: Session) -> list[int]:
    latest = select(func.max(AuditRow.session_id)).scalar_subquery()
    found = list(session.scalars(select(AuditRow.id).where(AuditRow.session_id == latest)))
    session.rollback()
    return found


@pytest.mark.browser
def test_from_the_plan_to_a_verified_action(
    cast: Cast, session: Session, new_journey: Callable[..., Journey]
) -> None:
    leading = new_journey()
    leading.watch.expect(r"422 \(UNPROCESSABLE ENTITY\)")
    lead = leading.enter("组长")
    plan(lead, cast)
    for name in cast.centres:
        visit_and_draw(lead, cast, name, "评查甲")
    shot(lead, "round")
    reader = new_journey().enter("评查甲")
    name = read(reader, "中心甲", "1", "1", "3")
    write_red_line(reader)
    shot(reader, "check")
    signed(reader)
    centre = new_journey().enter("负责人")
    shot(centre, "today-centre")
    answered(centre, reader)
    shot(centre, "answers")
    go(lead, "中心", "中心甲")
    notice = paper(lead, "整改通知送审稿（PDF）")
    assert "补报并登记，培训全体人员" in notice
    assert "补报并登记，培训全体人员" in paper(lead, "整改措施清单（PDF）")
    done(centre)
    shot(centre, "action-done")
    go(lead, "整改")
    shot(lead, "actions")
    lead.locator(".pl-brief-name a").first.click()
    lead.locator("#again [name$=planned_on]").fill(TODAY.isoformat())
    lead.locator("#again [name$=files_wanted]").fill("3")
    press(lead, "安排复查")
    # two centres were visited that day: the third time is told, and meant
    expect(lead.locator("#again")).to_contain_text("当天不能再去更多中心")
    lead.get_by_label("仍按此安排").check()
    press(lead, "安排复查")
    draw(lead, "评查甲")
    for audit in last_drawn(session):
        read_at_once(session, cast.people["评查甲"], audit, "met", "met", "met")
    # by night, once no signature can be taken back any more
    judge_actions(session, OPERATOR, ZONE, at=clock.now() + timedelta(minutes=31))
    go(lead, "整改", "已办结")
    lead.locator(".pl-brief-name a").first.click()
    expect(lead.locator(".pl-head .pl-chip")).to_have_text("已核实")
    shot(lead, "verified")
    press(lead, "English")
    expect(lead.locator(".pl-head .pl-chip")).to_have_text("Verified")
    go(lead, "Plan", "Review rounds", "Review round 1")
    expect(lead.get_by_role("heading", level=1)).to_contain_text("1 of 9 signed")
    assert "Reviewround1" in paper(lead, "Report (PDF)")
